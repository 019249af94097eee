"""The second half of the walk: copies the containers on the way to an edit, and shares everything else."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from mcpgateway_native.fallback._objects import copy_object, fill_object, rebuild_object
from mcpgateway_native.fallback._walk import ROOT, Edge, Gatherer, Leaf, Node

Changes = dict[int, tuple[Any, Any]]  # by position: key and new value


class Rewriter:
    """Collects edits of leaves, then rebuilds what holds them."""

    def __init__(self, gathered: Gatherer) -> None:
        """Rewrite what `gathered` found."""
        self._gathered = gathered
        self._changes: dict[int, Changes] = defaultdict(dict)
        self._keys: dict[int, dict[int, str]] = defaultdict(dict)
        self._values: dict[int, Any] = {}
        self._root: tuple[Any] | None = None
        self.unwritable = False

    def edit(self, leaf: Leaf, value: Any) -> None:
        """Put `value` in the place of a leaf."""
        place = leaf.place
        if place.parent == ROOT:
            self._root = (value,)
        elif leaf.is_key:
            self._keys[place.parent][place.position] = value
        else:
            self._changes[place.parent][place.position] = (place.key, value)

    def run(self, payload: Any) -> Any:
        """Return the rewritten payload; the same object without edits."""
        if self._root is not None:
            return self._root[0]
        edited = {*self._changes, *self._keys}
        if not edited:
            return payload
        edges = self._dirty_edges(edited)
        self._rebuild_all(edges)
        return self._values.get(0, payload)

    def _dirty_edges(self, edited: set[int]) -> dict[int, list[Edge]]:
        """Return the edges that lead to an edit, by parent; every container to be rebuilt is a key."""
        incoming: dict[int, list[Edge]] = defaultdict(list)
        for edge in self._gathered.edges:
            incoming[edge.child].append(edge)
        outgoing: dict[int, list[Edge]] = {number: [] for number in edited}
        waiting = list(edited)
        while waiting:
            for edge in incoming.pop(waiting.pop(), ()):
                if edge.parent not in outgoing:
                    outgoing[edge.parent] = []
                    waiting.append(edge.parent)
                outgoing[edge.parent].append(edge)
        return outgoing

    def _rebuild_all(self, edges: dict[int, list[Edge]]) -> None:
        """Rebuild children before parents; what refers back to a container that is not ready is patched later."""
        unready: dict[int, list[Edge]] = {}
        late: set[int] = set()
        for number in self._gathered.finished:
            if number not in edges:
                continue
            back = [edge for edge in edges[number] if edge.child not in self._values]
            node = self._gathered.nodes[number]
            if back and not node.mutable:
                unready[number] = back
                continue
            if back:
                late.add(number)
            self._rebuild(number, [edge for edge in edges[number] if edge.child in self._values])
        self._rebuild_unready(unready, edges)
        for number in late:
            self._refill(number, edges[number])

    def _rebuild_unready(self, unready: dict[int, list[Edge]], edges: dict[int, list[Edge]]) -> None:
        """Rebuild the tuples and sets that were waiting for another one, each as soon as it can be."""
        missing = {number: sum(edge.child in unready for edge in back) for number, back in unready.items()}
        dependents: dict[int, list[int]] = defaultdict(list)
        for number, back in unready.items():
            for edge in back:
                dependents[edge.child].append(number)
        ready = [number for number, count in missing.items() if count == 0]
        while ready:
            number = ready.pop()
            self._rebuild(number, edges[number])
            for dependent in dependents[number]:
                missing[dependent] -= 1
                if missing[dependent] == 0:
                    ready.append(dependent)
        for number in unready:
            # Tuples that hold each other and nothing else cannot be made from Python.
            if number not in self._values:
                self._give_up(number)

    def _rebuild(self, number: int, edges: Iterable[Edge]) -> None:
        node = self._gathered.nodes[number]
        try:
            if number in self._keys:
                self._keys[number] = _without_collisions(node, self._keys[number])
            new = _copy(node) if node.mutable else None
            self._values[number] = _filled(node, new, self._changes_of(number, edges), self._keys.get(number, {}))
        except Exception:
            self._give_up(number)

    def _changes_of(self, number: int, edges: Iterable[Edge]) -> Changes:
        changes = dict(self._changes.get(number, ()))
        changes.update((edge.position, (edge.key, self._values[edge.child])) for edge in edges)
        return changes

    def _refill(self, number: int, edges: list[Edge]) -> None:
        """Put into a rebuilt container what was not ready when it was rebuilt."""
        node, new = self._gathered.nodes[number], self._values[number]
        if new is node.obj:
            return  # given up
        try:
            _filled(node, new, self._changes_of(number, edges), self._keys.get(number, {}))
        except Exception:
            self.unwritable = True

    def _give_up(self, number: int) -> None:
        self.unwritable = True
        self._values[number] = self._gathered.nodes[number].obj


def _copy(node: Node) -> Any:
    return node.obj.copy() if node.kind in ("dict", "list") else copy_object(node.obj, node.kind)


def _filled(node: Node, new: Any, changes: Changes, keys: dict[int, str]) -> Any:
    """Put changes into `new`, a copy of a mutable container, or make an immutable one with them; return it."""
    values = [(index, value) for index, (_, value) in changes.items()]
    if node.kind == "list":
        for index, value in values:
            new[index] = value
    elif node.kind == "dict" and not keys:
        new.update(changes.values())
    elif node.mutable:
        fill_object(new, "mapping" if node.kind == "dict" else node.kind, node.items, values, list(keys.items()))
    elif node.kind in ("tuple", "set", "frozenset") and type(node.obj) in (tuple, set, frozenset):
        items = [value for _, value in node.items]
        for index, value in values:
            items[index] = value
        new = type(node.obj)(items)
    else:
        new = rebuild_object(node.obj, node.kind, node.items, values, list(keys.items()))
    return new


def _without_collisions(node: Node, keys: dict[int, str]) -> dict[int, str]:
    """Number masked keys that would take the place of another key of the mapping."""
    taken = {name for index, (name, _) in enumerate(node.items) if index not in keys and isinstance(name, str)}
    numbers: dict[str, int] = {}
    unique = {}
    for index, key in sorted(keys.items()):
        name = key
        while name in taken:
            numbers[key] = numbers.get(key, 1) + 1
            name = f"{key}#{numbers[key]}"
        taken.add(name)
        unique[index] = name
    return unique
