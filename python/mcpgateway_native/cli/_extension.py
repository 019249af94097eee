"""What a compiled module was built for, read from its file name and its first bytes."""

from __future__ import annotations

import importlib.machinery
import platform
import re
import struct
import sys
from pathlib import Path
from typing import NamedTuple

_ELF_MACHINES = {
    3: "i686", 20: "ppc", 21: "ppc64", 22: "s390x", 40: "armv7l", 62: "x86_64", 183: "aarch64", 243: "riscv64"
}  # fmt: skip
_MACH_MACHINES = {0x01000007: "x86_64", 0x0100000C: "arm64"}
_PE_MACHINES = {0x014C: "x86", 0x8664: "AMD64", 0xAA64: "ARM64"}
_SAME = {"amd64": "x86_64", "arm64": "aarch64", "ppc64le": "ppc64"}
_TAG = re.compile(r"[.](?:cpython-|cp)(\d)(\d+)(t?)")


class Extension(NamedTuple):
    """One file that could be the compiled module."""

    name: str
    system: str | None
    machine: str | None
    python: str | None
    """``3.12``, ``abi3`` or None where the name does not tell."""

    def loadable_name(self) -> bool:
        """Whether this interpreter looks at a file of this name at all."""
        return any(self.name == "_native" + suffix for suffix in importlib.machinery.EXTENSION_SUFFIXES)

    def wrong_platform(self) -> str | None:
        """Return for which other platform the file is, or None if it may be for this one."""
        system, machine = platform.system(), platform.machine()
        same_system = self.system in (None, system)
        same_machine = self.machine in (None, "universal") or _common(self.machine) == _common(machine)
        if same_system and same_machine:
            return None
        return f"{self.system or system} on {self.machine or machine}"

    def wrong_python(self) -> str | None:
        """Return for which other Python the file is, or None if it may be for this one."""
        mine = f"{sys.version_info[0]}.{sys.version_info[1]}" + ("t" if _free_threaded() else "")
        if self.python in (None, mine) or (self.python == "abi3" and not _free_threaded()):
            return None
        return f"Python {self.python}" if self.python != "abi3" else "Python with the GIL (stable ABI)"


def _common(machine: str | None) -> str:
    lowered = (machine or "").lower()
    return _SAME.get(lowered, lowered)


def _free_threaded() -> bool:
    return "t" in getattr(sys, "abiflags", "")


def extensions(package: Path) -> list[Extension]:
    """Return the compiled modules in the package's directory, for whatever platform they are."""
    found = (path for path in package.glob("_native.*") if path.suffix in (".so", ".pyd", ".dylib"))
    return [_describe(path) for path in sorted(found)]


def _describe(path: Path) -> Extension:
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        head = b""
    system, machine = _platform_of(head)
    return Extension(path.name, system, machine, _python_of(path.name))


def _python_of(name: str) -> str | None:
    tag = _TAG.search(name)
    if tag:
        return f"{tag[1]}.{tag[2]}{tag[3]}"
    return "abi3" if ".abi3." in name else None


def _platform_of(head: bytes) -> tuple[str | None, str | None]:
    if head[:4] == b"\x7fELF" and len(head) >= 20:
        order = "<" if head[5] == 1 else ">"
        machine: int = struct.unpack_from(order + "H", head, 18)[0]
        return "Linux", _ELF_MACHINES.get(machine, f"machine {machine}")
    if head[:4] == b"\xcf\xfa\xed\xfe" and len(head) >= 8:
        machine = struct.unpack_from("<I", head, 4)[0]
        return "Darwin", _MACH_MACHINES.get(machine, f"machine {machine}")
    if head[:4] == b"\xca\xfe\xba\xbe":
        return "Darwin", "universal"
    if head[:2] == b"MZ" and len(head) >= 64:
        offset: int = struct.unpack_from("<I", head, 60)[0]
        if head[offset : offset + 4] == b"PE\0\0" and len(head) >= offset + 6:
            machine = struct.unpack_from("<H", head, offset + 4)[0]
            return "Windows", _PE_MACHINES.get(machine, f"machine {machine}")
    return None, None
