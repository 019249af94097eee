"""Lists of literal words: at each place the longest one counts, and matches do not overlap."""

import re
from collections.abc import Iterator

from mcpgateway_native._regex.tables import folded

# Words are told apart by this many of their first characters before they are compared.
_HEAD = 3


class WordList:
    """Words to look for, with or without regard to case, anywhere or only where no word character is beside them."""

    __slots__ = ("_by_head", "_head", "_starts", "case_sensitive", "whole_word", "words")

    def __init__(self, words: list[str], case_sensitive: bool, whole_word: bool) -> None:
        """Keep `words`, none of which is empty."""
        self.case_sensitive = case_sensitive
        self.whole_word = whole_word
        self.words = sorted({word if case_sensitive else folded(word) for word in words})
        self._head = min(_HEAD, *map(len, self.words))
        self._by_head: dict[str, list[str]] = {}
        for word in sorted(self.words, key=len, reverse=True):
            self._by_head.setdefault(word[: self._head], []).append(word)
        firsts = "".join(re.escape(first) for first in sorted({word[0] for word in self.words}))
        self._starts = re.compile((r"(?<!\w)" if whole_word else "") + f"[{firsts}]")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the places of words in `text`, from left to right."""
        searched = text if self.case_sensitive else folded(text)
        reached = 0
        for start in self._starts.finditer(searched):
            at = start.start()
            if at < reached:
                continue
            for word in self._by_head.get(searched[at : at + self._head], ()):
                end = at + len(word)
                if searched.startswith(word, at) and not (self.whole_word and _is_word(searched[end : end + 1])):
                    yield at, end
                    reached = end
                    break


def _is_word(character: str) -> bool:
    """Whether `\\w` matches the character."""
    return character.isalnum() or character == "_"
