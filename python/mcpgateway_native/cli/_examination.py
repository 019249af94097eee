"""Collects the facts that ``doctor`` reports: installation, compiled module, engines, neighbours."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

from mcpgateway_native import _probe
from mcpgateway_native.cli import _child
from mcpgateway_native.cli._diagnosis import (
    Diagnosis,
    Facts,
    diagnose_build,
    diagnose_module,
    diagnose_toolchain,
)
from mcpgateway_native.cli._extension import extensions

_NAME = "mcpgateway-native"
_GATEWAY = ("mcp-contextforge-gateway", "cpex")
_PEERS = (
    "cpex-pii-filter",
    "cpex-secrets-detection",
    "cpex-encoded-exfil-detection",
    "cpex-sql-sanitizer",
    "cpex-rate-limiter",
    "cpex-retry-with-backoff",
    "cpex-output-length-guard",
    "cpex-url-reputation",
)
# Where a mend means compiling, the compiler is looked at too.
_NEEDS_COMPILER = ("not_installed", "wrong_platform", "wrong_python", "load_error", "version_skew")


def examine() -> dict[str, Any]:
    """Return the report, ready for JSON, with the exit code in it."""
    package = Path(__file__).resolve().parents[1]
    distribution = _distribution()
    tags = _wheel_tags(distribution)
    probe, death = _child.probe_import()
    home = _home(distribution)
    facts = Facts(_probe.switched_off(), extensions(package), probe, death, tags, installed=home == package)
    trouble = diagnose_module(facts)
    problems = [trouble] if trouble else []
    if trouble and trouble.code in _NEEDS_COMPILER:
        problems += filter(None, [diagnose_toolchain(_version_of("cargo"), _version_of("rustc"))])
    tested, tested_death = _child.probe_engines(without_rust=probe is None)
    build = probe.get("build") if probe and "error" not in probe else None
    version = tested["version"] if tested else (distribution.version if distribution else "0+unknown")
    if build is not None:
        problems += diagnose_build(build, version)
    if home not in (None, package):
        problems.append(_shadowed(str(home), str(package)))
    broken = _broken(tested, tested_death)
    problems += broken
    crashed = trouble is not None and trouble.code == "crashed"
    engines = tested["engines"] if tested else []
    degraded = any(row["implementation"] != "rust" for row in engines)
    return {
        "version": version,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "executable": sys.executable,
        "platform": _platform(),
        "package": str(package),
        "wheel_tags": tags,
        "extensions": [extension._asdict() for extension in facts.extensions],
        "build": build,
        "engines": engines,
        "gateway": {name: _installed(name) for name in _GATEWAY},
        "peers": {name: version for name in _PEERS if (version := _installed(name))},
        "problems": [problem._asdict() for problem in problems],
        "exit_code": 2 if broken or crashed else int(degraded),
    }


def _broken(tested: dict[str, Any] | None, death: str) -> list[Diagnosis]:
    mend = (f"pip install --force-reinstall {_NAME}", f"which version is used: pip list | grep {_NAME}")
    if tested is None:
        return [Diagnosis("broken", f"the self-test ended early: {death}", mend)]
    found = []
    for row in tested["engines"]:
        for implementation, result in row["selftest"].items():
            if result != "ok":
                text = f"{row['name']} fails its self-test on {implementation}: {result}"
                found.append(Diagnosis("selftest", text, mend))
    for name, result in tested["names"].items():
        if result != "ok":
            found.append(Diagnosis("names", f"cannot import name {name!r} from mcpgateway_native: {result}", mend))
    return found


def _home(distribution: metadata.Distribution | None) -> Path | None:
    """Return where pip put the package; None where it only linked to a source tree, or does not know it."""
    files = [str(file) for file in (distribution.files or ())] if distribution else []
    if distribution is None or "mcpgateway_native/__init__.py" not in files:
        return None
    return Path(str(distribution.locate_file("mcpgateway_native"))).resolve()


def _shadowed(home: str, package: str) -> Diagnosis:
    text = f"Python imports the package from {package}, but pip installed it in {home}"
    return Diagnosis("shadowed", text, ("start Python from another directory, or clear PYTHONPATH",))


def _distribution() -> metadata.Distribution | None:
    try:
        return metadata.distribution(_NAME)
    except metadata.PackageNotFoundError:
        return None


def _wheel_tags(distribution: metadata.Distribution | None) -> list[str]:
    text = (distribution.read_text("WHEEL") if distribution else None) or ""
    return [line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("Tag:")]


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _platform() -> str:
    libc = " ".join(platform.libc_ver()).strip()
    return " ".join(part for part in (platform.system(), platform.machine(), libc) if part)


def _version_of(tool: str) -> str | None:
    path = shutil.which(tool)
    if path is None:
        return None
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
