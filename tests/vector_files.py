"""Reads `tests/vectors/`, the cases that the Rust and the Python tests share."""

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from mcpgateway_native import backends

VECTORS = Path(__file__).parent / "vectors"


def owner(stem: str, names: Iterable[str]) -> str | None:
    """Which engine a vector file belongs to; names of engines hold underscores too, so the longest one wins."""
    return max((name for name in names if stem == name or stem.startswith(f"{name}_")), key=len, default=None)


@cache
def files() -> dict[str | None, list[Path]]:
    """The vector files by engine: `<engine>.toml` and every `<engine>_*.toml`; under None what belongs to none."""
    found: dict[str | None, list[Path]] = {}
    for path in sorted(VECTORS.glob("*.toml")):
        found.setdefault(owner(path.stem, backends.names()), []).append(path)
    return found


def engines() -> list[str]:
    """Names of the engines that have vectors."""
    return sorted(engine for engine in files() if engine is not None)


@cache
def read(engine: str) -> dict[str, Any]:
    """The vectors of an engine, the lists of its files joined."""
    joined: dict[str, Any] = {}
    for path in files()[engine]:
        for key, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            joined.setdefault(key, []).extend(entries)
    return joined


def entries(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Every `[[kind]]` entry of every engine, with the engine's name."""
    return [(engine, entry) for engine in engines() for entry in read(engine).get(kind, [])]


def label(value: Any) -> str | None:
    """What pytest shows as the id of a parameter: an entry's name, an engine's name."""
    return value["name"] if isinstance(value, dict) else value if isinstance(value, str) else None
