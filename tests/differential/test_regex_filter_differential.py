"""The regex filter replaces as Python's `re` does, and its two implementations agree in everything else.

`pytest tests/differential --hypothesis-profile=long` tries fifty times as many examples; `just fuzz-regex` a million
cases on every interpreter.
"""

import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from comparison import pair, same_payload
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fuzz.cases import Rules, draw_rules, draw_text  # noqa: E402
from tests.fuzz.letters import TROUBLE  # noqa: E402
from tests.fuzz.report import vector  # noqa: E402
from tests.fuzz.verdict import Failure, problem  # noqa: E402

import mcpgateway_native as native  # noqa: E402
import vector_files  # noqa: E402

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "regex_filter"


def examples(share: float) -> settings:
    """So many times the examples of the chosen profile."""
    return settings(max_examples=int(settings().max_examples * share))


# --- against Python --------------------------------------------------------------------------------------------------


@cache
def _below(limit: int) -> st.SearchStrategy[int]:
    return st.integers(0, limit - 1)


class Drawn:
    """Decisions that Hypothesis takes, and takes back while it makes a failure small."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def below(self, limit: int) -> int:
        return self._draw(_below(limit))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Rules, list[str]]:
    """Rules, and texts made of their letters."""
    choices = Drawn(draw)
    rules, letters = draw_rules(choices)
    return rules, [draw_text(choices, rules, letters) for _ in range(5)]


def assert_same(rules: Rules, text: str) -> None:
    """Our answer is Python's, or Python has none."""
    try:
        found = problem(rules, text)
    except SystemError:  # what `re` raises when it loses count of its groups
        return
    assert found is None, vector(Failure(rules, text, *found), "found-by-hypothesis")


@given(case=cases())
@examples(1)
def test_rules_replace_what_python_replaces(case: tuple[Rules, list[str]]) -> None:
    rules, texts = case
    for text in texts:
        assert_same(rules, text)


# Lone surrogates, which no vector file can hold, and texts that end where engines disagree.
TEXTS = {
    "high-half": "a\ud800b",
    "low-half-at-the-end": "ab\udfff",
    "both-halves-apart": "\ud83d a \ude00",
    "both-halves-together": "\ud83d\ude00a",
    "only-halves": "\ud800\ud800",
    "half-between-words": "foo\udc80foo",
    "half-before-the-last-newline": "a\ud800\n",
    "one-newline": "\n",
    "two-newlines": "a\n\n",
    "carriage-return": "a\r\n",
    "nothing": "",
}
PATTERNS = {
    "any": (".", "<\\g<0>>"),
    "a-half": ("\\ud800", "-"),
    "a-range-of-halves": ("[\\ud800-\\udfff]+", "?"),
    "not-a-word": (r"\W", "_"),
    "not-a": ("[^a]", "x"),
    "word-boundary": (r"\bfoo\b", "bar"),
    "end": ("$", "!"),
    "a-at-the-end": ("a$", "!"),
    "very-end": (r"a\Z", "!"),
    "line-end": ("(?m)a$", "!"),
    "line-start": ("(?m)^", "> "),
    "nothing": ("", "-"),
    "everything": ("(?s).*", "[\\g<0>]"),
    "no-boundary": (r"\B", "|"),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("rule", PATTERNS.values(), ids=PATTERNS.keys())
def test_texts_that_no_file_can_hold(rule: tuple[str, str], text: str) -> None:
    search, replace = rule
    rust, twin = pair(ENGINE, {"words": [{"search": search, "replace": replace, "name": "r"}]})
    spans = [("r", *match.span(), 1.0) for match in re.finditer(search, text)]
    assert rust.rewrite(text) == twin.rewrite(text) == re.sub(search, replace, text)
    assert rust.scan(text) == twin.scan(text) == spans


EVERY_CLASS = [r"\w", r"\W", r"\d", r"\D", r"\s", r"\S", r"\b", r"\B", ".", "[^a]", r"[\w-]", r"[^\s\d]"]


@pytest.mark.parametrize("flags", ["", "a", "i", "m", "s"])
@pytest.mark.parametrize("search", EVERY_CLASS)
def test_classes_hold_the_same_characters_as_in_python(search: str, flags: str) -> None:
    pattern = re.compile(f"(?{flags}){search}" if flags else search)
    rust, _ = pair(ENGINE, {"words": [{"search": search, "replace": "", "flags": flags, "name": "r"}]})
    # In blocks, so that a text that only Python may see does not hide all others.
    for start in range(0, 0x11_0000, 0x1000):
        text = "".join(f"a{chr(code)}" for code in range(start, start + 0x1000))
        assert [(begin, end) for _, begin, end, _ in rust.scan(text)] == [m.span() for m in pattern.finditer(text)]


@pytest.mark.parametrize("letters", [TROUBLE[at : at + 8] for at in range(0, len(TROUBLE), 8)], ids=ascii)
def test_letters_are_equal_without_regard_to_case_as_in_python(letters: tuple[str, ...]) -> None:
    text = "".join(TROUBLE)
    for letter in letters:
        search = re.escape(letter) if letter.isprintable() else f"\\U{ord(letter):08x}"
        rust, _ = pair(ENGINE, {"words": [{"search": search, "replace": "", "flags": "i", "name": "r"}]})
        expected = [match.span() for match in re.finditer(search, text, re.IGNORECASE)]
        assert [(start, end) for _, start, end, _ in rust.scan(text)] == expected


# --- Rust against its twin -------------------------------------------------------------------------------------------

fragments = st.sampled_from([*vector_files.read(ENGINE)["fragments"], "\ud800"])
texts = st.lists(fragments, max_size=14).map("".join)

rules = st.sampled_from(
    [
        {"search": "crap", "replace": "crud"},
        {"search": "crud", "replace": "yikes"},
        {"search": r"(\d+)-(\d+)?", "replace": r"\2-\1"},
        {"search": r"\bfoo\b", "replace": "bar", "flags": "i"},
        {"search": "(?<=foo)b", "replace": ""},
        {"search": r"(\w)\1", "replace": r"\1"},
        {"search": "k|s", "flags": "i", "mode": "report"},
        {"search": "[^a]$", "mode": "block", "name": "end"},
        {"search": "^", "replace": "> ", "flags": "m", "max_replacements": 1},
        {"search": "1|2", "replace": "", "max_replacements": 2, "name": "digits"},
        {"search": "a.", "replace": "b", "literal": True},
        {"words": ["foo", "foobar", "é"], "replace": "*"},
        {"words": ["FOO", "ſ", "k"], "replace": "x", "case_sensitive": False},
        {"words": ["a", "bar"], "whole_word": True, "mode": "report"},
        "foo",
        "É",
        "K",
    ]
)
general = st.fixed_dictionaries(
    {"words": st.lists(rules, max_size=4)},
    optional={
        "rule_sets": st.dictionaries(
            st.sampled_from(["one", "two"]), st.lists(rules.filter(lambda rule: not isinstance(rule, str)), max_size=2)
        ),
        "flags": st.sampled_from(["i", "s", "am"]),
        "case_sensitive": st.booleans(),
        "whole_word": st.booleans(),
        "max_replacements": st.integers(1, 2),
        "mode": st.sampled_from(["report", "block"]),
        "on_invalid": st.sampled_from(["error", "skip"]),
    },
)


def built(config: dict[str, Any]) -> tuple[native.TextEngine, native.TextEngine] | None:
    """The engine in Rust and in Python; nothing where both refuse the configuration in the same words."""
    refused = []
    for demand in (None, False):
        try:
            native.load(ENGINE, config, native=demand)
        except native.ConfigError as error:
            refused.append(str(error))
    assert len(set(refused)) in (0, 1)
    assert len(refused) in (0, 2)
    return None if refused else pair(ENGINE, config)


@given(config=general, text=texts)
@examples(2)
def test_every_option_means_the_same(config: dict[str, Any], text: str) -> None:
    both = built(config)
    if both is None:
        return
    rust, twin = both
    assert rust.scan(text) == twin.scan(text)
    rewritten, expected = rust.rewrite(text), twin.rewrite(text)
    assert rewritten == expected
    assert (rewritten is text) == (expected is text) == (expected == text)
    assert (rust.failures, twin.failures) == (0, 0)


payloads = st.recursive(
    texts | st.integers() | st.none() | texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)
CONFIGS: list[dict[str, Any]] = [
    {"words": [{"search": "crap", "replace": "crud"}, {"search": r"(\w)\1", "replace": r"\1"}]},
    {"words": [{"search": r"\d", "replace": "#"}, {"words": ["foo", "é"], "replace": ""}]},
    {"words": ["foo", "k"], "case_sensitive": False, "whole_word": True},
    {"words": [{"search": "$", "replace": "."}, {"search": "(?i)k", "replace": "c"}]},
]
WALKS = [{}, {"scan_keys": True}, {"scan_bytes": True}, {"max_nested_depth": 2}]


@given(payload=payloads, config=st.sampled_from(CONFIGS), walk=st.sampled_from(WALKS))
@examples(2)
def test_nested_payloads(payload: Any, config: dict[str, Any], walk: dict[str, Any]) -> None:
    same_payload(ENGINE, config | walk, payload)


KNOWN = ["words", "rule_sets", "mode", "flags", "case_sensitive", "whole_word", "max_replacements", "on_invalid"]
KNOWN += ["allow_backtracking", "log_detections", "word", "Words", "include_fields", "on_limit"]
VALUES: list[Any] = [None, True, 0, 1, -1, 10**12, 1.5, "", "i", "q", "block", "skip", "ii", {"s": 1}, {"s": ["a"]}]
VALUES += [[], {}, [""], ["a"], [None], [["a"]], [{}], {"": []}, {"s": [{"serch": "a"}]}]
PARTS: list[dict[str, Any]] = [
    {"search": "a"},
    {"search": "a", "replace": "b"},
    {"search": "(", "replace": ""},
    {"search": "a", "replace": "\\1"},
    {"search": "(?<=a)b", "replace": ""},
    {"search": "a", "replace": "", "mode": "hide"},
    {"search": "a", "replace": "", "flags": "z"},
    {"words": []},
    {"words": [""], "replace": ""},
    {"words": ["a"], "search": "b", "replace": ""},
]
VALUES += [[part] for part in PARTS]


@given(config=st.dictionaries(st.sampled_from(KNOWN), st.sampled_from(VALUES), max_size=3))
@examples(1)
def test_configurations_are_accepted_or_refused_in_the_same_words(config: dict[str, Any]) -> None:
    built(config)
