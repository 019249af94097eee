"""Where labelled values may begin: right behind a label and its separator."""

import re
from collections.abc import Collection, Iterator, Sequence

from mcpgateway_native.fallback._automaton import automaton
from mcpgateway_native.fallback.pii_filter.rules import Rule, either_case

# Behind anything but an ASCII letter or digit, and at the capital inside `homePhone` (but not `iPhone`).
_WORD_START = "(?:(?<![0-9A-Za-z])|(?<=[a-z]{2})(?=[A-Z]))"


class Labels:
    """The labels of several rules, searched for together."""

    __slots__ = ("_ends_by_word", "_first_words")

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Prepare the search for the labels of `rules`, which all have some."""
        # Rules with the same labels share the work.
        sharing: dict[str, list[Rule]] = {}
        for rule in rules:
            sharing.setdefault(rule.label, []).append(rule)
        words = {_first_word(label) for rule in rules for label in rule.labels}
        self._first_words = re.compile(f"{_WORD_START}(?=({_any_of(words)}))")
        self._ends_by_word = {
            word: tuple(
                (automaton(label), tuple(rule.number for rule in those))
                for label, those in sharing.items()
                if any(word.startswith(_first_word(phrase)) for phrase in those[0].labels)
            )
            for word in words
        }

    def value_starts(self, text: str) -> Iterator[tuple[list[int], tuple[int, ...]]]:
        """Yield the places right behind a label and its separator, with the numbers of the label's rules."""
        for word in self._first_words.finditer(text):
            for labels, numbers in self._ends_by_word[word[1].lower()]:
                ends = labels.ends(text, word.start())
                if ends:
                    yield ends, numbers


def label_starts(rule: Rule) -> re.Pattern[str]:
    """Return a pattern that matches nothing at each place where a label of `rule` begins, and tells its end."""
    return re.compile(f"{_WORD_START}(?=({rule.label}))")


def _first_word(label: str) -> str:
    return label.split(" ")[0]


def _any_of(words: Collection[str]) -> str:
    """Return a pattern for the longest of `words` that begins at a place, as a tree of their letters.

    A plain list of alternatives would be tried one by one at every word of a text.
    """
    branches: dict[str, list[str]] = {}
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
    tree = "|".join(either_case(first) + _any_of(rest) for first, rest in sorted(branches.items()))
    if not tree:
        return ""
    return f"(?:{tree})?" if "" in words else f"(?:{tree})"
