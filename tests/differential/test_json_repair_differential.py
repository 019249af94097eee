"""JSON repair in Rust and in Python give equal answers, which are JSON, or the text as it was.

`pytest tests/differential --hypothesis-profile=long` tries fifty times as many examples.
"""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from comparison import pair, same_payload
from hypothesis import assume, given
from hypothesis import strategies as st

import json_texts
import vector_files

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benches.accuracy.engines.json_repair import taxonomy, untouched
from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators import MUTATORS, Document
from benches.accuracy.engines.json_repair.mutators.base import LAYOUTS

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "json_repair"
FUNCTIONS = {"extract": "all", "top_level": "scalars", "concatenated": "list"}
CONFIGS: list[dict[str, Any]] = [
    {},
    FUNCTIONS,
    {**FUNCTIONS, "min_confidence": 0},
    {**FUNCTIONS, "min_confidence": 0.8, "top_level": "any"},
    {**FUNCTIONS, "concatenated": "first", "nan": "string"},
    {"extract": "none", "nan": "keep", "max_depth": 3},
    {"extract": "all", "max_bytes": 60},
    {**FUNCTIONS, "duplicate_keys": "last", "min_confidence": 0},
    {"extract": "all", "top_level": "any", "duplicate_keys": "first", "nan": "keep"},
]
PIECES = [
    *(
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        "\\",
        " ",
        "\n",
        "\t",
        "\r\n",
        "(",
        ")",
        "/",
        "*",
        "#",
        "`",
        ";",
        "=",
        "=>",
    ),
    *(
        "a",
        "b c",
        "key",
        "1",
        "0",
        "-",
        ".",
        "e5",
        "1.5",
        "007",
        "0xFF",
        "+1",
        "true",
        "fals",
        "None",
        "NaN",
        "undefined",
    ),
    *(
        '"a": ',
        '"b"',
        "'x'",
        "x:",
        "u'",
        '"""',
        '""',
        '\\"',
        "\\n",
        "\\u00",
        "\\ud83d",
        "\\'",
        "“",
        "”",
        "‘",
        "’",
        "：",
        "，",
    ),
    *(
        "//",
        "/*",
        "*/",
        "# c\n",
        "```json\n",
        "```",
        "<think>",
        "</think>",
        "<a>",
        "...",
        "f(",
        ");",
        "x = ",
        "var y = ",
    ),
    *(
        "\ufeff",
        "\u00a0",
        "\u200b",
        "\u2028",
        "é",
        "天",
        "😀",
        "\ud800",
        "\x00",
        "Here you go:\n",
        " done.",
        '{"a": 1}',
        "[1]",
    ),
]
CASES = [example.text for example in [*taxonomy.examples(), *untouched.not_json()]]
CASES += [entry["text"] for entry in vector_files.read(ENGINE)["case"]]
# Names that come again and again, in as many spellings.
MEMBERS = ['"a": 1', "'a': 2", "a: 'x'", r'"\u0061": [1]', '"b": {', "'b': [{", "}", "]", '"\ud800": 0', r'"\ud800": 1']

configs = st.sampled_from(CONFIGS)
stitched = st.lists(st.sampled_from(PIECES), max_size=16).map("".join)
same_names = st.lists(st.sampled_from([*MEMBERS, ",", "\n", '"a": NaN', "# c\n"]), max_size=24).map(", ".join)
cut_cases = st.tuples(st.sampled_from(CASES), st.integers(0, 400)).map(lambda drawn: drawn[0][: drawn[1]])


@st.composite
def mutants(draw: st.DrawFn) -> str:
    """A tool result broken by one mutator, and once more by chance."""
    random = Draw(draw(st.integers(0, 2**32)))
    random.held_out = True
    document = Document(random.maker()(random), random.choice(LAYOUTS))
    broken = MUTATORS[draw(st.sampled_from(sorted(MUTATORS)))](random, document)
    text = document.text if broken is None else broken.text
    for _ in range(draw(st.integers(0, 2))):
        at = random.randint(0, len(text))
        text = text[:at] + draw(st.sampled_from(["", *PIECES])) + text[at + random.randint(0, 2) :]
    return text


def same_answer(text: str, config: dict[str, Any]) -> None:
    rust, python = pair(ENGINE, config)
    found = rust.scan(text)
    assert found == python.scan(text)
    repaired, expected = rust.rewrite(text), python.rewrite(text)
    assert repaired == expected
    assert (repaired is text) == (expected is text)
    assert (repaired is text) == (not found)
    assert rust.why(text) == python.why(text)
    assert (rust.failures, python.failures) == (0, 0)
    assert all(0 <= start <= end <= len(text) and 0 < sure <= 1 for _, start, end, sure in found)
    if repaired is text:
        return
    if config.get("nan") != "keep":
        assert json_texts.values(repaired) is not None
        assert config.get("concatenated", "keep") == "keep" or json_texts.is_json(repaired)
        assert rust.why(repaired) is None
    if "max_bytes" not in config:
        # A repair may make a text longer than the configuration allows.
        assert rust.rewrite(repaired) is repaired


@given(stitched, configs)
def test_stitched_texts(text: str, config: dict[str, Any]) -> None:
    same_answer(text, config)


@given(st.sampled_from(["{", "[{", "", r"{\"c\": ", "{ ", "{}\n{"]), same_names, configs)
def test_names_that_come_again(start: str, members: str, config: dict[str, Any]) -> None:
    same_answer(start + members, config)


@given(st.sampled_from(["{", "[{", ""]), same_names)
def test_of_several_names_the_last_is_what_parsers_read(start: str, members: str) -> None:
    """So that removing the others changes no value. Half a surrogate pair, raw, is read as U+FFFD."""
    assume("\ud800" not in members)
    kept, last = (pair(ENGINE, {"min_confidence": 0, "duplicate_keys": keys})[0] for keys in ("keep", "last"))
    text = start + members
    repaired = kept.rewrite(text)
    removed = last.rewrite(text)
    assert list(map(json.loads, json_texts.values(repaired) or [])) == [
        json.loads(value) for value in json_texts.values(removed) or []
    ]
    pairs: list[list[str]] = []
    for value in json_texts.values(removed) or []:
        json.loads(value, object_pairs_hook=lambda members: pairs.append([name for name, _ in members]))
    assert removed is text or all(len(names) == len(set(names)) for names in pairs)


@given(mutants(), configs)
def test_broken_tool_results(text: str, config: dict[str, Any]) -> None:
    same_answer(text, config)


@given(cut_cases, stitched, configs)
def test_known_cases_cut_and_stitched(case: str, more: str, config: dict[str, Any]) -> None:
    same_answer(case + more, config)


@given(st.text(max_size=60), configs)
def test_any_text(text: str, config: dict[str, Any]) -> None:
    same_answer(text, config)


@given(st.text(alphabet=st.sampled_from("{}[],:\"'\\ \n1a/*#()"), max_size=40), configs)
def test_any_text_of_marks(text: str, config: dict[str, Any]) -> None:
    same_answer(text, config)


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_known_cases(config: dict[str, Any]) -> None:
    for text in CASES:
        same_answer(text, config)


payloads = st.recursive(
    stitched | st.sampled_from(CASES) | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(stitched, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=8,
)


@given(payloads, st.sampled_from([{}, {"scan_keys": True}, {"max_nested_depth": 2}]))
def test_payloads(payload: Any, config: dict[str, Any]) -> None:
    same_payload(ENGINE, config, payload)
