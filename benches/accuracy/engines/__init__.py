"""One module per engine: what is measured, how it is told, and what it must reach."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast


@dataclass(frozen=True)
class Options:
    """What one run is asked for."""

    command: str
    set: str | None = None
    # A tenth of each set; only our implementations; the sets that rules are tuned on.
    quick: bool = False
    ours: bool = False
    dev: bool = False
    # For the list of mistakes: of the published sets, and those of the twin.
    held_out: bool = False
    twin: bool = False


class EngineAccuracy(Protocol):
    """What a module of this package offers. A report is its own affair: only the module's functions read it."""

    TITLE: str
    # The page under `docs/`.
    PAGE: str

    def keys(self) -> Sequence[str]:
        """Names of the sets."""

    def measure(self, options: Options) -> Any:
        """All contestants on all chosen sets."""

    def mistakes(self, options: Options, count: int) -> Iterator[str]:
        """Our mistakes, `count` of each sort, in lines."""

    def failures(self, report: Any) -> list[str]:
        """Every figure of ours that is too low."""

    def screen(self, report: Any) -> str:
        """A report for a terminal."""

    def page(self, report: Any) -> str:
        """A report as a Markdown page."""

    def chart(self, report: Any) -> str:
        """A report as an SVG document."""

    def read_json(self, path: Path) -> Any:
        """Reads a kept report."""

    def write_json(self, report: Any, path: Path) -> None:
        """Keeps a report."""


def names() -> list[str]:
    """All engines whose accuracy is measured, in name order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def find(name: str) -> EngineAccuracy:
    """The measurement of one engine."""
    return cast(EngineAccuracy, importlib.import_module(f"{__name__}.{name}"))
