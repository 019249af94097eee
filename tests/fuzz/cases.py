"""What is compared: rules on a text through our engine, and the same rules through Python, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tests.fuzz.choices import Choices, once_in, pick
from tests.fuzz.letters import TROUBLE, alphabet
from tests.fuzz.rules import REFUSALS, Rule, Run, Spans, draw_rule
from tests.fuzz.trees import LEAST

# Longer texts would only keep backtracking patterns busy.
LONGEST_TEXT = 24

Rules = tuple[Rule, ...]


class Answer(NamedTuple):
    """The text after all rules, how often each matched, and where, when there is one rule only."""

    text: str
    counts: list[int]
    spans: Spans | None


class RefusedError(Exception):
    """Python does not take a rule; `index` says which."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


def draw_rules(choices: Choices) -> tuple[Rules, tuple[str, ...]]:
    """One to four rules over the same letters, and those letters."""
    letters = alphabet(choices)
    count = 1 + choices.below(7) // 3 + once_in(choices, 6)
    return tuple(draw_rule(choices, letters) for _ in range(count)), letters


def draw_text(choices: Choices, rules: Rules, letters: tuple[str, ...]) -> str:
    """A text in which some rule has a fair chance to match, between other letters of the same kind."""
    parts = []
    for _ in range(choices.below(4)):
        kind = choices.below(8)
        if kind < 4:
            parts.append(pick(choices, rules).sample(choices))
        elif kind < 7:
            parts += [pick(choices, letters) for _ in range(choices.below(5))]
        else:
            parts.append(pick(choices, TROUBLE))
    text = "".join(parts)[:LONGEST_TEXT]
    return text + "\n" if once_in(choices, 6) else text


def compiled(rules: Rules) -> list[Run]:
    """The rules as Python runs them; raises `RefusedError`."""
    ready = []
    for index, rule in enumerate(rules):
        try:
            ready.append(rule.run())
        except REFUSALS as error:
            raise RefusedError(index) from error
    return ready


def by_python(ready: Sequence[Run], text: str) -> Answer:
    """What Python makes of a text, one rule after the other."""
    found = []
    for run in ready:
        text, spans = run(text)
        found.append(spans)
    return Answer(text, [len(spans) for spans in found], found[0] if len(found) == 1 else None)


def smaller(rules: Rules, text: str) -> Iterator[tuple[Rules, str]]:
    """Cases with something taken away: a rule, a piece of one, a part of the text."""
    for index, rule in enumerate(rules):
        before, after = rules[:index], rules[index + 1 :]
        if len(rules) > 1:
            yield (*before, *after), text
        for less in rule.smaller():
            yield (*before, less, *after), text
    for width in (8, 4, 2, 1):
        for start in range(0, len(text), width):
            yield rules, text[:start] + text[start + width :]
    for start, letter in enumerate(text):
        if letter != LEAST.before:
            yield rules, text[:start] + LEAST.before + text[start + 1 :]
