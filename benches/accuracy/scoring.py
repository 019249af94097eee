"""Which findings are right: equal type, and at least half of the longer of the two stretches is common to both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from benches.accuracy.model import Contestant, Counts, Dataset, Example, Result, Span

LEAST_OVERLAP = 0.5
# What a finding may hold beside the value when it takes the label with it: no digit, and not much.
LONGEST_LABEL = 40


def common(first: Span, second: Span) -> int:
    """How many characters two stretches share."""
    return max(0, min(first.end, second.end) - max(first.start, second.start))


def overlap(first: Span, second: Span) -> float:
    """Shared characters by the length of the longer stretch."""
    longer = max(first.end - first.start, second.end - second.start)
    return common(first, second) / longer if longer else 0.0


def fits(text: str, found: Span, gold: Span) -> float:
    """How well a finding answers a value, 0 when it does not: enough overlap, or the value behind its own label."""
    if found.type != gold.type:
        return 0.0
    share = overlap(found, gold)
    if share >= LEAST_OVERLAP:
        return share
    label = text[found.start : gold.start]
    holds_it = found.start <= gold.start and found.end == gold.end
    plain = len(label) <= LONGEST_LABEL and not any(char.isdigit() or char == "\n" for char in label)
    return LEAST_OVERLAP if holds_it and plain else 0.0


def match(text: str, found: Sequence[Span], gold: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs of finding and value, one to one, the best fits first."""
    pairs = [
        (-fits(text, finding, value), row, column)
        for row, finding in enumerate(found)
        for column, value in enumerate(gold)
        if common(finding, value)
    ]
    taken: list[tuple[int, int]] = []
    rows: set[int] = set()
    columns: set[int] = set()
    for quality, row, column in sorted(pairs):
        if quality < 0 and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
            taken.append((row, column))
    return taken


def judge(example: Example, found: Iterable[Span]) -> tuple[list[Span], list[Span], list[Span]]:
    """Right, false and missed stretches of one text; findings on neutral stretches are left out."""
    counted = [span for span in dict.fromkeys(found) if not _neutral(example, span)]
    pairs = match(example.text, counted, example.gold)
    used, met = {row for row, _ in pairs}, {column for _, column in pairs}
    right = [counted[row] for row in sorted(used)]
    false = [span for row, span in enumerate(counted) if row not in used]
    missed = [span for column, span in enumerate(example.gold) if column not in met]
    return right, false, missed


def score(dataset: Dataset, contestant: Contestant) -> Result:
    """One contestant on one set."""
    right: Counter[str] = Counter()
    false: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for example in dataset.examples:
        for counter, spans in zip((right, false, missed), judge(example, contestant.detect(example.text)), strict=True):
            counter.update(span.type for span in spans)
    names = sorted({*right, *false, *missed})
    types = {name: Counts(right[name], false[name], missed[name]) for name in names}
    return Result(contestant.name, tuple(sorted(contestant.claims)), types)


def _neutral(example: Example, found: Span) -> bool:
    touched = any(common(found, span) for span in example.gold)
    return not touched and any(overlap(found, span._replace(type=found.type)) >= 0.5 for span in example.neutral)
