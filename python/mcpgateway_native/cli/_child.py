"""Runs a piece of Python in a process of its own and brings back what it reports, or how it died."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from mcpgateway_native.cli._selftest import MARK

_TIMEOUT = 120

# The child must import this very package, whatever its own path would give it first.
_PREAMBLE = "import json, sys\nsys.path.insert(0, sys.argv[1])\n"

_PROBE = f"""
report = {{}}
try:
    import mcpgateway_native._native as module
    report["file"] = getattr(module, "__file__", None)
    report["build"] = dict(module.build_info())
    report["engines"] = [entry[0] for entry in module.entries()]
except BaseException as error:
    report["error"] = type(error).__name__
    report["text"] = str(error)
    missing = isinstance(error, ModuleNotFoundError) and error.name == "mcpgateway_native._native"
    report["absent"] = missing
sys.stdout.write({MARK!r} + json.dumps(report) + "\\n")
"""

_SELFTEST = "from mcpgateway_native.cli._selftest import main\nmain()\n"


class Answer(NamedTuple):
    """What a child reported; ``report`` is None when it died before it could."""

    report: dict[str, Any] | None
    death: str


def run_child(script: str, request: Any = None, environment: dict[str, str] | None = None) -> Answer:
    """Run a script that reads the request as JSON from stdin and writes MARK and a JSON object on a line of its own."""
    package_parent = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", _PREAMBLE + script, package_parent]
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", **(environment or {})}
    try:
        done = subprocess.run(
            command,
            env=settings,
            input=json.dumps(request),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Answer(None, f"did not end within {_TIMEOUT} seconds")
    marked = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode == 0 and marked:
        report: dict[str, Any] = json.loads(marked[-1].removeprefix(MARK))
        return Answer(report, "")
    return Answer(None, _death(done.returncode, done.stderr))


def probe_import() -> Answer:
    """Import the compiled module, ignoring any switch in the environment."""
    return run_child(_PROBE)


def probe_engines(*, without_rust: bool) -> Answer:
    """Run the self-tests, with the compiled module kept out where it is known to crash."""
    return run_child(_SELFTEST, environment={"MCPGATEWAY_NATIVE": "0"} if without_rust else None)


def _death(code: int, talk: str) -> str:
    last = talk.strip().splitlines()[-1:]
    if code < 0:
        try:
            return f"killed by {signal.Signals(-code).name}"
        except ValueError:
            return f"killed by signal {-code}"
    return last[0] if last else f"ended with exit status {code}"
