"""Our own mistakes, one by one: what rules are tuned by."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from benches.accuracy.model import Contestant, Dataset
from benches.accuracy.scoring import judge

_AROUND = 60


def lines(dataset: Dataset, contestant: Contestant, count: int) -> list[str]:
    """`count` mistakes of each sort, drawn evenly from the set."""
    found = list(mistakes(dataset, contestant))
    shown: list[str] = []
    for sort in ("false", "missed"):
        ours = [line for kind, line in found if kind == sort]
        shown.append(f"{dataset.title}: {len(ours)} {sort}")
        shown += sorted(Random(0).sample(ours, min(count, len(ours))))
    return shown


def mistakes(dataset: Dataset, contestant: Contestant) -> Iterator[tuple[str, str]]:
    """Every mistake with its type and its surroundings."""
    for example in dataset.examples:
        _, false, missed = judge(example, contestant.detect(example.text))
        for sort, spans in (("false", false), ("missed", missed)):
            for span in spans:
                before = example.text[max(0, span.start - _AROUND) : span.start]
                after = example.text[span.end : span.end + _AROUND]
                around = f"{before}⟦{example.text[span.start : span.end]}⟧{after}".replace("\n", "⏎")
                yield sort, f"  {sort:6} {span.type:15} {around}"
