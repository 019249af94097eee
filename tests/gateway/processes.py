"""Child processes that are always stopped, by process id, and loopback ports to give them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

# What a child inherits. Everything else is given explicitly, so that settings of the surrounding shell
# (a DATABASE_URL, a PLUGINS_ENABLED) cannot leak into the gateway under test.
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR")


class StartError(RuntimeError):
    """A process ended or stayed silent while it should have become ready."""


def free_port() -> int:
    """Return a loopback port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a child: the inherited few, no proxy for loopback, and `extra`."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, "NO_PROXY": "127.0.0.1,localhost", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1", **extra}


class Child:
    """A started process whose output goes to a log file."""

    def __init__(self, name: str, command: Sequence[str | Path], directory: Path, extra: Mapping[str, str]) -> None:
        """Start `command` in `directory`."""
        self.name = name
        self.log = directory / f"{name}.log"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                [str(part) for part in command],
                cwd=directory,
                env=child_environment(extra),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def describe(self) -> str:
        """Return name and process id, for people."""
        return f"{self.name} (process id {self.pid})"

    def running(self) -> bool:
        """Say whether the process still runs."""
        return self._process.poll() is None

    def stop(self, patience: float = 10.0) -> None:
        """End the process: SIGTERM, and SIGKILL when it does not go within `patience` seconds."""
        if not self.running():
            return
        self._process.terminate()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def output(self) -> str:
        """Return what the process has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def tail(self, lines: int = 60) -> str:
        """Return the end of the output, with a heading, for a failure report."""
        return f"--- {self.name} (pid {self.pid}), end of {self.log} ---\n" + "\n".join(
            self.output().splitlines()[-lines:]
        )

    def wait_for_port(self, port: int, patience: float = 60.0) -> None:
        """Return when somebody listens on `port`; raise `StartError` when the process ends before."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self.running():
                raise StartError(f"{self.name} ended while starting\n{self.tail()}")
            with socket.socket() as probe:
                probe.settimeout(1.0)
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise StartError(f"{self.name} did not listen on port {port} within {patience:.0f} s\n{self.tail()}")


def stop_on_sigterm() -> None:
    """Treat SIGTERM like Ctrl-C, so that `finally` blocks stop the children."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
