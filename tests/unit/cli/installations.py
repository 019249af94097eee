"""Copies of the package with a compiled module of our choice."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import mcpgateway_native

PACKAGE = Path(mcpgateway_native.__file__).parent

# Behaves like the compiled module but is one: the twins under another name, with configurations as users write them.
WORKING_NATIVE = """
import json
from mcpgateway_native import _prepare, fallback

_prepare._COMPLETE.pop("regex_filter")

def build_info():
    return {"version": VERSION, "profile": PROFILE, "target": "x86_64-test", "rustc": "1.90.0", "pyo3": "0.30.1",
            "abi3": "true"}

def entries():
    return [(name, "text", fallback.find(name).SUMMARY) for name in fallback.names()]

def load(name, config_json):
    return fallback.find(name).Engine(json.loads(config_json))
"""

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


class Installation:
    """A copy of the package in a directory of its own, without a compiled module."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.package = home / "mcpgateway_native"
        ignored = shutil.ignore_patterns("_native.*", "__pycache__")
        shutil.copytree(PACKAGE, self.package, ignore=ignored)

    def fake_native(self, source: str) -> None:
        (self.package / "_native.py").write_text(source)

    def working_native(self, profile: str = "release", version: str | None = None) -> None:
        version = mcpgateway_native.__version__ if version is None else version
        self.fake_native(f"VERSION, PROFILE = {version!r}, {profile!r}\n" + WORKING_NATIVE)

    def metadata(self, tag: str) -> None:
        """Pretend that pip installed the copy from a wheel with this tag."""
        info = self.home / "mcpgateway_native-9.9.9.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mcpgateway-native\nVersion: 9.9.9\n")
        (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: {tag}\n")
        (info / "RECORD").write_text("mcpgateway_native/__init__.py,,\n")
