"""Where random decisions come from: a fast generator here, Hypothesis in the differential tests."""

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Choices(Protocol):
    """Draws numbers; the smaller one is the simpler decision."""

    def below(self, limit: int) -> int:
        """A number from 0 up to, without, the limit."""


class Seeded:
    """Decisions of a seeded generator, reproducible and fast."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def below(self, limit: int) -> int:
        """A number from 0 up to, without, the limit."""
        return int(self._random() * limit)


def pick(choices: Choices, items: Sequence[Item]) -> Item:
    """One of the items."""
    return items[choices.below(len(items))]


def once_in(choices: Choices, times: int) -> bool:
    """True once in so many times."""
    return choices.below(times) == times - 1
