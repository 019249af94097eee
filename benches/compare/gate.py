"""What a run must show to pass: ratios within one run, never seconds, which belong to the machine."""

from __future__ import annotations

from benches.compare.model import PYTHON, RUST, Report
from benches.compare.spine import ACCENT_RATIO

LEAST_SPEEDUP = 5.0


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
        if figure.key == ACCENT_RATIO and not figure.met:
            found.append(f"{figure.title}: {figure.value:.2f}x is above {figure.target}x")
    return found


def wrong(report: Report) -> list[str]:
    """Wrong answers of our own implementations: a failure of any run, gated or not."""
    return [
        f"{case.title}: {score.contestant} {score.note}"
        for case in report.cases
        for score in case.scores
        if score.note and score.contestant in (RUST, PYTHON)
    ]
