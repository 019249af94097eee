"""Finds all matches of the enabled rules in a text; every rule takes time linear in the length of the text."""

import re
from collections.abc import Callable, Sequence

from mcpgateway_native.fallback._boundaries import ALNUM, DIGITS, after, before
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback.pii_filter.labels import Labels
from mcpgateway_native.fallback.pii_filter.rules import Rule

# From the first digit of a token to its end; what stands before that digit is found by walking back.
_TOKEN_TAIL = re.compile("[0-9][0-9A-Za-z]*")
_DIGIT_AHEAD = re.compile("[A-Za-z]*[0-9]")
_OPENERS = frozenset("(+")


class Scanner:
    """A set of rules, sorted by how their candidates are found."""

    __slots__ = ("_by_first", "_labelled", "_labels", "_searches")

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Prepare `rules` for searching."""
        tokens = [rule for rule in rules if rule.trigger == "token" and not rule.labels]
        self._by_first = {
            character: tuple(rule for rule in tokens if character in rule.values.first)
            for character in frozenset().union(*(rule.values.first for rule in tokens))
        }
        self._labelled = {rule.number: rule for rule in rules if rule.trigger == "token" and rule.labels}
        self._labels = Labels(list(self._labelled.values())) if self._labelled else None
        self._searches = [_search(rule) for rule in rules if rule.trigger != "token"]

    def find(self, text: str) -> list[Span]:
        """Return every match of every rule; they may overlap and are in no particular order."""
        found: list[Span] = []
        if self._by_first:
            self._find_at_tokens(text, found)
        if self._labels is not None:
            for start, number in self._labels.value_starts(text):
                if _begins_value(text, start):
                    _longest(self._labelled[number], text, start, start, found)
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
        for rule in self._by_first.get(text[start], ()):
            if before(rule.left, text, start):
                _longest(rule, text, start, start, found)


def _begins_value(text: str, start: int) -> bool:
    """Whether a labelled value may begin at `start`.

    It may at a token with a digit, at brackets or pluses in front of one (two at most), and at a digit that follows
    a letter inside one.
    """
    token = start
    while token < start + 2 and text[token : token + 1] in _OPENERS:
        token += 1
    if token == len(text) or text[token] not in ALNUM:
        return False
    if token == 0 or text[token - 1] not in ALNUM:
        return _DIGIT_AHEAD.match(text, token) is not None
    # Nothing opens in the middle of a token.
    return text[token] in DIGITS and text[token - 1] not in DIGITS


def _longest(rule: Rule, text: str, start: int, anchor: int, found: list[Span]) -> None:
    """Append the longest acceptable match whose value begins at `start` and whose pattern begins at `anchor`."""
    if rule.quick is not None:
        match = rule.quick(text, anchor)
        if match is None:
            return
        if _accepts(rule, text, start, match.end()):
            found.append(Span(start, match.end(), rule.number, rule.confidence))
            return
    for end in reversed(rule.values.ends(text, anchor)):
        if _accepts(rule, text, start, end):
            found.append(Span(start, end, rule.number, rule.confidence))
            return


def _accepts(rule: Rule, text: str, start: int, end: int) -> bool:
    return after(rule.right, text, end) and (rule.check is None or rule.check(text[start:end]))


def _search(rule: Rule) -> Callable[[str, list[Span]], None]:
    """Return the search for a rule whose candidates are not tokens."""
    if rule.trigger == "byte":
        return lambda text, found: _around_marks(rule, text, found)
    if rule.trigger == "literal":
        return lambda text, found: _at_literals(rule, text, found)
    if rule.trigger == "label":
        label = re.compile(rule.label)
        return lambda text, found: _behind_labels(rule, label, text, found)
    raise ValueError(f"rule files cannot use the trigger {rule.trigger}")


def _around_marks(rule: Rule, text: str, found: list[Span]) -> None:
    anchor = text.find(rule.mark)
    while anchor >= 0:
        start = anchor
        while start > 0 and text[start - 1] in rule.before:
            start -= 1
        while start < anchor and text[start] in rule.trim:
            start += 1
        if not (rule.before_required and start == anchor) and before(rule.left, text, start):
            _longest(rule, text, start, anchor, found)
        anchor = text.find(rule.mark, anchor + 1)


def _at_literals(rule: Rule, text: str, found: list[Span]) -> None:
    start = text.find(rule.mark)
    while start >= 0:
        if before(rule.left, text, start):
            _longest(rule, text, start, start, found)
        start = text.find(rule.mark, start + 1)


def _behind_labels(rule: Rule, label: re.Pattern[str], text: str, found: list[Span]) -> None:
    for hit in label.finditer(text):
        if hit.start() == 0 or text[hit.start() - 1] not in ALNUM:
            _longest(rule, text, hit.end(), hit.end(), found)
