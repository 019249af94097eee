"""What our own figures must reach in a published set."""

from __future__ import annotations

from collections.abc import Iterable

from benches.accuracy.model import PYTHON, RUST, Report, SetResult

LEAST_F1 = 0.92
LEAST_PRECISION = 0.97
LEAST_TYPE_F1 = 0.80
LEAST_SUPPORT = 20


def failures(report: Report) -> list[str]:
    """Every figure that is too low; also when the Rust engine or its twin is not there, or they differ."""
    found: list[str] = []
    for each in report.sets:
        found += _set_failures(each)
    return found


def _set_failures(each: SetResult) -> Iterable[str]:
    ours = each.of(RUST)
    if ours is None:
        yield f"{each.title}: {RUST} did not take part"
        return
    overall = ours.overall
    if (overall.f1 or 0.0) < LEAST_F1:
        yield f"{each.title}: F1 {overall.f1 or 0.0:.3f} is below {LEAST_F1}"
    if (overall.precision or 0.0) < LEAST_PRECISION:
        yield f"{each.title}: precision {overall.precision or 0.0:.3f} is below {LEAST_PRECISION}"
    for name, counts in ours.types.items():
        if counts.support >= LEAST_SUPPORT and (counts.f1 or 0.0) < LEAST_TYPE_F1:
            yield f"{each.title}: {name} F1 {counts.f1 or 0.0:.3f} is below {LEAST_TYPE_F1} ({counts.support} values)"
    twin = each.of(PYTHON)
    if twin is not None and dict(twin.types) != dict(ours.types):
        yield f"{each.title}: {PYTHON} and {RUST} found different values"
