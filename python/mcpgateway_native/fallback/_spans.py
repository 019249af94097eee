"""Findings inside one text, and how overlapping ones are resolved."""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """One match in one text; offsets are code points, `rule` numbers the rules of an engine."""

    start: int
    end: int
    rule: int
    confidence: int  # percent


def resolve_overlaps(spans: Iterable[Span], reached: int = 0) -> list[Span]:
    """Keep, from left to right, what does not overlap an earlier one, nor what stands before `reached`.

    Of two that begin at one place the longer wins, then the more confident, then the first rule.
    """
    kept: list[Span] = []
    for span in sorted(spans, key=_rank):
        if span.start >= reached:
            kept.append(span)
            reached = span.end
    return kept


def _rank(span: Span) -> tuple[int, int, int, int]:
    return span.start, -span.end, -span.confidence, span.rule


def replace_spans(text: str, spans: list[Span], replace: Callable[[Span], str]) -> str:
    """Return `text` with each of `spans` (in order, not overlapping) replaced by what `replace` gives for it."""
    parts = []
    copied = 0
    for span in spans:
        parts.append(text[copied : span.start])
        parts.append(replace(span))
        copied = span.end
    parts.append(text[copied:])
    return "".join(parts)
