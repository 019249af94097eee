"""What is compared: rules on a text through our engine, and the same rules through `re.subn`, one after the other."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests.fuzz.choices import Choices, once_in, pick
from tests.fuzz.grammar import Grammar
from tests.fuzz.letters import TROUBLE, alphabet
from tests.fuzz.trees import LEAST, Tree

# Longer texts would only keep backtracking patterns busy.
LONGEST_TEXT = 24

_FLAGS = ("i", "m", "s", "a", "x", "im", "ai", "ims")
_FLAG_VALUES = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the pieces of its template, and letters of flags beside them."""

    tree: Tree
    template: tuple[str, ...]
    flags: str = ""

    @property
    def search(self) -> str:
        """The pattern."""
        return self.tree.written()

    @property
    def replacement(self) -> str:
        """The template."""
        return "".join(self.template)

    def smaller(self) -> Iterator[Rule]:
        """Rules with something taken away."""
        if self.flags:
            yield replace(self, flags="")
        for index in range(len(self.template)):
            yield replace(self, template=self.template[:index] + self.template[index + 1 :])
        for tree in self.tree.smaller():
            yield replace(self, tree=tree)


def draw_rules(choices: Choices) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """One to four rules over the same letters, and those letters."""
    letters = alphabet(choices)
    count = 1 + choices.below(7) // 3 + once_in(choices, 6)
    return tuple(_rule(choices, letters) for _ in range(count)), letters


def _rule(choices: Choices, letters: tuple[str, ...]) -> Rule:
    grammar = Grammar(choices, letters, regular=not once_in(choices, 3))
    tree = grammar.pattern()
    return Rule(tree, grammar.template(), pick(choices, _FLAGS) if once_in(choices, 8) else "")


def draw_text(choices: Choices, rules: Sequence[Rule], letters: tuple[str, ...]) -> str:
    """A text in which some rule has a fair chance to match, between other letters of the same kind."""
    parts = []
    for _ in range(choices.below(4)):
        kind = choices.below(8)
        if kind < 4:
            parts.append(pick(choices, rules).tree.sample(choices))
        elif kind < 7:
            parts += [pick(choices, letters) for _ in range(choices.below(5))]
        else:
            parts.append(pick(choices, TROUBLE))
    text = "".join(parts)[:LONGEST_TEXT]
    return text + "\n" if once_in(choices, 6) else text


class Answer(NamedTuple):
    """The text after all rules, how often each matched, and where, when there is one rule only."""

    text: str
    counts: list[int]
    spans: list[tuple[int, int]] | None


class RefusedError(Exception):
    """Python does not take a rule; `index` says which."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def compiled(rules: Sequence[Rule]) -> list[tuple[re.Pattern[str], str]]:
    """The rules as Python runs them; raises `RefusedError`."""
    ready = []
    for index, rule in enumerate(rules):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                pattern = re.compile(rule.search, sum(_FLAG_VALUES[flag] for flag in rule.flags))
                # The template is read before the text is looked at.
                pattern.sub(rule.replacement, "")
        except (re.error, IndexError, OverflowError, ValueError) as error:
            raise RefusedError(index) from error
        ready.append((pattern, rule.replacement))
    return ready


def by_python(ready: Sequence[tuple[re.Pattern[str], str]], text: str) -> Answer:
    """What `re` makes of a text, one rule after the other."""
    counts, spans = [], None
    if len(ready) == 1:
        spans = [match.span() for match in ready[0][0].finditer(text)]
    for pattern, template in ready:
        text, count = pattern.subn(template, text)
        counts.append(count)
    return Answer(text, counts, spans)


def smaller(rules: tuple[Rule, ...], text: str) -> Iterator[tuple[tuple[Rule, ...], str]]:
    """Cases with something taken away: a rule, a piece of one, a part of the text."""
    for index, rule in enumerate(rules):
        rest = rules[:index], rules[index + 1 :]
        if len(rules) > 1:
            yield (*rest[0], *rest[1]), text
        for less in rule.smaller():
            yield (*rest[0], less, *rest[1]), text
    for width in (8, 4, 2, 1):
        for start in range(0, len(text), width):
            yield rules, text[:start] + text[start + width :]
    for start, letter in enumerate(text):
        if letter != LEAST.before:
            yield rules, text[:start] + LEAST.before + text[start + 1 :]
