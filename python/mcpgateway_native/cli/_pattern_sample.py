"""Writes a text in which a pattern matches, from its parse tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

# What a class is represented by, where it holds one of them, the best first.
_LIKED = ("a1A_ -.é\n", "1bB-", "bx 2")
_AROUND = (("a", ""), ("", "a"), (" ", " "), ("\n", "\n"), ("1", "1"))
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def sample_match(pattern: re.Pattern[str], tree: Any) -> str | None:
    """Return a short text with a match of the pattern in it; None when none comes to mind.

    What is asserted about the surroundings is guessed, so every guess is tried before it is given out.
    """
    try:
        return next((text for text in _guesses(tree) if pattern.search(text)), None)
    except RecursionError:
        return None


def _guesses(tree: Any) -> Iterator[str]:
    texts = [_Writer(copies, liked).sequence(tree) for copies in (1, 0, 2) for liked in _LIKED]
    yield from texts
    for before, after in _AROUND:
        yield from (before + text + after for text in texts)


class _Writer:
    """Writes parts of a tree: `copies` of what may come any number of times, the `liked` letter of a class."""

    def __init__(self, copies: int, liked: str) -> None:
        self._copies, self._liked = copies, liked
        self._groups: dict[int, str] = {}

    def sequence(self, items: Any) -> str:
        return "".join([self._item(code, argument) for code, argument in items])

    def _item(self, code: Any, argument: Any) -> str:
        if code is op.LITERAL:
            return chr(argument)
        if code is op.NOT_LITERAL:
            return self._member([(op.NEGATE, None), (op.LITERAL, argument)])
        if code is op.ANY:
            return self._liked[0]
        if code is op.IN:
            return self._member(argument)
        if code is op.BRANCH:
            return self.sequence(argument[1][0])
        if code is op.SUBPATTERN:
            group, _, _, body = argument
            text = self.sequence(body)
            if group is not None:
                self._groups[group] = text
            return text
        if code in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            low, high, body = argument
            copies: int = max(low, min(self._copies, high))
            return self.sequence(body) * copies
        if code is op.ATOMIC_GROUP:
            return self.sequence(argument)
        if code is op.GROUPREF:
            return self._groups.get(argument, "")
        if code is op.GROUPREF_EXISTS:
            group, present, missing = argument
            return self.sequence(present if group in self._groups else missing or ())
        # What must stand before or after is written as if it were part of the match; the test that follows decides.
        return self.sequence(argument[1]) if code is op.ASSERT else ""

    def _member(self, items: list[tuple[Any, Any]]) -> str:
        """A character of a class: one that people like to read, else the first of its own."""
        own = [
            argument[0] if code is op.RANGE else argument for code, argument in items if code in (op.LITERAL, op.RANGE)
        ]
        negated = items[0][0] is op.NEGATE
        letters: tuple[str, ...] = (*self._liked, *_LIKED[0], *map(chr, own))
        return next((letter for letter in letters if _holds(items, letter) != negated), "")


def _holds(items: list[tuple[Any, Any]], letter: str) -> bool:
    return any(
        (code is op.LITERAL and argument == ord(letter))
        or (code is op.RANGE and argument[0] <= ord(letter) <= argument[1])
        or (code is op.CATEGORY and re.match(_CATEGORIES[argument], letter) is not None)
        for code, argument in items
    )
