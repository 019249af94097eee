"""The rule files' rows as the scanner needs them; built once per process."""

import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from mcpgateway_native import _rules
from mcpgateway_native.fallback._automaton import Automaton, automaton, character_class
from mcpgateway_native.fallback._boundaries import BOUNDARIES, Boundary
from mcpgateway_native.fallback.pii_filter import checks, crypto, national
from mcpgateway_native.fallback.pii_filter.context import Context

# By the names of the rule files.
CHECKS: dict[str, Callable[[str], bool]] = {**checks.CHECKS, **crypto.CHECKS, **national.CHECKS}

_FILE = "pii_filter"
_PACKS = "pii_filter_locales"


class Outline(NamedTuple):
    """What decides whether a rule runs, and what its findings are called and worth."""

    number: int
    type: str
    locale: str | None  # the pack that has to be asked for
    opt_in: str | None
    confidence: int
    context: Context | None


class Rule(NamedTuple):
    """One `[[rule]]`, ready to run."""

    number: int
    trigger: str
    pattern: str
    values: Automaton
    max_length: int  # the most characters that the pattern may match
    quick: Callable[[str, int, int], re.Match[str] | None]  # a cheap first look: whether there is any match
    lead: Automaton | None  # what the value holds before the place where the pattern begins
    lead_pattern: str
    labels: tuple[str, ...]
    label: str  # pattern of label and separator; empty without labels
    left: Boundary
    right: Boundary
    check: Callable[[str], bool] | None
    confidence: int
    mark: str  # the byte or the literal to search for
    shape: str
    before: frozenset[str]
    before_max: int
    trim: frozenset[str]
    before_required: bool


# Longer matches are no personal data, and a stream could not wait for their end.
LONGEST_VALUE = 640
_LONGEST_BEFORE = 256


@functools.cache
def outlines() -> tuple[Outline, ...]:
    """Return all rules in the order of the files, those of the locales last, numbered by their place."""
    contexts = _rules.load(_FILE).get("context", {}) | _packs().get("context", {})
    return tuple(
        Outline(
            number=number,
            type=row["type"],
            locale=row.get("locale"),
            opt_in=row.get("opt_in"),
            confidence=row["confidence"],
            context=Context.of(contexts[row["context"]]) if "context" in row else None,
        )
        for number, row in enumerate(_rows())
    )


def _rows() -> list[dict[str, Any]]:
    return [*_rules.load(_FILE)["rule"], *_packs().get("rule", ())]


def locales() -> tuple[str, ...]:
    """Return the names of all locales, sorted."""
    return tuple(sorted({row["locale"] for row in _packs().get("rule", ())}))


def locale_types() -> tuple[str, ...]:
    """Return the types that only locales find, in the order of their file."""
    return tuple(dict.fromkeys(row["type"] for row in _packs().get("rule", ())))


def _packs() -> dict[str, Any]:
    try:
        return _rules.load(_PACKS)
    except FileNotFoundError:
        return {}


@functools.cache
def rule(number: int) -> Rule:
    """Return rule number `number`; its patterns are compiled when it is first asked for."""
    return compiled(number, _rows()[number])


def compiled(number: int, row: dict[str, Any]) -> Rule:
    """Return the rule that a row of a rule file describes."""
    file = _rules.load(_FILE)
    values = automaton(row["pattern"])
    lead = _lead_pattern(row["lead"]) if "lead" in row else ""
    labels = tuple(row.get("labels", ()))
    separator = file["separator" if row.get("gap") == "any" else "separator_some"]
    mark = row.get("byte") or row.get("literal") or ""
    before = character_class(row["before"]) if "before" in row else frozenset[str]()
    if mark in before:
        raise ValueError(f"rule {row['id']}: `before` must not hold the byte itself, or the search is quadratic")
    max_length = min(row.get("max_length", LONGEST_VALUE), values.longest)
    return Rule(
        number=number,
        trigger=row["trigger"],
        pattern=row["pattern"],
        values=values,
        max_length=max_length,
        quick=re.compile(row["pattern"]).match,
        lead=automaton(lead) if lead else None,
        lead_pattern=lead,
        labels=labels,
        label=_label_pattern(labels, file["joiner"], separator) if labels else "",
        left=BOUNDARIES[row.get("left", "none")],
        right=BOUNDARIES[row["right"]],
        check=CHECKS[row["check"]] if "check" in row else None,
        confidence=row["confidence"],
        mark=mark,
        shape=row.get("shape", ""),
        before=before,
        before_max=row.get("before_max", _LONGEST_BEFORE),
        trim=frozenset(row.get("trim", "")),
        before_required=row.get("before_required", False),
    )


def _label_pattern(labels: tuple[str, ...], joiner: str, separator: str) -> str:
    return f"(?:{'|'.join(_phrase(label, joiner) for label in labels)})(?:{separator})"


def _lead_pattern(words: list[str]) -> str:
    """A pattern for one of `words`, in either case, and what stands behind it."""
    return f"(?:{'|'.join(_phrase(word, '') for word in words)})[.]? "


def _phrase(label: str, joiner: str) -> str:
    """A pattern for a phrase: letters in either case, `joiner` for spaces."""
    return "".join(joiner if character == " " else either_case(character) for character in label)


def either_case(character: str) -> str:
    """A pattern for a character whose case, by ASCII rules, does not matter."""
    if character.isascii() and character.isalpha():
        return f"[{character.upper()}{character.lower()}]"
    return re.escape(character)
