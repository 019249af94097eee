"""Where the parts of a text that was rewritten came from.

After some rules have rewritten a text, positions in it are not those of the original any more. What a rule kept has
moved; what a rule wrote stands for all that it replaced.
"""

from bisect import bisect_right
from typing import NamedTuple

# A match and what takes its place.
Edit = tuple[int, int, str]


class _Piece(NamedTuple):
    """A part of the text that a rule wrote, and the part of the original that it stands for."""

    start: int
    end: int
    from_start: int
    from_end: int


class Positions:
    """The pieces of a text that are not the original's, in order; what is between them was kept."""

    __slots__ = ("_pieces", "_starts")

    def __init__(self) -> None:
        """Begin with the original."""
        self._pieces: list[_Piece] = []
        self._starts: list[int] = []

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return what the range from `start` to `end` of the text stands for in the original."""
        if not self._pieces:
            return start, end
        if start == end:
            place = self._end(start)
            return place, place
        return self._start(start), self._end(end)

    def rewrite(self, edits: list[Edit]) -> None:
        """Follow a rewriting of the text by `edits`, which are in order and do not overlap."""
        pieces: list[_Piece] = []
        moved = 0  # how far the text behind the edits so far has moved
        waiting = iter(self._pieces)
        old = next(waiting, None)
        for start, end, new in edits:
            # What is inserted where something was deleted stands before that.
            while old is not None and old.end <= start and not old.start == start == end:
                pieces.append(_moved(old, moved))
                old = next(waiting, None)
            if old is not None and old.start < start:
                pieces.append(_moved(old._replace(end=start), moved))
                old = old._replace(start=start)
            pieces.append(_Piece(start + moved, start + moved + len(new), *self.original(start, end)))
            while old is not None and old.start < end and old.end <= end:
                old = next(waiting, None)
            if old is not None and old.start < end:
                old = old._replace(start=end)
            moved += len(new) - (end - start)
        while old is not None:
            pieces.append(_moved(old, moved))
            old = next(waiting, None)
        self._pieces = pieces
        self._starts = [piece.start for piece in pieces]

    def _start(self, place: int) -> int:
        """Where the character at `place` comes from."""
        index = bisect_right(self._starts, place) - 1
        if index < 0:
            return place
        piece = self._pieces[index]
        return piece.from_start if place < piece.end else piece.from_end + place - piece.end

    def _end(self, place: int) -> int:
        """Where the character before `place` comes from, and ends."""
        if place == 0:
            return 0
        index = bisect_right(self._starts, place - 1) - 1
        if index < 0:
            return place
        piece = self._pieces[index]
        return piece.from_end if place <= piece.end else piece.from_end + place - piece.end


def _moved(piece: _Piece, by: int) -> _Piece:
    return piece._replace(start=piece.start + by, end=piece.end + by)
