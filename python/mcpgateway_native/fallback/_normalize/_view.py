"""A text as it would be understood, and the way back to the text as it is written."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Change(NamedTuple):
    """A place that reads differently: as one character, or as nothing."""

    start: int
    end: int
    to: str


class View:
    """Another reading of a text; `of` makes it."""

    __slots__ = ("_layers", "text")

    def __init__(self, text: str, layers: "list[_Layer]") -> None:
        """Keep the reading and the layers that lead back, one for each pass that changed something."""
        self.text = text
        self._layers = layers

    @classmethod
    def of(cls, text: str, passes: Sequence[Callable[[str], list[Change]]]) -> "View | None":
        """Read `text` by `passes`, one after the other; None when that changes nothing."""
        layers = []
        for read in passes:
            if changes := read(text):
                layer = _Layer(text, changes)
                layers.append(layer)
                text = layer.text
        return cls(text, layers) if layers else None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters of the original that `start` to `end` of the view, which are not empty, are read from.

        Invisible characters and marks right behind the last character belong to it.
        """
        for layer in reversed(self._layers):
            start, end = layer.start(start), layer.end(end)
        return start, end


class _Layer:
    """The changes of one pass. Between them, offsets run in parallel."""

    __slots__ = ("_behind", "_changes", "_places", "text")

    def __init__(self, text: str, changes: list[Change]) -> None:
        """Make `changes` in `text`."""
        parts: list[str] = []
        self._changes = changes
        # Where each change begins and ends in the view.
        self._places: list[int] = []
        self._behind: list[int] = []
        copied = length = 0
        for change in changes:
            parts += text[copied : change.start], change.to
            length += change.start - copied
            copied = change.end
            self._places.append(length)
            length += len(change.to)
            self._behind.append(length)
        parts.append(text[copied:])
        self.text = "".join(parts)

    def start(self, at: int) -> int:
        """Return where the character at `at` of the view was read from."""
        index = bisect_right(self._places, at) - 1
        if index < 0:
            return at
        if at < self._behind[index]:
            return self._changes[index].start
        return self._changes[index].end + at - self._behind[index]

    def end(self, at: int) -> int:
        """Return where what ends at `at` of the view was read from, up to its end; with what was dropped there."""
        index = bisect_left(self._places, at)
        while index < len(self._places) and self._places[index] == self._behind[index] == at:
            index += 1
        index -= 1
        if index < 0:
            return at
        return self._changes[index].end + max(at - self._behind[index], 0)
