"""JSON repair in direct use: the functions, the stream, the diff, and the table of rules."""

import json
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

import mcpgateway_native as native
from mcpgateway_native.cli import main
from mcpgateway_native.fallback.json_repair.rules import ROWS, Rule


def test_the_rules_are_the_rows_of_the_file_in_order() -> None:
    file = resources.files("mcpgateway_native").joinpath("rules", "json_repair.toml").read_text("utf-8")
    names = [row["name"] for row in tomllib.loads(file)["rule"]]
    assert [rule.name.lower() for rule in Rule] == names == [row.name for row in ROWS]
    assert [rule.value for rule in Rule] == list(range(len(names)))


def test_a_text_is_repaired_read_and_reported(backend: str) -> None:
    options: dict[str, Any] = {"native": backend == "rust"}
    text = "Sure: ```json\n{'a': 1, 'b': [True,],}\n``` That is all."
    assert native.repair_json(text, **options).strip() == '{"a": 1, "b": [true]}'
    assert native.loads(text, **options) == {"a": 1, "b": [True]}
    report = native.repair_report(text, **options)
    assert (report.changed, report.reason) == (True, None)
    assert {repair.rule for repair in report.repairs} >= {"code_fence", "single_quotes", "literal", "trailing_comma"}
    assert "'a'" not in repr(report)


@pytest.mark.parametrize(
    ("text", "options", "reason"),
    [
        ("hello", {}, "not_json"),
        ('{"a": "b" c d', {}, "ambiguous"),
        ("[[1,]]", {"max_depth": 1}, "too_deep"),
        ("[1,]", {"max_bytes": 3}, "too_long"),
        ('{"a": : }}', {"min_confidence": 0.9}, "ambiguous"),
        ('{"a": 1, *}', {}, "unrepairable"),
        ('{"a": 1}', {}, None),
    ],
)
def test_a_text_that_is_left_alone_has_a_reason(
    backend: str, text: str, options: dict[str, Any], reason: str | None
) -> None:
    report = native.repair_report(text, native=backend == "rust", **options)
    assert report.text is text
    assert (report.changed, report.repairs, report.reason) == (False, [], reason)


def test_a_text_without_a_value_raises() -> None:
    with pytest.raises(json.JSONDecodeError):
        native.loads("hello")
    with pytest.raises(TypeError):
        native.repair_json(b"{}")  # type: ignore[arg-type]
    with pytest.raises(native.ConfigError):
        native.repair_json("{}", extrakt="all")


def test_prose_is_let_go_at_once_and_documents_at_the_end(backend: str) -> None:
    stream = native.JSONRepairStream(native=backend == "rust")
    assert [stream.feed("Hello"), stream.feed(", you"), stream.feed(" {'a': 1}")] == ["", "Hello, you", " {'a': 1}"]
    assert stream.finish() == ""
    stream = native.JSONRepairStream(native=backend == "rust")
    assert [stream.feed("{'a'"), stream.feed(": 1}")] == ["", ""]
    assert stream.held_back == 8
    assert "'a'" not in repr(stream)
    assert stream.finish() == '{"a": 1}'
    with pytest.raises(ValueError, match="finished"):
        stream.feed("")


def test_a_text_over_max_bytes_is_let_go() -> None:
    stream = native.JSONRepairStream({"max_bytes": 4})
    assert [stream.feed("[1,"), stream.feed("2,]"), stream.feed("x"), stream.finish()] == ["", "[1,2,]", "x", ""]


def test_scan_shows_a_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "answer.txt"
    file.write_text('{"a": 1,\n b: 2}', encoding="utf-8")
    assert main(["scan", "json_repair", str(file)]) == 1
    shown = capsys.readouterr().out
    assert "- b: 2}" in shown
    assert '+ "b": 2}' in shown
    assert f"{file}:2:2  unquoted_key (95%), and 1 more" in shown
    file.write_text('{"a": 1}', encoding="utf-8")
    assert main(["scan", "json_repair", str(file)]) == 0
    file.write_text("prose", encoding="utf-8")
    assert main(["scan", "json_repair", str(file)]) == 2
    assert main(["scan", "json_repair", str(tmp_path / "absent")]) == 2
