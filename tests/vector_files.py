"""Reads `tests/vectors/`, the cases that the Rust and the Python tests share."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

VECTORS = Path(__file__).parent / "vectors"


def engines() -> list[str]:
    """Names of the engines that have vectors."""
    return sorted(path.stem for path in VECTORS.glob("*.toml"))


@cache
def read(engine: str) -> dict[str, Any]:
    """The whole vector file of an engine."""
    return tomllib.loads((VECTORS / f"{engine}.toml").read_text(encoding="utf-8"))


def entries(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Every `[[kind]]` entry of every engine, with the engine's name."""
    return [(engine, entry) for engine in engines() for entry in read(engine).get(kind, [])]


def label(value: Any) -> str | None:
    """What pytest shows as the id of a parameter: an entry's name, an engine's name."""
    return value["name"] if isinstance(value, dict) else value if isinstance(value, str) else None
