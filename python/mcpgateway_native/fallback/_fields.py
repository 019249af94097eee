"""Reads, copies and sets the fields of models and other objects, past every guard of theirs."""

from typing import Any

from mcpgateway_native.fallback._kinds import slots_of

Fields = list[tuple[str, Any]]

_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class made by a class statement


def model_fields(obj: Any) -> Fields:
    """Return the fields of a pydantic model, then what it holds beyond them; private attributes are no part of it."""
    return [*_shown_attributes(obj).items(), *(obj.__pydantic_extra__ or {}).items()]


def object_fields(obj: Any) -> Fields:
    """Return the attributes of an object, then its slots; properties are not asked."""
    fields: Fields = list(_shown_attributes(obj).items())
    for name, slot in slots_of(type(obj)).items():
        try:
            fields.append((name, slot.__get__(obj, type(obj))))
        except AttributeError:
            continue  # never set
    return fields


def assign_fields(new: Any, values: Fields) -> None:
    """Set fields past every guard: frozen models and dataclasses, properties, validators."""
    attributes = _attributes(new)
    slots = slots_of(type(new))
    for name, value in values:
        if name in attributes:
            attributes[name] = value
            if _attributes(new).get(name) is not value:
                raise TypeError("the attributes are made up, so they cannot be set")
        elif name in slots:
            slots[name].__set__(new, value)
        else:
            new.__pydantic_extra__[name] = value


def copy_model(obj: Any) -> Any:
    """Return a shallow copy of a pydantic model, private attributes included."""
    try:
        new = obj.model_copy()
        require_independence(new, obj)
    except Exception:  # a `model_copy` of its own
        new = bare_copy(obj)
        extra = obj.__pydantic_extra__
        object.__setattr__(new, "__pydantic_extra__", None if extra is None else dict(extra))
    return new


def bare_copy(obj: Any) -> Any:
    """Return a shallow copy, made without running code of its class."""
    cls = type(obj)
    # The constructor of what the class is built on, past all that are written in Python.
    builtin: Any = next(base for base in cls.__mro__ if not base.__flags__ & _HEAP_TYPE)
    new = builtin.__new__(cls)
    if issubclass(cls, BaseException):
        new.args = obj.args
    _attributes(new).update(_attributes(obj))
    for slot in slots_of(type(obj)).values():
        try:
            slot.__set__(new, slot.__get__(obj, type(obj)))
        except AttributeError:
            continue  # never set
    return new


def require_independence(new: Any, obj: Any) -> None:
    """Raise `TypeError` when `new` is no copy of `obj` that can be changed by itself."""
    attributes = _attributes(new)
    if new is obj or type(new) is not type(obj) or (attributes and attributes is _attributes(obj)):
        raise TypeError("a copy of the object is not independent")


def _shown_attributes(obj: Any) -> dict[str, Any]:
    """The attributes as the class shows them: one that hides them on purpose must not pass for empty."""
    if not type(obj).__dictoffset__:
        return {}
    attributes: dict[str, Any] = obj.__dict__
    return attributes


def _attributes(obj: Any) -> dict[str, Any]:
    try:
        attributes: dict[str, Any] = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return {}
    return attributes
