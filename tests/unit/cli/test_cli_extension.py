"""What a compiled module was built for is read from its name and its first bytes."""

import importlib.machinery
import platform
import struct
import sys
from pathlib import Path

import pytest

from mcpgateway_native.cli._extension import extensions


def elf(machine: int, *, little: bool = True) -> bytes:
    order = "<" if little else ">"
    return b"\x7fELF\x02" + (b"\x01" if little else b"\x02") + bytes(12) + struct.pack(order + "H", machine) + bytes(44)


def pe(machine: int) -> bytes:
    return b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + struct.pack("<H", machine)


@pytest.mark.parametrize(
    ("name", "head", "system", "machine", "python"),
    [
        ("_native.cpython-312-x86_64-linux-gnu.so", elf(62), "Linux", "x86_64", "3.12"),
        ("_native.abi3.so", elf(183), "Linux", "aarch64", "abi3"),
        ("_native.cpython-314t-s390x-linux-gnu.so", elf(22, little=False), "Linux", "s390x", "3.14t"),
        ("_native.cpython-311-darwin.so", struct.pack("<II", 0xFEEDFACF, 0x0100000C), "Darwin", "arm64", "3.11"),
        ("_native.abi3.so", b"\xca\xfe\xba\xbe" + bytes(20), "Darwin", "universal", "abi3"),
        ("_native.cp313-win_amd64.pyd", pe(0x8664), "Windows", "AMD64", "3.13"),
        ("_native.pyd", pe(0xAA64), "Windows", "ARM64", None),
        ("_native.abi3.so", b"", None, None, "abi3"),
        ("_native.abi3.so", elf(9999), "Linux", "machine 9999", "abi3"),
    ],
)
def test_a_file_tells_what_it_is_for(
    tmp_path: Path, name: str, head: bytes, system: str | None, machine: str | None, python: str | None
) -> None:
    (tmp_path / name).write_bytes(head)
    assert [tuple(found) for found in extensions(tmp_path)] == [(name, system, machine, python)]


def test_other_files_are_no_extensions(tmp_path: Path) -> None:
    for name in ("_native.pyi", "_native.py", "_nativ.so", "engine.so"):
        (tmp_path / name).write_bytes(b"")
    assert extensions(tmp_path) == []


def test_this_python_and_platform_are_right(tmp_path: Path) -> None:
    (tmp_path / ("_native" + importlib.machinery.EXTENSION_SUFFIXES[0])).write_bytes(b"")
    (found,) = extensions(tmp_path)
    assert (found.wrong_platform(), found.wrong_python(), found.loadable_name()) == (None, None, True)


def test_names_of_one_machine_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "AMD64")
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    (tmp_path / "_native.abi3.so").write_bytes(elf(62))
    (found,) = extensions(tmp_path)
    assert found.wrong_platform() is None
    monkeypatch.setattr(platform, "machine", lambda: "aarch64")
    assert found.wrong_platform() == "Linux on x86_64"


def test_another_python_is_noticed(tmp_path: Path) -> None:
    other = "310" if sys.version_info[:2] != (3, 10) else "39"
    (tmp_path / f"_native.cpython-{other}-x86_64-linux-gnu.so").write_bytes(b"")
    (found,) = extensions(tmp_path)
    assert found.wrong_python() == "Python 3.10"
    assert not found.loadable_name()
