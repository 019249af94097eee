"""The vocabulary of a measurement of repairs: broken texts with their accepted answers, verdicts and tallies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from benches.accuracy.model import Skip

RIGHT, WRONG, REFUSED = "right", "wrong", "refused"

# Gives the repaired text; nothing, or what it was given, where it does not repair.
Repair = Callable[[str], str | None]


@dataclass(frozen=True)
class Example:
    """A text, what sort of defect it has, and the JSON texts that are right answers; none: it must be left alone.

    `verbatim` asks for the very characters of the answer, blanks between tokens apart; otherwise values are compared.
    """

    kind: str
    text: str
    answers: tuple[str, ...] = ()
    verbatim: bool = False


@dataclass(frozen=True)
class Dataset:
    """Examples with where they come from."""

    key: str
    title: str
    origin: str
    seeds: tuple[int, ...]
    examples: Sequence[Example]
    # Whether a repair is asked for; where it is not, "right" means left as it was.
    broken: bool = True


@dataclass(frozen=True)
class Contestant:
    """Something that repairs."""

    name: str
    version: str
    repair: Repair
    ours: bool = False
    close: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Tally:
    """Answers that were right, that were valid JSON and wrong, and that were not given."""

    right: int = 0
    wrong: int = 0
    refused: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.refused + other.refused)

    @property
    def asked(self) -> int:
        """How many texts there were."""
        return self.right + self.wrong + self.refused

    @property
    def right_share(self) -> float:
        """Right answers by texts."""
        return self.right / self.asked if self.asked else 0.0

    @property
    def wrong_share(self) -> float:
        """Valid JSON with another value, by texts."""
        return self.wrong / self.asked if self.asked else 0.0


@dataclass(frozen=True)
class Result:
    """What one contestant did with one set, by kind of defect."""

    contestant: str
    kinds: Mapping[str, Tally]

    @property
    def overall(self) -> Tally:
        """The sum over all kinds."""
        return sum(self.kinds.values(), Tally())


@dataclass(frozen=True)
class SetResult:
    """All contestants on one set."""

    key: str
    title: str
    origin: str
    seeds: tuple[int, ...]
    texts: int
    broken: bool
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
    skips: tuple[Skip, ...]
