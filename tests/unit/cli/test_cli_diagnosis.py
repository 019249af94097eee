"""Every way in which the compiled module can be absent has a name and a mend."""

import tomllib
from pathlib import Path

import pytest

from mcpgateway_native.cli._diagnosis import (
    MINIMUM_RUST,
    Facts,
    diagnose_build,
    diagnose_module,
    diagnose_toolchain,
)

ROOT = Path(__file__).resolve().parents[3]


def facts(error: str = "ImportError", text: str = "", **changes: object) -> Facts:
    probe = {"error": error, "text": text, "absent": False}
    return Facts(None, (), probe, "", ("cp311-abi3-manylinux2014_x86_64",), True)._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/x/_native.abi3.so: invalid ELF header", "wrong_platform"),
        ("/x/_native.abi3.so: wrong ELF class: ELFCLASS32", "wrong_platform"),
        ("DLL load failed while importing _native: %1 is not a valid Win32 application.", "wrong_platform"),
        ("dlopen(x): mach-o file, but is an incompatible architecture (have 'arm64')", "wrong_platform"),
        ("/lib/libc.so.6: version `GLIBC_2.38' not found (required by /x/_native.so)", "wrong_platform"),
        ("/x/_native.so: undefined symbol: PyType_GetModuleByDef", "wrong_python"),
        ("libstrange.so.1: cannot open shared object file: No such file or directory", "load_error"),
    ],
)
def test_load_errors_are_told_apart(text: str, code: str) -> None:
    found = diagnose_module(facts(text=text))
    assert found is not None
    assert found.code == code
    assert found.mends


def test_the_text_of_an_unknown_load_error_is_shown() -> None:
    found = diagnose_module(facts(text="libstrange.so.1: cannot open shared object file"))
    assert found is not None
    assert "ImportError: libstrange.so.1: cannot open shared object file" in found.text


def test_an_old_c_library_is_named() -> None:
    found = diagnose_module(facts(text="version `GLIBC_2.38' not found"))
    assert found is not None
    assert "needs GLIBC_2.38" in found.text


def test_a_missing_function_means_mixed_versions() -> None:
    found = diagnose_module(facts("AttributeError", "module has no attribute 'entries'"))
    assert found is not None
    assert found.code == "version_skew"


def test_what_loads_is_well() -> None:
    assert diagnose_module(facts()._replace(probe={"build": {}, "engines": []})) is None
    assert diagnose_build({"profile": "release", "version": "1.0"}, "1.0") == []


@pytest.mark.parametrize(
    ("cargo", "rustc", "code"),
    [
        (None, None, "no_rust"),
        ("cargo 1.90.0", None, "no_rust"),
        ("cargo 1.70.0", "rustc 1.70.0 (90c541806 2023-05-31)", "old_rust"),
        ("cargo 1.90.0", "rustc 1.90.0 (1159e78c4 2025-09-14)", None),
        ("cargo 2.0.0", "rustc 2.0.0", None),
    ],
)
def test_the_compiler_is_looked_at(cargo: str | None, rustc: str | None, code: str | None) -> None:
    found = diagnose_toolchain(cargo, rustc)
    assert (found.code if found else None) == code


def test_the_minimum_is_the_crates() -> None:
    stated = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["rust-version"]
    assert ".".join(map(str, MINIMUM_RUST)) == stated
