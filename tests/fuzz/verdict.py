"""Compares our engine with Python on one list of rules, and makes a failing case small."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import mcpgateway_native as native
from tests.fuzz.cases import RefusedError, Rule, by_python, compiled, smaller

ENGINE = "regex_filter"
# Seconds that Python may take for one text; a pattern that backtracks for longer proves nothing.
PATIENCE = 2.0
# Cases that are tried to make a failure small.
_TRIES = 3_000


class LateError(Exception):
    """Python backtracks for too long."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Rules and a text with two answers, as small as they got."""

    rules: tuple[Rule, ...]
    text: str
    expected: str
    answer: str


@dataclass(slots=True)
class Tally:
    """What a run of cases came to."""

    cases: int = 0
    lists: int = 0
    refused: int = 0
    late: int = 0
    broken: int = 0
    changed: int = 0
    native_rules: int = 0
    python_rules: int = 0
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another run in."""
        for name in ("cases", "lists", "refused", "late", "broken", "changed", "native_rules", "python_rules"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.failures += other.failures


def problem(rules: Sequence[Rule], text: str) -> tuple[str, str] | None:
    """The expected answer and ours, in words, where they differ."""
    try:
        ready = compiled(rules)
    except RefusedError as refused:
        expected = f"rule {refused.index} refused"
        return None if (answer := _refusal(rules)) == expected else (expected, answer)
    expected, answer = _said(*by_python(ready, text)), _ours(engine(rules), text)
    return None if expected == answer else (expected, answer)
