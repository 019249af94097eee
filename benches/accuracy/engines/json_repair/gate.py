"""What our own figures must reach in a published run."""

from __future__ import annotations

from collections.abc import Iterable

from benches.accuracy.engines.json_repair.model import Report, SetResult
from benches.accuracy.model import PYTHON, RUST

# Of what is broken: repaired rightly, and answered with valid JSON of another value.
LEAST_RIGHT = 0.97
MOST_WRONG = 0.02
# Of one kind of defect, repaired rightly: no kind is given up for the average.
LEAST_OF_A_KIND = 0.60


def failures(report: Report) -> list[str]:
    """Every figure that is too low; also when the Rust engine is not there, or the twin differs."""
    return [line for each in report.sets for line in _set_failures(each)]


def _set_failures(each: SetResult) -> Iterable[str]:
    ours = each.of(RUST)
    if ours is None:
        yield f"{each.title}: {RUST} did not take part"
        return
    total = ours.overall
    # What must be left alone has no tolerance.
    least = LEAST_RIGHT if each.broken else 1.0
    if total.right_share < least:
        yield f"{each.title}: {total.right_share:.1%} right is below {least:.1%}"
    if each.broken and total.wrong_share > MOST_WRONG:
        yield f"{each.title}: {total.wrong_share:.1%} wrong is above {MOST_WRONG:.1%}"
    if each.broken:
        for kind, tally in ours.kinds.items():
            if tally.right_share < LEAST_OF_A_KIND:
                yield f"{each.title}, {kind}: {tally.right} of {tally.asked} right"
    twin = each.of(PYTHON)
    if twin is not None and dict(twin.kinds) != dict(ours.kinds):
        yield f"{each.title}: {PYTHON} and {RUST} gave different answers"
