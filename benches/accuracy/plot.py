"""Shares by set and contestant as an SVG bar chart, readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from benches.accuracy.model import PYTHON, Report

_WIDTH, _LEFT, _RIGHT, _TOP = 820, 200, 60, 64
_BAR, _GAP, _GROUP_GAP = 13, 2, 16
# From one row of the legend to the next.
_ROW = 18
_COLOURS = ("#d1602f", "#4c78a8", "#54a24b", "#8c7bb5", "#b279a2", "#e0a63a", "#9aa0a6")
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#24292f}.small{font-size:11px}.title{font-size:16px;font-weight:600}"
    ".grid{stroke:#24292f;stroke-opacity:.15}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.grid{stroke:#e6edf3}}"
)


@dataclass(frozen=True)
class Group:
    """One set: a share for every contestant that took part."""

    title: str
    shares: Mapping[str, float]


def chart(report: Report) -> str:
    """F1 by set; the twin is left out, it finds what Rust finds."""
    groups = [
        Group(each.title, {r.contestant: r.overall.f1 or 0.0 for r in each.results if r.contestant != PYTHON})
        for each in report.sets
        if len(each.results) > 1
    ]
    return bars(f"{report.title}: F1 by set", f"{report.title}: F1 over all types", groups)


def bars(title: str, heading: str, groups: Sequence[Group]) -> str:
    """The whole SVG document; the longest bar stands for 1."""
    names = list(dict.fromkeys(name for group in groups for name in group.shares))
    legend, rows = _legend(names)
    top = _TOP + (rows - 1) * _ROW
    tops, height = [], top
    for group in groups:
        tops.append(height)
        height += len(group.shares) * (_BAR + _GAP) + _GROUP_GAP
    height += 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<text class="title" x="12" y="24">{escape(heading)}</text>',
        *legend,
        *_grid(top, height),
    ]
    for group, start in zip(groups, tops, strict=True):
        parts += _group(group, names, start)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _x(value: float) -> float:
    return _LEFT + value * (_WIDTH - _LEFT - _RIGHT)


def _legend(names: Sequence[str]) -> tuple[list[str], int]:
    """The names with their colours, and how many rows they take."""
    parts, x, y = [], 12, 37
    for name, colour in zip(names, _COLOURS, strict=False):
        width = 34 + 7 * len(name)
        if x + width > _WIDTH:
            x, y = 12, y + _ROW
        parts.append(f'<rect x="{x}" y="{y}" width="11" height="11" fill="{colour}"/>')
        parts.append(f'<text class="small" x="{x + 16}" y="{y + 10}">{escape(name)}</text>')
        x += width
    return parts, 1 + (y - 37) // _ROW


def _grid(top: int, height: int) -> list[str]:
    parts = []
    for step in range(6):
        x = _x(step / 5)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 6}" y2="{height - 26}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{height - 12}" text-anchor="middle">{step / 5:.1f}</text>')
    return parts


def _group(group: Group, names: Sequence[str], top: int) -> list[str]:
    present = [name for name in names if name in group.shares]
    middle = top + len(present) * (_BAR + _GAP) / 2 + 4
    parts = [f'<text x="{_LEFT - 12}" y="{middle:.1f}" text-anchor="end">{escape(group.title)}</text>']
    for row, name in enumerate(present):
        value, y = group.shares[name], top + row * (_BAR + _GAP)
        colour = _COLOURS[names.index(name) % len(_COLOURS)]
        parts.append(
            f'<rect x="{_LEFT}" y="{y}" width="{_x(value) - _LEFT:.1f}" height="{_BAR}" rx="2" fill="{colour}"/>'
        )
        parts.append(f'<text class="small" x="{_x(value) + 6:.1f}" y="{y + _BAR - 3}">{value:.3f}</text>')
    return parts
