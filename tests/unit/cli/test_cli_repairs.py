"""``scan json_repair``: repairs as a diff and a line per rule, a reason where a text stays, whole files repaired."""

import json
from pathlib import Path

import pytest

from mcpgateway_native.cli import main

BROKEN = "{'a': True,\n 'b': [1, 2,],\n}\n"
PROSE = 'Here you go:\n{"a": 1,}\n'


def scan(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> tuple[str, str]:
    assert main(["scan", "json_repair", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "answer.json"
    path.write_text(BROKEN)
    return str(path)


def test_repairs_are_a_diff_and_a_line_per_rule(capsys: pytest.CaptureFixture[str], broken: str) -> None:
    out, err = scan(capsys, 1, broken)
    diff, rules = out.split("\n\n")
    assert diff.splitlines()[3:] == ["-{'a': True,", "- 'b': [1, 2,],", '+{"a": true,', '+ "b": [1, 2]', " }"]
    assert rules.splitlines() == [
        f"{broken}:1:2  single_quotes (95%), and 3 more",
        f"{broken}:1:7  literal (95%)",
        f"{broken}:2:12  trailing_comma (100%), and 1 more",
    ]
    assert err == f"{broken}: 7 repairs\n"


def test_a_valid_file_needs_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "valid.json"
    path.write_text('{"a": 1}')
    assert scan(capsys, 0, str(path)) == ("", f"{path}: nothing to repair\n")


def test_what_stays_has_a_reason_and_a_way_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    path.write_text(PROSE)
    wider = '{"extract": "all"}'
    assert scan(capsys, 2, str(path)) == (
        "",
        f"{path}: left alone (not_json); --config '{wider}' looks for JSON in prose too\n",
    )
    assert scan(capsys, 1, "--config", wider, str(path))[0].startswith("--- ")
    path.write_text("no JSON at all")
    assert scan(capsys, 2, "--config", wider, str(path))[1] == f"{path}: left alone (not_json)\n"


@pytest.mark.parametrize("name", ["answer.json", "answer.jsonl", "answer.txt"])
def test_repaired_files_are_written_whatever_they_are_called(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(BROKEN)
    assert scan(capsys, 1, "--rewrite", str(path))[0] == '{"a": true,\n "b": [1, 2]\n}\n'


def test_a_large_file_is_repaired_as_one_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "rows.json"
    path.write_text("[" + "{'id': 1234567890},\n" * 60_000 + "]")
    assert len(json.loads(scan(capsys, 1, "-q", "--rewrite", str(path))[0])) == 60_000


def test_findings_as_json_are_those_of_the_whole_text(capsys: pytest.CaptureFixture[str], broken: str) -> None:
    report = json.loads(scan(capsys, 1, "--json", broken)[0])
    assert report["total"] == len(report["findings"]) == 7
