"""The growth test makes its texts from the rules and judges what they cost; counting itself is `just growth`."""

import json
import re
import sys
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.growth import __main__ as growth  # noqa: E402
from tests.growth import counting, inputs, json_inputs, patterns  # noqa: E402

from mcpgateway_native import _rules  # noqa: E402

RULES = {rule["id"]: rule for rule in _rules.load("pii_filter")["rule"]}


@pytest.mark.parametrize("name", RULES)
def test_the_texts_of_a_rule_match_its_pattern(name: str) -> None:
    pattern = RULES[name]["pattern"]
    for make in (patterns.longest, patterns.shortest):
        for seed in range(5):
            assert re.fullmatch(pattern, make(pattern, Random(seed))), make


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_worst_texts(name: str) -> None:
    units = inputs.units(RULES[name], _rules.load("pii_filter"))
    assert any("longest match" in what for what in units) and any("cut off" in what for what in units)
    assert len(set(units.values())) == len(units) and all(units.values())
    brief = inputs.units(RULES[name], _rules.load("pii_filter"), brief=True)
    assert 0 < len(brief) <= len(units)


def test_pieces_fill_a_text_by_bytes() -> None:
    assert len(inputs.text("1é", 3_000).encode()) == 3_000
    assert inputs.text("much longer than that", 5) == "much longer than that"


def test_marks_are_what_a_pattern_spells_between_letters_and_digits() -> None:
    assert patterns.marks("(?:[0-9]{3}[ -]?[a-z]|[.]x){2}") == " -."
    assert patterns.longest("(?:a|bcd)[0-9]{1,3}-?", Random(1))[:3] == "bcd"
    assert patterns.shortest("(?:a|bcd)[x]{1,3}-?", Random(1)) == "ax"


def test_labels_and_searched_bytes_are_repeated_too() -> None:
    rule = {"labels": ["id", "long id"], "byte": "@", "before": "[a-z]", "pattern": "@[a-z]{2}[.]", "literal": "AK"}
    texts = inputs.units(rule, {}).values()
    assert {"id: ", "long id:", "@", "AK", "xAK"} <= set(texts)
    assert any(text.endswith("@") and len(text) > 600 for text in texts)


def cost(short: int, long: int, findings: int = 0) -> growth.Worst:
    costs = (counting.Cost(short, 0), counting.Cost(long, findings))
    return growth.Worst("x", growth.MOST_PER_BYTE, (1_000, 2_000), costs)


def test_linear_cost_is_well_and_more_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert growth.judge([cost(20_000, 40_000)], 1) == 0
    assert growth.judge([cost(20_000, 80_000), cost(100_000, 200_000)], 1) == 1
    out = capsys.readouterr().out
    assert "FAILED x: twice the text costs 4.00 times as much, the limit is 2.3" in out
    assert "FAILED x: 100 instructions per byte, the limit is 60" in out
    assert "2 texts, 2 over a limit" in out


def test_findings_may_cost_something() -> None:
    assert cost(50_000, 100_000 + 400_000, 400).per_byte == 50.0


def test_all_rules_are_counted_and_one_can_be_chosen() -> None:
    def rules(only: str) -> set[str]:
        return {name.partition(":")[0] for run in growth.runs(only) for name in run.pieces}

    assert {"anywhere", *RULES} <= rules("")
    assert "iban" in rules("iban") and not {"anywhere", "email"} & rules("iban")


def test_json_repair_has_texts_of_its_own_and_one_can_be_chosen() -> None:
    chosen = {run.engine: set(run.pieces) for run in growth.runs("json_repair")}
    assert set(chosen) == {"pii_filter", "json_repair"} and not chosen["pii_filter"]
    assert len(json_inputs.hostile()) > 500
    assert json_inputs.hostile("block comments deep").keys() == {"block comments deep"}
    for filled in json_inputs.valid().values():
        text = json_inputs.text(filled, 4_000)
        assert json.loads(text) and abs(len(text.encode()) - 4_000) < 400


def test_without_valgrind_the_test_is_skipped_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(counting.shutil, "which", lambda _name: None)
    assert growth.main([]) == 0
    assert "SKIPPED growth: valgrind is not installed" in capsys.readouterr().out
