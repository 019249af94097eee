"""The rules of a case: patterns, which Python's `re` judges, and word lists, which a slow search judges."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from tests.fuzz.choices import Choices, once_in, pick
from tests.fuzz.grammar import Grammar, writable
from tests.fuzz.trees import Tree

Spans = list[tuple[int, int]]
# What a rule makes of a text, and where it matched.
Run = Callable[[str], tuple[str, Spans]]

_FLAGS = ("i", "m", "s", "a", "x", "im", "ai", "ims")
_FLAG_VALUES = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A pattern, the pieces of its template, letters of flags, and how many matches count (0: all)."""

    tree: Tree
    template: tuple[str, ...]
    flags: str = ""
    count: int = 0

    def settings(self) -> dict[str, Any]:
        """The rule as our engine takes it."""
        found: dict[str, Any] = {"search": self.tree.written(), "replace": "".join(self.template)}
        if self.flags:
            found["flags"] = self.flags
        if self.count:
            found["max_replacements"] = self.count
        return found

    def run(self) -> Run:
        """The rule as Python runs it; raises one of `REFUSALS` when it does not."""
        template = "".join(self.template)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = re.compile(self.tree.written(), sum(_FLAG_VALUES[flag] for flag in self.flags))
            # The template is read before the text is looked at.
            pattern.sub(template, "")
        count = self.count

        def run(text: str) -> tuple[str, Spans]:
            spans = [match.span() for match in islice(pattern.finditer(text), count or None)]
            return pattern.sub(template, text, count=count), spans

        return run

    def sample(self, choices: Choices) -> str:
        """A text that the rule probably finds."""
        return self.tree.sample(choices)

    def smaller(self) -> Iterator[PatternRule]:
        """Rules with something taken away."""
        if self.flags:
            yield replace(self, flags="")
        if self.count:
            yield replace(self, count=0)
        for index in range(len(self.template)):
            yield replace(self, template=self.template[:index] + self.template[index + 1 :])
        for tree in self.tree.smaller():
            yield replace(self, tree=tree)


@dataclass(frozen=True, slots=True)
class WordRule:
    """Literal words, what replaces them, and how they are compared."""

    words: tuple[str, ...]
    replacement: str
    case_sensitive: bool = True
    whole_word: bool = False

    def settings(self) -> dict[str, Any]:
        """The rule as our engine takes it."""
        options = {"case_sensitive": self.case_sensitive, "whole_word": self.whole_word}
        return {"words": list(self.words), "replace": self.replacement, **options}

    def run(self) -> Run:
        """Looks for every word at every place, the longest first, with the comparison that `re` has for its case."""
        flags = 0 if self.case_sensitive else re.IGNORECASE
        before, after = (r"(?<!\w)", r"(?!\w)") if self.whole_word else ("", "")
        longest_first = sorted(self.words, key=len, reverse=True)
        patterns = [re.compile(before + re.escape(word) + after, flags) for word in longest_first]

        def run(text: str) -> tuple[str, Spans]:
            parts, spans, at = [], [], 0
            while at < len(text):
                match = next((found for pattern in patterns if (found := pattern.match(text, at))), None)
                parts.append(text[at] if match is None else self.replacement)
                if match is not None:
                    spans.append(match.span())
                at = at + 1 if match is None else match.end()
            return "".join(parts), spans

        return run

    def sample(self, choices: Choices) -> str:
        """A text that the rule probably finds."""
        return pick(choices, self.words)

    def smaller(self) -> Iterator[WordRule]:
        """Rules with something taken away."""
        if len(self.words) > 1:
            for index in range(len(self.words)):
                yield replace(self, words=self.words[:index] + self.words[index + 1 :])
        if self.replacement:
            yield replace(self, replacement="")
        if not self.case_sensitive:
            yield replace(self, case_sensitive=True)
        if self.whole_word:
            yield replace(self, whole_word=False)
        for index, word in enumerate(self.words):
            for cut in range(len(word) if len(word) > 1 else 0):
                yield replace(self, words=(*self.words[:index], word[:cut] + word[cut + 1 :], *self.words[index + 1 :]))


Rule = PatternRule | WordRule
# What Python raises for a pattern or a template that it does not take.
REFUSALS = (re.error, IndexError, OverflowError, ValueError)


def draw_rule(choices: Choices, letters: tuple[str, ...]) -> Rule:
    """A rule over these letters: mostly patterns, and of those mostly such as an automaton can run."""
    if once_in(choices, 12):
        return _word_rule(choices, tuple(letter for letter in letters if writable(letter)) or ("a",))
    grammar = Grammar(choices, letters, regular=not once_in(choices, 3))
    tree = grammar.pattern()
    flags = pick(choices, _FLAGS) if once_in(choices, 8) else ""
    return PatternRule(tree, grammar.template(), flags, once_in(choices, 10) and 1 + choices.below(2))


def _word_rule(choices: Choices, letters: tuple[str, ...]) -> WordRule:
    words = [_word(choices, letters) for _ in range(1 + choices.below(5))]
    return WordRule(tuple(words), _word(choices, letters), not choices.below(2), bool(choices.below(2)))


def _word(choices: Choices, letters: tuple[str, ...]) -> str:
    return "".join([pick(choices, letters) for _ in range(1 + choices.below(4))])
