"""``demo`` and ``bench``: what they show is true and fits the screen."""

import json
from pathlib import Path

import pytest
from installations import Installation, Run

import mcpgateway_native as native
from mcpgateway_native.cli import bench, demo, main
from mcpgateway_native.cli._selftest import selftest
from mcpgateway_native.cli.demo_data import EXHIBITS

EMPTY = {"MCPGATEWAY_NATIVE": "", "MCPGATEWAY_FORCE_PYTHON_PLUGINS": ""}


def test_every_engine_has_an_exhibit() -> None:
    assert set(EXHIBITS) == {row["name"] for row in native.plugins()}


@pytest.mark.parametrize("name", sorted(EXHIBITS))
def test_every_exhibit_shows_what_it_says(name: str) -> None:
    assert set(selftest(name).values()) == {"ok"}
    text = json.dumps(EXHIBITS[name].result, ensure_ascii=False)
    assert all(canary in text for canary in EXHIBITS[name].gone)


def test_the_demo_fits_80_columns_and_names_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    out, err = capsys.readouterr()
    assert max(map(len, out.splitlines())) <= 80
    assert err == ""
    for name, exhibit in EXHIBITS.items():
        assert f"{name}\n===" in out
        removed = "\n".join(line for line in out.splitlines() if line.startswith("- "))
        kept = "\n".join(line for line in out.splitlines() if not line.startswith("- "))
        assert all(canary in removed and canary not in kept for canary in exhibit.gone)
    assert "mcpgateway-native scan" in out
    assert "ran on: " in out


def test_the_demo_of_one_engine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "pii_filter"]) == 0
    assert main(["demo", "pii_filtr"]) == 2
    assert "did you mean" in capsys.readouterr().err


def test_the_demo_says_why_python_runs(run: Run) -> None:
    done = run("demo", MCPGATEWAY_NATIVE="0")
    assert done.returncode == 0
    assert b"ran on: python (switched off by MCPGATEWAY_NATIVE=0)" in done.stdout


def test_changes_line_up() -> None:
    lines = demo.changes({"a": 1, "b": "x"}, {"a": 1, "b": "y"})
    assert lines == ["  {", '    "a": 1,', '-   "b": "x"', '+   "b": "y"', "  }"]
    assert "+ 1" in demo.changes([1], 1)


def once(function: object, **_: object) -> float:
    assert callable(function)
    function()
    return 0.001


def test_figures_add_up() -> None:
    timing = bench.measure("pii_filter", "x", ["é" * 500, "ann@example.com"], {}, once)
    assert (timing.size, timing.findings, timing.python) == (1015, 1, 0.001)
    assert timing.rate(0.001) == pytest.approx(1.015)
    assert timing.equal in (True, None)


def test_only_equal_answers_are_timed(run: Run, installation: Installation, tmp_path: Path) -> None:
    installation.working_native()
    (tmp_path / "a.txt").write_text("ann@example.com")
    done = run("bench", "pii_filter", "--json", "--file", "a.txt", home=installation.home, **EMPTY)
    assert done.returncode == 0, done.stderr
    for timing in json.loads(done.stdout)["timings"]:
        assert timing["equal"] is True
        assert timing["speedup"] > 0
    source = (installation.package / "_native.py").read_text()
    installation.fake_native(source.replace("json.loads(config_json)", "{'redaction_text': 'other'}"))
    done = run("bench", "pii_filter", "--file", "a.txt", home=installation.home, **EMPTY)
    assert done.returncode == 2
    assert b"answers differ" in done.stdout
    assert b"MB/s" not in done.stdout


def test_without_rust_only_python_is_timed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": ["ann@example.com", 1.5]}')
    done = run("bench", "pii_filter", "--file", "a.json", MCPGATEWAY_NATIVE="0")
    assert done.returncode == 1
    assert b"only Python was timed: switched off" in done.stderr
    assert b"MB/s" in done.stdout


def test_mistakes_are_said_before_anything_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "pii_filtr"]) == 2
    assert main(["bench", "pii_filter", "--config", '{"detect_sn": true}']) == 2
    assert main(["bench", "--file", "/nowhere.txt"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "timing" not in err
    assert err.count("did you mean") == 2
    assert "/nowhere.txt: No such file" in err


def test_built_in_payloads_are_what_they_say() -> None:
    payloads = dict(bench._payloads("pii_filter", None))
    assert len(payloads["100 KB of prose"].encode()) == pytest.approx(100_000, rel=0.01)
    assert native.load("pii_filter", native=False).scan(payloads["100 KB of prose"]) == []
    assert native.load("pii_filter", native=False).scan(payloads["100 KB of prose, 1 % to find"])


@pytest.mark.parametrize(
    ("seconds", "text"), [(2.5, "2.50 s"), (0.0123, "12.3 ms"), (0.000456, "456 us"), (1.5e-6, "1.5 us")]
)
def test_durations(seconds: float, text: str) -> None:
    assert bench.duration(seconds) == text
