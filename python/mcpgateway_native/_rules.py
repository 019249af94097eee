"""Reads the rule files, which are the one source of detection rules for the Rust engines and their twins."""

import functools
from typing import Any


@functools.cache
def load(engine: str) -> dict[str, Any]:
    """Return the parsed rules of `engine`; read once per process, not to be changed."""
    import tomllib
    from importlib.resources import files

    text = files("mcpgateway_native").joinpath("rules", f"{engine}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
