"""The plotted cases as an SVG bar chart: MB/s on a logarithmic scale, readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

from benches.compare.model import PYTHON, RUST, CaseResult, Report

_WIDTH, _LEFT, _RIGHT, _TOP = 820, 250, 90, 64
_BAR, _GAP, _GROUP_GAP = 15, 3, 16
_COLOURS = ("#d1602f", "#4c78a8", "#8c7bb5", "#9aa0a6")
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#24292f}.small{font-size:11px}.title{font-size:16px;font-weight:600}"
    ".grid{stroke:#24292f;stroke-opacity:.15}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#e6edf3}}"
)


def chart(report: Report) -> str:
    """The whole SVG document."""
    cases = [case for case in report.cases if case.plotted]
    names = _names(cases)
    rates = [
        timing.speed for case in cases for timing in (_rate(case, name) for name in names) if timing.speed is not None
    ]
    low, high = (floor(log10(min(rates))), ceil(log10(max(rates)))) if rates else (0, 1)
    scale = _Scale(low, max(high, low + 1))
    group = len(names) * (_BAR + _GAP) + _GROUP_GAP
    height = _TOP + group * len(cases) + 34
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>{escape(report.title)}: MB/s by case</title><style>{_STYLE}</style>",
        f'<text class="title" x="12" y="24">{escape(report.title)}: MB/s through Python (log scale)</text>',
        *_legend(names),
        *_grid(scale, height),
    ]
    for index, case in enumerate(cases):
        parts += _group(case, names, scale, _TOP + index * group)
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Scale:
    """Decades of MB/s to x coordinates."""

    def __init__(self, low: int, high: int) -> None:
        self.low, self.high = low, high

    def x(self, rate: float) -> float:
        """Where a rate lies."""
        share = (log10(rate) - self.low) / (self.high - self.low)
        return _LEFT + max(0.004, share) * (_WIDTH - _LEFT - _RIGHT)


class _Rate:
    """One bar: a speed, or the reason why there is none."""

    def __init__(self, speed: float | None, note: str) -> None:
        self.speed, self.note = speed, note


def _rate(case: CaseResult, name: str) -> _Rate:
    timing = case.timing(name)
    if timing is not None:
        return _Rate(case.size / timing.best / 1e6, "")
    took_part = any(score.contestant == name for score in case.scores)
    return _Rate(None, "wrong answer" if took_part else "cannot do this")


def _names(cases: Sequence[CaseResult]) -> list[str]:
    """Rust first, then the two foremost rivals, then the twin."""
    present = list(dict.fromkeys(score.contestant for case in cases for score in case.scores))
    rivals = [name for name in present if name not in (RUST, PYTHON)][:2]
    return [name for name in (RUST, *rivals, PYTHON) if name in present]


def _legend(names: Sequence[str]) -> list[str]:
    parts, x = [], 12
    for name, colour in zip(names, _COLOURS, strict=False):
        parts.append(f'<rect x="{x}" y="37" width="11" height="11" fill="{colour}"/>')
        parts.append(f'<text x="{x + 16}" y="47">{escape(name)}</text>')
        x += 40 + 8 * len(name)
    return parts


def _grid(scale: _Scale, height: int) -> list[str]:
    parts = []
    for decade in range(scale.low, scale.high + 1):
        x = scale.x(10.0**decade)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP - 6}" y2="{height - 26}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{height - 12}" text-anchor="middle">{10.0**decade:,g}</text>')
    return parts


def _group(case: CaseResult, names: Sequence[str], scale: _Scale, top: int) -> list[str]:
    middle = top + len(names) * (_BAR + _GAP) / 2 + 4
    parts = [f'<text x="{_LEFT - 12}" y="{middle:.1f}" text-anchor="end">{escape(_short(case.title))}</text>']
    for row, (name, colour) in enumerate(zip(names, _COLOURS, strict=False)):
        y, rate = top + row * (_BAR + _GAP), _rate(case, name)
        x = _LEFT if rate.speed is None else scale.x(rate.speed)
        label = rate.note if rate.speed is None else f"{rate.speed:,.0f}" if rate.speed >= 10 else f"{rate.speed:.1f}"
        if rate.speed is not None:
            parts.append(f'<rect x="{_LEFT}" y="{y}" width="{x - _LEFT:.1f}" height="{_BAR}" rx="2" fill="{colour}"/>')
        parts.append(f'<text class="small" x="{x + 6:.1f}" y="{y + _BAR - 4}">{label}</text>')
    return parts


def _short(title: str) -> str:
    return title if len(title) <= 34 else title[: title.index(" (")] if " (" in title else title[:33] + "…"
