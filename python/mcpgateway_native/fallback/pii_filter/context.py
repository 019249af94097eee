"""Words near a match that make it more or less likely to be what its rule takes it for."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_BEFORE = 50
_AFTER = 30
_RAISED = 20
_LOWERED = 30
_CODE = 20

# A run of letters and of characters outside ASCII, up to a capital behind two small letters: `phoneNumber` is two
# words, `iPhone` is one.
_WORD = re.compile("[A-Za-z\u0080-\U0010ffff](?:[a-z\u0080-\U0010ffff]+|(?<![a-z]{2})[A-Z])*")
_TO_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
# What stands right before a number in source code, hashes and terminal output.
_CODE_MARKS = frozenset("#~^$\\")


class Context(NamedTuple):
    """The words of one `[context.*]` table."""

    raising: frozenset[str]
    lowering: frozenset[str]

    @classmethod
    def of(cls, table: dict[str, Iterable[str]]) -> "Context":
        """Read a table of the rule file."""
        return cls(frozenset(table["raise"]), frozenset(table["lower"]))

    def adjusted(self, confidence: int, text: str, start: int, end: int) -> int:
        """Return the confidence, in percent, of a match whose rule gives it `confidence`."""
        before = _words_before(text, start)
        if not self.raising.isdisjoint(before) or not self.raising.isdisjoint(_words_after(text, end)):
            confidence += _RAISED
        if not self.lowering.isdisjoint(before):
            confidence -= _LOWERED
        if start and text[start - 1] in _CODE_MARKS:
            confidence -= _CODE
        return min(max(confidence, 1), 100)


def most(confidence: int, context: Context | None) -> int:
    """Return the highest confidence that a rule can reach."""
    return confidence if context is None else min(confidence + _RAISED, 100)


def _words_before(text: str, start: int) -> list[str]:
    edge = max(start - _BEFORE, 0)
    words: list[str] = _WORD.findall(text, edge, start)
    # What touches the outer edge may be a part of a longer word.
    if edge and words and _WORD.match(text, edge, start):
        del words[0]
    return _lowered(words)


def _words_after(text: str, end: int) -> list[str]:
    edge = end + _AFTER
    words: list[str] = _WORD.findall(text, end, edge)
    if edge < len(text) and words and _WORD.match(text, edge - 1, edge):
        del words[-1]
    return _lowered(words)


def _lowered(words: list[str]) -> list[str]:
    """Return the words with ASCII letters in lower case; others are what they are."""
    return [word.lower() if word.isascii() else word.translate(_TO_LOWER) for word in words]
