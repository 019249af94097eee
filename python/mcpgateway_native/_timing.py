"""Timing of one callable on a busy machine: many calls per round, several rounds, the best round counts."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

_MAX_CALLS = 10_000_000


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keeps the cyclic garbage collector out of the measurement, as `timeit` does."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def seconds_for(function: Callable[[], object], calls: int) -> float:
    """Wall time of `calls` calls in a row."""
    repeat = range(calls)
    with collector_paused():
        start = perf_counter()
        for _ in repeat:
            function()
        return perf_counter() - start


def calls_for(function: Callable[[], object], min_time: float) -> int:
    """How many calls fill `min_time` seconds; running them to find out is the warm-up."""
    calls = 1
    while calls < _MAX_CALLS:
        spent = seconds_for(function, calls)
        if spent >= min_time:
            break
        # Aim a little over the goal, but do not trust a reading near the clock's resolution with more than a factor 10.
        wanted = int(calls * min_time * 1.1 / spent) + 1 if spent > 0 else calls * 10
        calls = max(calls + 1, min(wanted, calls * 10))
    return min(calls, _MAX_CALLS)


def best_of(function: Callable[[], object], *, min_time: float = 0.05, rounds: int = 5) -> float:
    """Seconds per call in the best of `rounds` rounds, each of at least `min_time` seconds.

    The minimum is the figure that other work on the machine disturbs least.
    """
    if rounds < 1:
        raise ValueError("rounds must be at least 1")
    calls = calls_for(function, min_time)
    return min(seconds_for(function, calls) for _ in range(rounds)) / calls
