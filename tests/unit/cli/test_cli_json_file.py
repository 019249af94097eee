"""JSON files come back in their own layout with nothing changed but what was masked."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcpgateway_native.cli._json_file import NotWalkableError, keys, layout_of, leaves, parse, spell

_DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "b": [true, null, "x"]}',
        '{"a":1,"b":[true,null,"x"]}',
        '{\n  "a": 1,\n  "b": [\n    1.10,\n    -0.0\n  ],\n  "c": {}\n}\n',
        '{\n\t"a": {\n\t\t"b": []\n\t}\n}',
        "[\r\n    1,\r\n    2\r\n]\r\n",
        '  "just text"\n',
        '{"n": 1.50, "big": 123456789012345678901234567890}',
        '{"s": "\\u00e9 ascii only"}',
        '{"s": "é"}',
        "[]",
    ],
)
def test_a_document_keeps_its_spelling(text: str) -> None:
    assert spell(parse(text), layout_of(text)) == text


def test_numbers_that_python_would_spoil_survive() -> None:
    text = "[1e400, 0.1000, " + "9" * 5000 + "]"
    assert spell(parse(text), layout_of(text)) == text.replace("1e400", "1E+400")


def test_a_lone_surrogate_stays_an_escape() -> None:
    text = '{"a": "é\\ud800"}'
    assert json.loads(spell(parse(text), layout_of(text))) == json.loads(text)


@given(_DOCUMENTS, st.sampled_from([None, 1, 2, 4]))
def test_any_document_survives(document: object, indent: int | None) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    assert json.loads(spell(parse(text), layout_of(text))) == document


def test_depth_is_no_problem_for_writing() -> None:
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]
    assert spell(deep, layout_of("[]")) == "[" * 50_001 + "]" * 50_001


@pytest.mark.parametrize(
    ("text", "malformed", "reason"),
    [
        ("{", True, "line 1, column 2"),
        ('{"a": 1,}', True, "line 1"),
        ('{"a": "one", "a": "two"}', False, "same key twice"),
        ("[" * 200_000 + "]" * 200_000, False, "nested too deeply"),
        ("1e99999999999999999999", False, "too large"),
    ],
)
def test_what_cannot_be_walked_is_refused(text: str, malformed: bool, reason: str) -> None:
    with pytest.raises(NotWalkableError, match=reason) as caught:
        parse(text)
    assert caught.value.malformed is malformed


def test_leaves_have_the_paths_that_engines_report() -> None:
    document = {"a": [1, {"b.c": "x"}], "d": None, "e": Decimal("1.10")}
    found = [(path, text) for path, text in leaves(document) if not path.endswith("(key)")]
    assert found == [("a[0]", "1"), ("a[1].b.c", "x"), ("e", "1.10")]
    assert ("a[1].b.c(key)", "b.c") in list(leaves(document))
    assert keys(document) == {"a", "b.c", "d", "e"}
