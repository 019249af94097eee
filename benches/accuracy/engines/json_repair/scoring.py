"""Judges answers: right, valid but wrong, or refused."""

from __future__ import annotations

from collections import Counter

from benches.accuracy.engines.json_repair import truth
from benches.accuracy.engines.json_repair.model import (
    REFUSED,
    RIGHT,
    WRONG,
    Contestant,
    Dataset,
    Example,
    Result,
    Tally,
)


def judge(example: Example, answer: str | None) -> str:
    """The verdict on one answer.

    Where something is broken, an answer that is not JSON is a refusal. Where nothing is to be repaired, anything but
    JSON leaves the caller with the text as it was, so that is right.
    """
    if answer is None or not truth.valid(answer):
        return REFUSED if example.answers else RIGHT
    same = truth.same_text if example.verbatim else truth.same_value
    return RIGHT if any(same(answer, each) for each in example.answers) else WRONG


def answer_of(contestant: Contestant, text: str) -> str | None:
    """What a contestant gives; nothing when it raises, whatever it raises: that is its answer."""
    try:
        return contestant.repair(text)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return None


def score(dataset: Dataset, contestant: Contestant) -> Result:
    """One contestant on one set."""
    counters: dict[str, Counter[str]] = {}
    for example in dataset.examples:
        verdict = judge(example, answer_of(contestant, example.text))
        counters.setdefault(example.kind, Counter())[verdict] += 1
    return Result(
        contestant.name,
        {kind: Tally(count[RIGHT], count[WRONG], count[REFUSED]) for kind, count in counters.items()},
    )
