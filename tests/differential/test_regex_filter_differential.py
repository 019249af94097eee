"""The regex filter in Rust and in Python give equal answers, and both give those of `re.sub`."""

import re
from typing import Any

import pytest
from comparison import pair, same_payload
from hypothesis import given
from hypothesis import strategies as st

import vector_files

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "regex_filter"

# Patterns that a rule can hold as they are, with what replaces them; each with texts of the vectors they meet.
RULES = [
    (r"\b\w+o\b", r"<\g<0>>"),
    (r"(\w)(\d*)$", r"\2\1"),
    (r"(?i)[k-s]+|İ", "x"),
    (r"(?m)^\W|a$", ""),
    (r"\Bа|\b.\b", "é_"),
    (r"[^\w\s]+\s?", "-"),
    (r"(?:ab|a)(c|_)?", r"[\1]"),
    (r"(?<=r)\w", "?"),
    (r"c?", "c"),
    (r"[\ud800-\udfff]|é", "z"),
]
CONFIGS: list[dict[str, Any]] = [
    {"words": ["foo", "a", "é", "ſ½"], "case_sensitive": False, "whole_word": True},
    {"words": [{"words": ["foo", "crap", "k", "İ-"], "replace": "crud", "case_sensitive": False}]},
    {"words": [{"words": ["o", "oo", "ba", "rap"], "replace": "", "max_replacements": 2}]},
]

fragments = st.sampled_from([*vector_files.read(ENGINE)["fragments"], "\ud800"])
texts = st.lists(fragments, max_size=14).map("".join)
rules = st.lists(st.sampled_from(RULES), min_size=1, max_size=3, unique=True)


def config_of(chosen: list[tuple[str, str]]) -> dict[str, Any]:
    return {"words": [{"search": search, "replace": replace} for search, replace in chosen]}


def same(config: dict[str, Any], text: str) -> str:
    """Assert that both scan and rewrite a text alike; return what they make of it."""
    rust, python = pair(ENGINE, config)
    assert rust.scan(text) == python.scan(text)
    rewritten = rust.rewrite(text)
    assert rewritten == python.rewrite(text)
    assert (rewritten is text) == (rewritten == text)
    assert rust.failures == 0
    return rewritten


@given(text=texts, chosen=rules)
def test_rules_in_order_are_re_sub_in_order(text: str, chosen: list[tuple[str, str]]) -> None:
    expected = text
    for search, replace in chosen:
        expected = re.sub(search, replace, expected)
    assert same(config_of(chosen), text) == expected


@given(text=texts, config=st.sampled_from(CONFIGS))
def test_word_lists_find_the_same(text: str, config: dict[str, Any]) -> None:
    same(config, text)


payloads = st.recursive(
    texts | st.integers() | st.none() | texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)
options = st.sampled_from([{}, {"scan_keys": True, "scan_bytes": True, "scan_integers": True}, {"max_nested_depth": 2}])


@given(payload=payloads, chosen=rules, more=options)
def test_nested_payloads(payload: Any, chosen: list[tuple[str, str]], more: dict[str, Any]) -> None:
    same_payload(ENGINE, {**config_of(chosen), **more}, payload)
