"""`python -m benches.lower_regex_rules`: the rules of `just bench-compare regex_filter` as Rust gets them.

`cargo bench --bench regex_filter` has no Python to lower them, so the result is kept beside its texts.
"""

from __future__ import annotations

import json
from pathlib import Path

from benches.compare.engines._regex_rules import RULES

PATH = Path(__file__).parent / "texts" / "regex_rules.json"


def lowered() -> str:
    """The configuration in one line; which characters its classes hold is up to the running interpreter."""
    from mcpgateway_native._regex.prepare import lower_config

    config, foreign = lower_config({"words": [{"search": search, "replace": replace} for search, replace in RULES]})
    if foreign:
        raise ValueError("; ".join(foreign))
    return json.dumps(config, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    PATH.write_text(lowered(), encoding="utf-8", newline="\n")
