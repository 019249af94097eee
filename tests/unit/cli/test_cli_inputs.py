"""Files of every kind are read whole, in pieces that change no finding."""

import io
from pathlib import Path

import pytest

from mcpgateway_native.cli import _inputs
from mcpgateway_native.cli._inputs import Source, Unit


def scan(text: str) -> list[tuple[str, int, int, float]]:
    """Find SECRET, and the word after a label on the line before."""
    found = [("secret", at, at + 6, 1.0) for at in range(len(text)) if text.startswith("SECRET", at)]
    return found + [("label", at + 6, at + 9, 1.0) for at in range(len(text)) if text.startswith("KEY:\n\n", at)]


def units(path: Path, wanted: str = "auto") -> tuple[list[Unit], str, list[str]]:
    notes: list[str] = []
    source = Source(str(path), wanted)
    try:
        return list(source.units(scan, notes.append)), source.format, notes
    finally:
        source.close()


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_inputs, "_BLOCK", 2000)
    monkeypatch.setattr(_inputs, "_WINDOW", 100)


def write(tmp_path: Path, name: str, data: bytes | str) -> Path:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    ("name", "text", "kind", "count"),
    [
        ("a.json", '{"a": 1}', "json", 1),
        ("a", '{"a": 1}', "json", 1),
        ("a", '\n\n{\n"a": 1}\n', "json", 1),
        ("a", '{"a": 1}\n{"a": 2}\n', "jsonl", 2),
        ("a.jsonl", '{"a": 1}\n\n{"a": 2}', "jsonl", 3),
        ("a.ndjson", "[1]\nnot json\n", "jsonl", 2),
        ("a.txt", "some text", "text", 1),
        ("a.log", "[2024-11-22 10:00] started\n[2024-11-22 10:01] ended\n", "text", 1),
        ("a", "{braces} are text too", "text", 1),
        ("empty", "", "text", 0),
    ],
)
def test_the_format_is_recognised(tmp_path: Path, name: str, text: str, kind: str, count: int) -> None:
    found, recognised, notes = units(write(tmp_path, name, text))
    assert (recognised, len(found), notes) == (kind, count, [])
    assert "".join(unit.raw for unit in found) == text


def test_a_json_file_that_is_none_is_scanned_as_text(tmp_path: Path) -> None:
    found, kind, notes = units(write(tmp_path, "a.json", "{'a': 1}"))
    assert kind == "text"
    assert found[0].payload == "{'a': 1}"
    assert "line 1, column 2" in notes[0]


def test_a_repeated_key_hides_nothing(tmp_path: Path) -> None:
    found, _, notes = units(write(tmp_path, "a", '{"a": "SECRET", "a": "x"}'))
    assert found[0].embedded
    assert "same key twice" in notes[0]


def test_json_can_be_demanded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1"):
        units(write(tmp_path, "a.txt", "no"), "json")


def test_pieces_make_the_whole_and_lines_are_counted(tmp_path: Path) -> None:
    text = "".join(f"line {number} SECRET\n" for number in range(1000))
    found, _, _ = units(write(tmp_path, "a.txt", text))
    assert len(found) > 5
    assert "".join(unit.raw for unit in found) == text
    for unit in found:
        assert text.splitlines()[unit.line - 1] == unit.raw.splitlines()[0]


def test_no_cut_separates_what_belongs_together(tmp_path: Path) -> None:
    for shift in range(0, 120, 7):
        text = "x" * shift + "\n" + ("KEY:\n\nabc and so on\n" * 400)
        found, _, _ = units(write(tmp_path, "a.txt", text))
        assert len(found) > 2
        assert sum(len(scan(unit.raw)) for unit in found) == len(scan(text))


def test_an_endless_line_is_cut_too(tmp_path: Path) -> None:
    text = "ab SECRET " * 3000
    found, _, _ = units(write(tmp_path, "a.txt", text))
    assert len(found) > 5
    assert "".join(unit.raw for unit in found) == text
    assert sum(len(scan(unit.raw)) for unit in found) == 3000


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("\ufeffZoë".encode(), "utf-8-sig", "Zoë"),
        ("Zoë".encode("utf-16"), "utf-16", "Zoë"),
        (b"a\xff\r\nb", "utf-8", "a\udcff\r\nb"),
    ],
)
def test_encodings_are_kept(tmp_path: Path, data: bytes, encoding: str, text: str) -> None:
    source = Source(str(write(tmp_path, "a.txt", data)), "text")
    assert "".join(unit.raw for unit in source.units(scan, print)) == text
    again = io.BytesIO()
    writer = io.TextIOWrapper(again, source.encoding, source.errors, newline="")
    writer.write(text)
    writer.flush()
    assert (source.encoding, again.getvalue()) == (encoding, data)
    source.close()
