"""What the regex filter is measured with is what its titles say."""

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from benches import lower_regex_rules  # noqa: E402
from benches.compare import corpora  # noqa: E402
from benches.compare.engines import _regex_rivals, regex_filter  # noqa: E402
from benches.compare.engines import _regex_rules as given  # noqa: E402
from benches.compare.model import Operation  # noqa: E402

import mcpgateway_native  # noqa: E402


def test_there_are_twenty_rules_and_the_full_text_holds_matches_of_each() -> None:
    text = given.planted(20_000)
    counts = {search: len(re.findall(search, text)) for search, _ in given.RULES}
    assert len(counts) == 20
    assert min(counts.values()) >= 25, counts


@pytest.mark.parametrize("case", list(regex_filter.floor(4_000)), ids=lambda case: case.key)
def test_clean_texts_hold_no_match(case: regex_filter.Case) -> None:
    assert [search for search, _ in given.RULES if re.search(search, case.value)] == []
    assert case.problem(case.value) is None


def test_the_short_texts_have_101_bytes() -> None:
    assert [len(text.encode()) for text in (given.SENTENCE, given.SENTENCE_WITH_HITS)] == [101, 101]


def test_deny_words_are_many_and_in_no_prose() -> None:
    words = given.denied(3_000)
    assert len(set(words)) == 3_000
    prose = corpora.prose(20_000).text
    assert [word for word in words if word in prose] == []
    assert given.denied(100) == words[:100]


def test_the_loop_and_the_twin_give_right_answers_to_every_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_regex_rivals, "LISTS", {"deny_1k": 1_000})
    monkeypatch.setattr(regex_filter, "LISTS", {"deny_1k": 1_000})
    monkeypatch.setattr(regex_filter, "_CORPUS", 5_000)
    twin = mcpgateway_native.load(regex_filter.NAME, regex_filter._CONFIG, native=False)
    known = [_regex_rivals.loop().operations, regex_filter._operations(twin)]
    for case in regex_filter.cases():
        operations: list[Operation] = [each[case.operation] for each in known if case.operation in each]
        assert operations
        answers = [each.answer(case.value, each.call(case.value)) for each in operations]
        assert [case.problem(answer) for answer in answers] == [None] * len(answers), case.title


def test_the_lowered_rules_of_the_rust_bench_are_these() -> None:
    kept, fresh = (
        json.loads(lower_regex_rules.PATH.read_text(encoding="utf-8")),
        json.loads(lower_regex_rules.lowered()),
    )
    # What is in a class differs between versions of Python.
    assert [kept["rules"], len(kept["classes"])] == [fresh["rules"], len(fresh["classes"])]
