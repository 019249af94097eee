"""`python -m tests.fuzz [CASES]`: so many cases in two processes; fails at a single different answer.

Chunks are seeded by their number, so a failure comes back with the same seed whatever the number of processes.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from time import perf_counter

from tests.fuzz.report import summary, vector
from tests.fuzz.verdict import ENGINE, Tally, chunk

import mcpgateway_native as native

# Failures that are shown; more would hide what they have in common.
_SHOWN = 8
# Cases in a chunk.
_CHUNK = 5_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when every answer was Python's, 1 when one was not, 2 when Rust is missing."""
    options = _parser().parse_args(arguments)
    if ENGINE not in native.available():
        print(f"the compiled module is not in use: {native.status()['reason']}", file=sys.stderr)
        return 2
    start = perf_counter()
    total = Tally()
    with ProcessPoolExecutor(options.workers) as pool:
        for done in _chunks(pool, options.seed, options.cases):
            total.add(done)
            _progress(total, options.cases, perf_counter() - start)
            if len(total.failures) >= _SHOWN:
                break
        pool.shutdown(cancel_futures=True)
    print(f"Python {platform.python_version()}, seed {options.seed}: {summary(total, perf_counter() - start)}")
    for number, failure in enumerate(total.failures[:_SHOWN], 1):
        print(vector(failure, f"fuzz-{options.seed}-{number}"))
    return 1 if total.failures else 0


def _chunks(pool: ProcessPoolExecutor, seed: int, cases: int) -> Iterator[Tally]:
    """Chunks as they are done, as many as the cases need: how many a chunk holds depends on what Python refuses."""
    number, waiting = 0, set()
    planned = 0
    while waiting or planned < cases:
        while planned < cases and len(waiting) < 8:
            waiting.add(pool.submit(chunk, f"{seed}/{number}", _CHUNK))
            number, planned = number + 1, planned + _CHUNK
        done = next(as_completed(waiting))
        waiting.discard(done)
        yield done.result()


def _progress(total: Tally, wanted: int, seconds: float) -> None:
    if sys.stderr.isatty():
        rate = total.cases / seconds
        print(f"\r{total.cases:,} of {wanted:,}, {rate:,.0f} a second", end="", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("cases", nargs="?", type=int, default=1_000_000, help="how many (default: 1,000,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other cases (default: 1)")
    parser.add_argument("--workers", type=int, default=2, help="processes (default: 2)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
