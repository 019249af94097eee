"""The comparison as text: a fixed report of Python against Rust, then tables of everybody and of the figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benches.compare.model import FLOOR, PYTHON, RUST, CaseResult, Figure, Report, Skip, Timing

WIDTH = 64
HEAVY = "━" * WIDTH
LIGHT = "─" * WIDTH

# Lower edge of the average speed-up as shown, with one decimal, and its verdict.
VERDICTS = (
    (10.1, "✓ EXCELLENT: >10x speedup - Highly recommended for production"),
    (5.0, "✓ GREAT: 5-10x speedup - Recommended for production"),
    (3.0, "✓ GOOD: 3-5x speedup - Worthwhile in production"),
    (2.0, "✓ MODERATE: 2-3x speedup - Worthwhile for large payloads"),
    (0.0, "✗ MINIMAL: <2x speedup - Not worth a compiled module"),
)


def comparison(title: str, results: Iterable[CaseResult]) -> str:
    """Python against Rust over the headline cases, with the average and its verdict."""
    cases = [result for result in results if result.headline]
    lines = [HEAVY, f"{title} Performance Comparison: Python vs Rust", HEAVY, ""]
    for number, result in enumerate(cases, 1):
        lines += [f"{number}. {result.title}", LIGHT]
        lines += [f"{PYTHON}: {speed(result.timing(PYTHON), result.size)}"]
        lines += [f"{RUST}:   {speed(result.timing(RUST), result.size)}"]
        lines += [f"Speedup: {_speedup(result.speedup())}", ""]
    average = average_speedup(cases)
    lines += [HEAVY, "Summary", HEAVY, f"Average Speedup: {'-' if average is None else f'{average:.1f}x'}"]
    lines += [verdict(average)]
    return "\n".join(lines) + "\n"


def average_speedup(cases: Sequence[CaseResult]) -> float | None:
    """Arithmetic mean of the speed-ups; nothing when one of them is missing."""
    speedups = [result.speedup() for result in cases]
    known = [value for value in speedups if value is not None]
    return sum(known) / len(known) if known and len(known) == len(speedups) else None


def verdict(average: float | None) -> str:
    """The line that says what an average speed-up is worth."""
    if average is None:
        return "✗ NO VERDICT: an implementation is missing or gave a wrong answer"
    return next(text for edge, text in VERDICTS if round(average, 1) >= edge)


def speed(timing: Timing | None, size: int) -> str:
    """`0.150 ms (7.14 MB/s)`, or a dash for a wrong or missing answer."""
    if timing is None:
        return "-"
    return f"{milliseconds(timing.best)} ms ({size / timing.best / 1e6:.2f} MB/s)"


def milliseconds(seconds: float) -> str:
    """Three decimals; below 0.01 ms three significant digits, so that it still agrees with the MB/s beside it."""
    value = seconds * 1e3
    if value >= 0.01 or value <= 0:
        return f"{value:.3f}"
    decimals = 3
    while value * 10**decimals < 100:
        decimals += 1
    return f"{value:.{decimals}f}"


def everybody(results: Sequence[CaseResult]) -> list[list[str]]:
    """A table of MB/s: one row per case, one column per contestant, a dash for a wrong or missing answer."""
    names = list(dict.fromkeys(score.contestant for result in results for score in result.scores))
    table = [["MB/s", "size", *names]]
    for result in results:
        row = [result.title, human_size(result.size)]
        row += [_rate(result.timing(name), result.size) for name in names]
        table.append(row)
    return table


def floor_title(results: Sequence[CaseResult]) -> str:
    """`Floor: 10 MB of each`."""
    return f"Floor: {human_size(max(result.size for result in results)).replace('.0 ', ' ')} of each"


def floor(results: Sequence[CaseResult]) -> list[list[str]]:
    """A table of MB/s on large texts: ours, whether it is above the floor, and the rival."""
    names = list(dict.fromkeys(score.contestant for result in results for score in result.scores))
    rivals = [name for name in names if name not in (RUST, PYTHON)]
    table = [["MB/s", RUST, f"≥ {FLOOR:.0f}", *rivals]]
    for result in results:
        ours = result.rate(RUST)
        mark = "✓" if ours is not None and ours >= FLOOR else "✗"
        theirs = [_rate(result.timing(name), result.size) for name in rivals]
        table.append([result.title, _rate(result.timing(RUST), result.size), mark, *theirs])
    return table


def below_floor(results: Iterable[CaseResult]) -> str:
    """Which texts are too slow, in a sentence, and who gave wrong answers."""
    results = list(results)
    low = [result.title for result in results if (result.rate(RUST) or 0.0) < FLOOR]
    verdict = f"Below the floor: {'; '.join(low)}." if low else "No text is below the floor."
    return " ".join([verdict, *(f"{line}." for line in wrong_answers(results))])


def wrong_answers(results: Iterable[CaseResult]) -> list[str]:
    """One line per dash that stands for a wrong answer."""
    return [
        f"{result.title}: {score.contestant} {score.note}"
        for result in results
        for score in result.scores
        if score.note
    ]


def figures(rows: Iterable[Figure]) -> list[list[str]]:
    """A table of the spine: figure, target, whether it is met, and the rival."""
    table = [["figure", "ours", "target", "", "rival"]]
    for row in rows:
        target = "" if row.target is None else f"{'≥' if row.at_least else '≤'} {quantity(row.target, row.unit)}"
        mark = {True: "✓", False: "✗", None: ""}[row.met]
        rival = row.rival_note or ("" if row.rival is None else quantity(row.rival, row.unit))
        ours = "-" if row.value is None else quantity(row.value, row.unit)
        table.append([row.title + (f" ({row.note})" if row.note else ""), ours, target, mark, rival])
    return table


def quantity(value: float, unit: str) -> str:
    """A number with as many digits as it deserves, and its unit."""
    if value >= 100:
        number = f"{value:,.0f}"
    elif value >= 10:
        number = f"{value:.1f}".removesuffix(".0")
    else:
        number = f"{value:.2f}".rstrip("0").rstrip(".")
    return number + ("" if unit == "x" else " ") + unit if unit else number


def human_size(size: int) -> str:
    """`1071 B`, `107 KB`, `1.0 MB`."""
    if size < 10_000:
        return f"{size} B"
    return f"{size / 1000:.0f} KB" if size < 1_000_000 else f"{size / 1e6:.1f} MB"


def plain_table(rows: Sequence[Sequence[str]]) -> str:
    """Columns padded with spaces; the first is aligned to the left, the others to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join([lines[0], "─" * max(map(len, lines)), *lines[1:]]) + "\n"


def full(report: Report) -> str:
    """Everything a run has to say on a terminal."""
    parts = [comparison(report.title, report.cases), plain_table(everybody(report.cases))]
    wrong = wrong_answers(report.cases)
    if wrong:
        parts.append("No speed without the right answer:\n" + "".join(f"  {line}\n" for line in wrong))
    if report.floor:
        parts.append(f"{floor_title(report.floor)}\n\n{plain_table(floor(report.floor))}{below_floor(report.floor)}\n")
    if report.figures:
        parts.append(plain_table(figures(report.figures)))
    if report.skips:
        parts.append("Not measured:\n" + "".join(f"  {_skip(skip)}\n" for skip in report.skips))
    return "\n".join(parts)


def _skip(skip: Skip) -> str:
    return f"{skip.name}: {skip.reason}"


def _speedup(factor: float | None) -> str:
    if factor is None:
        return "-"
    return f"{factor:.1f}x faster" if factor >= 1 else f"{factor:.2f}x (slower)"


def _rate(timing: Timing | None, size: int) -> str:
    if timing is None:
        return "-"
    rate = size / timing.best / 1e6
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}" if rate >= 1 else f"{rate:.2g}"
