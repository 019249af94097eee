"""Draws patterns in the whole of Python's syntax, as trees, and templates to go with them."""

from __future__ import annotations

import re

from tests.fuzz.choices import Choices, once_in, pick
from tests.fuzz.trees import Tree, chain, leaf

_CATEGORIES = {
    r"\d": "07٣१",
    r"\D": "a é\n",
    r"\s": " \n\x1c\xa0",
    r"\S": "aé",
    r"\w": "a_0é²",
    r"\W": " -\u0301",
}
_ANCHORS = ("^", "$", r"\b", r"\B", r"\A", r"\Z")
_QUANTIFIERS = ("*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}", "{0}", "{0,1}", "{1}", "{3,5}")
# Each of them means its own characters to Python, and something else to some other engine.
_NO_SYNTAX = ("{", "}", "{,", "{a}", "{2, 3}", "]", "a{", r"\<", r"\>", "[[]", "[a&&b]", "[a||b]", "[[:alpha:]]", "#")
_ESCAPES = {r"\n": "\n", r"\t": "\t", r"\x41": "A", r"\u00e9": "é", r"\0": "\0", r"\07": "\x07", r"\101": "A",
            r"\N{LATIN SMALL LETTER A}": "a", r"\U0001f600": "😀", r"\.": ".", r"\-": "-", r"[\b]": "\b"}  # fmt: skip
_INLINE = ("i", "m", "s", "x", "a", "im", "is", "ai", "u", "-i", "i-m", "s-i", "-x")
_GLOBAL = ("i", "m", "s", "x", "a", "im", "ai", "imsx", "u")
_PIECES = (r"\g<0>", r"\n", r"\t", r"\\", r"\101", r"\0", r"\07", r"\a", "$1", "${n}", "$$", "&", "\n", "", "[x]")
_WRONG_PIECES = (r"\z", r"\9", r"\g<9>", r"\g<x>", r"\g<", "\\", r"\400")
_NAMES = ("n", "word", "é", "_1")


class Grammar:
    """Draws one pattern; remembers its groups for the references to them.

    `regular` leaves out what only a backtracking engine can run, which a single part of the pattern decides.
    """

    def __init__(self, choices: Choices, letters: tuple[str, ...], *, regular: bool = False) -> None:
        self._choices = choices
        self._letters = letters
        self._regular = regular
        self._opened = 0
        # Groups that a reference may name: those that are closed where it stands.
        self._closed: list[int] = []
        self._names: list[str] = []

    def pattern(self) -> Tree:
        """A pattern, with flags for all of it now and then."""
        body = self._alternatives(3)
        if once_in(self._choices, 5):
            return Tree(f"(?{pick(self._choices, _GLOBAL)})", (body,))
        return body

    def template(self) -> tuple[str, ...]:
        """The pieces of a template for the pattern that was drawn."""
        return tuple(self._piece() for _ in range(self._choices.below(4)))

    def _alternatives(self, depth: int) -> Tree:
        branches = [self._sequence(depth) for _ in range(1 + self._choices.below(5) // 3)]
        if once_in(self._choices, 14):
            branches.append(leaf(""))
        return branches[0] if len(branches) == 1 else Tree(parts=tuple(branches), between="|")

    def _sequence(self, depth: int) -> Tree:
        return chain(*(self._item(depth) for _ in range(1 + self._choices.below(3))))

    def _item(self, depth: int) -> Tree:
        part = self._part(depth)
        # Python refuses to repeat an anchor; a few of these suffice.
        repeatable = part.written() not in _ANCHORS or once_in(self._choices, 12)
        return self._repeat(part) if repeatable and once_in(self._choices, 3) else part

    def _repeat(self, part: Tree) -> Tree:
        kind = pick(self._choices, ("", "", "", "?") if self._regular else ("", "", "", "?", "?", "+"))
        return Tree(parts=(part,), after=pick(self._choices, _QUANTIFIERS) + kind, repeated=True)

    def _part(self, depth: int) -> Tree:
        kinds = (
            *(self._literal,) * 8,
            *(self._set,) * 4,
            *(self._category,) * 3,
            *(self._anchor,) * 3,
            self._dot,
            self._odd,
            self._escape,
        )
        if self._closed and not self._regular:
            kinds += (self._reference, self._conditional)
        nested = (self._group,) * 7 + (() if self._regular else (self._look, self._atomic))
        chosen = self._choices.below(len(kinds) + (len(nested) if depth else 0))
        return kinds[chosen]() if chosen < len(kinds) else nested[chosen - len(kinds)](depth - 1)

    # --- parts without parts

    def _literal(self) -> Tree:
        count = 1 + self._choices.below(9) // 6
        text = "".join(pick(self._choices, self._letters) for _ in range(count))
        return leaf("".join(_half(letter) or re.escape(letter) for letter in text), text)

    def _dot(self) -> Tree:
        return leaf(".", pick(self._choices, self._letters))

    def _category(self) -> Tree:
        category = pick(self._choices, tuple(_CATEGORIES))
        return leaf(category, *_CATEGORIES[category], *self._letters)

    def _anchor(self) -> Tree:
        return leaf(pick(self._choices, _ANCHORS))

    def _odd(self) -> Tree:
        text = pick(self._choices, _NO_SYNTAX)
        return leaf(text, text)

    def _escape(self) -> Tree:
        written = pick(self._choices, tuple(_ESCAPES))
        return leaf(written, _ESCAPES[written])

    def _set(self) -> Tree:
        members, samples = "", []
        for _ in range(1 + self._choices.below(3)):
            first = pick(self._choices, self._letters)
            kind = self._choices.below(5)
            if kind == 4:
                members += pick(self._choices, tuple(_CATEGORIES))
            elif kind == 3:
                low, high = sorted((first, pick(self._choices, self._letters)))
                members += f"{_in_set(low)}-{_in_set(high)}"
                samples += [low, high]
            else:
                members += _in_set(first)
                samples.append(first)
        negated = once_in(self._choices, 4)
        return leaf(f"[{'^' if negated else ''}{members}]", *(self._letters if negated or not samples else samples))

    # --- parts that refer to groups

    def _reference(self) -> Tree:
        if self._names and once_in(self._choices, 2):
            return leaf(f"(?P={pick(self._choices, self._names)})", *self._letters)
        return leaf(f"(?:\\{pick(self._choices, self._closed)})", *self._letters)

    def _conditional(self) -> Tree:
        number = pick(self._choices, self._closed)
        branches = (self._literal(), self._literal())
        return Tree(f"(?({number})", branches[: 1 + self._choices.below(2)], ")", "|")

    # --- parts with parts

    def _group(self, depth: int) -> Tree:
        kind = self._choices.below(6)
        if kind == 0:
            return Tree("(?:", (self._alternatives(depth),), ")")
        if kind == 1:
            flags = pick(self._choices, _INLINE)
            return Tree(f"(?{flags}:", (self._alternatives(depth),), ")")
        self._opened += 1
        number, name = self._opened, f"{pick(self._choices, _NAMES)}{self._opened}"
        body = self._alternatives(depth)
        self._closed.append(number)
        if kind > 2:
            return Tree("(", (body,), ")")
        self._names.append(name)
        return Tree(f"(?P<{name}>", (body,), ")")

    def _look(self, depth: int) -> Tree:
        kind = pick(self._choices, ("(?=", "(?!", "(?<=", "(?<!"))
        # What look-behind may hold has one width.
        body = self._literal() if "<" in kind else self._sequence(depth)
        return Tree(kind, (body,), ")")

    def _atomic(self, depth: int) -> Tree:
        return Tree("(?>", (self._alternatives(depth),), ")")

    def _piece(self) -> str:
        kind = self._choices.below(20)
        if kind < 7:
            letter = pick(self._choices, self._letters)
            # A configuration takes no half of a surrogate pair, and templates have no escape for one.
            return "\\\\" if letter == "\\" else "" if _half(letter) else letter
        if kind < 14 and self._closed:
            number = pick(self._choices, self._closed)
            if self._names and once_in(self._choices, 3):
                return f"\\g<{pick(self._choices, self._names)}>"
            return pick(self._choices, (f"\\{number}", f"\\g<{number}>"))
        return pick(self._choices, _WRONG_PIECES if once_in(self._choices, 12) else _PIECES)


def _in_set(letter: str) -> str:
    return "\\" + letter if letter in r"\]^-[&~|" else _half(letter) or letter


def writable(letter: str) -> bool:
    """Whether a configuration takes the letter as it is."""
    return not _half(letter)


def _half(letter: str) -> str:
    """The escape for half of a surrogate pair; empty for other letters."""
    return f"\\u{ord(letter):04x}" if "\ud800" <= letter <= "\udfff" else ""
