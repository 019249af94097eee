"""What may stand next to a match: the named boundaries of the rule files. Only ASCII characters bind."""

from collections.abc import Callable

DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
ALNUM = DIGITS | LETTERS
WORD = ALNUM | {"_"}
_NOT_HEX = WORD | {":"}
_NUMBER_MARKS = frozenset(".-/")

Boundary = Callable[[str, str], bool]


def _none(_near: str, _far: str) -> bool:
    return True


def _word(near: str, _far: str) -> bool:
    return near not in WORD


def _alnum(near: str, _far: str) -> bool:
    return near not in ALNUM


def _number(near: str, far: str) -> bool:
    return near not in WORD and not (near in _NUMBER_MARKS and far in DIGITS)


def _dotted(near: str, far: str) -> bool:
    return near not in WORD and not (near == "." and far in DIGITS)


def _hex(near: str, _far: str) -> bool:
    return near not in _NOT_HEX


# By name: whether a match may stand beside `near`, with `far` one further out; "" is the edge of the text.
BOUNDARIES: dict[str, Boundary] = {
    "none": _none,
    "word": _word,
    "alnum": _alnum,
    "number": _number,
    "dotted": _dotted,
    "hex": _hex,
}


def before(boundary: Boundary, text: str, start: int) -> bool:
    """Whether a match may begin at `start`."""
    if start == 0:
        return True
    return boundary(text[start - 1], text[start - 2] if start > 1 else "")


def after(boundary: Boundary, text: str, end: int) -> bool:
    """Whether a match may end at `end`."""
    if end == len(text):
        return True
    return boundary(text[end], text[end + 1 : end + 2])
