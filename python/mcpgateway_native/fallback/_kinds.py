"""Decides what kind of container a class makes, by the class alone: no code of an instance runs."""

import functools
import os
import sys
from collections import UserString, deque
from collections.abc import Callable, Mapping, Sequence
from types import MemberDescriptorType, SimpleNamespace
from typing import TypeVar

# Never looked into, and no text: the walk reads those of them that an option asks for.
_SCALARS = (str, bytes, bytearray, memoryview, int, float, complex, type, range, slice, type(None))

# Bases from here say nothing about what an object is; any other base from the standard library makes it opaque.
_NEUTRAL_MODULES = frozenset({"abc", "builtins", "collections", "collections.abc", "contextlib", "types", "typing"})


_Result = TypeVar("_Result")


def _remembered(function: Callable[[type], _Result]) -> Callable[[type], _Result]:
    """Remember results by class, but not of ever more classes that a program may make."""
    return functools.lru_cache(maxsize=1024)(function)


@_remembered
def kind_of(cls: type) -> str | None:
    """Return the kind of container that instances of `cls` are, or None when they are not looked into."""
    if issubclass(cls, _SCALARS):
        return None
    if hasattr(cls, "__pydantic_fields_set__") and hasattr(cls, "model_copy"):
        return "model"
    for base, kind in ((tuple, "tuple"), (list, "sequence"), (deque, "sequence"), (set, "set"), (frozenset, "set")):
        if issubclass(cls, base):
            return kind
    if issubclass(cls, Mapping):
        return "mapping"
    if issubclass(cls, SimpleNamespace | UserString):
        return "object"
    if (_is_standard(cls) and cls.__module__ != "collections") or any(map(_is_opaque_base, cls.__mro__)):
        return None
    if issubclass(cls, Sequence):
        return "sequence"
    if hasattr(cls, "__next__"):
        return None
    return "object" if cls.__dictoffset__ or slots_of(cls) else None


@_remembered
def slots_of(cls: type) -> dict[str, MemberDescriptorType]:
    """Return the fields of instances of `cls` that are slots, by name."""
    slots = {}
    for base in reversed(cls.__mro__):
        if "__slots__" in base.__dict__:
            slots.update({name: item for name, item in base.__dict__.items() if isinstance(item, MemberDescriptorType)})
    return slots


@_remembered
def is_copy_on_write(cls: type) -> bool:
    """Whether `cls` is a copy-on-write wrapper of the gateway's framework.

    In some versions its storage as a dict or list is empty and copies share state, so it is replaced by a plain one.
    """
    return any(base.__name__ in ("CopyOnWriteDict", "CopyOnWriteList") for base in cls.__mro__)


def _is_opaque_base(base: type) -> bool:
    return base.__module__ not in _NEUTRAL_MODULES and _is_standard(base)


def _is_standard(cls: type) -> bool:
    """Whether `cls` lives in the standard library, and not in a user's module of the same name."""
    root = str(cls.__module__).partition(".")[0]
    if root not in sys.stdlib_module_names:
        return False
    file = getattr(sys.modules.get(root), "__file__", None)
    return file is None or not str(file).endswith(".py") or str(file).startswith(os.path.dirname(os.__file__))
