"""Interleaved timing: every round runs each contestant once, so that a busy moment slows all of them alike."""

from __future__ import annotations

import gc
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from threading import current_thread, main_thread
from time import perf_counter

from benches.compare.model import Case, CaseResult, Contestant, Operation, Score, Timing
from mcpgateway_native._timing import calls_for, seconds_for

# Seconds that one answer may take.
PATIENCE = 6.0


@dataclass(frozen=True)
class Effort:
    """How long to measure: seconds per contestant and round, and the number of rounds."""

    min_time: float = 0.05
    rounds: int = 9

    @classmethod
    def quick(cls) -> Effort:
        """Enough to see an order of magnitude."""
        return cls(min_time=0.01, rounds=3)


def interleave(functions: Mapping[str, Callable[[], object]], effort: Effort) -> dict[str, Timing]:
    """Times all functions in turn, `effort.rounds` times over; the same run gives every ratio its two sides."""
    calls = {name: calls_for(function, effort.min_time) for name, function in functions.items()}
    spent: dict[str, list[float]] = {name: [] for name in functions}
    for _ in range(effort.rounds):
        for name, function in functions.items():
            if _has_had_enough(spent[name], calls[name], effort):
                continue
            gc.collect(0)
            spent[name].append(seconds_for(function, calls[name]) / calls[name])
    return {name: Timing(min(times), median(times), len(times), calls[name]) for name, times in spent.items()}


def _has_had_enough(times: Sequence[float], calls: int, effort: Effort) -> bool:
    """Whether a slow contestant has used up its share: after three rounds, or after one when that took ages."""
    spent = sum(times) * calls
    return spent > _ages(effort) or (len(times) >= 3 and spent > 2 * effort.min_time * effort.rounds)


def _ages(effort: Effort) -> float:
    return 5 * effort.min_time * effort.rounds


def check(contestant: Contestant, case: Case) -> tuple[str | None, float]:
    """What is wrong with the contestant's answer to this case (nothing when it is right), and how long it took."""
    operation = contestant.operations[case.operation]
    start = perf_counter()
    try:
        with _patience(PATIENCE):
            result = operation.call(case.value)
    except _Late:
        return f"not done in {PATIENCE:.0f} s", PATIENCE
    except BaseException as error:  # A rival may raise anything, panics too; that is its answer.
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return f"raised {type(error).__name__}", 0.0
    spent = perf_counter() - start
    return case.problem(operation.answer(case.value, result)), spent


class _Late(BaseException):
    """Nobody's time is endless. Not an `Exception`, which a contestant may well catch."""


@contextmanager
def _patience(seconds: float) -> Iterator[None]:
    """Raises `_Late` after a while, where the system can; a call that never comes back to the interpreter goes on."""
    if not hasattr(signal, "setitimer") or current_thread() is not main_thread():
        yield
        return

    def late(_signal: int, _frame: object) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run_case(case: Case, contestants: Sequence[Contestant], effort: Effort) -> CaseResult:
    """Checks every contestant on the case, then times those that are right, interleaved.

    A contestant that takes ages is not asked again: the time of its answer is its timing.
    """
    problems: dict[str, str | None] = {}
    timings: dict[str, Timing] = {}
    right: dict[str, Callable[[], object]] = {}
    for each in contestants:
        if case.operation not in each.operations:
            continue
        problems[each.name], spent = check(each, case)
        if problems[each.name] is not None:
            continue
        if _ages(effort) < spent < 2 * _ages(effort):
            # Not at once: the first answer may hold the making of tables that later ones find made.
            spent = min(spent, check(each, case)[1])
        if spent > _ages(effort):
            timings[each.name] = Timing(spent, spent, 1, 1)
        else:
            right[each.name] = _bound(each.operations[case.operation], case)
    timings |= interleave(right, effort)
    scores = tuple(Score(name, timings.get(name), problem or "") for name, problem in problems.items())
    return CaseResult(case.key, case.title, case.operation, case.size, case.headline, case.plotted, scores)


def _bound(operation: Operation, case: Case) -> Callable[[], object]:
    call, value = operation.call, case.value
    return lambda: call(value)
