"""Finds the compiled module, or the reason why it cannot be used."""

import functools
import importlib
import importlib.machinery
import os
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

MODULE = "mcpgateway_native._native"

# Environment variables, and the values of each that turn the compiled module off.
_SWITCHES = (
    ("MCPGATEWAY_NATIVE", frozenset({"0", "false", "no", "off"})),
    ("MCPGATEWAY_FORCE_PYTHON_PLUGINS", frozenset({"1", "true", "yes", "on"})),
)


class Probe(NamedTuple):
    """The compiled module, or None and the reason."""

    module: Any
    reason: str


def compiled() -> Probe:
    """Return the compiled module unless the environment switches it off or it does not load."""
    off = switched_off()
    return Probe(None, off) if off else _import_compiled()


def switched_off() -> str | None:
    """Return the environment setting that turns the compiled module off for this process, if there is one."""
    for name, values in _SWITCHES:
        value = os.environ.get(name)
        if value and value.strip().lower() in values:
            return f"switched off by {name}={value}"
    return None


def forget() -> None:
    """Look for the compiled module again on next use."""
    _import_compiled.cache_clear()


@functools.cache
def _import_compiled() -> Probe:
    try:
        module: ModuleType = importlib.import_module(MODULE)
    except ModuleNotFoundError as error:
        if error.name != MODULE:
            return Probe(None, f"the compiled module did not load: {error}")
        return Probe(None, _why_missing(Path(__file__).parent))
    # A broken shared object can raise nearly anything while it initialises, and a library that cannot start must
    # never take the gateway with it.
    except Exception as error:
        return Probe(None, f"the compiled module did not load: {type(error).__name__}: {error}")
    return Probe(module, "the compiled module is loaded")


def _why_missing(package: Path) -> str:
    """Tell a wheel for another platform from an installation without any compiled module."""
    built = sorted(
        entry.name
        for entry in package.iterdir()
        if entry.name.startswith("_native.") and entry.suffix in {".so", ".pyd", ".dylib"}
    )
    loadable = tuple("_native" + suffix for suffix in importlib.machinery.EXTENSION_SUFFIXES)
    if not built or any(name in loadable for name in built):
        return "the compiled module is not installed"
    return (
        "the compiled module is for another platform or Python: "
        f"found {', '.join(built)}, needed {loadable[0]} or {loadable[-2]}"
    )
