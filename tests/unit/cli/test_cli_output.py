"""What commands print can be shown anywhere and hides nothing."""

import io
import json

import pytest

from mcpgateway_native.cli.output import Output, plural, printable, render_table, showable


def ascii_output() -> tuple[Output, io.BytesIO]:
    raw = io.BytesIO()
    return Output(io.TextIOWrapper(raw, "ascii"), io.TextIOWrapper(io.BytesIO(), "ascii")), raw


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("plain", "ascii", "plain"),
        ("é", "utf-8", "é"),
        ("✓ 5 × 3 … a → b", "ascii", "ok 5 x 3 ... a -> b"),
        ("Zoë ✓", "cp1252", "Zoë ok"),
        ("日本", "cp1252", "\\u65e5\\u672c"),
        ("\ud800", "utf-8", "\\ud800"),
        ("é", "no-such-encoding", "\\xe9"),
    ],
)
def test_text_is_shown_in_characters_of_the_console(text: str, encoding: str, shown: str) -> None:
    assert showable(text, encoding) == shown


def test_control_characters_are_escaped() -> None:
    assert printable("a\x1b[31mb\r\n\u202e\x9bc") == "a\\x1b[31mb\\r\\n\\u202e\\x9bc"
    assert printable("日本 Zoë") == "日本 Zoë"


def test_json_is_ascii_on_an_ascii_console() -> None:
    out, raw = ascii_output()
    out.json({"name": "Zoë"})
    out.flush()
    assert json.loads(raw.getvalue()) == {"name": "Zoë"}


def test_json_with_a_lone_surrogate_is_escaped() -> None:
    raw = io.BytesIO()
    out = Output(io.TextIOWrapper(raw, "utf-8"))
    out.json("\ud800é")
    out.flush()
    assert json.loads(raw.getvalue()) == "\ud800é"


def test_columns_are_aligned_and_the_last_is_ragged() -> None:
    lines = render_table(("A", "B"), [("x", "one"), ("long", "two words")], None)
    assert lines == ["A     B", "x     one", "long  two words"]


def test_the_last_column_is_wrapped_on_a_terminal() -> None:
    lines = render_table(("A", "B"), [("x", "word " * 20)], 40)
    assert max(map(len, lines)) <= 40
    assert len(lines) > 2
    assert all(line.startswith("   ") for line in lines[2:])


def test_closed_streams_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    out = Output()
    out.say("data")
    out.talk("talk")
    out.json({})
    out.flush()
    assert out.width is None
    assert out.bytes_out() is None


def test_plural() -> None:
    assert [plural(count, "finding") for count in (0, 1, 1234)] == ["0 findings", "1 finding", "1,234 findings"]
