"""Patterns as trees: written out as a pattern, asked for texts that match, and made smaller piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.fuzz.choices import Choices, pick

# What a repeat can be written as; the last character of each says how many.
MOST_COPIES = 3


@dataclass(frozen=True, slots=True)
class Tree:
    """`before`, the parts with `between` between them, `after`; a leaf has texts that it matches instead of parts."""

    before: str = ""
    parts: tuple[Tree, ...] = ()
    after: str = ""
    between: str = ""
    samples: tuple[str, ...] = ()
    repeated: bool = False

    def written(self) -> str:
        """The pattern."""
        return self.before + self.between.join([part.written() for part in self.parts]) + self.after

    def sample(self, choices: Choices) -> str:
        """A text that probably matches."""
        if not self.parts:
            return pick(choices, self.samples) if self.samples else ""
        if self.between:
            return pick(choices, self.parts).sample(choices)
        copies = choices.below(MOST_COPIES + 1) if self.repeated else 1
        return "".join([part.sample(choices) for _ in range(copies) for part in self.parts])

    def smaller(self) -> Iterator[Tree]:
        """Trees with something taken away, the boldest first."""
        yield from self.parts
        if len(self.parts) > 1:
            for index in range(len(self.parts)):
                yield replace(self, parts=self.parts[:index] + self.parts[index + 1 :])
        if not self.parts and self != LEAST:
            yield LEAST
        for index, part in enumerate(self.parts):
            for less in part.smaller():
                yield replace(self, parts=(*self.parts[:index], less, *self.parts[index + 1 :]))


def leaf(written: str, *samples: str) -> Tree:
    """A part without parts."""
    return Tree(written, samples=samples)


def chain(*parts: Tree) -> Tree:
    """One after the other."""
    return Tree(parts=parts)


LEAST = leaf("a", "a")
