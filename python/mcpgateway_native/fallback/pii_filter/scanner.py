"""Finds all matches of the enabled rules in a text; every rule takes time linear in the length of the text.

Whether a match counts depends on nothing that is further away than a few hundred characters: a stream relies on it.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mcpgateway_native.fallback._boundaries import ALNUM, DIGITS, after, before
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback.pii_filter.labels import Labels, label_starts
from mcpgateway_native.fallback.pii_filter.rules import Rule

# From the first digit of a token to its end; what stands before that digit is found by walking back.
_TOKEN_TAIL = re.compile("[0-9][0-9A-Za-z]*")
_DIGIT_AHEAD = re.compile("[A-Za-z]*[0-9]")
_OPENERS = frozenset("(+")

# Where matches of a shape may begin; each takes one character, so that none hides the next.
_SHAPES = {
    "mac": re.compile(
        "[0-9A-Fa-f](?=[0-9A-Fa-f][:-][0-9A-Fa-f]{2}[:-]|[0-9A-Fa-f]{3}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4})"
    ),
}

_Search = Callable[[str, list[Span]], None]


class _Beginners(NamedTuple):
    """The rules whose matches can begin with one character."""

    any_of_them: Callable[[str, int], re.Match[str] | None]
    rules: tuple[Rule, ...]


class Scanner:
    """A set of rules, sorted by how their candidates are found."""

    __slots__ = ("_by_first", "_labelled", "_labels", "_searches")

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Prepare `rules` for searching."""
        tokens = [rule for rule in rules if rule.trigger == "token" and not rule.labels and not rule.lead]
        self._by_first = {character: _beginners(tokens, character) for character in _first_characters(tokens)}
        self._labelled = {rule.number: rule for rule in rules if rule.trigger == "token" and rule.labels}
        self._labels = Labels(list(self._labelled.values())) if self._labelled else None
        self._searches = [_search(rule) for rule in rules if rule.trigger != "token" or (rule.lead and not rule.labels)]

    def find(self, text: str) -> list[Span]:
        """Return every match of every rule; they may overlap and are in no particular order."""
        found: list[Span] = []
        if self._by_first:
            self._find_at_tokens(text, found)
        if self._labels is not None:
            self._find_behind_labels(self._labels, text, found)
        for search in self._searches:
            search(text, found)
        return found

    def _find_at_tokens(self, text: str, found: list[Span]) -> None:
        floor = 0
        for tail in _TOKEN_TAIL.finditer(text):
            start = tail.start()
            while start > floor and text[start - 1] in ALNUM:
                start -= 1
            floor = tail.end()
            self._find_at(text, start, found)
            for _ in range(2):
                start -= 1
                if start < 0 or text[start] not in _OPENERS:
                    break
                self._find_at(text, start, found)

    def _find_at(self, text: str, start: int, found: list[Span]) -> None:
        beginners = self._by_first.get(text[start])
        if beginners is None or beginners.any_of_them(text, start) is None:
            return
        for rule in beginners.rules:
            match = rule.quick(text, start, start + rule.max_length)
            if match is not None and before(rule.left, text, start):
                _longest_like(rule, match, text, start, start, found)

    def _find_behind_labels(self, labels: Labels, text: str, found: list[Span]) -> None:
        places: set[tuple[int, int]] = set()
        # Where a value with a lead begins, by the place where its pattern does.
        led: dict[tuple[int, int], int] = {}
        for ends, numbers in labels.value_starts(text):
            for number in numbers:
                lead = self._labelled[number].lead
                for start in ends:
                    if lead is None:
                        places.add((start, number))
                        continue
                    for anchor in lead.ends(text, start):
                        led[anchor, number] = min(start, led.get((anchor, number), start))
        for start, number in places:
            if _begins_value(text, start):
                _longest(self._labelled[number], text, start, start, found)
        for (anchor, number), start in led.items():
            if _begins_value(text, anchor):
                _longest(self._labelled[number], text, start, anchor, found)


def _first_characters(rules: Sequence[Rule]) -> frozenset[str]:
    return frozenset().union(*(rule.values.first for rule in rules))


def _beginners(rules: Sequence[Rule], character: str) -> _Beginners:
    those = tuple(rule for rule in rules if character in rule.values.first)
    return _Beginners(re.compile("|".join(f"(?:{rule.pattern})" for rule in those)).match, those)


def _begins_value(text: str, start: int) -> bool:
    """Whether a labelled value may begin at `start`.

    It may at a token with a digit, at brackets or pluses in front of one (two at most), and at a digit that follows
    a letter inside one.
    """
    token = _behind_openers(text, start)
    if token == len(text) or text[token] not in ALNUM:
        return False
    if token == 0 or text[token - 1] not in ALNUM:
        return _DIGIT_AHEAD.match(text, token) is not None
    # Nothing opens in the middle of a token.
    return text[token] in DIGITS and text[token - 1] not in DIGITS


def _begins_token(text: str, start: int) -> bool:
    """Whether a value without a label may begin at `start`: as with labels, but not inside a token."""
    token = _behind_openers(text, start)
    return (token == 0 or text[token - 1] not in ALNUM) and _DIGIT_AHEAD.match(text, token) is not None


def _behind_openers(text: str, start: int) -> int:
    token = start
    while token < start + 2 and text[token : token + 1] in _OPENERS:
        token += 1
    return token


def _longest(rule: Rule, text: str, start: int, anchor: int, found: list[Span]) -> None:
    """Append the longest acceptable match whose value begins at `start` and whose pattern begins at `anchor`."""
    match = rule.quick(text, anchor, anchor + rule.max_length)
    if match is not None:
        _longest_like(rule, match, text, start, anchor, found)


def _longest_like(rule: Rule, match: re.Match[str], text: str, start: int, anchor: int, found: list[Span]) -> None:
    """Append the longest acceptable match where the pattern has the match `match`."""
    end = match.end()
    # Where no match can go on there is none that is longer.
    if (end == len(text) or text[end] not in rule.values.alphabet) and _accepts(rule, text, start, end):
        found.append(Span(start, end, rule.number, rule.confidence))
        return
    for end in reversed(rule.values.ends(text, anchor, rule.max_length)):
        if _accepts(rule, text, start, end):
            found.append(Span(start, end, rule.number, rule.confidence))
            return


def _accepts(rule: Rule, text: str, start: int, end: int) -> bool:
    return after(rule.right, text, end) and (rule.check is None or rule.check(text[start:end]))


def _search(rule: Rule) -> _Search:
    """Return the search for a rule whose candidates are not tokens, or not only."""
    if rule.trigger == "token":
        leads = re.compile(f"(?=(?:{rule.lead_pattern}))")
        return lambda text, found: _behind_leads(rule, leads, text, found)
    if rule.trigger == "byte":
        return lambda text, found: _around_marks(rule, text, found)
    if rule.trigger == "shape":
        shape = _SHAPES[rule.shape]
        return lambda text, found: _at_shapes(rule, shape, text, found)
    if rule.trigger == "literal":
        return lambda text, found: _at_literals(rule, text, found)
    if rule.trigger == "label":
        starts = label_starts(rule)
        return lambda text, found: _behind_labels(rule, starts, text, found)
    raise ValueError(f"rule files cannot use the trigger {rule.trigger}")


def _around_marks(rule: Rule, text: str, found: list[Span]) -> None:
    anchor = text.find(rule.mark)
    while anchor >= 0:
        floor = max(anchor - rule.before_max, 0)
        start = anchor
        while start > floor and text[start - 1] in rule.before:
            start -= 1
        while start < anchor and text[start] in rule.trim:
            start += 1
        if not (rule.before_required and start == anchor) and before(rule.left, text, start):
            _longest(rule, text, start, anchor, found)
        anchor = text.find(rule.mark, anchor + 1)


def _at_shapes(rule: Rule, shape: re.Pattern[str], text: str, found: list[Span]) -> None:
    for hit in shape.finditer(text):
        if before(rule.left, text, hit.start()):
            _longest(rule, text, hit.start(), hit.start(), found)


def _at_literals(rule: Rule, text: str, found: list[Span]) -> None:
    start = text.find(rule.mark)
    while start >= 0:
        if before(rule.left, text, start):
            _longest(rule, text, start, start, found)
        start = text.find(rule.mark, start + 1)


def _behind_labels(rule: Rule, starts: re.Pattern[str], text: str, found: list[Span]) -> None:
    for start in {hit.end(1) for hit in starts.finditer(text)}:
        _longest(rule, text, start, start, found)


def _behind_leads(rule: Rule, leads: re.Pattern[str], text: str, found: list[Span]) -> None:
    if rule.lead is None:
        return
    # The longest of the leads that end at one place.
    led: dict[int, int] = {}
    for hit in leads.finditer(text):
        for anchor in rule.lead.ends(text, hit.start()):
            led.setdefault(anchor, hit.start())
    for anchor, start in led.items():
        if _begins_token(text, anchor) and before(rule.left, text, start):
            _longest(rule, text, start, anchor, found)
