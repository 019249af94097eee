"""``check-pattern`` says which way a pattern goes, what it can cost, and what it does to a text."""

import io
import json
import re
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from installations import Run

from mcpgateway_native.cli import main
from mcpgateway_native.cli._pattern_cost import worst_case
from mcpgateway_native.cli._pattern_sample import sample_match

rust_only = pytest.mark.usefixtures("rust")


def check(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> tuple[str, str]:
    assert main(["check-pattern", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def check_json(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(check(capsys, code, "--json", *arguments)[0])
    return report


@rust_only
def test_a_linear_pattern_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    report = check_json(capsys, 0, r"(a+)+\d")
    assert (report["route"], report["worst_case"]) == ("native", "linear in the text")
    assert re.search(report["pattern"], report["sample"])


@rust_only
def test_a_pattern_that_only_python_can_run_is_1_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = check(capsys, 1, r"(?<=id=)\d+")
    lines = dict(line.split(maxsplit=1) for line in out.replace("worst case", "worst_case").splitlines())
    assert lines["route"].startswith("python: ")
    assert "look-behind" in lines["route"]
    assert lines["worst_case"].startswith("up to the power 2")
    assert lines["sample"] == '"id=1"'


def test_an_invalid_pattern_is_2_in_pythons_words(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = check(capsys, 2, "a(")
    assert out == ""
    assert "missing ), unterminated subpattern at position 1" in err


def test_an_invalid_template_or_flag_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert "invalid group reference 1" in check(capsys, 2, "a", "--replace", r"\1")[1]
    assert "flags" in check(capsys, 2, "a", "--flags", "q")[1]


def test_the_dry_run_lists_matches_and_the_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-pattern", r"(\d+)-(\d+)", "1-2, é 30-4", "--replace", r"\2-\1"]) in (0, 1)
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert lines[-4:] == [["matches", "2"], ["0-3", '"1-2"'], ["7-11", '"30-4"'], ["result", '"2-1, é 4-30"']]


def test_flags_and_stdin(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Foo\nfoo\n"))
    assert main(["check-pattern", "^foo", "-", "--flags", "im", "--json"]) in (0, 1)
    report = json.loads(capsys.readouterr().out)
    assert [(match["start"], match["end"]) for match in report["matches"]] == [(0, 3), (4, 7)]
    assert report["result"] is None


def test_without_the_compiled_module_every_pattern_is_python(run: Run) -> None:
    done = run("check-pattern", "a+", MCPGATEWAY_NATIVE="0")
    assert done.returncode == 1, done.stderr
    assert b"python: the compiled module is not in use" in done.stdout


def test_what_cannot_be_seen_is_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-pattern", "\x1b.", "a\x1bb"]) in (0, 1)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert r'1-3 "\x1bb"' in out


def test_long_lists_of_matches_are_cut_on_the_screen_only(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check-pattern", "a", "a" * 50])
    assert capsys.readouterr().out.count('"a"') == 1 + 20
    main(["check-pattern", "a", "a" * 50, "--json"])
    assert len(json.loads(capsys.readouterr().out)["matches"]) == 50


SAMPLES = [
    r"\bfoo\b",
    r"(?<=x)y+",
    r"(\w+)\s+\1",
    r"[^a-z]{2,}?x",
    r"\Bx",
    r"(a)?(?(1)b|c)",
    r"(?!a)\w",
    r"^\s*$",
    r"a++b",
    r"(?>ab|a)c",
    r"[\u0400-\u04ff]+",
    r"x{2}(?=y)",
    r"[^\W\d_]",
    r"(?:|a)b\Z",
]


@pytest.mark.parametrize("pattern", SAMPLES)
def test_a_sample_matches(pattern: str) -> None:
    sample = sample_match(re.compile(pattern), _parser.parse(pattern))
    assert sample is not None
    assert re.search(pattern, sample)


def test_there_is_no_sample_where_nothing_can_match() -> None:
    assert sample_match(re.compile("(?!)"), _parser.parse("(?!)")) is None


@pytest.mark.parametrize(
    ("pattern", "bound"),
    [
        (r"\d{3}-\d{4}", "linear"),
        (r"a?b", "linear"),
        (r"(?<=a)b", "linear"),
        (r".*x", "up to the power 2"),
        (r"a++b", "up to the power 2"),
        (r".*,.*;", "up to the power 3"),
        (r"(?:a+b){3}", "up to the power 4"),
        (r"a{1,500}b", "up to the power 2"),
        (r"a.*|b", "up to the power 2"),
        (r"(a+)+$", "exponential: a repeat inside a repeat"),
        (r"(?:a|ab)*c", "exponential: a choice inside a repeat"),
        (r"(?:(?>a+)b)*c", "up to the power"),
        (r"(a)?(?(1)b*|c)", "up to the power 2"),
    ],
)
def test_the_worst_case_of_backtracking(pattern: str, bound: str) -> None:
    assert worst_case(_parser.parse(pattern)).startswith(bound)
