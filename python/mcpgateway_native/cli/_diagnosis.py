"""From the facts about an installation to what is wrong with it and how to mend it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from mcpgateway_native.cli._extension import Extension

MINIMUM_RUST = (1, 88)

_REINSTALL = "pip install --force-reinstall mcpgateway-native"
_FROM_SOURCE = "pip install --force-reinstall --no-binary mcpgateway-native mcpgateway-native"
_REBUILD = "in a checkout: maturin develop --release"

_WRONG_PLATFORM_TEXTS = re.compile(
    r"invalid ELF header|wrong ELF class|Exec format error|not a valid Win32|incompatible architecture|not a mach-o",
    re.IGNORECASE,
)
_OLD_LIBC = re.compile(r"version [`'\"]?(GLIBC_[0-9.]+)")
_MISSING_SYMBOL = re.compile(r"undefined symbol: _?(Py\w+)|symbol not found.*'_?(Py\w+)'", re.IGNORECASE)


class Diagnosis(NamedTuple):
    """One thing that is the matter."""

    code: str
    text: str
    mends: tuple[str, ...] = ()


class Facts(NamedTuple):
    """What was found out about the compiled module."""

    switched_off: str | None
    extensions: Sequence[Extension]
    probe: dict[str, Any] | None
    death: str
    wheel_tags: Sequence[str]
    installed: bool
    """Whether pip knows the package; otherwise it is used from a source tree."""


def diagnose_module(facts: Facts) -> Diagnosis | None:
    """Return why Rust does not run, or None where it does."""
    if facts.switched_off:
        variable = facts.switched_off.rpartition(" ")[2].partition("=")[0]
        return Diagnosis("forced_off", f"the compiled module is {facts.switched_off}", (f"unset {variable}",))
    if facts.probe is None:
        text = f"importing the compiled module ends the process: {facts.death}"
        return Diagnosis("crashed", text, (_REINSTALL, "MCPGATEWAY_NATIVE=0 keeps it out until then"))
    if "error" not in facts.probe:
        return None
    if facts.probe.get("absent"):
        return _absent(facts)
    return _load_error(facts, f"{facts.probe['error']}: {facts.probe['text']}")


def _absent(facts: Facts) -> Diagnosis:
    for extension in facts.extensions:
        wrong = extension.wrong_platform()
        if wrong:
            return _wrong_platform(extension, wrong)
        wrong = extension.wrong_python()
        if wrong:
            return _wrong_python(extension, wrong)
    if facts.extensions:
        names = ", ".join(extension.name for extension in facts.extensions)
        return Diagnosis("wrong_platform", f"this Python does not load {names}: another platform's name", (_REINSTALL,))
    if not facts.installed:
        text = "the compiled module has not been built in this source tree"
        return Diagnosis("not_installed", text, (_REBUILD.removeprefix("in a checkout: "),))
    if any(tag.endswith("-none-any") for tag in facts.wheel_tags):
        text = "the pure-Python wheel is installed: there is no compiled wheel for this platform and Python"
        return Diagnosis("not_installed", text, (f"to compile it here: {_FROM_SOURCE}",))
    text = "the compiled module is not installed: its file is missing from the package"
    return Diagnosis("not_installed", text, (_REINSTALL,))


def _load_error(facts: Facts, text: str) -> Diagnosis:
    loaded = [extension for extension in facts.extensions if extension.loadable_name()]
    for extension in loaded:
        wrong = extension.wrong_platform()
        if wrong:
            return _wrong_platform(extension, wrong)
    if _WRONG_PLATFORM_TEXTS.search(text):
        return Diagnosis("wrong_platform", f"the compiled module is for another platform ({text})", (_REINSTALL,))
    libc = _OLD_LIBC.search(text)
    if libc:
        message = f"the compiled module needs {libc[1]}, which is newer than this system's C library"
        return Diagnosis("wrong_platform", message, (_REINSTALL, f"or compile it here: {_FROM_SOURCE}"))
    symbol = _MISSING_SYMBOL.search(text)
    if symbol:
        message = f"the compiled module is for another Python: {symbol[1] or symbol[2]} does not exist in this one"
        return Diagnosis("wrong_python", message, (_REINSTALL,))
    if facts.probe and facts.probe["error"] == "AttributeError":
        message = f"the compiled module is of another version than the package ({text})"
        return Diagnosis("version_skew", message, (_REINSTALL, _REBUILD))
    return Diagnosis("load_error", f"the compiled module does not load: {text}", (_REINSTALL, _REBUILD))


def _wrong_platform(extension: Extension, wrong: str) -> Diagnosis:
    text = f"wrong platform: {extension.name} is built for {wrong}"
    return Diagnosis("wrong_platform", text, (_REINSTALL,))


def _wrong_python(extension: Extension, wrong: str) -> Diagnosis:
    this = ".".join(map(str, sys.version_info[:2]))
    text = f"wrong Python: {extension.name} is built for {wrong} and this is {this} (3.11 and later are supported)"
    return Diagnosis("wrong_python", text, (f"with this very interpreter: python -m {_REINSTALL}", _REBUILD))


def diagnose_build(build: dict[str, str], version: str) -> list[Diagnosis]:
    """Return what is the matter with a module that loads."""
    found = []
    if build.get("profile") != "release":
        text = "this is a debug build, which is slower than a release build"
        found.append(Diagnosis("debug_build", text, ("maturin develop --release", _REINSTALL)))
    if build.get("version") != version:
        text = f"the compiled module is version {build.get('version')} and the package is {version}"
        found.append(Diagnosis("version_skew", text, (_REINSTALL, _REBUILD)))
    return found


def diagnose_toolchain(cargo: str | None, rustc: str | None) -> Diagnosis | None:
    """Return what keeps this machine from compiling the module, given the output of ``--version``, None if absent."""
    needed = ".".join(map(str, MINIMUM_RUST))
    if cargo is None or rustc is None:
        missing = "cargo" if cargo is None else "rustc"
        text = f"compiling needs Rust {needed} or later, and {missing} is not on the PATH"
        return Diagnosis("no_rust", text, ("install Rust from https://rustup.rs",))
    number = re.search(r"(\d+)\.(\d+)", rustc)
    if number and (int(number[1]), int(number[2])) < MINIMUM_RUST:
        text = f"compiling needs Rust {needed} or later, this is {rustc.strip()}"
        return Diagnosis("old_rust", text, ("rustup update stable",))
    return None
