"""The table of characters and spellings, in the form that the passes ask."""

import functools
from collections.abc import Iterable
from typing import NamedTuple

from mcpgateway_native import _rules


class Tables(NamedTuple):
    """What characters and spellings stand for."""

    folds: dict[str, str]
    dropped: frozenset[str]
    marks: frozenset[str]
    lookalikes: dict[str, str]
    entities: dict[str, str]
    not_a_name: frozenset[str]


@functools.cache
def tables() -> Tables:
    """Return the tables of the rule file; read once per process."""
    file = _rules.load("normalize")
    folds = {chr(zero + digit): chr(48 + digit) for zero in file["digits"] for digit in range(10)}
    for first, last, to in file["shifts"]:
        folds |= {chr(code): chr(ord(to) + code - first) for code in range(first, last + 1)}
    folds |= {source: to for to, sources in file["folds"].items() for source in sources}
    return Tables(
        folds=folds,
        dropped=_characters(file["dropped"]),
        marks=_characters(file["marks"]),
        lookalikes={source: to for to, sources in file["lookalikes"].items() for source in sources},
        entities=file["entities"],
        not_a_name=frozenset(file["spoken"]["not_a_name"]),
    )


def _characters(ranges: Iterable[tuple[int, int]]) -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


def any_of(characters: Iterable[str], beyond: str = "") -> str:
    """Return a pattern for one of `characters`, none of which is ASCII.

    `beyond` stands in for those beyond U+FFFF, which `re` would try one by one.
    """
    near = "".join(sorted(character for character in characters if character <= "\uffff"))
    return f"[{near}{beyond}]"
