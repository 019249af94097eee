"""The wheel, installed into an environment that holds nothing else.

`MCPGATEWAY_NATIVE_WHEEL=path` tests that wheel; without it one is built in the dev profile.
"""

import os
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import sys
import mcpgateway_native as native
assert not any(name == "cpex" or name.startswith(("cpex.", "mcpgateway_native._native")) for name in sys.modules)
engine = native.load("pii_filter", native={native})
assert engine.implementation == {implementation!r}, engine.reason
assert engine.rewrite("mail ann@example.com") == "mail [REDACTED]"
assert native.PIIFilter({{"default_mask_strategy": "partial"}}).rewrite("123-45-6789") == "***-**-6789"
print(native.__version__)
"""


def run(*command: str | Path, **environment: str) -> str:
    """What a command prints, run outside the source tree."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "MCPGATEWAY"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT.anchor,
        env=clean | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command[0]} exits {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel under test."""
    given = os.environ.get("MCPGATEWAY_NATIVE_WHEEL")
    if given:
        return Path(given).resolve()
    beside = Path(sys.executable).with_name("maturin")
    maturin = str(beside) if beside.exists() else shutil.which("maturin")
    if maturin is None or shutil.which("cargo") is None:
        message = "building a wheel needs maturin and cargo; MCPGATEWAY_NATIVE_WHEEL can name a built one"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    out = tmp_path_factory.mktemp("wheel")
    command = [maturin, "build", "--profile", "dev", "--out", str(out), "--interpreter", sys.executable]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of a new environment with the wheel in it."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=True)
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run(python, "-m", "pip", "install", "--disable-pip-version-check", "--no-index", wheel)
    return python


def version() -> str:
    with (ROOT / "Cargo.toml").open("rb") as file:
        return str(tomllib.load(file)["package"]["version"])


def test_the_wheel_needs_nothing_else(python: Path) -> None:
    run(python, "-m", "pip", "check")
    assert run(python, "-I", "-c", PROBE.format(native=True, implementation="rust")).strip() == version()


def test_the_twin_runs_from_the_wheel(python: Path) -> None:
    run(python, "-I", "-c", PROBE.format(native=False, implementation="python"))


def test_the_environment_switches_the_compiled_module_off(python: Path) -> None:
    probe = PROBE.format(native=None, implementation="python")
    run(python, "-c", probe, MCPGATEWAY_NATIVE="0")
    run(python, "-c", probe, MCPGATEWAY_FORCE_PYTHON_PLUGINS="true")


def test_the_command_line_is_installed(python: Path) -> None:
    command = next(python.parent.glob("mcpgateway-native*"))
    assert "pii_filter" in run(command, "list")
    assert "pii_filter" in run(python, "-m", "mcpgateway_native", "list")


def test_the_wheel_holds_what_it_should_and_no_more(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    compiled = [name for name in names if name.endswith((".so", ".pyd"))]
    assert len(compiled) == 1
    assert compiled[0].startswith("mcpgateway_native/_native")
    for part in ("py.typed", "_native.pyi", "rules/pii_filter.toml", "plugins/pii_filter.py"):
        assert f"mcpgateway_native/{part}" in names
    assert any(name.endswith("plugin-manifest.yaml") for name in names)
    assert any(name.endswith("LICENSE") for name in names)
    assert {name.split("/")[0].split("-")[0] for name in names} == {"mcpgateway_native"}
    assert f"\nVersion: {version()}\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert all("extra ==" in line for line in metadata.splitlines() if line.startswith("Requires-Dist:"))
