"""Fast and safe guardrail engines for MCP gateways: Rust where it loads, plain Python with equal results elsewhere.

Importing the package is cheap on purpose: it loads neither the compiled module nor the gateway's framework.
"""

from __future__ import annotations

# Type checkers know the name; importing it from `typing` would cost more than all the rest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mcpgateway_native.compat import PIIDetectorRust, PIIFilter
    from mcpgateway_native.engine import Outcome, TextEngine
    from mcpgateway_native.errors import (
        ConfigError,
        EngineFailure,
        LimitError,
        NativeError,
        UnknownPluginError,
        UnsupportedError,
    )
    from mcpgateway_native.repair import JSONRepairStream, Repair, RepairReport, loads, repair_json, repair_report
    from mcpgateway_native.stream import PIIStream

    __version__: str

__all__ = [
    "ConfigError",
    "EngineFailure",
    "JSONRepairStream",
    "LimitError",
    "NativeError",
    "Outcome",
    "PIIDetectorRust",
    "PIIFilter",
    "PIIStream",
    "Repair",
    "RepairReport",
    "TextEngine",
    "UnknownPluginError",
    "UnsupportedError",
    "__version__",
    "available",
    "install",
    "load",
    "loads",
    "plugins",
    "repair_json",
    "repair_report",
    "status",
    "uninstall",
]

# Where the names live that are imported on first use.
_LAZY = {
    "ConfigError": "errors",
    "EngineFailure": "errors",
    "JSONRepairStream": "repair",
    "LimitError": "errors",
    "NativeError": "errors",
    "Outcome": "engine",
    "PIIDetectorRust": "compat",
    "PIIFilter": "compat",
    "PIIStream": "stream",
    "Repair": "repair",
    "RepairReport": "repair",
    "TextEngine": "engine",
    "UnknownPluginError": "errors",
    "UnsupportedError": "errors",
    "loads": "repair",
    "repair_json": "repair",
    "repair_report": "repair",
}


def available() -> dict[str, str]:
    """Return name and one-line summary of every compiled engine; empty when the compiled module did not load."""
    from mcpgateway_native import backends

    return backends.available()


def load(name: str, config: Any = None, *, native: bool | str | None = "auto") -> TextEngine:
    """Build the engine `name`: in Rust when it loads, else its Python twin.

    `config` is a mapping or a pydantic model. Its key `native` (auto, true, false) chooses the implementation;
    the argument of that name wins over the key unless it is "auto". Raises `ConfigError` or `UnknownPluginError`.
    """
    from mcpgateway_native.engine import TextEngine

    return TextEngine(name, config, native=native)


def plugins() -> list[dict[str, str]]:
    """Return name, family, summary, implementation and reason of every engine."""
    from mcpgateway_native import backends

    return backends.plugins()


def status() -> dict[str, Any]:
    """Return version, build and what runs where, ready for `json.dumps`."""
    from mcpgateway_native import backends

    return backends.status()


def install() -> None:
    """Let the historic plugin kinds resolve to the classes of this package; see `mcpgateway_native.install`."""
    from mcpgateway_native.install import install as run

    run()


def uninstall() -> None:
    """Undo `install()`."""
    from mcpgateway_native.install import uninstall as run

    run()


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from mcpgateway_native.backends import version

        value: Any = version()
    elif name in _LAZY:
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
