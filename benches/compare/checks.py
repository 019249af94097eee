"""What makes an answer right: every planted value is found, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benches.compare.corpora import Sample

Span = tuple[int, int]

# Characters that one check may search through.
_SEARCHED = 1_000_000_000


def found_in(sample: Sample) -> Callable[[Iterable[Span]], str | None]:
    """A test for detections: each planted value lies inside a finding, and no finding lies elsewhere."""

    def problem(answer: Iterable[Span]) -> str | None:
        found = sorted(answer)
        missed = sum(not any_covers(found, span) for span in sample.spans)
        false_alarms = sum(not _touches(sample.spans, span) for span in found)
        return _verdict(missed, false_alarms)

    return problem


def masked_in(sample: Sample) -> Callable[[str], str | None]:
    """A test for masked texts: the planted values are gone, and the text between them is still there, in order."""
    kept: list[str] = []
    end = 0
    for start, stop in sample.spans:
        kept.append(sample.text[end:start])
        end = stop
    kept.append(sample.text[end:])
    # Some contestants take a blank beside the value along; that is no damage.
    kept = [piece.strip() for piece in kept]
    planted = [sample.text[start:stop] for start, stop in sample.spans]

    def problem(answer: str) -> str | None:
        end, missed = 0, 0
        waiting: list[str] = []
        for piece, value in zip(kept, [*planted, ""], strict=True):
            at = answer.find(piece, end)
            if at < 0:
                return "damaged the text around the values"
            if piece:
                missed += sum(each in answer[end:at] for each in waiting)
                waiting.clear()
            end = at + len(piece)
            waiting.append(value)
        missed += sum(each in answer[end:] for each in waiting if each)
        # A value may also have been moved to where another one was; to search for all would take hours on long texts.
        some = planted[:: 1 + len(planted) * len(answer) // _SEARCHED]
        return _verdict(missed or sum(value in answer for value in some), 0)

    return problem


def equal_to(expected: object) -> Callable[[Any], str | None]:
    """A test for rewritten payloads: exactly this value."""
    return lambda answer: None if answer == expected else "other result"


def any_covers(found: Sequence[Span], span: Span) -> bool:
    """Whether one of the sorted spans holds all of `span`."""
    low, high = 0, len(found)
    while low < high:
        middle = (low + high) // 2
        if found[middle][0] <= span[0]:
            low = middle + 1
        else:
            high = middle
    return any(found[index][1] >= span[1] for index in range(max(0, low - 3), low))


def _touches(planted: Sequence[Span], span: Span) -> bool:
    low, high = 0, len(planted)
    while low < high:
        middle = (low + high) // 2
        if planted[middle][1] <= span[0]:
            low = middle + 1
        else:
            high = middle
    return low < len(planted) and planted[low][0] < span[1]


def _verdict(missed: int, false_alarms: int) -> str | None:
    words = []
    if missed:
        words.append(f"missed {missed}")
    if false_alarms:
        words.append(f"{false_alarms} false alarm{'s' if false_alarms > 1 else ''}")
    return ", ".join(words) or None
