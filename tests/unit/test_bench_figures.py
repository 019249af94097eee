"""The floor, peak memory and patience of the comparison."""

import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.compare import floor, gate, memory, render, report, timing  # noqa: E402
from benches.compare.model import Case, CaseResult, Contestant, Figure, Operation, Report, Score, Timing  # noqa: E402


def result(key: str, size: int, rust: float | None, rival: float | None, note: str = "") -> CaseResult:
    """Speeds in MB/s."""

    def score(name: str, rate: float | None) -> Score:
        if rate is None:
            return Score(name, None, note)
        return Score(name, Timing(size / rate / 1e6, size / rate / 1e6, 5, 1))

    return CaseResult(key, key.title(), "detect", size, False, False, (score("Rust", rust), score("rival", rival)))


FLOOR = (result("prose", 10_000_000, 9_000.0, 500.0), result("dotted", 9_999_970, 149.0, None, "9 false alarms"))
REPORT = Report("x", "X", "", "", {}, {}, (), (), (), FLOOR)


def test_the_floor_has_a_mark_per_text() -> None:
    assert render.floor_title(FLOOR) == "Floor: 10 MB of each"
    assert render.floor(FLOOR) == [
        ["MB/s", "Rust", "≥ 150", "rival"],
        ["Prose", "9,000", "✓", "500"],
        ["Dotted", "149", "✗", "-"],
    ]
    assert render.below_floor(FLOOR) == "Below the floor: Dotted. Dotted: rival 9 false alarms."
    assert render.below_floor(FLOOR[:1]) == "No text is below the floor."


def test_the_floor_is_on_the_page_and_in_the_file(tmp_path: Path) -> None:
    page = report.page([replace(REPORT, machine={"cpu": "c", "cores": "2"}, versions={"python": "p"})])
    assert "### Floor: 10 MB of each" in page and "| Dotted | 149 | ✗ | - |" in page
    report.write_json(REPORT, tmp_path / "x.json")
    assert report.read_json(tmp_path / "x.json") == REPORT


def test_the_gate_sees_texts_that_cost_more_when_they_are_long() -> None:
    short = (result("prose", 100_000, 11_000.0, None), result("dotted", 100_000, 900.0, None))
    assert gate.failures(replace(REPORT, cases=short)) == ["Dotted: 6.0x slower per byte when it is long"]
    assert gate.failures(replace(REPORT, cases=short[:1])) == []


def test_the_gate_sees_memory_but_no_seconds() -> None:
    much = Figure("memory_mask", "peak memory", 7.0, "x", 6.0)
    slow = Figure("walk", "450 KB", 9.0, "ms", 2.0)
    assert gate.failures(replace(REPORT, figures=(much, slow))) == ["peak memory: 7.00x is above 6.0x"]
    assert gate.failures(replace(REPORT, figures=(replace(much, value=None),))) == []


def test_memory_is_measured_in_a_process_of_its_own() -> None:
    ours = memory.run("pii_filter", "Python", "mask", 20_000)
    assert isinstance(ours, float) and ours >= 0
    assert memory.run("pii_filter", "nobody", "mask", 20_000) == "process failed"


def test_resident_memory_is_part_of_its_peak() -> None:
    held, most = memory.resident(), memory.peak()
    if held is None or most is None:
        pytest.skip("this system does not tell")
    assert 0 < held <= most * 1.01


@pytest.mark.skipif(sys.platform == "win32", reason="needs an alarm signal")
def test_nobody_is_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "PATIENCE", 0.05)

    def endless(_text: str) -> None:
        while True:
            time.monotonic()

    case = Case("one", "One", "detect", "", 1, lambda _answer: None)
    slow = Contestant("slow", "", {"detect": Operation(endless)})
    quick = Contestant("quick", "", {"detect": Operation(len)})
    scores = timing.run_case(case, [slow, quick], timing.Effort(0.001, 1)).scores
    assert (scores[0].timing, scores[0].note) == (None, "not done in 0 s")
    assert scores[1].timing is not None


def test_the_quick_look_prints_a_row_per_text(capsys: pytest.CaptureFixture[str]) -> None:
    code = floor.main(["prose", "--alone", "--size", "1000", "--time", "0"])
    out = capsys.readouterr()
    if "not installed" in out.err or "does not load" in out.err:
        assert code == 1
    else:
        assert "Clean prose" in out.out and "Dotted" not in out.out
