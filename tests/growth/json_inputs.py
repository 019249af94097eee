"""The worst texts for JSON repair: every mark that makes it look ahead or back, over and over, inside everything."""

from __future__ import annotations

from typing import NamedTuple


class Filled(NamedTuple):
    """A text that is filled up by a piece, over and over, between its head and its tail."""

    head: str
    piece: str
    tail: str = ""


# What the repeated pieces stand in, by what it is.
_HEADS = {
    "alone": "",
    "in a list": "[",
    "in an object": '{"a": 1, ',
    "in a string": '["',
    "in a member": '{"a": "x',
    "in single quotes": "['",
    "behind prose": "Here you go:\n",
    "in a fence": "```json\n[",
    "deep": "[" * 300,
}
_PIECES = {
    "list openers": "[",
    "object openers": "{",
    "both openers": '[{"a":',
    "closers": "]",
    "wrong closers": "[}",
    "empty lists": "[],",
    "commas": ",",
    "colons": ":",
    "quotes": '"',
    "quotes and commas": '",',
    "quotes and colons": '":',
    "quotes and letters": '"a',
    "words in quotes": '"a" ',
    "inner quotes": 'a "b" c ',
    "single quotes": "'",
    "single quotes and letters": "'a ",
    "triple quotes": '"""',
    "doubled quotes": '""a"" ',
    "typographic quotes": "“a” ",
    "backslashes": "\\",
    "escaped quotes": '\\"',
    "escaped JSON": '{\\"a\\": 1, ',
    "half escapes": "\\u00",
    "surrogate escapes": "\\ud83d",
    "line breaks": "\n",
    "lines of members": '"a": 1\n',
    "blanks": " ",
    "other blanks": "\u00a0",
    "members": '"a": 1, ',
    "members without commas": '"a": 1 ',
    "members without colons": '"a" 1, ',
    "missing closing quotes": '"a": "b, ',
    "missing opening quotes": 'a": b", ',
    "objects not closed": '{"a": 1, ',
    "lists not closed in members": '"a": [1, ',
    "rows": '{"id": 1, "name": "x y"}, ',
    "rows with a comma too many": '{"id": 1, "name": "x y",}, ',
    "rows of Python": "{'id': 1, 'ok': True, 'n': None}, ",
    "rows without commas": '{"id": 1} ',
    "rows in lines": '{"id": 1}\n',
    "numbers": "1, ",
    "numbers without commas": "1 ",
    "signs": "-",
    "points": ".",
    "ellipses": "..., ",
    "odd numbers": "0x1F, +1, .5, 1_0, ",
    "words": "word ",
    "words and commas": "word, ",
    "words and colons": "word: ",
    "literals": "True, None, ",
    "slashes": "/",
    "line comments": "// a\n",
    "block comments": "/* a */",
    "comments not closed": "/*",
    "hashes": "# a\n",
    "parentheses": "(",
    "calls": "f(",
    "tuples": "(1, 2), ",
    "assignments": "a = 1; ",
    "fences": "```json\n",
    "backticks": "`",
    "tags": "<a>",
    "tags not closed": "<",
    "thoughts": "<think>",
    "braces in prose": "a {b} c [d] e ",
    "braces not closed in prose": "a {b c [d ",
    "joined strings": '"a" + ',
    "full-width marks": "：，",
    "byte order marks": "\ufeff",
    "letters outside ASCII": "é",
    "emoji": "😀",
    "equal signs": "=",
    "semicolons": "; ",
}


# Valid JSON of several sorts: what must cost next to nothing.
_VALID = {
    "rows": '{"id": 1, "name": "x y", "ok": true}',
    "long strings": '"' + "word " * 60 + '"',
    "escapes": r'"a\n\"b\" \\ \u00e9"',
    "other scripts": '"天空 é 😀"',
    "numbers": "[1, 2.5, -3e10]",
    "lists in lists": "[[[[]]]]",
}


def hostile(only: str = "") -> dict[str, Filled]:
    """Every piece in everything it can stand in, by name."""
    named = {
        f"{what} {where}": Filled(head, piece) for where, head in _HEADS.items() for what, piece in _PIECES.items()
    }
    return {name: filled for name, filled in named.items() if only in name}


def valid(only: str = "") -> dict[str, Filled]:
    """Valid texts, by name."""
    named = {f"valid {what}": Filled("[", f"{row}, ", f"{row}]") for what, row in _VALID.items()}
    return {name: filled for name, filled in named.items() if only in name}


def text(filled: Filled, size: int) -> str:
    """The text in about `size` bytes of UTF-8."""
    head, piece, tail = (len(part.encode()) for part in filled)
    return filled.head + filled.piece * max(1, round((size - head - tail) / piece)) + filled.tail
