"""The vocabulary of a comparison: cases, contestants, and what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

PYTHON = "Python"
RUST = "Rust"

# MB/s that no text may fall below.
FLOOR = 150.0


@dataclass(frozen=True)
class Case:
    """One input with the test that a contestant's answer must pass before its speed counts."""

    key: str
    title: str
    operation: str
    value: Any
    size: int
    problem: Callable[[Any], str | None]
    headline: bool = False
    plotted: bool = False


@dataclass(frozen=True)
class Operation:
    """A timed function and the untimed step that brings its result into the form that cases check."""

    call: Callable[[Any], Any]
    answer: Callable[[Any, Any], Any] = field(default=lambda _value, result: result)


@dataclass(frozen=True)
class Contestant:
    """An implementation that takes part, with the operations that it offers."""

    name: str
    version: str
    operations: Mapping[str, Operation]
    ours: bool = False


@dataclass(frozen=True)
class Skip:
    """A contestant that could not take part, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Timing:
    """Seconds per call: the best round and the median of all rounds."""

    best: float
    median: float
    rounds: int
    calls: int


@dataclass(frozen=True)
class Score:
    """What one contestant did with one case; a wrong answer has a note and no timing."""

    contestant: str
    timing: Timing | None
    note: str = ""


@dataclass(frozen=True)
class CaseResult:
    """All scores of one case, measured in the same rounds."""

    key: str
    title: str
    operation: str
    size: int
    headline: bool
    plotted: bool
    scores: tuple[Score, ...]

    def timing(self, contestant: str) -> Timing | None:
        """The timing of one contestant, or nothing when it was absent or wrong."""
        return next((score.timing for score in self.scores if score.contestant == contestant), None)

    def rate(self, contestant: str) -> float | None:
        """MB/s of one contestant in its best round, or nothing."""
        timing = self.timing(contestant)
        return None if timing is None else self.size / timing.best / 1e6

    def speedup(self, fast: str = RUST, slow: str = PYTHON) -> float | None:
        """How many times faster `fast` is than `slow`, by the best rounds."""
        quick, lame = self.timing(fast), self.timing(slow)
        return None if quick is None or lame is None else lame.best / quick.best


@dataclass(frozen=True)
class Figure:
    """One figure of the spine with its target and, where one could be measured, the rival's figure."""

    key: str
    title: str
    value: float | None
    unit: str
    target: float | None = None
    at_least: bool = False
    rival: float | None = None
    rival_note: str = ""
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; nothing when there is no target or no figure."""
        if self.target is None:
            return None
        if self.value is None:
            return False
        return self.value >= self.target if self.at_least else self.value <= self.target


@dataclass(frozen=True)
class Report:
    """Everything one run measured for one engine, and where."""

    engine: str
    title: str
    command: str
    date: str
    machine: Mapping[str, str]
    versions: Mapping[str, str]
    cases: tuple[CaseResult, ...]
    figures: tuple[Figure, ...]
    skips: tuple[Skip, ...]
    floor: tuple[CaseResult, ...] = ()
