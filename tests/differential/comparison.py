"""Compares what Rust and Python made of the same value: equal answers, equal types, equal sharing with the input."""

import ast
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import mcpgateway_native as native

LEAVES = (str, int, float, complex, type(None), bytes, bytearray)


@cache
def _pair(name: str, config_text: str) -> tuple[native.TextEngine, native.TextEngine]:
    config = ast.literal_eval(config_text)
    return native.load(name, config, native=None), native.load(name, config, native=False)


def pair(name: str, config: dict[str, Any]) -> tuple[native.TextEngine, native.TextEngine]:
    """The engine of a configuration in Rust and in Python; built once per configuration."""
    rust, python = _pair(name, repr(config))
    assert (rust.implementation, python.implementation) == ("rust", "python")
    return rust, python


def same_text(name: str, config: dict[str, Any], text: str) -> None:
    """Assert that both scan and rewrite a text alike, and that the findings describe the edits."""
    rust, python = pair(name, config)
    found = rust.scan(text)
    assert found == python.scan(text)
    assert [start for _, start, _, _ in found] == sorted(start for _, start, _, _ in found)
    ends = [0, *(end for _, _, end, _ in found)]
    assert all(before <= start < end <= len(text) for before, (_, start, end, _) in zip(ends[:-1], found, strict=True))

    rewritten, expected = rust.rewrite(text), python.rewrite(text)
    assert rewritten == expected
    assert (rewritten is text) == (expected is text)
    position = 0
    for start, end in [(start, end) for _, start, end, _ in found]:
        # What lies between the findings is kept as it is.
        position = rewritten.index(text[ends[0] : start], position) + start - ends[0]
        ends[0] = end
    assert rewritten.endswith(text[ends[0] :])


def same_payload(name: str, config: dict[str, Any], payload: Any) -> native.Outcome:
    """Assert that both make the same of a payload, and that neither changed it."""
    rust, python = pair(name, config)
    before = _shape(payload)
    ours, theirs = rust.process(payload), python.process(payload)
    assert _shape(payload) == before
    assert ours.findings == theirs.findings
    assert (ours.changed, ours.complete, ours.reason) == (theirs.changed, theirs.complete, theirs.reason)
    assert (rust.failures, python.failures) == (0, 0)
    same_value(ours.payload, theirs.payload, _identities(payload))
    if not ours.changed:
        assert ours.payload is payload
    return ours


def same_value(ours: Any, theirs: Any, inputs: frozenset[int]) -> None:
    """Assert equality in value, type and identity; `inputs` are the ids of the objects that the input consists of."""
    seen = set()
    pairs = deque([(ours, theirs)])
    while pairs:
        left, right = pairs.popleft()
        if left is right or (id(left), id(right)) in seen:
            continue
        seen.add((id(left), id(right)))
        assert type(left) is type(right)
        assert (id(left) in inputs) == (id(right) in inputs)
        if isinstance(left, LEAVES):
            assert repr(left) == repr(right)
            continue
        if isinstance(left, set | frozenset):
            assert left == right
            continue
        mine, other = list(_children(left)), list(_children(right))
        assert [key for key, _ in mine] == [key for key, _ in other]
        pairs.extend((a, b) for (_, a), (_, b) in zip(mine, other, strict=True))


def _children(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list | tuple | deque):
        yield from enumerate(value)
    elif isinstance(value, set | frozenset):
        yield from ((None, item) for item in value)
    elif not isinstance(value, (*LEAVES, type)):
        yield from getattr(value, "__dict__", {}).items()
        yield from (getattr(value, "__pydantic_extra__", None) or {}).items()
        for kind in type(value).__mro__:
            yield from ((slot, getattr(value, slot)) for slot in getattr(kind, "__slots__", ()) if hasattr(value, slot))


def _identities(value: Any) -> frozenset[int]:
    return frozenset(id(item) for item in _every(value))


def _every(value: Any) -> list[Any]:
    found, seen, waiting = [], set(), deque([value])
    while waiting:
        item = waiting.popleft()
        if id(item) in seen:
            continue
        seen.add(id(item))
        found.append(item)
        waiting.extend(child for _, child in _children(item))
    return found


def _shape(value: Any) -> list[Any]:
    """What an object graph consists of, comparable after a call that must not have changed it."""
    shape: list[Any] = []
    for item in _every(value):
        leaf = isinstance(item, LEAVES)
        shape.append((id(item), repr(item) if leaf else [(_name(key), id(child)) for key, child in _children(item)]))
    return shape


def _name(key: Any) -> Any:
    # Indices are made anew for every look, so their identity says nothing.
    return repr(key) if isinstance(key, LEAVES) else id(key)
