"""The PII filter in Rust and in Python give equal answers: named values first, then whatever Hypothesis thinks of.

`pytest tests/differential --hypothesis-profile=long` tries fifty times as many examples.
"""

import enum
import json
import types
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, defaultdict, deque, namedtuple
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from comparison import pair, same_payload, same_text
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, PrivateAttr

import mcpgateway_native as native
import vector_files

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "pii_filter"
VECTORS = vector_files.read(ENGINE)
MAIL = "ann@example.com"
SSN = "123-45-6789"
CARD = 4111111111111111


def examples(share: float) -> settings:
    """So many times the examples of the chosen profile."""
    return settings(max_examples=int(settings().max_examples * share))


# --- named values ----------------------------------------------------------------------------------------------------


class Text(str):
    """A string subclass with an attribute."""

    note = "kept?"


class Names(dict):  # type: ignore[type-arg]
    """A dict subclass."""


class Items(list):  # type: ignore[type-arg]
    """A list subclass."""


class Colour(enum.StrEnum):
    MAIL = MAIL


Point = namedtuple("Point", "name place")


class Pair(NamedTuple):
    first: Any
    second: Any = None


@dataclass
class Person:
    name: str
    mails: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Frozen:
    mail: str
    other: Any = None


@dataclass(slots=True)
class Slotted:
    mail: str
    other: Any = None


class Plain:
    def __init__(self, **values: Any) -> None:
        self.__dict__.update(values)


class Slots:
    __slots__ = ("mail", "unset")

    def __init__(self, mail: str) -> None:
        self.mail = mail


class Model(BaseModel):
    model_config = ConfigDict(extra="allow")
    mail: str
    tags: list[str] = []
    _secret: str = PrivateAttr(default=MAIL)


class FrozenModel(BaseModel):
    model_config = ConfigDict(frozen=True)
    mail: str
    inner: Model | None = None


def cyclic_list() -> list[Any]:
    value: list[Any] = [MAIL]
    value.append(value)
    return value


def cyclic_dict() -> dict[str, Any]:
    value: dict[str, Any] = {"mail": MAIL, "list": []}
    value["self"] = value
    value["list"].append(value)
    return value


def clean_cycle() -> list[Any]:
    value: list[Any] = ["nothing"]
    value.append({"up": value})
    return value


def shared() -> dict[str, Any]:
    part = {"mail": MAIL}
    clean = {"text": "nothing"}
    return {"a": part, "b": [part, part], "c": clean, "d": clean}


def diamonds(depth: int = 40) -> Any:
    value: Any = [MAIL]
    for _ in range(depth):
        value = [value, value]
    return value


def nested(depth: int) -> list[Any]:
    value: list[Any] = [MAIL]
    for _ in range(depth):
        value = [value]
    return value


def default_dict() -> Any:
    value = defaultdict(list, mail=MAIL)
    value["more"].append(SSN)
    return value


ALL_ON = {"scan_keys": True, "scan_integers": True, "scan_bytes": True, "scan_json_strings": True}
KEYS = {"scan_keys": True}
INTEGERS = {"scan_integers": True}
BYTES = {"scan_bytes": True}
JSON = {"scan_json_strings": True}

# A name, a configuration, and what makes the value (made anew, so that no test sees another's).
NAMED: dict[str, tuple[dict[str, Any], Callable[[], Any]]] = {
    "lone-surrogate": ({}, lambda: f"\ud800 {MAIL} \udfff"),
    "surrogate-inside-a-value": ({}, lambda: "ann\ud800@example.com"),
    "surrogate-pair-in-two-halves": ({}, lambda: f"\ud83d\ude00{MAIL}"),
    "surrogates-only": ({}, lambda: "\ud800\udc00\ud800"),
    "surrogate-partial-mask": ({"default_mask_strategy": "partial"}, lambda: f"\ud800{SSN}\ud800 {MAIL}"),
    "nul-and-control-characters": ({}, lambda: f"\0{MAIL}\0{SSN}\x7f"),
    "no-string-at-all": ({}, lambda: [1, 2.5, None, True, 1j, b"x", float("inf"), float("nan")]),
    "empty-containers": ({}, lambda: {"a": [], "b": {}, "c": (), "d": set(), "e": frozenset(), "f": ""}),
    "tuple": ({}, lambda: ("x", MAIL, ("y",))),
    "named-tuple": ({}, lambda: Point(MAIL, "here")),
    "typed-named-tuple": ({}, lambda: [Pair(MAIL), Pair(1, Pair("x", MAIL))]),
    "set": ({}, lambda: {MAIL, "x", 1}),
    "frozen-set-as-key-and-value": ({}, lambda: {frozenset({MAIL}): frozenset({MAIL, SSN})}),
    "set-members-that-become-one": ({}, lambda: {MAIL, "bob@example.com"}),
    "str-subclass": ({}, lambda: [Text(MAIL), Text("clean")]),
    "string-enum-member": ({}, lambda: {"colour": Colour.MAIL, "text": Colour.MAIL.value}),
    "dict-subclass": ({}, lambda: Names(mail=MAIL, clean=Names(x="y"))),
    "list-subclass": ({}, lambda: Items([MAIL, Items(["clean"])])),
    "ordered-dict": ({}, lambda: OrderedDict([("z", "x"), ("a", MAIL)])),
    "default-dict": ({}, default_dict),
    "counter-with-keys": (KEYS, lambda: Counter([MAIL, MAIL, "x"])),
    "user-dict-and-list": ({}, lambda: UserDict(mails=UserList([MAIL]))),
    "mapping-proxy": ({}, lambda: types.MappingProxyType({"mail": MAIL, "inner": types.MappingProxyType({"x": 1})})),
    "chain-map": ({}, lambda: ChainMap({"a": MAIL}, {"b": "x"})),
    "deque-with-maximum": ({}, lambda: deque(["x", MAIL], maxlen=5)),
    "simple-namespace": ({}, lambda: types.SimpleNamespace(mail=MAIL, n=1)),
    "dataclass": ({}, lambda: Person("x", [MAIL, "y"])),
    "frozen-dataclass": ({}, lambda: Frozen(MAIL, Frozen("x", "y"))),
    "slotted-dataclass": ({}, lambda: Slotted("x", Slotted(MAIL))),
    "plain-object": ({}, lambda: Plain(mail=MAIL, inner=Plain(x="y"))),
    "object-with-slots": ({}, lambda: Slots(MAIL)),
    "pydantic-model": ({}, lambda: Model(mail=MAIL, tags=["x", SSN])),
    "pydantic-extra": ({}, lambda: Model(mail="x", other=MAIL)),
    "pydantic-frozen": ({}, lambda: FrozenModel(mail=MAIL, inner=Model(mail=MAIL))),
    "opaque-objects": ({}, lambda: [date(1990, 1, 2), Decimal("1.5"), Person, len, types, Colour, iter([MAIL])]),
    "cyclic-list": ({}, cyclic_list),
    "cyclic-dict": ({}, cyclic_dict),
    "cycle-without-findings": ({}, clean_cycle),
    "shared-parts": ({}, shared),
    "two-to-the-fortieth-paths": ({}, diamonds),
    "two-thousand-levels": ({}, lambda: nested(2000)),
    "five-thousand-rows": ({}, lambda: [{"id": i, "mail": MAIL if i % 1000 == 7 else "none"} for i in range(5000)]),
    "keys-that-are-no-strings": (ALL_ON, lambda: {1: MAIL, None: "x", (MAIL,): SSN, CARD: "y", b"k": MAIL}),
    "key-collision-in-order": (KEYS, lambda: {MAIL: 1, "bob@example.com": 2, "[REDACTED]": 3, "[REDACTED]#2": 4}),
    "key-is-a-str-subclass": (KEYS, lambda: {Text(MAIL): 1, Text("x"): 2}),
    "integers": (INTEGERS, lambda: [CARD, -CARD, True, 10**30, {"ssn": 123456789}, (CARD,)]),
    "integer-subclass": (INTEGERS, lambda: [type("Count", (int,), {})(CARD)]),
    "bytes": (BYTES, lambda: [MAIL.encode(), bytearray(SSN, "ascii"), b"\xff " + MAIL.encode(), b""]),
    "bytes-non-ascii": (BYTES, lambda: ["é".encode() + MAIL.encode(), "é".encode("latin-1") + MAIL.encode()]),
    "json-escapes": (JSON, lambda: r'{"a": "ann\u0040example.com", "\u0061nn@example.com": "\ud800 ' + SSN + '"}'),
    "json-number-and-keys": (JSON | KEYS, lambda: json.dumps({MAIL: CARD, "n": [CARD, 1.5e3]})),
    "json-edit-across-tokens": (JSON, lambda: '["123-45", "6789", 4111111111111111, "SSN", 123456789]'),
    "json-inside-json": (JSON, lambda: json.dumps({"inner": json.dumps({"mail": MAIL, "q": '"'})})),
    "json-bare-string": (JSON, lambda: json.dumps("tab\there " + MAIL)),
    "json-broken": (JSON, lambda: ['{"a": ' + str(CARD), "[1, 2,]", '{"a": NaN, "m": "' + MAIL + '"}', "[", '"']),
    "json-deeply-nested": (JSON, lambda: "[" * 3000 + json.dumps(MAIL) + "]" * 3000),
    "json-mask-needs-escaping": (JSON | {"redaction_text": '"\\\n\x01é'}, lambda: json.dumps([MAIL, CARD])),
    "everything-on": (ALL_ON, lambda: {MAIL: [CARD, MAIL.encode(), json.dumps({MAIL: SSN}), (Text(MAIL),), {SSN}]}),
    "depth-limit-blocks": ({"max_nested_depth": 3}, lambda: nested(3)),
    "depth-limit-partial": ({"max_nested_depth": 3, "on_limit": "scan_partial"}, lambda: [MAIL, [SSN, [[MAIL]]]]),
    "items-limit-partial": (
        {"max_collection_items": 2, "on_limit": "scan_partial"},
        lambda: [{"a": MAIL, "b": SSN, "c": MAIL}, (MAIL, "x", SSN), Items([MAIL, "x", MAIL])],
    ),
    "text-limit-in-utf-8": ({"max_text_bytes": 20}, lambda: ["é" * 10 + "x", MAIL]),
    "text-limit-partial": ({"max_text_bytes": 20, "on_limit": "scan_partial"}, lambda: ["é" * 11, MAIL]),
    "fields-of-objects": ({"include_fields": ["mail"]}, lambda: Person(MAIL, [MAIL])),
    "fields-through-tuples": ({"exclude_fields": ["a.*.c"]}, lambda: {"a": ({"b": {"c": MAIL, "d": MAIL}},)}),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_named_value_is_treated_alike(name: str) -> None:
    config, make = NAMED[name]
    same_payload(ENGINE, config, make())


def test_private_attributes_of_a_model_are_kept() -> None:
    for engine in pair(ENGINE, {}):
        masked = engine.process(Model(mail=MAIL)).payload
        assert (masked.mail, masked._secret, masked.model_fields_set) == ("[REDACTED]", MAIL, {"mail"})


def test_a_key_of_one_process_gives_equal_tokens_on_both_sides() -> None:
    rust, python = pair(ENGINE, {"default_mask_strategy": "tokenize"})
    assert rust.rewrite(MAIL) == python.rewrite(MAIL) != MAIL


# --- whatever Hypothesis thinks of -----------------------------------------------------------------------------------

CONFIGS = [
    {},
    {"default_mask_strategy": "partial"},
    {"default_mask_strategy": "hash", "mask_key": "k", "detect_aws_keys": True, "detect_api_keys": True},
    {"default_mask_strategy": "remove", "detect_date_of_birth": "any"},
    {"default_mask_strategy": "tokenize", "mask_key": "é", "detect_email": False, "detect_credit_card": False},
    {"detect_aws_keys": True, "detect_api_keys": True, "detect_date_of_birth": "any", "redaction_text": "🔒"},
    {
        "custom_patterns": [
            {"pattern": "EMP-[0-9]{5}", "description": "employee", "type": "employee", "mask_strategy": "partial"},
            {"pattern": "words|in|[a-z]k", "description": "words"},
        ],
        "whitelist_patterns": ["ann@", "^1"],
    },
    {"detect_ssn": False, "detect_phone": False, "whitelist_patterns": ["example"]},
    {"min_confidence": 0},
    {"min_confidence": {"default": 0.9, "phone": 0.3, "ip_address": 0.71}, "default_mask_strategy": "partial"},
    {
        "whitelist_values": ["ANN@example.com", "10.0.0.1", MAIL, SSN],
        "whitelist_patterns": ["^4"],
        "min_confidence": 0.2,
    },
]
WALKS = [
    {},
    ALL_ON,
    ALL_ON | {"default_mask_strategy": "partial"},
    ALL_ON | {"redaction_text": '"]}\\'},
    KEYS | {"default_mask_strategy": "remove"},
    {"include_fields": ["a", "*.b"], "exclude_fields": ["a.a"]},
    {"max_nested_depth": 2, "on_limit": "scan_partial"},
    {"max_collection_items": 2, "on_limit": "scan_partial", "scan_bytes": True},
    {"max_text_bytes": 24, "on_limit": "scan_partial", "scan_json_strings": True},
    {"max_text_bytes": 24},
]

fragment = st.sampled_from(VECTORS["fragments"])
whole = st.sampled_from([entry["text"] for entry in VECTORS["case"]])
odd = st.text(st.characters(codec=None, categories=["Cs", "Nd", "Pd", "Zs", "Ll", "So", "Cc"]), max_size=4)
texts = st.lists(fragment | fragment | fragment | whole | odd, max_size=14).map("".join)


@given(text=texts, config=st.sampled_from(CONFIGS))
@examples(4)
def test_texts_stitched_from_fragments(text: str, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, text)


@given(parts=st.lists(st.text("0123456789-./ ()+:aF@x", max_size=12), min_size=1, max_size=6))
@examples(2)
def test_texts_of_digits_and_marks(parts: list[str]) -> None:
    same_text(ENGINE, CONFIGS[5], " ".join(parts))


LEAST = [0, 0.01, 0.2, 0.35, 0.4, 0.5, 0.55, 0.71, 0.9, 0.95, 1]


@given(text=texts, thresholds=st.tuples(st.sampled_from(LEAST), st.sampled_from(LEAST)))
@examples(1)
def test_a_higher_threshold_finds_nothing_new(text: str, thresholds: tuple[float, float]) -> None:
    for least in thresholds:
        same_text(ENGINE, {"min_confidence": least}, text)
    more, fewer = (pair(ENGINE, {"min_confidence": least})[0].scan(text) for least in sorted(thresholds))
    assert all(confidence >= max(thresholds) for *_, confidence in fewer)
    # Not a subset: what is no longer found may have covered half of another value.
    for _, start, end, _ in fewer:
        assert any(first < end and start < last for _, first, last, _ in more)


@given(text=texts, upper=st.booleans())
@examples(0.2)
def test_an_allowed_value_is_found_nowhere(text: str, upper: bool) -> None:
    values = [text[start:end] for _, start, end, _ in pair(ENGINE, {})[0].scan(text)]
    allowed = [_ascii_upper(value) if upper else value for value in values]
    config = {"whitelist_values": allowed}
    same_text(ENGINE, config, text)
    left = [text[start:end] for _, start, end, _ in pair(ENGINE, config)[0].scan(text)]
    assert {_ascii_upper(value) for value in left}.isdisjoint(_ascii_upper(value) for value in values)


def _ascii_upper(text: str) -> str:
    return "".join(letter.upper() if letter.isascii() else letter for letter in text)


integers = st.sampled_from([CARD, 378282246310005, 123456789, 0, -1, 10**20]) | st.integers()
leaves = (
    texts
    | integers
    | st.sampled_from([None, True, 1.5, Decimal(1)])
    | texts.map(lambda text: text.encode("utf-8", "replace"))
    | texts.map(lambda text: bytearray(text.encode("latin-1", "replace")))
    | texts.map(Text)
    | st.sampled_from(["x", "clean"])
)
keys = st.sampled_from(["a", "b", "c", MAIL, SSN, f"id {CARD}", "[REDACTED]"]) | texts | integers
hashable = texts | integers | st.none()


def containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=4)
    dicts = st.dictionaries(keys, inner, max_size=4)
    return (
        lists
        | lists
        | dicts
        | dicts
        | lists.map(tuple)
        | lists.map(Items)
        | lists.map(deque)
        | dicts.map(Names)
        | dicts.map(OrderedDict)
        | dicts.map(types.MappingProxyType)
        | st.sets(hashable, max_size=3)
        | st.frozensets(hashable, max_size=3)
        | st.builds(Pair, inner, inner)
        | st.builds(Frozen, texts, inner)
        | st.builds(Slotted, texts, inner)
        | st.builds(lambda a, b: Plain(a=a, b=b), inner, inner)
        | st.builds(lambda mail, a: Model(mail=mail.encode("utf-8", "replace").decode(), a=a), texts, inner)
        # The same object more than once, and a list that holds itself.
        | inner.map(lambda value: [value, {"a": value}, value])
        | inner.map(lambda value: (ring := [value], ring.append(ring))[0])
    )


payloads = st.recursive(leaves, containers, max_leaves=12)


@given(payload=payloads, config=st.sampled_from(WALKS))
@examples(2)
def test_nested_payloads(payload: Any, config: dict[str, Any]) -> None:
    same_payload(ENGINE, config, payload)


documents = st.recursive(
    texts.map(lambda text: text.encode("utf-8", "replace").decode())
    | integers
    | st.none()
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(
    document=documents,
    indent=st.sampled_from([None, 1, "\t"]),
    ascii_only=st.booleans(),
    damage=st.none()
    | st.tuples(st.integers(0, 400), st.sampled_from(["", '"', "\\", "}", ",", "\\u00e9", "\ud800", "1"])),
    config=st.sampled_from([JSON, JSON | KEYS, JSON | {"redaction_text": '"\\é\x01'}, JSON | CONFIGS[1]]),
)
@examples(2)
def test_json_inside_strings(document: Any, indent: Any, ascii_only: bool, damage: Any, config: dict[str, Any]) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    if damage is not None:
        at, what = damage
        at = min(at, len(text))
        text = text[:at] + what + text[at + 1 :]
    masked = same_payload(ENGINE, config, {"text": text}).payload["text"]
    # A bare number is text like any other; only what begins like this is read as a document.
    if damage is None and text[0] in '{["':
        json.loads(masked)


patterns = st.sampled_from(
    [
        r"\bE\w+",
        r"\d{3}",
        r"[^\W\d]+1",
        r"\s{2}\S",
        r"(?:a|ab)(?:c|bcd)?x?",
        r".x",
        r"(?s:.)k",
        r"^a|k",
        r"(?m:^)[a-z]+",
        r"\AEMP",
        r"com\Z",
        r"(?P<word>in|words)",
        r"[\w.]+@\w+",
        r"\Bx\B",
        r"é",
        r"[é-ü]|ß",
        r"\u00e9|\x41|\101",
        r"k(?# comment)",
        r"(?x) e x # spaced",
        r"(?-i:Z)",
        r"a{2,}|a{,3}x",
        r"[]a]",
        r"[a^]",
        r"1*?7",
        r"\$|\{|\}",
        r"[&~|-]{1,2}",
    ]
)


@given(pattern=patterns, text=texts)
@examples(2)
def test_custom_patterns_mean_the_same(pattern: str, text: str) -> None:
    same_text(ENGINE, {"custom_patterns": [{"pattern": pattern, "description": "any"}]}, text)


KNOWN = [
    "detect_ssn",
    "detect_date_of_birth",
    "default_mask_strategy",
    "redaction_text",
    "mask_key",
    "block_on_detection",
    "custom_patterns",
    "whitelist_patterns",
    "whitelist_values",
    "min_confidence",
    "locales",
    "normalize",
    "per_type",
    "format",
    "vault",
    "vault_max_entries",
    "detect_mac_address",
    "scan_keys",
    "include_fields",
    "max_text_bytes",
    "max_nested_depth",
    "on_limit",
]
values = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        -5,
        10**9,
        10**25,
        1.5,
        2.0,
        "",
        "any",
        "partial",
        "block",
        [],
        {},
        [""],
        ["a.b"],
        ["a*"],
        [None],
    ]
    + [[{}], [{"pattern": "a"}], [{"pattern": "", "description": ""}], [{"pattern": "a?", "description": ""}]]
    + [[{"description": "x", "patern": "y"}], [{"pattern": "a", "description": None}], ["x", 1]]
    + [
        0.5,
        1e-7,
        "preserve",
        "session",
        ["gb"],
        ["uk"],
        {"email": 0.5},
        {"emial": 0.5},
        {"default": 2},
        {"ssn": "hash"},
    ]
    + [{"custom": 1.0}, {"custom": "remove"}, {"email": True, "x": 0}, {"email": None}, {"email": -1, "ssn": "no"}]
    + [[{"pattern": "a", "description": "x", "type": t, "enabled": e}] for t in ("", 1, "t") for e in (0, True)]
)
wrong_keys = st.sampled_from(KNOWN).flatmap(
    lambda key: st.sampled_from([key[:-1], key + "s", key.upper(), key[1:], "x" + key])
)


@given(config=st.dictionaries(st.sampled_from(KNOWN) | st.sampled_from(KNOWN) | wrong_keys, values, max_size=3))
@examples(1)
def test_configurations_are_accepted_or_refused_in_the_same_words(config: dict[str, Any]) -> None:
    answers = []
    for demand in (True, False):
        try:
            native.load(ENGINE, config, native=demand)
            answers.append("accepted")
        except native.ConfigError as error:
            answers.append(str(error))
    assert answers[0] == answers[1]
