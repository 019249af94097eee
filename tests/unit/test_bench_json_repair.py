"""The speed figures of JSON repair rest on broken texts with known answers, and on a fair copy of the older code."""

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.accuracy.engines.json_repair import truth  # noqa: E402
from benches.compare.engines import _json_texts as texts  # noqa: E402
from benches.compare.engines import json_repair  # noqa: E402
from benches.compare.engines._json_rivals import original  # noqa: E402

# Like orjson, the judge of the older plugin, it takes no NaN.
repair = original(lambda text: truth.exact(text))


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("{'a': 1, 'b': 2,}", '{"a": 1, "b": 2}'),
        ('[{"a":1,},]', '[{"a":1}]'),
        (" [1,] ", "[1]"),
        ('"a": 1, "b": 2', '{"a": 1, "b": 2}'),
        # What it damages, it damages here too.
        ('{"a":",}",}', '{"a":"}"}'),
    ],
)
def test_the_older_algorithm_repairs_what_it_did(text: str, repaired: str) -> None:
    assert repair(text) == repaired


@pytest.mark.parametrize(
    "text", ["{a: 1}", '{"a": [1', "[NaN]", "[True]", "[1,,2]", "\ufeff[1]", "[1] // x", "prose: {", "{}"]
)
def test_the_older_algorithm_leaves_the_rest_alone(text: str) -> None:
    assert repair(text) is text


@pytest.mark.parametrize("key", texts.CLASSES)
def test_valid_texts_are_valid_and_of_the_size_asked_for(key: str) -> None:
    text = texts.CLASSES[key][1](20_000)
    json.loads(text)
    assert 12_000 < len(text.encode()) < 24_000


@pytest.mark.parametrize("key", texts.BROKEN)
def test_broken_texts_are_no_json_and_their_answers_are(key: str) -> None:
    text = texts.BROKEN[key][1](3_000)
    assert not truth.valid(text.given)
    assert truth.valid(text.wanted)


def test_a_case_takes_the_right_answer_and_no_other() -> None:
    cases = {case.key: case for case in json_repair.cases()}
    comma = cases["comma_2k"]
    right = comma.value[:-2] + "]"
    assert comma.problem(right) is None
    assert comma.problem(json.dumps(json.loads(right), indent=3)) is None
    assert comma.problem(right.replace("true", "false", 1)) == "another value"
    assert comma.problem(comma.value) == "no JSON"
    prose = cases["prose_2k"]
    assert prose.problem(prose.value) is None
    assert prose.problem('"words"') == "made JSON of it"


def test_a_content_list_keeps_its_other_items() -> None:
    case = next(case for case in json_repair.cases() if case.key == "content_2k")
    value = json.loads(json.dumps(case.value))
    assert case.problem(value) == "no JSON"
    value["content"][3]["text"] = json.dumps(texts.rows(500))
    assert case.problem(value) is None
    value["content"][0]["text"] = "other"
    assert case.problem(value) == "other result"


def test_the_long_texts_have_a_short_version() -> None:
    keys = {case.key for case in json_repair.cases()}
    assert {case.key for case in json_repair.floor(2_000)} <= keys
    titles = [case.title for case in json_repair.cases() if case.headline]
    assert len(titles) == 3
