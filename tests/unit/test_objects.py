"""Containers that are no plain built-in: which are opened, and what a copy of each looks like."""

import collections
import copy
import dataclasses
import datetime
import decimal
import enum
import os
import pathlib
import re
import threading
import types
import typing
import uuid
from collections import UserDict, UserList, UserString
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import pydantic
import pytest

from mcpgateway_native.fallback._kinds import kind_of
from mcpgateway_native.fallback._objects import copy_object, fill_object, open_object, rebuild_object

OLD, NEW = "old", "new"


def replaced(obj: Any) -> Any:
    """A copy of `obj` with NEW in the place of OLD, made as the walk makes it."""
    opened = open_object(obj)
    assert opened is not None
    kind, mutable, children = opened
    values = [(index, NEW) for index, (_, value) in enumerate(children) if value == OLD]
    assert values
    if not mutable:
        return rebuild_object(obj, kind, children, values)
    new = copy_object(obj, kind)
    fill_object(new, kind, children, values)
    return new


class Colour(enum.Enum):
    RED = OLD


class Name(enum.StrEnum):
    RED = OLD


class Empty:
    pass


class Counting:
    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        return 1


class Logger(threading.Thread):
    pass


@pytest.mark.parametrize(
    "value",
    [
        None, True, 1, 1.5, 1j, "text", b"bytes", bytearray(b"x"), memoryview(b"x"), range(3), slice(1), int, os, len,
        Colour.RED, Name.RED, datetime.datetime.now(), datetime.date.today(), decimal.Decimal(1), uuid.uuid4(),
        pathlib.Path("/tmp"), re.compile("x"), re.match("x", "x"), (x for x in "ab"), iter([1]), {}.values(),
        lambda: None, open, Empty(), Empty, Counting(), Logger(), threading.Lock(), object(), "x".join, ...,
        list[int], typing.Any,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_is_not_opened(value: Any) -> None:
    assert open_object(value) is None


class Strict(dict[str, str]):
    def __init__(self, **values: str) -> None:
        super().__init__(**values)
        self.note = "kept"


class ReadOnly(dict[str, str]):
    def __setitem__(self, key: str, value: str) -> None:
        raise TypeError("read-only")


class Store(MutableMapping[str, str]):
    """Keeps its content in an attribute, which a shallow copy would share."""

    def __init__(self, **values: str) -> None:
        self.values_ = values

    def __getitem__(self, key: str) -> str:
        return self.values_[key]

    def __setitem__(self, key: str, value: str) -> None:
        self.values_[key] = value

    def __delitem__(self, key: str) -> None:
        del self.values_[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_)

    def __len__(self) -> int:
        return len(self.values_)


class SharingStore(Store):
    def __copy__(self) -> "SharingStore":
        new = SharingStore()
        new.values_ = self.values_
        return new


class Frozen(Mapping[str, str]):
    def __getitem__(self, key: str) -> str:
        return {"a": OLD, "b": "x"}[key]

    def __iter__(self) -> Iterator[str]:
        return iter("ab")

    def __len__(self) -> int:
        return 2


@pytest.mark.parametrize(
    ("value", "expected_type"),
    [
        (Strict(a=OLD, b="x"), Strict),
        (collections.OrderedDict(a=OLD, b="x"), collections.OrderedDict),
        (collections.defaultdict(list, a=OLD, b="x"), collections.defaultdict),
        (UserDict(a=OLD, b="x"), UserDict),
        (collections.ChainMap({"a": OLD, "b": "x"}), collections.ChainMap),
        (types.MappingProxyType({"a": OLD, "b": "x"}), types.MappingProxyType),
        (ReadOnly(a=OLD, b="x"), dict),
        (Store(a=OLD, b="x"), dict),
        (SharingStore(a=OLD, b="x"), dict),
        (Frozen(), dict),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Mapping) else "",
)
def test_mappings(value: Any, expected_type: type) -> None:
    before = dict(value)
    new = replaced(value)
    assert type(new) is expected_type
    assert dict(new) == {"a": NEW, "b": "x"} and list(new) == list(value)
    assert dict(value) == before
    if expected_type is Strict:
        assert new.note == "kept"


def test_new_keys_keep_their_place() -> None:
    for value in (Strict(a=OLD, b="x", c="y"), types.MappingProxyType({"a": OLD, "b": "x", "c": "y"})):
        opened = open_object(value)
        assert opened is not None
        kind, mutable, children = opened
        if mutable:
            new = copy_object(value, kind)
            for _ in range(2):  # filling twice changes nothing
                fill_object(new, kind, children, [(0, NEW)], [(1, "B")])
        else:
            new = rebuild_object(value, kind, children, [(0, NEW)], [(1, "B")])
        assert type(new) is type(value) and list(new.items()) == [("a", NEW), ("B", "x"), ("c", "y")]
        assert list(value) == ["a", "b", "c"]


def test_the_environment_of_the_process_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWIN_TEST", OLD)
    new = replaced(os.environ)
    assert type(new) is dict and new["TWIN_TEST"] == NEW and os.environ["TWIN_TEST"] == OLD


class Tagged(list[str]):
    tag = "kept"


class Pair(Sequence[str]):
    def __getitem__(self, index: Any) -> Any:
        return [OLD, "x"][index]

    def __len__(self) -> int:
        return 2


class Point(typing.NamedTuple):
    a: str
    b: str


class Triple(tuple[str, ...]):
    pass


class Bag(set[str]):
    pass


class FrozenBag(frozenset[str]):
    pass


def tagged() -> Tagged:
    value = Tagged([OLD, "x"])
    value.tag = "own"
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (collections.deque([OLD, "x"], maxlen=5), collections.deque([NEW, "x"], maxlen=5)),
        (UserList([OLD, "x"]), UserList([NEW, "x"])),
        (Pair(), [NEW, "x"]),
        (Point(OLD, "x"), Point(NEW, "x")),
        (Triple((OLD, "x")), (NEW, "x")),
        (Bag({OLD}), Bag({NEW})),
        (FrozenBag({OLD}), FrozenBag({NEW})),
    ],
    ids=lambda value: type(value).__name__,
)
def test_sequences_tuples_and_sets(value: Any, expected: Any) -> None:
    before = list(value)
    new = replaced(value)
    assert type(new) is type(expected) and new == expected
    assert list(value) == before


def test_attributes_of_a_list_are_kept() -> None:
    new = replaced(tagged())
    assert type(new) is Tagged and new == [NEW, "x"] and new.tag == "own"


@dataclasses.dataclass(frozen=True, slots=True)
class Slotted:
    a: str
    b: str = "x"


@dataclasses.dataclass(frozen=True)
class Plain:
    a: str
    b: str = "x"


class Both:
    __slots__ = ("__dict__", "a", "unset")

    def __init__(self) -> None:
        self.a = OLD
        self.b = "x"


class Guarded:
    def __init__(self) -> None:
        self.a = OLD
        self.b = "x"

    def __setattr__(self, name: str, value: str) -> None:
        if name in self.__dict__:
            raise AttributeError("read-only")
        object.__setattr__(self, name, value)

    @property
    def c(self) -> str:
        raise RuntimeError("not to be asked")


class Uncopyable(Guarded):
    def __copy__(self) -> "Uncopyable":
        raise TypeError("one of a kind")


class Singleton(Guarded):
    def __copy__(self) -> "Singleton":
        return self


class Failure(Exception):
    def __init__(self) -> None:
        super().__init__("args")
        self.a = OLD
        self.b = "x"


@pytest.mark.parametrize(
    "value",
    [
        Slotted(OLD),
        Plain(OLD),
        Both(),
        Guarded(),
        Uncopyable(),
        Singleton(),
        Failure(),
        types.SimpleNamespace(a=OLD, b="x"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_objects(value: Any) -> None:
    new = replaced(value)
    assert type(new) is type(value) and new is not value
    assert (new.a, new.b, value.a) == (NEW, "x", OLD)


def test_a_user_string_is_an_object() -> None:
    new = replaced(UserString(OLD))
    assert type(new) is UserString and new == NEW


class Model(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True, extra="allow")
    a: str
    b: int = 3
    _private: list[str] = pydantic.PrivateAttr(default_factory=lambda: ["secret"])


class Root(pydantic.RootModel[str]):
    pass


class OwnCopy(pydantic.BaseModel):
    a: str

    def model_copy(self, **_: Any) -> "OwnCopy":
        raise TypeError("one of a kind")


def test_models() -> None:
    model = Model.model_validate({"a": OLD, "more": OLD})
    opened = open_object(model)
    assert opened is not None
    assert opened == ("model", True, [("a", OLD), ("b", 3), ("more", OLD)])
    new = replaced(model)
    assert (type(new), new.a, new.b, new.more) == (Model, NEW, 3, NEW)
    assert new._private == ["secret"] and new.model_fields_set == model.model_fields_set
    assert (model.a, model.more) == (OLD, OLD)
    assert replaced(Root(OLD)).root == NEW
    assert replaced(OwnCopy(a=OLD)).a == NEW


def test_a_class_that_hides_its_attributes_is_no_empty_object() -> None:
    class Hiding:
        def __init__(self) -> None:
            self.a = OLD

        def __getattribute__(self, name: str) -> Any:
            if name == "__dict__":
                raise RuntimeError("no")
            return object.__getattribute__(self, name)

    with pytest.raises(RuntimeError):
        open_object(Hiding())


def test_a_users_module_that_shares_a_name_with_the_library_is_opened(tmp_path: pathlib.Path) -> None:
    module = types.ModuleType("profile")
    module.__file__ = str(tmp_path / "profile.py")
    cls: Any = type("Customer", (), {"__module__": "profile"})
    customer = cls()
    customer.a = OLD
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(__import__("sys").modules, "profile", module)
        assert open_object(customer) == ("object", True, [("a", OLD)])


def test_framework_wrappers_become_plain() -> None:
    memory = pytest.importorskip("cpex.framework.memory")
    mapping = memory.CopyOnWriteDict({"a": OLD, "b": "x"})
    new = replaced(mapping)
    assert type(new) is dict and new == {"a": NEW, "b": "x"} and not mapping.has_modifications()
    sequence = memory.CopyOnWriteList([OLD, "x"])
    new = replaced(sequence)
    assert type(new) is list and new == [NEW, "x"] and list(sequence) == [OLD, "x"]


class CopyOnWriteDict(dict[str, str]):
    """As in older frameworks: the storage of the dict itself stays empty."""

    def __init__(self, original: dict[str, str]) -> None:
        super().__init__()
        self.original = original

    def __getitem__(self, key: str) -> str:
        return self.original[key]

    def __len__(self) -> int:
        return len(self.original)

    def items(self) -> Any:
        return self.original.items()


def test_a_wrapper_with_empty_storage_is_read_by_protocol() -> None:
    original = {"a": OLD}
    new = replaced(CopyOnWriteDict(original))
    assert type(new) is dict and new == {"a": NEW} and original == {"a": OLD}


def test_kinds_are_decided_by_class() -> None:
    class Lying:
        @property
        def __class__(self) -> type:  # type: ignore[override]
            raise RuntimeError("not to be asked")

        def __init__(self) -> None:
            self.a = OLD

    assert kind_of(Lying) == "object"
    assert open_object(Lying()) == ("object", True, [("a", OLD)])


def test_copies_are_shallow() -> None:
    inner = ["shared"]
    value = types.SimpleNamespace(a=OLD, inner=inner)
    assert replaced(value).inner is inner
    assert copy.copy(value).inner is inner
