"""The hand-written cases: every kind of defect that this engine or another one says it repairs."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from benches.accuracy.engines.json_repair.model import Example

_FOLDER = Path(__file__).parent / "taxonomy"


@cache
def examples() -> tuple[Example, ...]:
    """All cases of all files, kind by kind."""
    found: list[Example] = []
    for path in sorted(_FOLDER.glob("*.toml")):
        for kind in tomllib.loads(path.read_text(encoding="utf-8"))["kind"]:
            for text, *answers in kind["cases"]:
                found.append(Example(kind["name"], text, tuple(answers), kind.get("verbatim", False)))
    return tuple(found)
