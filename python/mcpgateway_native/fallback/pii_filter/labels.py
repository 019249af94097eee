"""Where labelled values may begin: right behind a label and its separator."""

import re
from collections.abc import Sequence

from mcpgateway_native.fallback._automaton import Automaton
from mcpgateway_native.fallback.pii_filter.rules import Rule, either_case


class Labels:
    """The labels of several rules, searched for together."""

    __slots__ = ("_automata", "_first_words", "_rules_by_word")

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Prepare the search for the labels of `rules`, which all have some."""
        self._automata = {rule.number: Automaton(rule.label) for rule in rules}
        words = {label.split(" ")[0] for rule in rules for label in rule.labels}
        # Of several words that begin at one place the longest is found; the others are its beginnings.
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        alternatives = "|".join("".join(map(either_case, word)) for word in longest_first)
        self._first_words = re.compile(f"(?<![0-9A-Za-z])(?=({alternatives}))")
        self._rules_by_word = {
            word: tuple(
                rule.number for rule in rules if any(word.startswith(label.split(" ")[0]) for label in rule.labels)
            )
            for word in words
        }

    def value_starts(self, text: str) -> set[tuple[int, int]]:
        """Return every place right behind a label and its separator, each with the number of the label's rule."""
        starts = set()
        for word in self._first_words.finditer(text):
            for number in self._rules_by_word[word[1].lower()]:
                for end in self._automata[number].ends(text, word.start()):
                    starts.add((end, number))
        return starts
