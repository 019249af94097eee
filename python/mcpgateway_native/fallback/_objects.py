"""Opens, copies and refills containers that are no plain built-in, for the Rust walk and for its twin.

User code runs here (`items`, `__iter__`, `__copy__`, descriptors); what it raises reaches the caller.
"""

import copy
from collections import deque
from collections.abc import Callable, MutableMapping, MutableSequence
from itertools import islice
from types import MappingProxyType
from typing import Any

from mcpgateway_native.fallback._fields import (
    assign_fields,
    bare_copy,
    copy_model,
    model_fields,
    object_fields,
    require_independence,
)
from mcpgateway_native.fallback._kinds import is_copy_on_write, kind_of
from mcpgateway_native.fallback._options import MAX_TOTAL_NODES

Children = list[tuple[Any, Any]]
Changes = list[tuple[int, Any]]


def open_object(obj: Any) -> tuple[str, bool, Children] | None:
    """Return kind, whether a copy can be edited in place, and children as (key, value); None for what is not opened.

    Kinds: "mapping", "sequence", "tuple", "set", "model", "object". The children of a model or object are keyed by
    attribute name, those of sequences, tuples and sets by position.
    """
    kind = kind_of(type(obj))
    if kind is None:
        return None
    children = _OPENERS[kind](obj)
    if kind == "object" and not children:
        return None  # nothing in it, so no container
    return kind, kind not in ("tuple", "set") and type(obj) is not MappingProxyType, children


def copy_object(obj: Any, kind: str) -> Any:
    """Return a shallow copy of a mutable object, to be given to `fill_object`.

    The copy of a mapping or sequence that cannot keep its type is an empty dict or list.
    """
    if kind == "model":
        return copy_model(obj)
    try:
        if kind == "object":
            return _shallow_copy(obj)
        if kind == "mapping" and _keeps_type(obj, dict, MutableMapping):
            return _editable_copy(obj, next(iter(obj.items()), None))
        if kind == "sequence" and _keeps_type(obj, (list, deque), MutableSequence):
            return _editable_copy(obj, next(iter(enumerate(obj)), None))
    except Exception:  # a class that cannot be copied or assigned to: its content is what counts
        if kind == "object":
            return bare_copy(obj)
    return {} if kind == "mapping" else []


def fill_object(new: Any, kind: str, children: Children, values: Changes, keys: Changes | tuple[()] = ()) -> None:
    """Put new values, and for a mapping new keys, at the given positions of a copy; may be called again."""
    if kind in ("model", "object"):
        assign_fields(new, [(children[index][0], value) for index, value in values])
    elif kind == "sequence" and type(new) is list:
        new[:] = [value for _, value in _edited(children, values, ())]
    elif kind == "sequence":
        for index, value in values:
            new[index] = value
    elif keys or type(new) is dict:
        new.clear()  # only a fresh start keeps the order of the keys
        for key, value in _edited(children, values, keys):
            new[key] = value
    else:
        for index, value in values:
            new[children[index][0]] = value


def rebuild_object(obj: Any, kind: str, children: Children, values: Changes, keys: Changes | tuple[()] = ()) -> Any:
    """Return an immutable object of the same kind with new values, and for a mapping new keys."""
    edited = _edited(children, values, keys)
    if kind == "mapping":
        return MappingProxyType(dict(edited))
    items = [value for _, value in edited]
    plain = tuple if kind == "tuple" else set if issubclass(type(obj), set) else frozenset
    try:
        return _same_type(obj, plain, items)
    except Exception:  # a constructor of its own
        return plain(items)


def _items(obj: Any) -> Children:
    # A mapping may make up its items endlessly; the walk would not visit more of them.
    return [(key, value) for key, value in islice(obj.items(), MAX_TOTAL_NODES + 1)]


def _enumerated(obj: Any) -> Children:
    return list(enumerate(islice(obj, MAX_TOTAL_NODES + 1)))


_OPENERS: dict[str, Callable[[Any], Children]] = {
    "mapping": _items,
    "sequence": _enumerated,
    "tuple": _enumerated,
    "set": _enumerated,
    "model": model_fields,
    "object": object_fields,
}


def _edited(children: Children, values: Changes, keys: Changes | tuple[()]) -> Children:
    by_position, renamed = dict(values), dict(keys)
    return [(renamed.get(index, key), by_position.get(index, value)) for index, (key, value) in enumerate(children)]


def _keeps_type(obj: Any, concrete: type | tuple[type, ...], abstract: type) -> bool:
    """Whether a shallow copy of `obj` has, as far as one can tell, storage of its own."""
    cls = type(obj)
    if is_copy_on_write(cls):
        return False
    return issubclass(cls, concrete) or (issubclass(cls, abstract) and hasattr(cls, "__copy__"))


def _shallow_copy(obj: Any) -> Any:
    new = copy.copy(obj)
    require_independence(new, obj)
    return new


def _editable_copy(obj: Any, child: tuple[Any, Any] | None) -> Any:
    """Copy a mapping or sequence, and try on one child that the copy takes values and the original stays as it is."""
    new = _shallow_copy(obj)
    if child is not None:
        place, old = child
        trial = "".join(("", "trial", "s"))
        new[place] = trial
        if obj[place] is trial:
            obj[place] = old
            raise TypeError("a copy of the object is not independent")
        if new[place] is old:
            raise TypeError("a copy of the object cannot be changed")
        new[place] = old
    return new


def _same_type(obj: Any, plain: type, items: list[Any]) -> Any:
    cls: Any = type(obj)
    if plain is set:
        new = _shallow_copy(obj)
        new.clear()
        new.update(items)
        return new
    if plain is tuple:
        # Other subclasses of tuple have constructors that nobody knows.
        return cls._make(items) if hasattr(cls, "_make") and hasattr(cls, "_fields") else tuple(items)
    return cls(items)
