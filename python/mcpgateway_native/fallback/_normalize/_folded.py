"""Characters that stand for ASCII ones, characters that take no room, and look-alikes."""

import functools
import re

from mcpgateway_native.fallback._normalize._tables import any_of, tables
from mcpgateway_native.fallback._normalize._view import Change

# More invisible characters and marks in a row than this stay, and end what they stand in.
_LONGEST_RUN = 16

# More look-alikes in a row than this stay.
_LONGEST_WORD = 64

_ANCHORS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@")
_JOINTS = frozenset("._%+-")
_VISIBLE = frozenset(map(chr, range(0x21, 0x7F)))


def fold(text: str) -> list[Change]:
    """Read characters by the table, but for look-alikes."""
    if text.isascii():
        return []
    table = tables()
    invisible = table.dropped | table.marks
    changes = []
    for match in _fold_pattern().finditer(text):
        start, end = match.span()
        if to := table.folds.get(match[0]):
            changes.append(Change(start, end, to))
        elif text[start] not in invisible:
            continue
        elif end - start <= _LONGEST_RUN:
            before, after = text[start - 1 : start], text[end : end + 1]
            if _visible(before):
                changes.append(Change(start, end, ""))
            elif before in table.lookalikes or after in table.lookalikes or _visible(after):
                dropped = _dropped_pattern().finditer(text, start, end)
                changes += [Change(*run.span(), "") for run in dropped]
    return changes


def unmask(text: str) -> list[Change]:
    """Read look-alikes as Latin letters in words that are mixed.

    That is where a run of them, with their marks, touches an ASCII letter, a digit or an at sign, directly or across
    one of `._%+-`. Words of one script stay what they are.
    """
    if text.isascii():
        return []
    table = tables()
    changes = []
    for match in _lookalike_pattern().finditer(text):
        start, end = match.span()
        if end - start <= _LONGEST_WORD and _touches_latin(text, start, end):
            changes += [
                Change(start + index, start + index + 1, table.lookalikes.get(character, ""))
                for index, character in enumerate(match[0])
            ]
    return changes


def _visible(character: str) -> bool:
    """Whether a character is, or will be, a visible one of ASCII."""
    return character in _VISIBLE or tables().folds.get(character, " ") != " "


def _touches_latin(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (
        before[-1:] in _ANCHORS
        or after[:1] in _ANCHORS
        or (before[-1:] in _JOINTS and before[:-1] in _ANCHORS)
        or (after[:1] in _JOINTS and after[1:] in _ANCHORS)
    )


# Wider than the table: what `re` would look for range by range is sorted out afterwards.
_BEYOND = "\U00010000-\U000dffff"
_TAGS = "\U000e0000-\U000e007f\U000e0100-\U000e01ef"


@functools.cache
def _fold_pattern() -> re.Pattern[str]:
    """One character that may stand for another, or a whole run of invisible ones."""
    table = tables()
    return re.compile(f"{any_of(table.folds, _BEYOND)}|{any_of(table.dropped | table.marks, _TAGS)}++")


@functools.cache
def _dropped_pattern() -> re.Pattern[str]:
    return re.compile(f"{any_of(tables().dropped, _TAGS)}++")


@functools.cache
def _lookalike_pattern() -> re.Pattern[str]:
    """A whole run of look-alikes and their marks."""
    table = tables()
    return re.compile(f"{any_of(table.lookalikes)}{any_of(table.lookalikes.keys() | table.marks)}*+")
