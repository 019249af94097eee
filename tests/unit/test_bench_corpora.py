"""The texts that speed is measured on hold what they promise, at every size."""

import sys
from pathlib import Path
from random import Random

import pytest

import mcpgateway_native

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.compare import checks, corpora, words  # noqa: E402
from benches.compare.engines import pii_filter  # noqa: E402

from mcpgateway_native import _rules  # noqa: E402

TWIN = mcpgateway_native.load("pii_filter", {}, native=False)


@pytest.mark.parametrize("case", list(pii_filter.floor(4_000)), ids=lambda case: case.key)
def test_every_text_of_the_floor_holds_what_it_says(case) -> None:
    assert 3_000 < case.size < 5_000
    answer = [found[1:3] for found in TWIN.scan(case.value)] if case.operation == "detect" else TWIN.rewrite(case.value)
    assert case.problem(answer) is None


def test_the_floor_has_the_same_texts_as_the_cases() -> None:
    keys = {case.key for case in pii_filter.cases()}
    assert {case.key for case in pii_filter.floor(1_000)} <= keys


def test_a_long_version_is_copies_with_their_values() -> None:
    sample = corpora.long_version(lambda size: corpora.Sample("me@example.com, ", ((0, 14),)), 48)
    assert sample == corpora.Sample("me@example.com, " * 3, ((0, 14), (16, 30), (32, 46)))


def test_only_one_accent_stands_in_the_prose_with_one() -> None:
    assert corpora.prose_with_accent(5_000).text.count("é") == 1


@pytest.mark.parametrize("length", [0, 1, 2, 7, 100])
def test_filler_has_the_length_asked_for_and_no_cut_word(length: int) -> None:
    text = corpora.filler(Random(1), length)
    assert len(text) == length
    assert {word.strip(".") for word in text.split()} <= {*words.ENGLISH, ""}


def test_no_word_of_the_filler_says_what_a_number_is() -> None:
    rules = _rules.load("pii_filter")
    weighing = {word for table in rules.get("context", {}).values() for words_ in table.values() for word in words_}
    labels = {label for rule in rules["rule"] for label in rule.get("labels", ())}
    for vocabulary in (words.ENGLISH, words.GERMAN, words.RUSSIAN, words.CHINESE):
        assert not {word.lower() for word in vocabulary} & (weighing | labels)


def test_values_that_stayed_are_seen_in_long_texts_too() -> None:
    sample = corpora.planted(200, 6_000)
    masked = sample.text
    for start, end in reversed(sample.spans):
        masked = masked[:start] + "[X]" + masked[end:]
    assert checks.masked_in(sample)(masked) is None
    start, end = sample.spans[77]
    kept = sample.text[start:end]
    one_left = masked.replace("[X]", "[Y]", 77).replace("[X]", kept, 1)
    assert checks.masked_in(sample)(one_left) == "missed 1"
    assert checks.masked_in(sample)(masked.replace(" ", "", 1)) == "damaged the text around the values"
