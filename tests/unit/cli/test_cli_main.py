"""The frame around all commands: exit codes, odd consoles, closed pipes, interrupts."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from installations import PACKAGE, Run

import mcpgateway_native
from mcpgateway_native.cli import main

COMMANDS = ("list", "doctor", "check", "check-pattern", "scan", "bench", "demo")
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(re.search(rf"\n    {command}\s", text) for command in COMMANDS)
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_ascii(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.isascii()
    assert "exit status" in text


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"mcpgateway-native {mcpgateway_native.__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["frobnicate"], ["scan"], ["check"], ["scan", "pii_filter", "--limit", "x"]])
def test_wrong_usage_is_2_and_said_on_stderr(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "usage:" in err


def test_an_unknown_engine_is_an_error_with_a_hint(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    assert main(["scan", "pii_filtr", str(tmp_path / "a.txt")]) == 2
    assert 'did you mean "pii_filter"?' in capsys.readouterr().err


def test_a_missing_file_is_an_error_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/config.yaml"]) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "error: /nowhere/config.yaml: No such file or directory\n")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("command", ["list", "demo"])
def test_any_console_will_do(run: Run, command: str, encoding: str) -> None:
    done = run(command, PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode(encoding)
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_141_and_silent(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("ann@example.com\n" * 20_000)
    process = subprocess.Popen(
        [sys.executable, "-m", "mcpgateway_native", "scan", "-q", "pii_filter", str(path)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141
    process.stderr.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_an_interrupt_is_130_without_a_traceback() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mcpgateway_native", "scan", "pii_filter", "-"],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"one line\n")
    process.stdin.flush()
    time.sleep(1.5)  # long enough to be past the imports, where an interrupt is Python's own affair
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert talk == b"interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="shell")
def test_closed_streams_are_no_crash() -> None:
    for redirection in (">&-", "2>&-", ">&- 2>&-"):
        command = f'exec "{sys.executable}" -m mcpgateway_native list {redirection}'
        done = subprocess.run(["sh", "-c", command], env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, (redirection, done.stderr)


def test_list_is_a_table_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    out, _ = capsys.readouterr()
    assert out.splitlines()[0].split() == ["NAME", "FAMILY", "RUNS", "ON", "WHAT", "IT", "DOES"]
    assert main(["list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in rows] == [row["name"] for row in mcpgateway_native.plugins()]


def test_python_is_explained_on_stderr(run: Run) -> None:
    done = run("list", MCPGATEWAY_NATIVE="0")
    assert b"switched off by MCPGATEWAY_NATIVE=0" in done.stderr
    assert b"python" in done.stdout
