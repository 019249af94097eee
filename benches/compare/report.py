"""Runs as JSON, and the Markdown pages made from committed JSON: a page never holds a figure that a file does not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benches.compare import render
from benches.compare.model import CaseResult, Figure, Report, Score, Skip, Timing

SUMMARY_START = "<!-- benchmarks:start -->"
SUMMARY_END = "<!-- benchmarks:end -->"
# One engine is enough for a first page.
SUMMARY_ENGINE = "pii_filter"

_INTRO = """\
# Benchmarks

Generated from `benches/results/*.json` by `python -m benches.compare --pages`; the figures are those of one run per
engine on one machine and change only when such a run is committed.

How it is measured:

- All contestants of a case run in turn within each round, so that a busy moment of the machine hits all of them.
  Speeds are those of the best round; the JSON also holds the median. Ratios come from one run.
- Every timed function is first checked for the right answer: each planted value found, nothing else found, or exactly
  the expected payload. A wrong answer has no speed, it has a dash and a line that says what was wrong.
- Everything runs through Python, as a gateway calls it. `cargo bench` measures the Rust core alone.
- Texts and payloads come from a seeded generator (`benches/compare/corpora.py`).
- Contestants do different amounts of work: they know different types of values and return different objects. What is
  compared is the time until the caller holds the answer.
"""


def write_json(report: Report, path: Path) -> None:
    """Stores one run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> Report:
    """Reads a run back."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Report(
        engine=data["engine"],
        title=data["title"],
        command=data["command"],
        date=data["date"],
        machine=data["machine"],
        versions=data["versions"],
        cases=tuple(_case(case) for case in data["cases"]),
        figures=tuple(Figure(**figure) for figure in data["figures"]),
        skips=tuple(Skip(**skip) for skip in data["skips"]),
        floor=tuple(_case(case) for case in data.get("floor", ())),
    )


def page(reports: Iterable[Report]) -> str:
    """The benchmarks page."""
    return "\n".join([_INTRO, *(_section(report) for report in reports)])


def summary_table(report: Report) -> str:
    """The plotted cases as a Markdown table with a line that says where they were measured."""
    plotted = [case for case in report.cases if case.plotted]
    origin = f"{report.title}, MB/s through Python, measured on {report.date} on {_processor(report)}"
    return f"{origin}; a dash is a wrong answer or a missing feature:\n\n{markdown(render.everybody(plotted))}"


def with_summary(text: str, reports: Iterable[Report]) -> str:
    """`text` with the summary table of one engine between its two marks; unchanged when it has none."""
    head, start, rest = text.partition(SUMMARY_START)
    _, end, tail = rest.partition(SUMMARY_END)
    if not end:
        return text
    tables = [summary_table(report) for report in reports if report.engine == SUMMARY_ENGINE]
    return "".join([head, start, "\n", *tables, end, tail])


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is aligned to the left, the others to the right."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    rule = "|---|" + "---:|" * (len(rows[0]) - 1)
    return "\n".join([lines[0], rule, *lines[1:]]) + "\n"


def _section(report: Report) -> str:
    parts = [
        f"## {report.title}",
        f"![{report.title}: speed by case](assets/bench_{report.engine}.svg)",
        f"Made on {report.date} by `{report.command}`.",
        _facts(report),
        "```text\n" + render.comparison(report.title, report.cases) + "```",
        "### Everybody\n\nMB/s of the best round; a dash is a wrong answer.",
        markdown(render.everybody(report.cases)),
    ]
    wrong = render.wrong_answers(report.cases)
    if wrong:
        parts.append("Wrong answers:\n\n" + "".join(f"- {line}\n" for line in wrong))
    if report.floor:
        parts.append(f"### {render.floor_title(report.floor)}")
        parts.append(markdown(render.floor(report.floor)))
        parts.append(render.below_floor(report.floor))
    if report.figures:
        parts.append("### Boundary, walk, construction, memory, threads")
        parts.append(markdown(render.figures(report.figures)))
        parts.append(_missed(report.figures))
    if report.skips:
        parts.append("Not measured:\n\n" + "".join(f"- {skip.name}: {skip.reason}\n" for skip in report.skips))
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def _facts(report: Report) -> str:
    rows = [["", "value"], *([key, value] for key, value in (*report.machine.items(), *report.versions.items()))]
    return markdown([[str(cell) for cell in row] for row in rows])


def _processor(report: Report) -> str:
    return f"{report.machine['cpu']}, {report.machine['cores']} cores, {report.versions['python']}"


def _missed(figures: Iterable[Figure]) -> str:
    missed = [figure.title for figure in figures if figure.met is False]
    return "Short of the target: " + "; ".join(missed) + "." if missed else "Every target is met."


def _case(data: dict[str, Any]) -> CaseResult:
    scores = tuple(
        Score(score["contestant"], Timing(**score["timing"]) if score["timing"] else None, score["note"])
        for score in data["scores"]
    )
    return CaseResult(**{**data, "scores": scores})
