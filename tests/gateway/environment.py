"""Virtual environments `.cache/gateway-<version>/`: one released gateway each, with our wheel installed into it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
WHEEL_VARIABLE = "MCPGATEWAY_NATIVE_WHEEL"

# The files that a wheel is made of; a change in one of them asks for a new wheel.
SOURCES = ("Cargo.toml", "Cargo.lock", "build.rs", "pyproject.toml", "README.md", "LICENSE", "src", "python", "rules")
SOURCE_SUFFIXES = {".toml", ".lock", ".rs", ".py", ".pyi", ".md", ".yaml", ".typed", ""}


class PreparationError(RuntimeError):
    """A command that makes an environment or a wheel failed."""


@dataclass(frozen=True)
class GatewayRelease:
    """A published gateway, the Python it is tried with and the framework version that belongs to it."""

    version: str
    python: str
    cpex: str

    @property
    def short(self) -> str:
        """The version without its post-release part."""
        return self.version.split(".post", 1)[0]

    @property
    def requirements(self) -> list[str]:
        """What pip is asked for."""
        return [f"mcp-contextforge-gateway=={self.version}", f"cpex=={self.cpex}"]

    @property
    def directory(self) -> Path:
        """Where the environment lives."""
        return CACHE / f"gateway-{self.short}"


RELEASES = (
    GatewayRelease("1.1.0", "3.12", "0.1.4"),
    GatewayRelease("1.0.7.post20260921", "3.11", "0.1.3"),
)


def find_interpreter(python: str) -> Path | None:
    """Return an interpreter of version `python` ("3.12"): this one, one on PATH, or one that pyenv keeps."""
    candidates = [Path(sys.executable)] if sys.version_info[:2] == tuple(map(int, python.split("."))) else []
    on_path = shutil.which(f"python{python}")
    candidates += [Path(on_path)] if on_path else []
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates += sorted(versions.glob(f"{python}*/bin/python{python}"), reverse=True)
    return next((candidate for candidate in candidates if _reports(candidate, python)), None)


def _reports(interpreter: Path, python: str) -> bool:
    """Say whether `interpreter` runs and is of that version; a pyenv shim can be on PATH and still not run."""
    program = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([interpreter, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and answer.stdout.strip() == python


def available_releases() -> list[GatewayRelease]:
    """Return the releases whose interpreter is present."""
    return [release for release in RELEASES if find_interpreter(release.python)]


def prepare(releases: Sequence[GatewayRelease]) -> list[Path]:
    """Return the interpreter of the environment of each release, with the gateway and our current wheel in it."""
    with ThreadPoolExecutor() as pool:  # pip mostly waits for the network and the disk
        pythons = list(pool.map(make_environment, releases))
    if pythons:
        wheel = current_wheel(pythons[0])
        for python, release in zip(pythons, releases, strict=True):
            install_wheel(python, release, wheel)
    return pythons


def make_environment(release: GatewayRelease) -> Path:
    """Return the interpreter of the environment of `release`; a missing or half-made environment is made anew."""
    directory = release.directory
    python = environment_python(directory)
    stamp = directory / "gateway.json"
    wanted = json.dumps(release.requirements)
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    interpreter = find_interpreter(release.python)
    if interpreter is None:
        raise PreparationError(f"gateway {release.short} needs Python {release.python}, which is not on this machine")
    shutil.rmtree(directory, ignore_errors=True)
    _run([interpreter, "-m", "venv", directory])
    _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *release.requirements])
    stamp.write_text(wanted, encoding="utf-8")
    return python


def environment_python(directory: Path) -> Path:
    """Return where a virtual environment keeps its interpreter."""
    return directory / "Scripts" / "python.exe" if os.name == "nt" else directory / "bin" / "python"


def install_wheel(python: Path, release: GatewayRelease, wheel: Path) -> None:
    """Install `wheel` into the environment unless exactly this wheel is there already."""
    stamp = release.directory / "wheel.json"
    wanted = json.dumps([wheel.name, hashlib.sha256(wheel.read_bytes()).hexdigest()])
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--force-reinstall",
    ]
    _run([*pip, wheel])
    stamp.write_text(wanted, encoding="utf-8")


def current_wheel(python: Path) -> Path:
    """Return the wheel named by the environment variable, or one built from the present state of the sources."""
    named = os.environ.get(WHEEL_VARIABLE)
    if named:
        wheel = Path(named).resolve()
        if not wheel.is_file():
            raise PreparationError(f"{WHEEL_VARIABLE} names {named}, which is not a file")
        return wheel
    directory = CACHE / "wheels" / source_state()
    built = sorted(directory.glob("*.whl"))
    if not built:
        # The stable-ABI build serves both Pythons, so that one compilation is enough; link-time optimisation would take
        # longer than all the calls that are made here.
        command: list[str | Path] = [
            python,
            "-m",
            "pip",
            "wheel",
            ROOT,
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ]
        _run([*command, "--wheel-dir", directory, "--config-settings=build-args=--profile fast --features abi3"])
        built = sorted(directory.glob("*.whl"))
        for older in directory.parent.iterdir():
            if older != directory:
                shutil.rmtree(older, ignore_errors=True)
    return built[0]


def source_state() -> str:
    """Return a short digest of everything that goes into the wheel."""
    digest = hashlib.sha256()
    for name in SOURCES:
        place = ROOT / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.is_file() and file.suffix in SOURCE_SUFFIXES and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(ROOT).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _run(command: list[str | Path]) -> None:
    """Run a command in the repository; its output is shown only when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise PreparationError(f"{' '.join(words)} failed with status {done.returncode}:\n{done.stdout[-4000:]}")
