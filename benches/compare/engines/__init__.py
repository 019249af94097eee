"""One module per engine: its title, its cases, its contestants and, where it has any, its own figures."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Sequence
from typing import Protocol, cast

from benches.compare.contestants import Loader
from benches.compare.model import Case, Contestant, Figure, Skip
from benches.compare.timing import Effort


class EngineBench(Protocol):
    """What a module of this package offers."""

    TITLE: str
    RIVAL: str

    def cases(self) -> list[Case]:
        """Inputs with their right answers; the headline cases first."""

    def floor(self, size: int) -> Iterable[Case]:
        """Texts of about `size` bytes on which the engine and its rival are to keep a least speed."""

    def contestants(self) -> tuple[list[Contestant], list[Skip]]:
        """Everybody that can take part, ours first, and who cannot."""

    def loaders(self) -> dict[str, Loader]:
        """How to get each contestant, by name; for probes that want one of them in a process of its own."""

    def figures(self, contestants: Sequence[Contestant], effort: Effort) -> list[Figure]:
        """Figures that are no throughput: construction, import, threads, hostile shapes."""


def names() -> list[str]:
    """All engines that have a comparison, in name order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def find(name: str) -> EngineBench:
    """The comparison of one engine."""
    return cast(EngineBench, importlib.import_module(f"{__name__}.{name}"))
