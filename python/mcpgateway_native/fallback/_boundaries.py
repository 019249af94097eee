"""What may stand next to a match: the named boundaries of the rule files. Only ASCII characters bind."""

import re
from collections.abc import Callable

DIGITS = frozenset("0123456789")
LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
ALNUM = DIGITS | LETTERS
WORD = ALNUM | {"_"}
_NOT_HEX = WORD | {":"}
_NUMBER_MARKS = frozenset(".-/")
_GROUP_MARKS = frozenset("-.")

# A part of a UUID stands right behind one of these.
_UUID_PARTS = ((6, re.compile("-[0-9A-Fa-f]{4}-")), (9, re.compile("[0-9A-Fa-f]{8}-")))
# A group of four digits with a space behind it, and the digits that go on from it.
_FOUR = re.compile("(?<![0-9])[0-9]{4} ")
_GROUPS = re.compile("[0-9]{4} (?:[0-9] ?){0,20}")
# Most digits of a number that is written in groups of four.
_LONGEST_SERIAL = 19

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


def _serial(near: str, far: str) -> bool:
    return _number(near, far)


def _hex(near: str, _far: str) -> bool:
    return near not in _NOT_HEX


def _group(near: str, far: str) -> bool:
    return near not in _NOT_HEX and not (near in _GROUP_MARKS and far in ALNUM)


# By name: whether a match may stand beside `near`, with `far` one further out; "" is the edge of the text.
BOUNDARIES: dict[str, Boundary] = {
    "none": _none,
    "word": _word,
    "alnum": _alnum,
    "number": _number,
    "serial": _serial,
    "dotted": _dotted,
    "hex": _hex,
    "group": _group,
}


def before(boundary: Boundary, text: str, start: int) -> bool:
    """Whether a match may begin at `start`."""
    if start == 0:
        return True
    if boundary is _serial and (_is_inside_uuid(text, start) or _continues_groups(text, start)):
        return False
    return boundary(text[start - 1], text[start - 2] if start > 1 else "")


def _is_inside_uuid(text: str, start: int) -> bool:
    return any(start >= length and part.match(text, start - length) for length, part in _UUID_PARTS)


def _continues_groups(text: str, start: int) -> bool:
    """Whether the groups of digits at `start` go on from one of four digits before them, as in a card's number."""
    if start < 5 or not _FOUR.match(text, start - 5):
        return False
    groups = _GROUPS.match(text, start)
    return groups is not None and 4 + len(groups[0].replace(" ", "")) <= _LONGEST_SERIAL


def after(boundary: Boundary, text: str, end: int) -> bool:
    """Whether a match may end at `end`."""
    if end == len(text):
        return True
    return boundary(text[end], text[end + 1 : end + 2])
