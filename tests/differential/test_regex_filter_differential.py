"""Regex filter in Rust and in Python give equal answers."""

from typing import Any

import pytest
from comparison import same_payload, same_text
from hypothesis import given
from hypothesis import strategies as st

import vector_files

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "regex_filter"
CONFIGS = [{}, {"word": "exam", "replacement": "example"}, {"word": "é"}, {"word": "xx", "replacement": ""}]

texts = st.lists(st.sampled_from(vector_files.read(ENGINE)["fragments"]), max_size=14).map("".join)
payloads = st.recursive(
    texts | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(text=texts, config=st.sampled_from(CONFIGS))
def test_texts_stitched_from_fragments(text: str, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, text)


@given(payload=payloads, config=st.sampled_from([{}, {"scan_keys": True}, {"max_nested_depth": 2}]))
def test_nested_payloads(payload: Any, config: dict[str, Any]) -> None:
    same_payload(ENGINE, config, payload)
