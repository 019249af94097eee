"""A small lazily built automaton that tells every place where a rule's pattern may end, in one pass.

`re` only tells one end per search; trying the shorter ones with it would cost quadratic time on long matches.
"""

import functools
from collections.abc import Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any


class _State(dict[str, "_State | None"]):
    """One state of the automaton: a mapping from characters to states that fills itself on demand."""

    __slots__ = ("accepting", "automaton", "places")

    def __init__(self, automaton: "Automaton", places: frozenset[int]) -> None:
        super().__init__()
        self.automaton = automaton
        self.places = places
        self.accepting = _ACCEPT in places

    def __missing__(self, character: str) -> "_State | None":
        if character not in self.automaton.alphabet:
            return None  # not remembered: texts may hold any of a million other characters
        state = self[character] = self.automaton.step(self.places, character)
        return state


_ACCEPT = 0


class Automaton:
    """A pattern of the rule files' syntax: literals, positive classes, groups, alternatives and greedy repeats."""

    def __init__(self, pattern: str) -> None:
        """Compile `pattern`; raises `ValueError` for syntax that rule files do not use."""
        # Places of the nondeterministic automaton: the characters that lead on, and where to; place 0 accepts.
        self._moves: list[tuple[frozenset[str], int] | None] = [None]
        self._free: list[list[int]] = [[]]  # where each place leads without reading a character
        self._states: dict[frozenset[int], _State] = {}
        self.alphabet: frozenset[str] = frozenset()
        tree = _parser.parse(pattern)
        self.shortest, self.longest = tree.getwidth()
        first = self._sequence(list(tree), _ACCEPT)
        # Equal classes are one object: large ones, in a repeat, are looked at once.
        self.alphabet = _union({id(move[0]): move[0] for move in self._moves if move is not None}.values())
        begin = frozenset(self._closure([first]))
        self._start = self._state(begin)
        # A match can only begin with one of these.
        self.first = _union(move[0] for place in begin if (move := self._moves[place]) is not None)

    def ends(self, text: str, start: int, longest: int | None = None) -> list[int]:
        """Return every end of a match that begins at `start`, in ascending order.

        Matches of more than `longest` characters are not looked for.
        """
        found = []
        state = self._start
        limit = len(text) if longest is None else min(len(text), start + longest)
        for position in range(start, limit):
            following = state[text[position]]
            if following is None:
                break
            state = following
            if state.accepting:
                found.append(position + 1)
        return found

    def step(self, places: frozenset[int], character: str) -> _State | None:
        """Return the state after `character` was read in `places`; None when nothing can match any more."""
        reached = [move[1] for place in places if (move := self._moves[place]) is not None and character in move[0]]
        return self._state(frozenset(self._closure(reached))) if reached else None

    def _state(self, places: frozenset[int]) -> _State:
        state = self._states.get(places)
        if state is None:
            state = self._states[places] = _State(self, places)
        return state

    def _closure(self, places: list[int]) -> Iterator[int]:
        seen = set(places)
        waiting = list(places)
        while waiting:
            place = waiting.pop()
            yield place
            for free in self._free[place]:
                if free not in seen:
                    seen.add(free)
                    waiting.append(free)

    def _place(self, move: tuple[frozenset[str], int] | None, free: list[int]) -> int:
        self._moves.append(move)
        self._free.append(free)
        return len(self._moves) - 1

    def _sequence(self, items: list[Any], following: int) -> int:
        """Build the places for `items`, back to front, and return the first."""
        for code, argument in reversed(items):
            following = self._item(code, argument, following)
        return following

    def _item(self, code: Any, argument: Any, following: int) -> int:
        if code is op.LITERAL:
            return self._place((_class(((op.LITERAL, argument),)), following), [])
        if code is op.IN:
            return self._place((_class(tuple(argument)), following), [])
        if code is op.SUBPATTERN:
            return self._sequence(list(argument[3]), following)
        if code is op.BRANCH:
            return self._place(None, [self._sequence(list(branch), following) for branch in argument[1]])
        if code is op.MAX_REPEAT:
            low, high, body = argument
            return self._repeat(low, high, list(body), following)
        raise ValueError(f"rule patterns cannot use {code}")

    def _repeat(self, low: int, high: Any, items: list[Any], following: int) -> int:
        if high is op.MAXREPEAT:
            # The loop's place exists before its body, which leads back to it.
            loop = self._place(None, [following])
            self._free[loop].append(self._sequence(items, loop))
            following = loop
        else:
            end = following
            for _ in range(high - low):
                following = self._place(None, [end, self._sequence(items, following)])
        for _ in range(low):
            following = self._sequence(items, following)
        return following


def _union(classes: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*classes)


@functools.lru_cache(maxsize=512)
def _class(items: tuple[tuple[Any, Any], ...]) -> frozenset[str]:
    characters: set[str] = set()
    for code, argument in items:
        if code is op.LITERAL:
            characters.add(chr(argument))
        elif code is op.RANGE:
            characters.update(map(chr, range(argument[0], argument[1] + 1)))
        else:
            raise ValueError(f"rule patterns cannot use {code} in a class")
    return frozenset(characters)


def character_class(pattern: str) -> frozenset[str]:
    """Return the characters of a pattern that is one positive class, such as `[0-9A-Fa-f]`."""
    ((code, argument),) = _parser.parse(pattern)
    return _class(tuple(argument) if code is op.IN else ((code, argument),))


@functools.lru_cache(maxsize=512)
def automaton(pattern: str) -> Automaton:
    """Return the automaton of `pattern`; those of one pattern share what they have learnt."""
    return Automaton(pattern)


__all__ = ["Automaton", "automaton", "character_class"]
