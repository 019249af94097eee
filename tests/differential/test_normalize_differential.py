"""Hidden values are found alike in Rust and in Python: stitched evasions, then whatever Hypothesis thinks of.

`pytest tests/differential --hypothesis-profile=long` tries fifty times as many examples.
"""

import base64
from typing import Any

import pytest
from comparison import same_text
from hypothesis import given
from hypothesis import strategies as st

import vector_files
from mcpgateway_native import _rules

pytestmark = pytest.mark.usefixtures("rust")

ENGINE = "pii_filter"
CONFIGURATIONS: list[dict[str, Any]] = [
    {"normalize": True},
    {
        "normalize": True,
        "default_mask_strategy": "partial",
        "whitelist_patterns": ["%40", "^bob"],
        "custom_patterns": [{"pattern": "EMP-[0-9]{3,5}", "description": "staff"}],
    },
]
FRAGMENTS = [
    *("ann", "bob", "@", "example", ".", "com", "ann@example.com", "4111", "1111", "4111111111111111", "123-45-6789"),
    *("123", "45", "6789", "415", "5552671", "phone: ", "EMP-123", "-", " ", "  ", "   ", "    ", "\n", "\t", "/", "="),
    *(" at ", " AT ", "at", "dot", " dot ", "(at)", " (at) ", "[dot]", " [ dot ] ", "{at}", "( ", " )", "more at "),
    *("%40", "%2E", "%25", "%2540", "%", "%C3%A9", "%EF%BC%A0", "%E2%80%8B", "%C3", "%A9", "%00", "%F0%9F%98%80"),
    *("&", "&amp;", "&#64;", "&#x40;", "&#x2e", "&commat;", "&period;", "&shy;", "amp;", "&#", "&#0", ";", "#64;"),
    *("\u200b", "\u00ad", "\u200d", "\ufe0f", "\u0301", "\u0336", "\u20e3", "\u034f", "\u200b" * 16, "\u0301" * 17),
    *("１", "２３", "－", "＠", "．", "ａ", "𝟙", "𝐚", "⑤", "²", "４１１１", "१२३", "٤٥", "。", "–", "\u00a0", "\u2009"),
    *("а", "о", "е", "с", "ж", "α", "ο", "é", "中", "😀", "ß", "о" * 64, "о" * 65, "ſ", "\u212a", "(", ")", "_", "+"),
    *("YW5uQGV4YW1wbGUuY29t", "YW5uQGV4YW1wbGUuY29tIA==", "WVc1dVFHVjRZVzF3YkdVdVkyOXQ=", "QUJDREVGR0hJSktMTU5PUA"),
]


def _around(text: str) -> st.SearchStrategy[str]:
    """`text`, or what an encoder makes of it."""
    encoded = base64.b64encode(text.encode()).decode()
    return st.sampled_from([text, encoded, encoded.rstrip("="), base64.urlsafe_b64encode(text.encode()).decode()])


stitched = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)
encoded = st.lists(stitched.flatmap(_around), max_size=3).map(" ".join)
cases = [entry["text"] for entry in vector_files.read(ENGINE)["case"] if (entry.get("config") or {}).get("normalize")]
configurations = st.sampled_from(CONFIGURATIONS)


@given(stitched, configurations)
def test_stitched_evasions_are_read_alike(text: str, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, text)


@given(encoded, configurations)
def test_encoded_evasions_are_read_alike(text: str, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, text)


@given(st.lists(st.sampled_from(cases) | stitched, max_size=4), st.integers(0, 900), configurations)
def test_values_far_apart_are_read_alike(pieces: list[str], words: int, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, (" é word" * words).join(pieces))


@given(st.text(max_size=80), configurations)
def test_any_text_is_read_alike(text: str, config: dict[str, Any]) -> None:
    same_text(ENGINE, config, text)


@given(st.data())
def test_every_character_of_the_table_is_read_alike(data: st.DataObject) -> None:
    file = _rules.load("normalize")
    ranges = [*file["dropped"], *file["marks"], *([first, last] for first, last, _ in file["shifts"])]
    ranges += [[zero, zero + 9] for zero in file["digits"]]
    folded = "".join([*file["folds"].values(), *file["lookalikes"].values()])
    odd = st.sampled_from(ranges).flatmap(lambda ends: st.integers(*ends)).map(chr) | st.sampled_from(folded)
    usual = st.sampled_from([*"ann@example.com4111 1111-123.(", "com", "example", " "])
    same_text(ENGINE, CONFIGURATIONS[0], "".join(data.draw(st.lists(odd | usual, max_size=40))))


REPEATED = [
    *(
        "&amp;",
        "%25",
        "=",
        "\u200b",
        "\u0301",
        "at ",
        "dot ",
        " at",
        "(at)",
        "aA1+",
        "a@",
        "о",
        "оa",
        "１",
        "%E2%80%8B",
    ),
    *("&", "%", "&#", " (", "[at", "ﬀ", "é", "\u00a0"),
]


@pytest.mark.parametrize("piece", REPEATED)
def test_long_repetitions_are_read_alike(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    same_text(ENGINE, CONFIGURATIONS[0], text)
    same_text(ENGINE, CONFIGURATIONS[0], f"&amp;{text} ann%40example.com")
