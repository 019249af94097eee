"""Installations to damage, and commands run in a process of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from installations import PACKAGE, Installation, Run


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path / "site")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def run(
        *arguments: str, home: Path = PACKAGE.parent, stdin: bytes = b"", **environment: str
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            [sys.executable, "-m", "mcpgateway_native", *arguments],
            env={**_environment(), "PYTHONPATH": str(home), **environment},
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            timeout=180,
            check=False,
        )

    return run


def _environment() -> dict[str, str]:
    switches = ("MCPGATEWAY_NATIVE", "MCPGATEWAY_FORCE_PYTHON_PLUGINS", "PYTHONIOENCODING")
    return {name: value for name, value in os.environ.items() if name not in switches}
