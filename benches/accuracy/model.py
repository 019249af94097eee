"""The vocabulary of a measurement: labelled texts, sets of them, contestants, and scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

RUST = "Rust"
PYTHON = "Python"


class Span(NamedTuple):
    """A stretch of a text in code points, and what it is."""

    type: str
    start: int
    end: int


@dataclass(frozen=True)
class Example:
    """A text, the values in it, and the stretches about which nothing is asked (neither right nor wrong)."""

    text: str
    gold: tuple[Span, ...] = ()
    neutral: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A labelled set with where it comes from; `ours_only` sets need a configuration that rivals do not have."""

    key: str
    title: str
    origin: str
    seeds: tuple[int, ...]
    examples: Sequence[Example]
    config: Mapping[str, object] = field(default_factory=dict)
    ours_only: bool = False

    @property
    def values(self) -> int:
        """How many values there are to find."""
        return sum(len(example.gold) for example in self.examples)


Detector = Callable[[str], list[Span]]


@dataclass(frozen=True)
class Contestant:
    """Something that finds values; `claims` are those of our types that it says it knows."""

    name: str
    version: str
    detect: Detector
    claims: frozenset[str]
    ours: bool = False


@dataclass(frozen=True)
class Skip:
    """A contestant or a set that could not take part, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Counts:
    """Right findings, false ones, and values that were missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.false + other.false, self.missed + other.missed)

    @property
    def support(self) -> int:
        """How many values there were."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Share of the findings that were right; nothing without findings."""
        return self.right / (self.right + self.false) if self.right + self.false else None

    @property
    def recall(self) -> float | None:
        """Share of the values that were found; nothing without values."""
        return self.right / self.support if self.support else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; nothing when there is neither a value nor a finding."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True)
class Result:
    """What one contestant did with one set, by type; `false` of a type counts findings, `missed` counts values."""

    contestant: str
    claims: tuple[str, ...]
    types: Mapping[str, Counts]

    @property
    def overall(self) -> Counts:
        """Micro average over every type."""
        return sum(self.types.values(), Counts())

    @property
    def claimed(self) -> Counts:
        """Micro average over the types that the contestant claims."""
        return sum((counts for name, counts in self.types.items() if name in self.claims), Counts())


@dataclass(frozen=True)
class SetResult:
    """All contestants on one set."""

    key: str
    title: str
    origin: str
    seeds: tuple[int, ...]
    texts: int
    values: int
    clean: int
    results: tuple[Result, ...]

    def of(self, contestant: str) -> Result | None:
        """What one contestant did, or nothing when it did not take part."""
        return next((result for result in self.results if result.contestant == contestant), None)


@dataclass(frozen=True)
class Report:
    """Everything one run measured, and with what."""

    engine: str
    title: str
    command: str
    date: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    sets: tuple[SetResult, ...]
    names: Mapping[str, Mapping[str, str]]
    skips: tuple[Skip, ...]
