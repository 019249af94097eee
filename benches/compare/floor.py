"""`python -m benches.compare.floor`: how fast the slowest text is, in a minute; for tuning, keeps nothing.

Every corpus at 100 KB and at 10 MB: a fall from one to the other is a cost that grows faster than the text.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from benches.compare.contestants import gather
from benches.compare.engines import pii_filter
from benches.compare.model import FLOOR, RUST, Case, Contestant
from mcpgateway_native._timing import best_of

SIZES = (100_000, 10_000_000)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a row per text; exit code 1 when one is below the floor or has a wrong answer."""
    options = _parser().parse_args(arguments)
    loaders = pii_filter.loaders()
    wanted = [RUST] + ([] if options.alone else [pii_filter.RIVAL])
    present, absent = gather({name: loaders[name] for name in wanted})
    for skip in absent:
        print(f"{skip.name}: {skip.reason}", file=sys.stderr)
    us = next((each for each in present if each.ours), None)
    if us is None:
        return 1
    them = next((each for each in present if not each.ours), None)
    print(f"{'MB/s':26} {'size':>9} {'scan':>9} {'rewrite':>9}   {'' if them is None else them.name}", flush=True)
    low = False
    for size in options.size or SIZES:
        for case in pii_filter.floor(size):
            if case.operation == "detect" and options.only in case.key:
                low |= _row(case, us, them, options.time)
    return int(low)


def _row(case: Case, us: Contestant, them: Contestant | None, min_time: float) -> bool:
    """Prints one text; whether it is below the floor."""
    rates = [_rate(us, operation, case, min_time, rounds=3) for operation in ("detect", "mask")]
    problem = case.problem(us.operations["detect"].answer(case.value, us.operations["detect"].call(case.value)))
    rival = "" if them is None else f"{_rate(them, 'detect', case, 0.0, rounds=1):,.1f}"
    low = min(rates) < FLOOR or problem is not None
    size = f"{case.size / 1e6:.1f} MB"
    cells = f"{case.title:26} {size:>9} {rates[0]:9,.0f} {rates[1]:9,.0f} {'✗' if low else ' '} {rival:>9}"
    print(f"{cells}  {problem or ''}".rstrip(), flush=True)
    return low


def _rate(contestant: Contestant, operation: str, case: Case, min_time: float, rounds: int) -> float:
    call = contestant.operations[operation].call
    return case.size / best_of(lambda: call(case.value), min_time=min_time, rounds=rounds) / 1e6


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benches.compare.floor", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="only texts with this in their key, such as dot")
    parser.add_argument("--size", type=int, action="append", help="bytes (default: 100000 and 10000000)")
    parser.add_argument("--alone", action="store_true", help="without the rival")
    parser.add_argument("--time", type=float, default=0.02, help="seconds per round (default: 0.02)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
