"""The accuracy figures of JSON repair rest on exact comparison and on broken texts whose answers are known."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.accuracy import app, engines  # noqa: E402
from benches.accuracy.engines import json_repair as accuracy  # noqa: E402
from benches.accuracy.engines.json_repair import (  # noqa: E402
    contestants,
    datasets,
    documents,
    gate,
    mutants,
    report,
    scoring,
    taxonomy,
    tokens,
    truth,
    untouched,
)
from benches.accuracy.engines.json_repair.model import (  # noqa: E402
    REFUSED,
    RIGHT,
    WRONG,
    Contestant,
    Dataset,
    Example,
    Report,
    Result,
    SetResult,
    Tally,
)
from benches.accuracy.engines.json_repair.mutators import MUTATORS, Document, cuts  # noqa: E402
from benches.accuracy.model import PYTHON, RUST, Skip  # noqa: E402

# --- comparison ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('{"a": 1}', '{ "a":1 }'),
        ("1.0", "1"),
        ("[1e2]", "[100]"),
        (r'"\u00e9"', '"é"'),
        (r'"\/"', '"/"'),
        ("[]", " [ ] "),
    ],
)
def test_values_are_equal_however_they_are_written(first: str, second: str) -> None:
    assert truth.same_value(first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('{"a": 1, "b": 2}', '{"b": 2, "a": 1}'),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ("[1]", "[true]"),
        ("[0, false]", "[false, 0]"),
        ("{}", "[]"),
        ('{"a": 1}', '[["a", 1]]'),
        ("123456789012345678901234567890", "123456789012345678901234567891"),
        ("1e400", "1e401"),
        ("0.1234567890123456789012", "0.1234567890123456789013"),
        ('"1"', "1"),
        ("null", '"null"'),
    ],
)
def test_values_differ_by_order_kind_and_every_digit(first: str, second: str) -> None:
    assert not truth.same_value(first, second)


def test_verbatim_means_the_same_characters_but_blanks_between_tokens() -> None:
    assert truth.same_text('{ "a b" : [1.0,\n2] }', '{"a b":[1.0,2]}')
    assert not truth.same_text('{"a b":1.0}', '{"a b":1}')
    assert not truth.same_text('{"a b":1}', '{"ab":1}')


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "\ufeff{}", "{'a': 1}", "", "[1,]", "[" * 100_000, '"a\nb"'])
def test_only_the_json_of_the_standard_is_valid(text: str) -> None:
    assert not truth.valid(text)


# --- verdicts --------------------------------------------------------------------------------------------------------

BROKEN = Example("k", '{"a":', ('{"a": null}', "{}"))
PLAIN = Example("k", "Hello {x}")


@pytest.mark.parametrize(
    ("example", "answer", "verdict"),
    [
        (BROKEN, '{"a":null}', RIGHT),
        (BROKEN, "{}", RIGHT),
        (BROKEN, '{"a": 0}', WRONG),
        (BROKEN, '{"a":', REFUSED),
        (BROKEN, None, REFUSED),
        (PLAIN, "Hello {x}", RIGHT),
        (PLAIN, None, RIGHT),
        (PLAIN, "", RIGHT),
        (PLAIN, '{"x": null}', WRONG),
        (Example("k", "[1.0,]", ("[1.0]",), verbatim=True), "[1]", WRONG),
        (Example("k", "[1.0,]", ("[1.0]",)), "[1]", RIGHT),
    ],
)
def test_answers_are_judged(example: Example, answer: str | None, verdict: str) -> None:
    assert scoring.judge(example, answer) == verdict


def test_a_contestant_that_raises_refuses() -> None:
    def repair(text: str) -> str:
        raise RecursionError

    dataset = Dataset("x", "X", "here", (), [BROKEN, PLAIN])
    assert scoring.score(dataset, Contestant("x", "1", repair)).kinds == {"k": Tally(1, 0, 1)}


# --- texts -----------------------------------------------------------------------------------------------------------


def test_there_are_sixty_kinds_of_defects_and_more_with_several_cases_each() -> None:
    kinds = Counter(example.kind for example in taxonomy.examples())
    assert len(kinds) >= 60
    assert min(kinds.values()) >= 3


def test_there_are_a_thousand_mutants_of_more_than_twenty_sorts() -> None:
    dataset = datasets.build(datasets.MUTANTS, held_out=True)
    kinds = Counter(example.kind for example in dataset.examples)
    assert len(dataset.examples) >= 1000
    assert set(kinds) == set(MUTATORS)
    assert min(kinds.values()) >= 20


@pytest.mark.parametrize("key", [datasets.KINDS, datasets.MUTANTS])
def test_what_is_broken_is_not_json_and_its_answers_are(key: str) -> None:
    for example in datasets.build(key, held_out=True, quick=True).examples:
        assert not truth.valid(example.text), example
        assert example.answers
        assert all(truth.valid(answer) for answer in example.answers), example


def test_what_must_be_left_alone_is_valid_or_no_json_at_all() -> None:
    assert all(truth.valid(example.text) for example in untouched.valid(3, 2, held_out=True))
    assert not any(truth.valid(example.text) for example in untouched.not_json())


def test_a_seed_gives_the_same_mutants_everywhere() -> None:
    assert mutants.examples(5, 2, held_out=True) == mutants.examples(5, 2, held_out=True)
    assert mutants.examples(5, 2, held_out=True) != mutants.examples(6, 2, held_out=True)
    assert not set(datasets.DEV_SEEDS) & set(datasets.HELD_OUT_SEEDS)


@pytest.mark.parametrize("layout", ["compact", "default", "indented"])
def test_tokens_cover_the_whole_text(layout: str) -> None:
    for make in (*documents.MAKERS, *documents.HELD_OUT_MAKERS):
        document = Document(make(documents.Draw(4)), layout)
        assert "".join(token.text for token in document.tokens) == document.text
        assert all(document.text[token.start : token.end] == token.text for token in document.tokens)
        assert {token.kind for token in document.tokens} <= {
            *(tokens.KEY, tokens.STRING, tokens.NUMBER, tokens.LITERAL, tokens.OPEN, tokens.CLOSE),
            *(tokens.COMMA, tokens.COLON, tokens.BLANK),
        }


def test_every_cut_of_a_text_has_answers_that_begin_like_the_text() -> None:
    text = r'{"a\n": [1.5e3, true, "x\u00e9\\", -2], "b": {"c": null}}'
    whole = truth.exact(text)
    for broken in cuts.every_cut(text):
        assert broken.answers
        assert all(truth.valid(answer) for answer in broken.answers), broken
    assert truth.exact(cuts.every_cut(text)[-1].answers[0]) == whole
    by_text = {broken.text: broken.answers for broken in cuts.every_cut(text)}
    assert by_text['{"a'] == ("{}", '{"a": null}', '{"a": ""}')
    assert by_text[r'{"a\n": [1.5e'] == (r'{"a\n": [1.5]}',)
    assert by_text[r'{"a\n": [1.5e3, tr'] == (r'{"a\n": [1.5e3, true]}',)
    assert by_text[r'{"a\n": [1.5e3, true, "x\u00'] == (r'{"a\n": [1.5e3, true, "x"]}',)
    assert by_text[r'{"a\n": [1.5e3, true, "x\u00e9\\'] == (r'{"a\n": [1.5e3, true, "x\u00e9\\"]}',)


# --- contestants and reports -----------------------------------------------------------------------------------------


def test_a_rival_process_that_dies_is_a_refusal_and_is_started_again() -> None:
    code = (
        "import sys\n"
        "for line in sys.stdin:\n"
        "    if 'die' in line: sys.exit(1)\n"
        "    print('null' if 'no' in line else line.strip(), flush=True)\n"
    )
    process = contestants.Process([sys.executable, "-c", code], ROOT)
    try:
        assert [process.repair(text) for text in ("é\ud800", "no", "die", "x")] == ["é\ud800", None, None, "x"]
    finally:
        process.close()


def test_no_rival_is_needed_to_import_the_bench() -> None:
    code = (
        "import sys, benches.accuracy.app, benches.accuracy.engines.json_repair\n"
        "print([name for name in ('json_repair','repairjson','fast_json_repair','orjson') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def made(ours: Tally, twin: Tally | None = None, *, broken: bool = True) -> Report:
    results = [Result(RUST, {"k": ours})]
    results += [Result(PYTHON, {"k": twin})] if twin else []
    results.append(Result("rival", {"k": Tally(1, 2, 3)}))
    each = SetResult("x", "Set", "made", (1, 2), 6, broken, tuple(results))
    return Report("json_repair", "JSON Repair", "run", "2026-01-01", {}, {"python": "3"}, (each,), (Skip("a", "b"),))


def test_the_gate_names_what_is_too_low() -> None:
    assert gate.failures(made(Tally(98, 1, 1))) == []
    low = gate.failures(made(Tally(50, 30, 20)))
    assert low == ["Set: 50.0% right is below 97.0%", "Set: 30.0% wrong is above 2.0%", "Set, k: 50 of 100 right"]
    assert gate.failures(made(Tally(999, 1, 0), broken=False)) == ["Set: 99.9% right is below 100.0%"]
    assert gate.failures(made(Tally(99, 0, 1), Tally(98, 0, 2))) == ["Set: Python and Rust gave different answers"]
    without = made(Tally(99, 0, 1))
    only_rival = SetResult(**{**vars(without.sets[0]), "results": without.sets[0].results[1:]})
    assert gate.failures(Report(**{**vars(without), "sets": (only_rival,)})) == ["Set: Rust did not take part"]


def test_a_report_survives_its_file_and_fills_the_page(tmp_path: Path) -> None:
    before = made(Tally(90, 5, 5), Tally(90, 5, 5))
    report.write_json(before, tmp_path / "accuracy_x.json")
    after = report.read_json(tmp_path / "accuracy_x.json")
    assert after == before
    page = report.page(after)
    assert "| Rust | 90 | 5 | 5 | 90.0 | 5.0 |" in page
    assert "| k | 100 | 90 5 5 | 1 2 3 |" in page
    assert "does not pass" in page
    assert "Rust" in report.screen(after)
    chart = report.chart(after)
    assert re.findall(">([01][.][0-9]{3})<", chart) == ["0.900", "0.167"]


def test_the_page_is_made_from_the_kept_results() -> None:
    kept = ROOT / "benches" / "results" / "accuracy_json_repair.json"
    if not kept.is_file():
        pytest.skip("no run has been kept yet")
    assert (ROOT / "docs" / accuracy.PAGE).read_text(encoding="utf-8") == report.page(report.read_json(kept))


def test_every_engine_of_the_bench_offers_what_the_command_line_asks_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert engines.names() == ["json_repair", "pii_filter"]
    for name in engines.names():
        engine = engines.find(name)
        wanted = ("measure", "mistakes", "failures", "screen", "page", "chart", "read_json", "write_json", "keys")
        assert all(callable(getattr(engine, each)) for each in wanted)
        assert engine.PAGE.endswith(".md")
    with pytest.raises(SystemExit):
        app.main(["json_repair", "--set", "sentences"])
    assert "no set sentences" in capsys.readouterr().err
