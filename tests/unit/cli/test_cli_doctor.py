"""``doctor`` on installations that are whole, degraded and broken, each provoked and not imagined."""

import json
import platform
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from installations import Installation, Run

from mcpgateway_native import backends

OTHER_MACHINE = 183 if platform.machine() == "x86_64" else 62


def doctor(run: Run, installation: Installation, code: int, **environment: str) -> dict[str, Any]:
    done = run("doctor", "--json", home=installation.home, **environment)
    assert done.returncode == code, done.stderr.decode() + done.stdout.decode()
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["package"] == str(installation.package)
    return report


def only(report: dict[str, Any], code: str) -> dict[str, Any]:
    found = [problem for problem in report["problems"] if problem["code"] == code]
    assert len(found) == 1, report["problems"]
    assert found[0]["mends"]
    problem: dict[str, Any] = found[0]
    return problem


def test_a_whole_installation(run: Run, installation: Installation) -> None:
    installation.working_native()
    report = doctor(run, installation, 0)
    assert [problem for problem in report["problems"] if problem["code"] != "shadowed"] == []
    assert report["build"]["profile"] == "release"
    assert [engine["name"] for engine in report["engines"]] == backends.names()
    assert {engine["implementation"] for engine in report["engines"]} == {"rust"}
    assert all(engine["selftest"] == {"python": "ok", "rust": "ok"} for engine in report["engines"])


def test_not_built(run: Run, installation: Installation) -> None:
    report = doctor(run, installation, 1)
    assert report["engines"][0]["selftest"] == {"python": "ok"}
    assert "maturin develop" in only(report, "not_installed")["mends"][0]


def test_the_pure_python_wheel(run: Run, installation: Installation) -> None:
    installation.metadata("py3-none-any")
    problem = only(doctor(run, installation, 1), "not_installed")
    assert "pure-Python wheel" in problem["text"]
    assert "--no-binary" in problem["mends"][0]


def test_a_wheel_that_lost_its_module(run: Run, installation: Installation) -> None:
    installation.metadata("cp311-abi3-manylinux2014_x86_64")
    report = doctor(run, installation, 1)
    assert report["wheel_tags"] == ["cp311-abi3-manylinux2014_x86_64"]
    assert "its file is missing" in only(report, "not_installed")["text"]


def test_another_platform_by_name(run: Run, installation: Installation) -> None:
    (installation.package / "_native.cpython-311-strange-platform.so").write_bytes(b"")
    expected = "wrong_platform" if sys.version_info[:2] == (3, 11) else "wrong_python"
    problem = only(doctor(run, installation, 1), expected)
    assert "_native.cpython-311-strange-platform.so" in problem["text"]


@pytest.mark.skipif(sys.platform != "linux", reason="the loader's answer is Linux's")
def test_another_machine_by_content(run: Run, installation: Installation) -> None:
    header = b"\x7fELF\x02\x01\x01" + bytes(11) + OTHER_MACHINE.to_bytes(2, "little") + bytes(100)
    (installation.package / "_native.abi3.so").write_bytes(header)
    assert "built for Linux on" in only(doctor(run, installation, 1), "wrong_platform")["text"]


def test_another_python(run: Run, installation: Installation) -> None:
    (installation.package / "_native.cpython-310-x86_64-linux-gnu.so").write_bytes(b"")
    problem = only(doctor(run, installation, 1), "wrong_python")
    assert "built for Python 3.10 and this is 3." in problem["text"]


@pytest.mark.skipif(sys.platform != "linux", reason="the loader's answer is Linux's")
def test_a_damaged_module(run: Run, installation: Installation) -> None:
    (installation.package / "_native.abi3.so").write_bytes(b"not a module" * 1000)
    report = doctor(run, installation, 1)
    assert report["engines"][0]["implementation"] == "python"
    assert "for another platform (ImportError" in only(report, "wrong_platform")["text"]


def test_a_load_error_is_quoted(run: Run, installation: Installation) -> None:
    installation.fake_native("raise ImportError('libfoo.so.1: cannot open shared object file')")
    assert "ImportError: libfoo.so.1" in only(doctor(run, installation, 1), "load_error")["text"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_module_that_kills_the_process(run: Run, installation: Installation) -> None:
    installation.fake_native("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")
    report = doctor(run, installation, 2)
    assert "killed by SIGSEGV" in only(report, "crashed")["text"]
    assert report["engines"][0]["selftest"] == {"python": "ok"}


@pytest.mark.parametrize(
    ("variable", "value"), [("MCPGATEWAY_NATIVE", "0"), ("MCPGATEWAY_FORCE_PYTHON_PLUGINS", "true")]
)
def test_switched_off(run: Run, installation: Installation, variable: str, value: str) -> None:
    installation.working_native()
    problem = only(doctor(run, installation, 1, **{variable: value}), "forced_off")
    assert f"{variable}={value}" in problem["text"]
    assert problem["mends"] == [f"unset {variable}"]


def test_a_debug_build(run: Run, installation: Installation) -> None:
    installation.working_native(profile="debug")
    assert "debug build" in only(doctor(run, installation, 0), "debug_build")["text"]


def test_mixed_versions(run: Run, installation: Installation) -> None:
    installation.working_native(version="0.0.1")
    assert "version 0.0.1 and the package is" in only(doctor(run, installation, 0), "version_skew")["text"]


def test_an_older_module_without_what_we_need(run: Run, installation: Installation) -> None:
    installation.fake_native("def build_info():\n    return {}")
    report = doctor(run, installation, 2)
    only(report, "version_skew")


def test_a_canary_that_comes_through(run: Run, installation: Installation) -> None:
    installation.working_native()
    source = (installation.package / "_native.py").read_text()
    blind = source.replace("return fallback.find(name).Engine(json.loads(config_json))", "return Blind()") + (
        "\nclass Blind:\n"
        "    scan = rewrite = stats = lambda self, *_: None\n"
        "    def process(self, payload):\n"
        "        return payload, [], False, True, None\n"
    )
    installation.fake_native(blind)
    problems = [one["text"] for one in doctor(run, installation, 2)["problems"] if one["code"] == "selftest"]
    assert len(problems) == len(backends.names())
    assert all("on rust" in text and "canaries came through" in text for text in problems)


def test_a_shadowing_copy(run: Run, installation: Installation, tmp_path: Path) -> None:
    other = Installation(tmp_path / "other")
    other.metadata("cp311-abi3-manylinux2014_x86_64")
    done = run("doctor", "--json", PYTHONPATH=f"{installation.home}:{other.home}")
    assert "but pip installed it in" in only(json.loads(done.stdout), "shadowed")["text"]


def test_no_compiler(run: Run, installation: Installation, tmp_path: Path) -> None:
    report = doctor(run, installation, 1, PATH=str(tmp_path))
    assert "cargo is not on the PATH" in only(report, "no_rust")["text"]


@pytest.mark.skipif(sys.platform == "win32", reason="shell scripts")
def test_an_old_compiler(run: Run, installation: Installation, tmp_path: Path) -> None:
    for tool in ("cargo", "rustc"):
        script = tmp_path / tool
        script.write_text(f"#!/bin/sh\necho '{tool} 1.70.0 (90c541806 2023-05-31)'\n")
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
    problem = only(doctor(run, installation, 1, PATH=f"{tmp_path}:/usr/bin:/bin"), "old_rust")
    assert problem["mends"] == ["rustup update stable"]


def test_the_report_reads_well_and_fits_an_ascii_console(run: Run, installation: Installation) -> None:
    done = run("doctor", home=installation.home, PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr
    text = done.stdout.decode("ascii")
    assert "pii_filter" in text
    assert "mend: maturin develop --release" in text
    assert text.rstrip().endswith("verdict: degraded: the engines work, but on Python")


def test_the_configuration_is_checked_on_demand(run: Run, installation: Installation, tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    config = tmp_path / "config.yaml"
    config.write_text("plugins:\n  - {name: a, kind: mcpgateway_native.plugins.PIIFilterPlugin, mode: bogus}\n")
    done = run("doctor", "--config", str(config), home=installation.home)
    assert done.returncode == 2
    assert b'unknown mode "bogus"' in done.stdout
