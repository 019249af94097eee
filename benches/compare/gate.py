"""What a run must show to pass: ratios within one run, never seconds, which belong to the machine."""

from __future__ import annotations

from collections.abc import Iterator

from benches.compare.model import PYTHON, RUST, Report
from benches.compare.spine import ACCENT_RATIO, MEMORY_RATIO

LEAST_SPEEDUP = 5.0
# How much slower per byte a text may become when it is a hundred times as long; caches account for less.
MOST_DECAY = 5.0


def failures(report: Report) -> list[str]:
    """Why the run does not pass; empty when it does."""
    found = wrong(report)
    for case in report.cases:
        factor = case.speedup()
        if not case.headline:
            continue
        if factor is None:
            found.append(f"{case.title}: no speed-up, because {RUST} or {PYTHON} is missing or wrong")
        elif factor < LEAST_SPEEDUP:
            found.append(f"{case.title}: speed-up {factor:.1f}x is below {LEAST_SPEEDUP:.0f}x")
    for figure in report.figures:
        if figure.key in (ACCENT_RATIO, MEMORY_RATIO) and figure.value is not None and not figure.met:
            found.append(f"{figure.title}: {figure.value:.2f}x is above {figure.target}x")
    return [*found, *_decays(report)]


def _decays(report: Report) -> Iterator[str]:
    """Texts that cost more per byte the longer they are."""
    rates = {case.key: case.rate(RUST) for case in report.cases}
    for case in report.floor:
        short, long = rates.get(case.key), case.rate(RUST)
        if short is not None and long is not None and short > MOST_DECAY * long:
            yield f"{case.title}: {short / long:.1f}x slower per byte when it is long"


def wrong(report: Report) -> list[str]:
    """Wrong answers of our own implementations: a failure of any run, gated or not."""
    return [
        f"{case.title}: {score.contestant} {score.note}"
        for case in (*report.cases, *report.floor)
        for score in case.scores
        if score.note and score.contestant in (RUST, PYTHON)
    ]
