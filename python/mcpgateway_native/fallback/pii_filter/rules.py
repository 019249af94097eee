"""The rule file's rows as the scanner needs them; built once per process."""

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mcpgateway_native import _rules
from mcpgateway_native.fallback._automaton import Automaton, character_class
from mcpgateway_native.fallback._boundaries import BOUNDARIES, Boundary
from mcpgateway_native.fallback.pii_filter.checks import CHECKS


class Rule(NamedTuple):
    """One `[[rule]]`."""

    number: int
    type: str
    opt_in: str | None
    trigger: str
    values: Automaton
    quick: Callable[[str, int], re.Match[str] | None] | None  # a cheap first look, for patterns of bounded length
    labels: tuple[str, ...]
    label: str  # pattern of label and separator; empty without labels
    left: Boundary
    right: Boundary
    check: Callable[[str], bool] | None
    confidence: int
    mark: str  # the byte or the literal to search for
    before: frozenset[str]
    trim: frozenset[str]
    before_required: bool


# Longer than every pattern with an upper bound, and short enough for a search at each token.
_LONGEST_QUICK = 256


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules in the order of the file, numbered by their place in it."""
    file = _rules.load("pii_filter")
    return tuple(_rule(number, row, file) for number, row in enumerate(file["rule"]))


def _rule(number: int, row: dict[str, Any], file: dict[str, Any]) -> Rule:
    values = Automaton(row["pattern"])
    labels = tuple(row.get("labels", ()))
    separator = file["separator" if row.get("gap") == "any" else "separator_some"]
    mark = row.get("byte") or row.get("literal") or ""
    before = character_class(row["before"]) if "before" in row else frozenset[str]()
    if mark in before:
        raise ValueError(f"rule {row['id']}: `before` must not hold the byte itself, or the search is quadratic")
    return Rule(
        number=number,
        type=row["type"],
        opt_in=row.get("opt_in"),
        trigger=row["trigger"],
        values=values,
        quick=re.compile(row["pattern"]).match if values.longest <= _LONGEST_QUICK else None,
        labels=labels,
        label=_label_pattern(labels, file["joiner"], separator) if labels else "",
        left=BOUNDARIES[row.get("left", "none")],
        right=BOUNDARIES[row["right"]],
        check=CHECKS[row["check"]] if "check" in row else None,
        confidence=row["confidence"],
        mark=mark,
        before=before,
        trim=frozenset(row.get("trim", "")),
        before_required=row.get("before_required", False),
    )


def _label_pattern(labels: tuple[str, ...], joiner: str, separator: str) -> str:
    return f"(?:{'|'.join(_phrase(label, joiner) for label in labels)})(?:{separator})"


def _phrase(label: str, joiner: str) -> str:
    """A pattern for a phrase: letters in either case, `joiner` for spaces."""
    return "".join(joiner if character == " " else either_case(character) for character in label)


def either_case(character: str) -> str:
    """A pattern for a character whose case, by ASCII rules, does not matter."""
    if character.isascii() and character.isalpha():
        return f"[{character.upper()}{character.lower()}]"
    return re.escape(character)
