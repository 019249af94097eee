"""When two JSON texts are the same: equal values with keys in order and no digit lost, or the very same characters."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

# A string, or a run of the blanks that JSON allows between tokens.
_STRING_OR_BLANKS = re.compile(r'("(?:[^"\\]|\\.)*")|[ \t\n\r]+', re.DOTALL)


class Pairs(tuple):  # type: ignore[type-arg]
    """The members of an object in order, double keys included: never equal to a list."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pairs) and tuple.__eq__(self, other)

    __hash__ = tuple.__hash__


def exact(text: str) -> Any:
    """The value of a JSON text with every digit; raises `ValueError` for anything that RFC 8259 does not allow."""
    if text.startswith("\ufeff"):
        raise ValueError("a byte order mark is not part of JSON")
    try:
        return json.loads(
            text,
            object_pairs_hook=lambda pairs: Pairs(pairs),
            parse_int=_number,
            parse_float=_number,
            parse_constant=_refuse,
        )
    except RecursionError as error:
        raise ValueError("too deep to be compared") from error


def valid(text: str) -> bool:
    """Whether the text is JSON."""
    try:
        exact(text)
    except ValueError:
        return False
    return True


def same_value(first: str, second: str) -> bool:
    """Whether two JSON texts have equal values."""
    return bool(exact(first) == exact(second))


def same_text(first: str, second: str) -> bool:
    """Whether two JSON texts are the same characters, blanks between tokens apart."""
    return compact(first) == compact(second)


def compact(text: str) -> str:
    """A JSON text without the blanks between its tokens."""
    return _STRING_OR_BLANKS.sub(lambda found: found[1] or "", text)


def _number(text: str) -> tuple[str, Decimal]:
    # With a mark, because 1 equals True in Python.
    return "number", Decimal(text)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
