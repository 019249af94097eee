"""The twin's walk over any value: what is read, what is copied, what is shared, and where it ends."""

import copy
import dataclasses
import enum
import time
import types
from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pydantic
import pytest

from mcpgateway_native.fallback import _walk
from mcpgateway_native.fallback.pii_filter import Engine

MAIL, MASK = "a@b.com", "[REDACTED]"


def process(payload: Any, **config: Any) -> Any:
    return Engine(config).process(payload)


def masked(payload: Any, **config: Any) -> Any:
    result, _, changed, complete, reason = process(payload, **config)
    assert (changed, complete, reason) == (True, True, None)
    return result


def paths(payload: Any, **config: Any) -> list[str]:
    return [finding[4] for finding in process(payload, **config)[1]]


class Row(NamedTuple):
    name: str
    mail: str


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    owner: str
    tags: tuple[str, ...] = ()


class Person(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(frozen=True)
    mail: str
    friends: list[Any] = []


class Text(str):
    def __str__(self) -> str:
        return "lies"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (MAIL, MASK),
        ({"a": MAIL}, {"a": MASK}),
        ([MAIL, 1, None, True, 1.5], [MASK, 1, None, True, 1.5]),
        ((MAIL, "x"), (MASK, "x")),
        ({MAIL}, {MASK}),
        (frozenset({MAIL}), frozenset({MASK})),
        ({"a": [({"b": {MAIL}},)]}, {"a": [({"b": {MASK}},)]}),
        (Row("x", MAIL), Row("x", MASK)),
        (Card(MAIL, (MAIL,)), Card(MASK, (MASK,))),
        ({Card(MAIL)}, {Card(MASK)}),
        (frozenset({Card("x", (MAIL,))}), frozenset({Card("x", (MASK,))})),
        (Person(mail=MAIL, friends=[Person(mail=MAIL)]), Person(mail=MASK, friends=[Person(mail=MASK)])),
        (types.SimpleNamespace(a=MAIL), types.SimpleNamespace(a=MASK)),
        (OrderedDict(a=MAIL), OrderedDict(a=MASK)),
        (types.MappingProxyType({"a": MAIL}), {"a": MASK}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_container_is_read_and_keeps_its_type(payload: Any, expected: Any) -> None:
    before = copy.deepcopy(payload) if not isinstance(payload, types.MappingProxyType) else payload
    result = masked(payload)
    assert result == expected and type(result) is type(payload)
    assert payload == before
    if isinstance(result, set | frozenset):
        assert all(element in result for element in expected)


def test_a_subclass_of_str_is_read_as_it_is_and_becomes_a_str() -> None:
    result = masked([Text(MAIL)])
    assert result == [MASK] and type(result[0]) is str


def test_members_of_string_enumerations_are_texts_like_any_other() -> None:
    class Colour(enum.StrEnum):
        MAIL = "a@b.com"
        RED = "red"

    result = masked([Colour.MAIL, Colour.RED])
    assert result == [MASK, "red"] and type(result[0]) is str and result[1] is Colour.RED


def test_a_clean_payload_is_the_same_object_and_siblings_are_shared() -> None:
    clean = {"a": [1, "x", {"b": ("y",)}], "c": Person(mail="none")}
    assert process(clean)[0] is clean
    payload = {"dirty": [MAIL], "clean": clean}
    result = masked(payload)
    assert result["clean"] is clean and payload["dirty"] == [MAIL]


def test_a_mask_that_changes_nothing_changes_nothing() -> None:
    payload = [MAIL]
    result, findings, changed, *_ = process(payload, redaction_text=MAIL)
    assert result is payload and len(findings) == 1 and not changed


def test_paths_and_order_are_those_of_the_document() -> None:
    payload = {"b": [MAIL, {"c": (MAIL,)}], "a": MAIL, 5: MAIL, None: MAIL, (1,): MAIL, "": {"x": MAIL}}
    assert paths(payload) == ["b[0]", "b[1].c[0]", "a", "5", "None", "<tuple>", "x"]
    assert paths([[MAIL]]) == ["[0][0]"] and paths(MAIL) == [""]
    assert paths({"": MAIL, "..": [MAIL]}) == ["", "..[0]"]
    assert paths({"a": Person(mail=MAIL)}) == ["a.mail"]
    assert paths({10**1000: MAIL, "\ud800": MAIL}) == ["<int>", "\ufffd"]


def test_of_a_deep_path_the_end_is_shown() -> None:
    payload: Any = MAIL
    for index in range(64):
        payload = {f"k{index}": payload}
    assert paths(payload) == [".".join(f"k{index}" for index in reversed(range(64)))]
    assert paths([payload]) == ["…." + ".".join(f"k{index}" for index in reversed(range(64)))]
    assert paths({"a": [[payload], MAIL]})[1] == "a[1]"


def test_a_hundred_thousand_levels() -> None:
    payload: list[Any] = [MAIL]
    for _ in range(100_000):
        payload = [payload]
    result = masked(payload)
    for _ in range(100_000):
        (result,) = result
    assert result == [MASK]

    mapping: dict[str, Any] = {"mail": MAIL}
    for _ in range(100_000):
        mapping = {"a": (mapping,)}
    inner = masked(mapping)
    for _ in range(100_000):
        (inner,) = inner["a"]
    assert inner == {"mail": MASK}


def test_findings_on_every_level_stay_affordable() -> None:
    payload: list[Any] = [MAIL]
    for _ in range(20_000):
        payload = [MAIL, payload]
    begun = time.process_time()
    _, findings, *_ = process(payload)
    assert len(findings) == 20_001 and sum(len(finding[4]) for finding in findings) < 64 * 4 * 20_001
    assert time.process_time() - begun < 20


def test_cycles_end_and_are_kept() -> None:
    mapping: dict[str, Any] = {"mail": MAIL}
    mapping["self"] = mapping
    result = masked(mapping)
    assert result["self"] is result and result["mail"] == MASK and mapping["mail"] == MAIL

    sequence: list[Any] = []
    inner = (sequence, MAIL)
    outer = (inner,)
    sequence.append(outer)
    result = masked(inner)
    assert result[0][0][0] is result and result[1] == MASK
    result = masked(sequence)
    assert result[0][0][0] is result and result[0][0][1] == MASK

    value = types.SimpleNamespace(mail=MAIL)
    value.me, value.all = value, [value, {"x": (value,)}]
    result = masked(value)
    assert result.me is result and result.all[0] is result and result.all[1]["x"][0] is result and value.me is value

    person = Person(mail=MAIL)
    person.friends.append(person)
    result = masked(person)
    assert result.friends[0] is result and person.friends[0] is person

    class Node:
        def __init__(self) -> None:
            self.mail, self.peers = MAIL, {self}

    node = Node()
    result = masked(node)
    assert next(iter(result.peers)) is result and result in result.peers

    clean: list[Any] = []
    clean.append(clean)
    assert process(clean)[0] is clean


def test_a_cycle_through_renamed_keys() -> None:
    mapping: dict[str, Any] = {MAIL: 1}
    mapping["x@y.com"] = OrderedDict({MAIL: mapping})
    result = masked(mapping, scan_keys=True)
    assert list(result) == [MASK, f"{MASK}#2"]
    assert type(result[f"{MASK}#2"]) is OrderedDict and result[f"{MASK}#2"][MASK] is result


def test_shared_references_are_visited_once() -> None:
    payload: list[Any] = [MAIL]
    for _ in range(40):
        payload = [payload, payload]
    result, findings, *_ = process(payload)
    assert len(findings) == 1
    for _ in range(40):
        assert result[0] is result[1]
        result = result[0]
    assert result == [MASK]


def test_keys_are_read_only_when_asked_for() -> None:
    payload = {MAIL: 1, "b@b.com": MAIL, MASK: 2, 5: 3, "c@c.com": 4}
    assert masked(payload) == {MAIL: 1, "b@b.com": MASK, MASK: 2, 5: 3, "c@c.com": 4}
    result = masked(payload, scan_keys=True)
    assert list(result.items()) == [(f"{MASK}#2", 1), (f"{MASK}#3", MASK), (MASK, 2), (5, 3), (f"{MASK}#4", 4)]
    assert paths({"k": {MAIL: MAIL}}, scan_keys=True) == [f"k.{MAIL}(key)", f"k.{MAIL}"]
    assert masked(types.MappingProxyType({MAIL: 1}), scan_keys=True) == {MASK: 1}
    person = types.SimpleNamespace(**{MAIL: 1})
    assert process(person, scan_keys=True)[0] is person  # attribute names are no data


def test_many_equal_masks_do_not_take_quadratic_time() -> None:
    payload = {f"a{index}@b.com": index for index in range(20_000)}
    begun = time.process_time()
    assert len(masked(payload, scan_keys=True)) == 20_000
    assert time.process_time() - begun < 20


def test_integers_are_read_only_when_asked_for() -> None:
    card = 4111111111111111
    assert process([card])[2] is False
    assert masked([card, True, 7, -card, 10**5], scan_integers=True) == [MASK, True, 7, "-" + MASK, 10**5]
    assert masked(card, scan_integers=True) == MASK

    class Number(enum.IntEnum):
        CARD = card

    assert masked([Number.CARD], scan_integers=True) == [MASK]


def test_bytes_are_read_only_when_asked_for() -> None:
    payload = [b"to a@b.com", bytearray(b"a@b.com"), b"\xff a@b.com", memoryview(b"a@b.com")]
    assert process(payload)[0] is payload
    result = masked(payload, scan_bytes=True, redaction_text="█")
    assert result[:3] == ["to █".encode(), bytearray("█".encode()), b"\xff " + "█".encode()]
    assert type(result[1]) is bytearray and result[3] is payload[3]
    assert paths({"a": "é a@b.com".encode()}, scan_bytes=True) == ["a"]
    assert process(b"\xe9 a@b.com", scan_bytes=True)[1][0][1:3] == (2, 9)


@pytest.mark.parametrize(
    ("config", "read"),
    [
        ({"include_fields": ["user.mail"]}, ["user.mail"]),
        ({"include_fields": ["*.mail"]}, ["user.mail", "team.mail", "list[1].mail"]),
        ({"include_fields": ["list"]}, ["list[0]", "list[1].mail"]),
        ({"include_fields": ["list.mail"]}, ["list[1].mail"]),
        ({"exclude_fields": ["user", "*.mail"]}, ["list[0]"]),
        ({"include_fields": ["user"], "exclude_fields": ["user.mail"]}, []),
    ],
)
def test_field_paths(config: dict[str, Any], read: list[str]) -> None:
    payload = {"user": {"mail": MAIL}, "team": Person(mail=MAIL), "list": [MAIL, {"mail": MAIL}]}
    assert paths(payload, **config) == read


def test_a_bare_text_has_no_path_that_could_be_left_out() -> None:
    assert masked(MAIL, include_fields=["a"]) == MASK
    assert process([MAIL], include_fields=["a"])[2] is False


def test_an_object_that_is_left_out_in_one_place_is_read_in_another() -> None:
    shared = [MAIL]
    result = masked({"out": shared, "in": shared, "too": shared}, exclude_fields=["out"])
    assert result["out"] is shared and result["in"] == [MASK] and result["in"] is result["too"]


@pytest.mark.parametrize(
    ("config", "payload", "partial", "reason"),
    [
        ({"max_text_bytes": 7}, [MAIL, "é" + MAIL], [MASK, "é" + MAIL], "max_text_bytes"),
        ({"max_nested_depth": 1}, [MAIL, [MAIL]], [MASK, [MAIL]], "max_nested_depth"),
        ({"max_nested_depth": 1}, [MAIL, []], [MASK, []], "max_nested_depth"),
        ({"max_collection_items": 2}, [MAIL, MAIL, MAIL], [MASK, MASK, MAIL], "max_collection_items"),
        ({"max_collection_items": 1}, {"a": MAIL, "b": MAIL}, {"a": MASK, "b": MAIL}, "max_collection_items"),
    ],
)
def test_limits(config: dict[str, Any], payload: Any, partial: Any, reason: str) -> None:
    engine = Engine(config)
    assert engine.process(payload) == (None, [], True, False, reason)
    assert engine.stats()["texts"] == 0
    result, findings, changed, complete, why = process(payload, on_limit="scan_partial", **config)
    assert (result, changed, complete, why) == (partial, True, False, reason)
    assert findings


def test_within_the_limits_nothing_is_missed() -> None:
    config = {"max_text_bytes": 7, "max_nested_depth": 2, "max_collection_items": 2}
    assert masked([MAIL, [MAIL]], **config) == [MASK, [MASK]]


def test_a_truncated_mapping_keeps_what_was_not_read() -> None:
    payload = OrderedDict(a=MAIL, b=MAIL)
    result = process(payload, max_collection_items=1, on_limit="scan_partial")[0]
    assert result == OrderedDict(a=MASK, b=MAIL)
    proxy = process(types.MappingProxyType(dict(payload)), max_collection_items=1, on_limit="scan_partial")[0]
    assert proxy == {"a": MASK, "b": MAIL}


def test_the_total_work_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_walk, "MAX_TOTAL_NODES", 3)
    assert masked([MAIL, MAIL]) == [MASK, MASK]
    assert process([MAIL, MAIL, 1]) == (None, [], True, False, "total_nodes")
    partial = process([MAIL, [1], MAIL], on_limit="scan_partial")
    assert (partial[0], partial[3], partial[4]) == ([MASK, [1], MAIL], False, "total_nodes")
    monkeypatch.undo()
    monkeypatch.setattr(_walk, "MAX_TOTAL_BYTES", 8)
    assert masked([MAIL, "x"]) == [MASK, "x"]
    assert process([MAIL, "xx"]) == (None, [], True, False, "total_text_bytes")
    assert process([MAIL, "é", "a"], on_limit="scan_partial")[0] == [MASK, "é", "a"]


class Explosive:
    """Raises wherever user code may."""

    def __init__(self) -> None:
        self.mail = MAIL

    @property
    def harmless(self) -> str:
        raise RuntimeError("properties are not asked")

    def __repr__(self) -> str:
        raise RuntimeError("nor is repr")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("nor equality")

    def __hash__(self) -> int:
        raise RuntimeError("nor hash")


class Unreadable(dict[str, str]):
    def items(self) -> Any:
        raise RuntimeError("no")


class Endless(dict[str, str]):
    def items(self) -> Iterator[tuple[str, str]]:  # type: ignore[override]
        while True:
            yield "a", "b"


class Unwritable:
    """Shows a field that it does not have."""

    @property
    def __dict__(self) -> dict[str, str]:  # type: ignore[override]
        return {"mail": MAIL}


def test_user_code_that_is_not_needed_is_not_run() -> None:
    value = Explosive()
    result = masked([value])
    assert result[0].mail == MASK and value.mail == MAIL


def test_what_cannot_be_read_is_said() -> None:
    value = Unreadable(a=MAIL)
    assert process([MAIL, value]) == (None, [], True, False, "unreadable")
    result, findings, changed, complete, reason = process([MAIL, value, MAIL], on_limit="scan_partial")
    assert result[0] == result[2] == MASK and result[1] is value
    assert (len(findings), changed, complete, reason) == (2, True, False, "unreadable")
    assert process([10**700], scan_integers=True)[4] == "unreadable"


def test_what_cannot_be_written_is_said() -> None:
    value = Unwritable()
    result, findings, changed, complete, reason = process([MAIL, value])
    assert (result, len(findings), changed, complete, reason) == (None, 2, True, False, "unwritable")
    result, findings, changed, complete, reason = process([MAIL, value], on_limit="scan_partial")
    assert (result, len(findings), changed, complete, reason) == ([MASK, value], 2, True, False, "unwritable")


def test_an_endless_mapping_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    from mcpgateway_native.fallback import _objects

    monkeypatch.setattr(_objects, "MAX_TOTAL_NODES", 100)
    monkeypatch.setattr(_walk, "MAX_TOTAL_NODES", 100)
    assert process(Endless()) == (None, [], True, False, "total_nodes")


def test_a_payload_that_changes_while_it_is_read() -> None:
    payload: list[Any] = []

    class Growing(dict[str, str]):
        def items(self) -> Any:
            payload.extend([MAIL] * 10)
            return super().items()

    payload.extend([MAIL, Growing(a="x")])
    result = masked(payload)
    assert result[0] == MASK and len(result) >= 2


def test_metaclasses_cannot_stop_the_walk() -> None:
    class Meta(type):
        def __hash__(cls) -> int:
            raise RuntimeError("no")

        def __eq__(cls, other: object) -> bool:
            raise RuntimeError("no")

    class Strange(metaclass=Meta):
        pass

    assert process([Strange()])[4] == "unreadable"


def test_framework_wrappers_are_read() -> None:
    memory = pytest.importorskip("cpex.framework.memory")
    inner = memory.CopyOnWriteDict({"mail": MAIL, "n": 1})
    payload = memory.CopyOnWriteDict({"rows": memory.CopyOnWriteList([MAIL, inner])})
    result = masked(payload)
    assert result == {"rows": [MASK, {"mail": MASK, "n": 1}]}
    assert type(result) is dict and not inner.has_modifications()


def test_lone_surrogates_are_walked_over() -> None:
    assert masked({"\ud800": f"\udc00 {MAIL}"}) == {"\ud800": f"\udc00 {MASK}"}
