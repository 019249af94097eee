"""Walks any value: gathers its texts, has them scanned, and rewrites the containers around what was found.

Nothing recurses, nothing is visited twice in vain, and the input is never changed: containers on the way to an edit
are copied, everything else is shared.
"""

from itertools import islice
from typing import Any, NamedTuple

from mcpgateway_native.fallback._measure import measure
from mcpgateway_native.fallback._objects import open_object
from mcpgateway_native.fallback._options import MAX_TOTAL_BYTES, MAX_TOTAL_NODES, FieldPaths, FieldState, WalkOptions

# An integer beyond this many bits takes quadratic time to write in decimal, and an interpreter may refuse to.
_LONGEST_INTEGER = 2048

# Kinds whose children have names; the others number them.
NAMED_KINDS = frozenset({"dict", "mapping", "model", "object"})

ROOT = -1

# Segments that a path shows; of a deeper one the last ones are shown, or many paths could fill the memory.
_MAX_SEGMENTS = 64


class Place(NamedTuple):
    """Where a value was met: its parent's number, its position and key there, and what the options make of it."""

    parent: int
    position: int
    key: Any
    state: FieldState | None
    depth: int  # of the container that it is in


# Kind, whether a copy can be edited in place, and children as (key, value).
Opened = tuple[str, bool, list[tuple[Any, Any]]]


class Node:
    """A container on the walk."""

    __slots__ = ("children", "depth", "items", "kind", "mutable", "obj", "place", "position")

    def __init__(self, obj: Any, opened: Opened, limit: int | None, place: Place) -> None:
        """Keep `obj`, so that its identity stays taken, and an iterator over its first `limit` children."""
        self.obj = obj
        self.kind, self.mutable, self.items = opened
        self.children = islice(self.items, limit)
        self.position = 0
        self.place = place
        self.depth = place.depth + 1


class Leaf(NamedTuple):
    """A text to scan; `raw` is what holds it: the text itself, an integer or bytes."""

    place: Place
    raw: Any
    text: str
    size: int
    is_key: bool


class Edge(NamedTuple):
    """A reference from one container to another."""

    parent: int
    position: int
    key: Any
    child: int


class LimitReached(Exception):  # noqa: N818 - it ends the walk, which may be no error
    """The walk ends here."""


class Gatherer:
    """The first half of the walk: what there is to scan, and which containers refer to which."""

    def __init__(self, options: WalkOptions) -> None:
        """Gather by `options`."""
        self._options = options
        self._size = 0
        self._count = 0
        self._seen: dict[Any, int] = {}
        self._open: list[int] = []
        self._last_path: tuple[int, tuple[str, ...]] = (ROOT, ())  # of the container that was last asked for
        self._field_paths = FieldPaths(options) if options.include or options.exclude else None
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.leaves: list[Leaf] = []
        self.finished: list[int] = []  # containers in the order in which the walk left them
        self.reason: str | None = None

    def run(self, payload: Any) -> None:
        """Gather from `payload`; raises `LimitReached` when a limit is exceeded and that is to block."""
        state = None if self._field_paths is None else self._field_paths.root()
        try:
            self._visit(payload, Place(ROOT, 0, None, state, 0))
            while self._open:
                self._advance(self._open[-1])
        except LimitReached:
            if self._options.block:
                raise
            self.finished.extend(reversed(self._open))

    def path(self, place: Place) -> str:
        """Return the path of a place, for example `content[0].text`; of a very deep one the end."""
        pending: list[Place] = []
        number, segments = self._last_path
        while place.parent != ROOT and len(pending) < _MAX_SEGMENTS:
            pending.append(place)
            if place.parent == number:
                break
            place = self.nodes[place.parent].place
        else:
            segments = () if place.parent == ROOT else ("…",)
        for below in reversed(pending):
            self._last_path = below.parent, segments
            named = self.nodes[below.parent].kind in NAMED_KINDS
            segments += ("." + _name(below.key) if named else f"[{below.position}]",)
            if len(segments) > _MAX_SEGMENTS + (segments[0] == "…"):
                segments = ("…", *segments[-_MAX_SEGMENTS:])
        first = next((index for index, segment in enumerate(segments) if segment != "."), len(segments))
        # Nothing stands in front of the first dot; a key may begin with a dot of its own.
        return "".join(segments[first:]).removeprefix(".")

    def _advance(self, number: int) -> None:
        """Visit children of the container on top until one is itself opened."""
        node = self.nodes[number]
        named = node.kind in NAMED_KINDS
        for key, value in node.children:
            position = node.position
            node.position += 1
            state = node.place.state
            if named and state is not None and self._field_paths is not None:
                state = self._field_paths.child(state, _name(key))
                if state is None:
                    continue
            place = Place(number, position, key, state, node.depth)
            if self._visit(value, place, node.kind):
                return
        self._open.pop()
        self.finished.append(number)

    def _visit(self, value: Any, place: Place, parent_kind: str = "") -> bool:
        """Take in one value; whether it is a container that was entered."""
        self._count += 1
        if self._count > MAX_TOTAL_NODES:
            self._end("total_nodes")
        reads = place.state is None or place.state.included
        if self._options.keys and reads and parent_kind in ("dict", "mapping") and isinstance(place.key, str):
            self._add(place, place.key, place.key, True)
        cls = type(value)
        if issubclass(cls, str):
            # A bare text has no path that could be left out.
            if reads or place.parent == ROOT:
                self._add(place, value, value, False)
            return False
        if value is None or cls is bool or cls is float:
            return False
        if issubclass(cls, int | bytes | bytearray):
            if reads:
                self._visit_scalar(value, place)
            return False
        return self._enter(value, place)

    def _visit_scalar(self, value: Any, place: Place) -> None:
        if issubclass(type(value), int):
            if not self._options.integers:
                return
            if int.bit_length(value) > _LONGEST_INTEGER:
                self._exceed("unreadable")
                return
            self._add(place, value, int.__repr__(value), False)
        elif self._options.bytes:
            self._add(place, value, decode(value), False)

    def _add(self, place: Place, raw: Any, text: str, is_key: bool) -> None:
        whole, size = measure(text)
        limit = self._options.max_text_bytes
        if limit is not None and size > limit:
            self._exceed("max_text_bytes")
            return
        if self._size + size > MAX_TOTAL_BYTES:
            self._end("total_text_bytes")
        self._size += size
        self.leaves.append(Leaf(place, raw, whole, size, is_key))

    def _enter(self, value: Any, place: Place) -> bool:
        # Field paths may read an object in one place and not in another, so they are part of its identity here.
        identity = id(value) if place.state is None else (id(value), place.state)
        known = self._seen.get(identity)
        if known is not None:
            self.edges.append(Edge(place.parent, place.position, place.key, known))
            return False
        opened = self._children(value)
        if opened is None:
            return False
        if self._options.max_depth is not None and place.depth >= self._options.max_depth:
            self._exceed("max_nested_depth")
            return False
        limit = self._options.max_items
        if limit is not None and len(opened[2]) > limit:
            self._exceed("max_collection_items")
        number = len(self.nodes)
        self._seen[identity] = number
        self.nodes.append(Node(value, opened, limit, place))
        if place.parent != ROOT:
            self.edges.append(Edge(place.parent, place.position, place.key, number))
        self._open.append(number)
        return True

    def _children(self, value: Any) -> Opened | None:
        cls = type(value)
        # Snapshots: code of the payload that runs during the walk must not disturb it.
        if cls is dict:
            return "dict", True, list(value.items())
        if cls is list or cls is tuple or cls is set or cls is frozenset:
            return cls.__name__, cls is list, list(enumerate(value))
        try:
            return open_object(value)
        except Exception:
            self._exceed("unreadable")
            return None

    def _exceed(self, reason: str) -> None:
        """Record that something is not looked at; it ends the walk if that is to block."""
        self.reason = self.reason or reason
        if self._options.block:
            raise LimitReached

    def _end(self, reason: str) -> None:
        self._exceed(reason)
        raise LimitReached


def decode(value: bytes | bytearray) -> str:
    """Return bytes as text: UTF-8, or Latin-1 where they are not."""
    plain = bytes(value)
    try:
        return plain.decode()
    except UnicodeDecodeError:
        return plain.decode("latin-1")


def _name(key: Any) -> str:
    """The name of a child in paths; made without running code of the payload."""
    cls = type(key)
    if issubclass(cls, str):
        return measure(key)[0]
    if cls is int and key.bit_length() <= _LONGEST_INTEGER:
        return repr(key)
    return repr(key) if cls in (bool, float, type(None)) else f"<{cls.__name__}>"
