"""Python patterns as plain data for linear-time automata: what can be lowered gives exactly the matches of `re`.

Python's parser decides what a pattern means. A tree can be lowered when an automaton finds the same matches: no
look-around, back-reference, conditional, atomic group or possessive quantifier, no empty match, and no loop around
something that may be empty.

A node is a mapping with one key: `lit` (a text), `class` (a number of `Classes`), `seq`, `alt` (lists of nodes),
`repeat` (`[low, high or null, greedy, node]`), `group` (`[number, node]`) or `look` (a name).
"""

import re
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from mcpgateway_native._patterns import parse
from mcpgateway_native._ranges import Ranges
from mcpgateway_native._regex.classes import class_of
from mcpgateway_native._regex.template import Pieces
from mcpgateway_native.errors import UnsupportedError

Node = dict[str, Any]

# JSON readers bound how deeply values are nested.
_DEEPEST = 30
# Ranges of characters that a pattern may stand for with all its repeats written out; the automaton grows with them.
_LARGEST = 150_000
_SURROGATES = (0xD800, 0xDFFF)

_PYTHON_ONLY = {
    op.GROUPREF: "a back-reference",
    op.GROUPREF_EXISTS: "a conditional group",
    op.ATOMIC_GROUP: "an atomic group",
    op.POSSESSIVE_REPEAT: "a possessive quantifier",
    op.FAILURE: "look-ahead",
}
_CHARACTERS = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)


class Classes:
    """The sets of characters that patterns use, each once."""

    def __init__(self) -> None:
        """Begin without any."""
        self.ranges: list[Ranges] = []
        self.boundaries = False  # whether a pattern has boundaries between word characters
        self._numbers: dict[tuple[tuple[int, int], ...], int] = {}

    def number(self, ranges: Ranges) -> int:
        """Return the number of a set."""
        key = tuple(ranges)
        if key not in self._numbers:
            self._numbers[key] = len(self.ranges)
            self.ranges.append(ranges)
        return self._numbers[key]


def lower_search(regex: re.Pattern[str], source: str, pieces: Pieces, classes: Classes) -> tuple[Node, Pieces]:
    """Return the tree of a pattern, and its template with the numbers that groups have in it; raises as `lower`."""
    groups = sorted({piece for piece in pieces if isinstance(piece, int)} - {0})
    node = lower(regex, source, groups, classes)
    numbers = {0: 0, **{group: number for number, group in enumerate(groups, 1)}}
    return node, [piece if isinstance(piece, str) else numbers[piece] for piece in pieces]


def lower(regex: re.Pattern[str], source: str, groups: Iterable[int], classes: Classes) -> Node:
    """Return the tree of a compiled pattern; `groups` are those whose places matter, numbered anew from 1 in order.

    Raises `UnsupportedError` with what only Python can run.
    """
    tree = parse(source, regex.flags)
    if tree.getwidth()[0] == 0:
        raise UnsupportedError("an empty match")
    wanted = {number: place for place, number in enumerate(sorted(set(groups) - {0}), 1)}
    try:
        lowering = _Lowering(classes, wanted)
        node = lowering.sequence(tree, tree.state.flags, 1)
    except RecursionError:
        raise UnsupportedError("deep nesting") from None
    lowering.refuse_mixtures()
    classes.boundaries |= lowering.has_boundaries
    return node


class _Lowering:
    """Lowers one tree; counts what it stands for."""

    def __init__(self, classes: Classes, groups: dict[int, int]) -> None:
        self._classes = classes
        self._groups = groups
        self._size = 0
        self._copies = 1
        self._looks: set[str] = set()

    @property
    def has_boundaries(self) -> bool:
        """Whether there are boundaries between word characters by Unicode rules."""
        return not self._looks.isdisjoint({"boundary", "not_boundary"})

    def refuse_mixtures(self) -> None:
        """Refuse conditions that texts cannot be prepared for at the same time."""
        if "end_or_newline" in self._looks and self._looks & {"line_start", "line_end"}:
            raise UnsupportedError("$ both with and without the flag m")
        if self.has_boundaries and self._looks & {"ascii_boundary", "ascii_not_boundary"}:
            raise UnsupportedError("\\b both with and without the flag a")

    def sequence(self, items: Any, flags: int, depth: int) -> Node:
        """Lower items that follow each other."""
        if depth > _DEEPEST:
            raise UnsupportedError("deep nesting")
        nodes: list[Node] = []
        for code, argument in items:
            node = self._item(code, argument, flags, depth)
            if "lit" in node and nodes and "lit" in nodes[-1]:
                nodes[-1] = {"lit": nodes[-1]["lit"] + node["lit"]}
            else:
                nodes.append(node)
        return nodes[0] if len(nodes) == 1 else {"seq": nodes}

    def _item(self, code: Any, argument: Any, flags: int, depth: int) -> Node:
        if code in _CHARACTERS:
            return self._character(code, argument, flags)
        if code is op.AT:
            look = _look(argument, flags)
            self._looks.add(look)
            return {"look": look}
        if code is op.BRANCH:
            return {"alt": [self.sequence(branch, flags, depth + 1) for branch in argument[1]]}
        if code is op.SUBPATTERN:
            number, added, removed, body = argument
            node = self.sequence(body, _with(flags, added, removed), depth + 1)
            return {"group": [self._groups[number], node]} if number in self._groups else node
        if code is op.MAX_REPEAT or code is op.MIN_REPEAT:
            low, high, body = argument
            return self._repeat(
                low, None if high is op.MAXREPEAT else int(high), code is op.MAX_REPEAT, body, flags, depth
            )
        if code is op.ASSERT or code is op.ASSERT_NOT:
            raise UnsupportedError("look-ahead" if argument[0] > 0 else "look-behind")
        raise UnsupportedError(_PYTHON_ONLY.get(code, "a construct of its own"))

    def _character(self, code: Any, argument: Any, flags: int) -> Node:
        ranges = class_of(code, argument, flags)
        self._size += self._copies * (1 + len(ranges))
        if self._size > _LARGEST:
            raise UnsupportedError("very many repetitions")
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1] and not _SURROGATES[0] <= ranges[0][0] <= _SURROGATES[1]:
            return {"lit": chr(ranges[0][0])}
        return {"class": self._classes.number(ranges)}

    def _repeat(self, low: int, high: int | None, greedy: bool, body: Any, flags: int, depth: int) -> Node:
        if body.getwidth()[0] == 0:
            raise UnsupportedError("a repeat of something that may be empty")
        copies, self._copies = self._copies, self._copies * max(low if high is None else high, 1)
        node = self.sequence(body, flags, depth + 1)
        self._copies = copies
        return {"repeat": [low, high, greedy, node]}


def _with(flags: int, added: int, removed: int) -> int:
    """Return the flags inside a group: of the three kinds of classes there is one."""
    if added & _parser.TYPE_FLAGS:
        flags &= ~_parser.TYPE_FLAGS
    return (flags | added) & ~removed


def _look(anchor: Any, flags: int) -> str:
    multiline = bool(flags & re.MULTILINE)
    if anchor is op.AT_BEGINNING:
        return "line_start" if multiline else "start"
    if anchor is op.AT_END:
        return "line_end" if multiline else "end_or_newline"
    if anchor is op.AT_BEGINNING_STRING:
        return "start"
    if anchor is op.AT_END_STRING:
        return "end"
    kind = "ascii_" if flags & re.ASCII else ""
    return f"{kind}boundary" if anchor is op.AT_BOUNDARY else f"{kind}not_boundary"
