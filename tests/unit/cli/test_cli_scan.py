"""``scan`` finds, says where, shows no value unasked, and writes masked copies that lack nothing."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from installations import Run

from mcpgateway_native.cli import main

MAIL = "ann.canary@example.com"
CARD = "4111 1111 1111 1111"


def scan(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> tuple[str, str]:
    assert main(["scan", "pii_filter", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def scan_json(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(scan(capsys, code, "--json", *arguments)[0])
    return report


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(f"hello\nZoë's mail is {MAIL}, ok\n")
    return path


@pytest.fixture
def json_file(tmp_path: Path) -> Path:
    path = tmp_path / "data.json"
    document = {"content": [{"type": "text", "text": f"mail {MAIL}"}], "amount": 1.5, "n": [1, 2]}
    path.write_text(json.dumps(document, indent=2))
    return path


def test_text_is_located_by_line_and_column(capsys: pytest.CaptureFixture[str], text_file: Path) -> None:
    out, err = scan(capsys, 1, str(text_file))
    assert out.splitlines()[0].split() == ["WHERE", "TYPE", "CONFIDENCE"]
    assert out.splitlines()[1].split() == [f"{text_file}:2:15", "email", "0.95"]
    assert "1 finding in 1 file (email 1)" in err
    assert MAIL not in out + err


def test_json_is_located_by_path(capsys: pytest.CaptureFixture[str], json_file: Path) -> None:
    report = scan_json(capsys, 1, str(json_file))
    (finding,) = report["findings"]
    assert finding["path"] == "content[0].text"
    assert (finding["start"], finding["end"]) == (5, 5 + len(MAIL))
    assert report["total"] == 1
    assert report["files"][0]["format"] == "json"
    assert report["implementation"] in ("rust", "python")


def test_json_lines_are_located_by_line_and_path(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(f'{{"a": 1}}\n{{"user": {{"mail": "{MAIL}"}}}}\nplain {MAIL}\n')
    out, _ = scan(capsys, 1, str(path))
    assert f"{path}:2 user.mail" in out
    assert f"{path}:3:7" in out


def test_nothing_found_is_0_and_an_empty_stdout(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "clean.txt"
    path.write_text("nothing here\n")
    out, err = scan(capsys, 0, str(path))
    assert out == ""
    assert "nothing found in 1 file" in err


def test_values_are_shown_on_demand_only(capsys: pytest.CaptureFixture[str], text_file: Path, json_file: Path) -> None:
    out, _ = scan(capsys, 1, "--show-values", str(text_file), str(json_file))
    assert out.count(MAIL) == 2
    report = scan_json(capsys, 1, "--show-values", str(json_file))
    assert report["findings"][0]["value"] == MAIL
    assert "value" not in scan_json(capsys, 1, str(json_file))["findings"][0]


def test_a_telling_key_is_masked_in_the_path(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"by_mail": {MAIL: {"card": CARD}}}))
    for extra in ((), ("--config", '{"scan_keys": true}')):
        out, err = scan(capsys, 1, *extra, str(path))
        assert "by_mail.[REDACTED].card" in out
        assert MAIL not in out + err


def test_keys_with_dots_do_not_confuse_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"a.b": "nothing to see", "a": {"b": MAIL}}))
    assert scan_json(capsys, 1, "--show-values", str(path))["findings"][0]["value"] == MAIL


def test_escape_sequences_never_reach_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"\x1b[2Jkey": MAIL}))
    out, err = scan(capsys, 1, str(path))
    assert "\x1b" not in out + err
    assert "\\x1b[2Jkey" in out


def test_limit_cuts_the_table_and_says_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{MAIL}\n" * 300)
    out, err = scan(capsys, 1, "--limit", "5", str(path))
    assert len(out.splitlines()) == 6
    assert "295 more" in err
    assert len(scan(capsys, 1, str(path))[0].splitlines()) == 301


def test_a_configuration_from_the_command_line(capsys: pytest.CaptureFixture[str], text_file: Path) -> None:
    scan(capsys, 0, "--config", '{"detect_email": false}', str(text_file))
    _, err = scan(capsys, 2, "--config", '{"detect_emial": false}', str(text_file))
    assert 'unknown key "detect_emial"; did you mean "detect_email"?' in err
    _, err = scan(capsys, 2, "--config", "{", str(text_file))
    assert "not valid JSON" in err
    _, err = scan(capsys, 2, "--config", "/nowhere.json", str(text_file))
    assert "/nowhere.json: No such file" in err


def test_a_configuration_from_files(capsys: pytest.CaptureFixture[str], text_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    plain, gateway = tmp_path / "c.yaml", tmp_path / "config.yaml"
    plain.write_text("detect_email: false\n")
    gateway.write_text(
        "plugins:\n  - {name: x, kind: a.B}\n  - name: p\n    kind: mcpgateway_native.plugins.PIIFilterPlugin\n"
        "    config: {detect_email: false}\n"
    )
    for path in (plain, gateway):
        scan(capsys, 0, "--config", str(path), str(text_file))
    gateway.write_text("plugins: []\n")
    assert "no plugins of the kind pii_filter" in scan(capsys, 2, "--config", str(gateway), str(text_file))[1]


def test_a_file_that_is_missing_does_not_stop_the_others(capsys: pytest.CaptureFixture[str], text_file: Path) -> None:
    out, err = scan(capsys, 2, "/nowhere.txt", str(text_file))
    assert "email" in out
    assert "error: /nowhere.txt: No such file" in err
    assert "1 finding in 2 files (email 1), 1 not scanned completely" in err
    files = scan_json(capsys, 2, "/nowhere.txt", str(text_file))["files"]
    assert [file["complete"] for file in files] == [False, True]


def test_what_was_not_scanned_completely_is_an_error(capsys: pytest.CaptureFixture[str], text_file: Path) -> None:
    for policy in ("block", "scan_partial"):
        config = json.dumps({"max_text_bytes": 5, "on_limit": policy})
        _, err = scan(capsys, 2, "--config", config, str(text_file))
        assert "not scanned completely: max_text_bytes" in err


def test_stdin(run: Run) -> None:
    done = run("scan", "pii_filter", stdin=f"mail {MAIL}".encode())
    assert done.returncode == 1
    assert b"<stdin>:1:6" in done.stdout
    assert run("scan", "pii_filter", "-", stdin=b"clean").returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_odd_consoles_and_odd_files(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "日本.txt"
    path.write_bytes("日本 ".encode() + b"\xff " + MAIL.encode())
    done = run("scan", "pii_filter", "--show-values", str(path), PYTHONIOENCODING=encoding, PYTHONUTF8="1")
    assert done.returncode == 1, done.stderr
    assert MAIL.encode() in done.stdout


# Masked copies


def rewritten(run: Run, *arguments: str, code: int, stdin: bytes = b"", **environment: str) -> bytes:
    done = run("scan", "pii_filter", "--rewrite", *arguments, stdin=stdin, **environment)
    assert done.returncode == code, done.stderr
    return done.stdout


def test_text_is_rewritten_to_stdout(run: Run, text_file: Path) -> None:
    expected = text_file.read_bytes().replace(MAIL.encode(), b"[REDACTED]")
    assert rewritten(run, str(text_file), code=1) == expected
    assert rewritten(run, code=1, stdin=text_file.read_bytes(), PYTHONIOENCODING="ascii") == expected


def test_json_keeps_its_layout(run: Run, json_file: Path) -> None:
    assert rewritten(run, str(json_file), code=1) == json_file.read_bytes().replace(MAIL.encode(), b"[REDACTED]")


def test_what_is_clean_is_copied_to_the_byte(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'{ "a" :1.0 ,\r\n"b": "\\u00e9"}\xff')
    assert rewritten(run, str(path), code=0) == path.read_bytes()


def test_utf_16_stays_utf_16(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"Zoë {MAIL}\r\n".encode("utf-16"))
    assert rewritten(run, str(path), code=1).decode("utf-16") == "Zoë [REDACTED]\r\n"


def test_large_text_in_pieces_is_rewritten_whole(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.log"
    lines = [f"line {number}" + (f" {MAIL}" if number % 1000 == 0 else "") for number in range(120_000)]
    path.write_text("\n".join(lines))
    assert path.stat().st_size > 1 << 20
    assert rewritten(run, str(path), code=1).decode() == path.read_text().replace(MAIL, "[REDACTED]")


def test_output_files(run: Run, text_file: Path, json_file: Path, tmp_path: Path) -> None:
    masked, directory = tmp_path / "masked.txt", tmp_path / "out"
    directory.mkdir()
    text_file.chmod(0o640)
    assert rewritten(run, "-o", str(masked), str(text_file), code=1) == b""
    assert MAIL not in masked.read_text()
    assert masked.stat().st_mode & 0o777 == 0o640
    rewritten(run, "-o", str(directory), str(text_file), str(json_file), code=1)
    assert sorted(path.name for path in directory.iterdir()) == ["data.json", "notes.txt"]
    rewritten(run, "-o", str(text_file), str(text_file), code=1)
    assert text_file.read_text() == masked.read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data.json", "masked.txt", "notes.txt", "out"]


def test_an_incomplete_copy_is_not_left_behind(run: Run, text_file: Path, tmp_path: Path) -> None:
    config = '{"max_text_bytes": 5}'
    rewritten(run, "--config", config, "-o", str(tmp_path / "masked.txt"), str(text_file), code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
    assert rewritten(run, "--config", config, str(text_file), code=2) == b""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a", "b", "--rewrite"], "needs --output with an existing directory"),
        (["a", "-o", "b"], "--output needs --rewrite"),
        (["-", "-"], "stdin can be read only once"),
        (["a", "--rewrite", "--json"], "not allowed with"),
    ],
)
def test_options_that_do_not_go_together(
    capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert message in scan(capsys, 2, *arguments)[1]


# Progress


class Terminal(io.StringIO):
    encoding = "ascii"  # type: ignore[assignment]

    def isatty(self) -> bool:
        return True


def test_long_work_shows_progress_and_takes_it_away(monkeypatch: pytest.MonkeyPatch, text_file: Path) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("mcpgateway_native.cli.progress._PATIENCE", 0)
    assert main(["scan", "pii_filter", str(text_file)]) == 1
    shown = terminal.getvalue()
    assert "100%" in shown
    assert shown.count("\r") >= 3
    assert shown.split("\r")[-1].startswith("1 finding")


def test_rich_draws_the_bar_where_it_is_installed(monkeypatch: pytest.MonkeyPatch, text_file: Path) -> None:
    pytest.importorskip("rich")
    terminal = Terminal()
    terminal.encoding = "utf-8"
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("mcpgateway_native.cli.progress._PATIENCE", 0)
    assert main(["scan", "pii_filter", str(text_file)]) == 1
    assert "[###" not in terminal.getvalue()
    assert "1 finding in 1 file" in terminal.getvalue()


def test_nothing_is_drawn_into_the_table(monkeypatch: pytest.MonkeyPatch, text_file: Path) -> None:
    screen, table = Terminal(), Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setattr("sys.stdout", table)
    monkeypatch.setattr("mcpgateway_native.cli.progress._PATIENCE", 0)
    assert main(["scan", "--limit", "0", "pii_filter", str(text_file)]) == 1
    assert "\r" not in screen.getvalue()
    assert main(["scan", "pii_filter", str(text_file)]) == 1
    assert "\r" in screen.getvalue()


def test_short_work_and_quiet_work_show_none(monkeypatch: pytest.MonkeyPatch, text_file: Path) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert main(["scan", "pii_filter", str(text_file)]) == 1
    assert "\r" not in terminal.getvalue()
    monkeypatch.setattr("mcpgateway_native.cli.progress._PATIENCE", 0)
    terminal.truncate(0)
    assert main(["scan", "-q", "pii_filter", str(text_file)]) == 1
    assert terminal.getvalue().strip("\0") == ""
