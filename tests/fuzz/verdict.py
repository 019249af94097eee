"""Compares our engine with Python on one list of rules, and makes a failing case small."""

from __future__ import annotations

import logging
import re
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.fuzz.cases import Answer, RefusedError, Rules, by_python, compiled, draw_rules, draw_text, smaller
from tests.fuzz.choices import Seeded

import mcpgateway_native as native

ENGINE = "regex_filter"
# Seconds that Python may take for one text; a pattern that backtracks for longer proves nothing.
PATIENCE = 2.0
# Steps in which a failure is made smaller.
_STEPS = 300


# The expected answer and ours, in words.
Difference = tuple[str, str]
Judge = Callable[[Rules, str], Difference | None]


class LateError(Exception):
    """Python backtracks for too long."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Rules and a text with two answers, as small as they got."""

    rules: Rules
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


def chunk(seed: str, cases: int, texts: int = 20) -> Tally:
    """Lists of rules on `texts` texts each, until there are so many cases."""
    # Every pattern that backtracks is worth a warning, and here there are many.
    logging.disable()
    choices = Seeded(seed)
    tally = Tally()
    while tally.cases < cases:
        rules, letters = draw_rules(choices)
        tally.lists += 1
        try:
            ready = compiled(rules)
        except RefusedError:
            tally.refused += 1
            _note(tally, rules, "", problem(rules, ""))
            continue
        built = engine(rules)
        for row in built.explain():
            tally.native_rules += row["route"] == "native"
            tally.python_rules += row["route"] != "native"
        for text in [draw_text(choices, rules, letters) for _ in range(texts)]:
            try:
                with _patience():
                    expected = by_python(ready, text)
            except LateError:
                tally.late += 1
                break
            except SystemError:
                # Python 3.11 and 3.12 lose count of groups in some patterns and say so.
                tally.broken += 1
                continue
            tally.cases += 1
            tally.changed += expected.text != text
            if answer(built, rules, text) != expected:
                _note(tally, rules, text, problem(rules, text))
    return tally


def problem(rules: Rules, text: str) -> Difference | None:
    """The expected answer and ours, in words, where they differ."""
    try:
        ready = compiled(rules)
    except RefusedError as refused:
        wanted, got = f"rule {refused.index} refused", _refusal(rules)
    else:
        wanted, got = repr(by_python(ready, text)), repr(answer(engine(rules), rules, text))
    return None if wanted == got else (wanted, got)


def engine(rules: Rules) -> native.TextEngine:
    """Our engine with these rules, in Rust."""
    words = [rule.settings() | {"name": f"r{number}"} for number, rule in enumerate(rules)]
    return native.load(ENGINE, {"words": words}, native=True)


def answer(built: native.TextEngine, rules: Rules, text: str) -> Answer:
    """What our engine makes of a text."""
    found = built.scan(text)
    names = Counter(name for name, _, _, _ in found)
    spans = [(start, end) for _, start, end, _ in found] if len(rules) == 1 else None
    return Answer(built.rewrite(text), [names[f"r{number}"] for number in range(len(rules))], spans)


def _refusal(rules: Rules) -> str:
    try:
        engine(rules)
    except native.ConfigError as error:
        where = re.match(r"regex_filter: words\[(\d+)\]\.(search|replace) is not a valid ", str(error))
        return f"rule {where[1]} refused" if where else str(error)
    return "accepted"


def _note(tally: Tally, rules: Rules, text: str, found: Difference | None) -> None:
    if found is not None:
        tally.failures.append(shrunk(rules, text, found, _problem_if_any))


def shrunk(rules: Rules, text: str, found: Difference, judge: Judge) -> Failure:
    """The failure as small as it gets: whatever can be taken away is, as long as `judge` still finds a difference."""
    for _ in range(_STEPS):
        for less_rules, less_text in smaller(rules, text):
            less = judge(less_rules, less_text)
            if less is not None:
                rules, text, found = less_rules, less_text, less
                break
        else:
            break
    return Failure(rules, text, *found)


def _problem_if_any(rules: Rules, text: str) -> Difference | None:
    try:
        with _patience():
            return problem(rules, text)
    except (LateError, SystemError):
        return None


@contextmanager
def _patience() -> Iterator[None]:
    """Raises `LateError` after a while: `re` looks for signals while it backtracks."""
    signal.signal(signal.SIGALRM, _late)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _late(_signal: int, _frame: object) -> None:
    raise LateError
