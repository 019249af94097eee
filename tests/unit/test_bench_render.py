"""The comparison's report has a fixed form, and the benchmarks page holds only what the kept results hold."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.compare import corpora, engines, gate, plot, render, report  # noqa: E402
from benches.compare.checks import found_in, masked_in  # noqa: E402
from benches.compare.engines import pii_filter  # noqa: E402
from benches.compare.model import (  # noqa: E402
    Case,
    CaseResult,
    Contestant,
    Figure,
    Operation,
    Report,
    Score,
    Skip,
    Timing,
)
from benches.compare.timing import Effort, run_case  # noqa: E402

GOLDEN = Path(__file__).parent / "golden"


def result(title: str, size: int, python: float | None, rust: float | None, note: str = "") -> CaseResult:
    def score(name: str, milliseconds: float | None) -> Score:
        if milliseconds is None:
            return Score(name, None, note)
        return Score(name, Timing(milliseconds / 1e3, milliseconds / 1e3, 9, 1))

    return CaseResult(title.lower(), title, "detect", size, True, True, (score("Python", python), score("Rust", rust)))


CASES = (
    result("Single SSN Detection", 1071, 0.150, 0.020),
    result("Multiple PII Types Detection", 1071, 0.150, 0.020),
    result("Large Text Performance (1000 PII instances)", 107_100, 150.0, 18.0),
)
FIGURES = (
    Figure("walk", "450 KB as 3,600 clean strings", 2.51, "ms", 4.0, rival=22.0),
    Figure("threads", "two threads on 1 MB texts", 1.5, "x", 1.8, at_least=True),
    Figure("accent_ratio", "cost of the é", 1.02, "x", 1.5, rival=160.0),
    Figure("deep", "100,000 levels of nesting", 12.0, "ms", 500.0, rival_note="ValueError", note="+9 MB"),
)
REPORT = Report(
    engine="pii_filter",
    title="PII Filter",
    command="python -m benches.compare pii_filter",
    date="2026-11-22",
    machine={"cpu": "Example", "cores": "2"},
    versions={"commit": "0123456789ab", "python": "CPython 3.11.7"},
    cases=CASES,
    figures=FIGURES,
    skips=(Skip("other", "not installed"),),
)


def test_the_comparison_has_the_promised_form() -> None:
    assert render.comparison("PII Filter", CASES) == (GOLDEN / "bench_pii_filter.txt").read_text(encoding="utf-8")


def test_a_full_report_has_tables_and_names_who_is_missing() -> None:
    wrong = replace(REPORT, cases=(*CASES, result("Clean prose", 100_000, 66.0, None, "3 false alarms")))
    assert render.full(wrong) == (GOLDEN / "bench_full.txt").read_text(encoding="utf-8")


def test_a_wrong_answer_has_a_dash_and_no_verdict() -> None:
    text = render.comparison("PII Filter", [result("Single SSN Detection", 1071, 0.150, None, "missed 1")])
    assert "Rust:   -\nSpeedup: -\n" in text
    assert "Average Speedup: -" in text
    assert "NO VERDICT" in text


@pytest.mark.parametrize(
    ("average", "word"),
    [
        (10.05, "EXCELLENT"),
        (10.0, "GREAT"),
        (5.0, "GREAT"),
        (4.94, "GOOD"),
        (3.0, "GOOD"),
        (2.0, "MODERATE"),
        (1.9, "MINIMAL"),
        (0.5, "MINIMAL"),
    ],
)
def test_verdicts_agree_with_the_average_as_shown(average: float, word: str) -> None:
    assert word in render.verdict(average)


@pytest.mark.parametrize("milliseconds", [0.00042, 0.0051, 0.02, 0.15, 18.0, 1500.0])
def test_milliseconds_and_megabytes_agree(milliseconds: float) -> None:
    shown, _, rate = render.speed(Timing(milliseconds / 1e3, 1.0, 1, 1), 107_100).partition(" ms (")
    assert 107_100 / (float(shown) * 1e-3) / 1e6 == pytest.approx(
        float(rate.removesuffix(" MB/s)")), rel=0.01, abs=0.005
    )


def test_a_report_survives_its_file(tmp_path: Path) -> None:
    report.write_json(REPORT, tmp_path / "pii_filter.json")
    assert report.read_json(tmp_path / "pii_filter.json") == REPORT


def test_the_gate_judges_ratios_and_wrong_answers() -> None:
    assert gate.failures(REPORT) == []
    slow = replace(REPORT, cases=(result("Single SSN Detection", 1071, 0.09, 0.02),))
    assert gate.failures(slow) == ["Single SSN Detection: speed-up 4.5x is below 5x"]
    wrong = replace(REPORT, cases=(result("Single SSN Detection", 1071, 0.15, None, "missed 1"),))
    assert "Single SSN Detection: Rust missed 1" in gate.failures(wrong)
    accent = replace(REPORT, figures=(Figure("accent_ratio", "cost of the é", 2.0, "x", 1.5),))
    assert gate.failures(accent) == ["cost of the é: 2.00x is above 1.5x"]


def test_a_wrong_contestant_is_not_timed() -> None:
    sample = corpora.single_ssn()
    contestants = [
        Contestant("blind", "", {"detect": Operation(lambda _text: [])}),
        Contestant("right", "", {"detect": Operation(lambda _text: list(sample.spans))}),
        Contestant("broken", "", {"detect": Operation(lambda text: text.missing)}),
        Contestant("other trade", "", {"mask": Operation(str)}),
    ]
    case = Case("one", "One", "detect", sample.text, sample.size, found_in(sample))
    scores = {score.contestant: score for score in run_case(case, contestants, Effort(0.001, 1)).scores}
    assert scores["right"].timing is not None
    assert (scores["blind"].timing, scores["blind"].note) == (None, "missed 1")
    assert (scores["broken"].timing, scores["broken"].note) == (None, "raised AttributeError")
    assert "other trade" not in scores


def test_found_spans_may_hold_more_than_the_value_but_must_touch_one() -> None:
    sample = corpora.Sample("my SSN: 123-45-6789 and me@example.com", ((8, 19), (24, 38)))
    assert found_in(sample)([(3, 19), (24, 38)]) is None
    assert found_in(sample)([(24, 38)]) == "missed 1"
    assert found_in(sample)([(0, 2), (8, 19), (24, 38)]) == "1 false alarm"


def test_masked_texts_keep_what_is_between_the_values() -> None:
    sample = corpora.Sample("my SSN 123-45-6789 here", ((7, 18),))
    assert masked_in(sample)("my SSN *** here") is None
    assert masked_in(sample)("my SSN 123-45-6789 here") == "missed 1"
    assert masked_in(sample)("my *** here") == "damaged the text around the values"


def test_corpora_have_the_promised_sizes_and_are_the_same_every_time() -> None:
    assert corpora.single_ssn().size == 1071
    assert corpora.planted(1000, 107_100).size == 107_100
    assert len(corpora.planted(1000, 107_100).spans) == 1000
    assert corpora.planted(10, 1071) == corpora.planted(10, 1071)
    rows = corpora.rows_payload()
    assert rows.size == 450_000
    strings = [row["title"] for row in rows.value["structuredContent"]["rows"]]
    assert len(strings) * 5 == 3600


def test_every_engine_has_the_parts_of_a_comparison() -> None:
    assert "pii_filter" in engines.names()
    for name in engines.names():
        headlines = [case for case in engines.find(name).cases() if case.headline]
        assert headlines, name
    assert [case.title for case in pii_filter.cases() if case.headline] == [case.title for case in CASES]


def test_the_plot_is_valid_and_shows_every_plotted_case() -> None:
    from xml.etree import ElementTree

    svg = plot.chart(REPORT)
    ElementTree.fromstring(svg)
    assert "Single SSN Detection" in svg and "Large Text Performance" in svg


def test_the_committed_page_and_plots_come_from_the_committed_results() -> None:
    kept = sorted((ROOT / "benches" / "results").glob("*.json"))
    results = [path for path in kept if not path.name.startswith("accuracy_")]  # Those have a page of their own.
    if not results:
        pytest.skip("no results are kept yet")
    reports = [report.read_json(path) for path in results]
    assert (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8") == report.page(reports)
    readme = ROOT / "README.md"
    if readme.is_file():
        text = readme.read_text(encoding="utf-8")
        assert text == report.with_summary(text, reports)
    for each in reports:
        assert (ROOT / "docs" / "assets" / f"bench_{each.engine}.svg").read_text(encoding="utf-8") == plot.chart(each)


def test_the_summary_goes_between_its_marks_and_nowhere_else() -> None:
    text = f"before\n{report.SUMMARY_START}\nold\n{report.SUMMARY_END}\nafter\n"
    once = report.with_summary(text, [REPORT])
    assert once.startswith("before\n") and once.endswith(f"{report.SUMMARY_END}\nafter\n")
    assert "Single SSN Detection" in once and "old" not in once
    assert report.with_summary(once, [REPORT]) == once
    assert report.with_summary("no marks", [REPORT]) == "no marks"
