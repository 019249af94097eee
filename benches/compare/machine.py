"""Where and with what a run was made: figures without this are rumours."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def machine() -> dict[str, str]:
    """Processor, operating system and load."""
    return {
        "cpu": _cpu_model(),
        "cores": str(os.cpu_count() or 0),
        "system": f"{platform.system()} {platform.machine()}",
        "load": _load(),
    }


def versions() -> dict[str, str]:
    """Commit, interpreter, and how our extension was built."""
    found = {"commit": _commit(), "python": f"{platform.python_implementation()} {platform.python_version()}"}
    try:
        from mcpgateway_native import _native
    except ImportError as error:
        return found | {"extension": f"not loaded: {error}"}
    info = _native.build_info()
    return found | {f"extension {key}": value for key, value in info.items() if key != "target"}


def package_version(name: str) -> str:
    """The installed version of a distribution, or an empty string."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _cpu_model() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith(("model name", "Processor", "cpu model")):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def _load() -> str:
    if sys.platform == "win32":
        return "unknown"
    return f"{os.getloadavg()[0]:.1f}"


def _commit() -> str:
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return done.stdout.strip()
