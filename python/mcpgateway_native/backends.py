"""Decides, in one place, whether Rust or Python runs an engine, and says why."""

import functools
import importlib
import json
import pkgutil
import sys
from collections import Counter
from typing import Any, NamedTuple

from mcpgateway_native._config import closest
from mcpgateway_native._prepare import Prepared, Toggle, prepare, split
from mcpgateway_native._probe import compiled, forget
from mcpgateway_native.errors import ConfigError, EngineFailure, NativeError, UnknownPluginError, UnsupportedError

__all__ = ["Built", "Decision", "available", "build", "decide", "forget", "plugins", "prepare", "status", "version"]

_failures: Counter[str] = Counter()


class Decision(NamedTuple):
    """Which implementation runs, and why."""

    implementation: str  # "rust" or "python"
    reason: str


class Built(NamedTuple):
    """A built engine, and what is needed to build its twin when it fails."""

    engine: Any
    decision: Decision
    twin_json: str


def decide(name: str, native: Toggle = None, only_python: str | None = None) -> Decision:
    """Choose the implementation of `name`.

    `native` is the toggle of the configuration (True: Rust or nothing), `only_python` the reason why Rust cannot
    honour this configuration. Raises `ConfigError` when Rust is demanded and cannot run.
    """
    return _choose(name, native, only_python)[1]


def _choose(name: str, native: Toggle, only_python: str | None) -> tuple[Any, Decision]:
    """Return the compiled module when it is to run `name`, else None, and the decision."""
    if native is False:
        return None, Decision("python", "native: false in the configuration")
    module, reason = compiled()
    if module is None:
        mend = _mend(reason)
    elif name not in _entries(module):
        module, reason, mend = None, f"the compiled module has no engine {name}", "install a newer mcpgateway-native"
    elif only_python:
        module, reason, mend = None, only_python, "change the pattern"
    else:
        return module, Decision("rust", reason)
    if native:
        raise ConfigError(f"{name}: native is true, but {reason}; {mend} or set native: auto")
    return None, Decision("python", reason)


def build(name: str, config: Any = None, native: bool | str | None = None) -> Built:
    """Build the engine `name` in the implementation that `decide` chooses."""
    _check_name(name)
    toggle, config_json = split(name, config, native)
    prepared = prepare(name, config_json)
    module, decision = _choose(name, toggle, prepared.only_python)
    if module is not None:
        engine, why_not = _build_native(module, name, prepared)
        if engine is not None:
            return Built(engine, decision, prepared.twin_json)
        if toggle:
            raise ConfigError(f"{name}: native is true, but {why_not}; set native: auto")
        decision = Decision("python", why_not)
    return Built(twin(name, prepared.twin_json), decision, prepared.twin_json)


@functools.lru_cache(maxsize=64)
def twin(name: str, config_json: str) -> Any:
    """Return the plain-Python engine for a configuration; the gateway asks for the same one every 30 seconds."""
    return _twin_module(name).Engine(json.loads(config_json))


def _build_native(module: Any, name: str, prepared: Prepared) -> tuple[Any, str]:
    try:
        return module.load(name, prepared.native_json), ""
    except UnsupportedError as error:
        return None, str(error)
    except EngineFailure as error:
        failed(name, error)
    except NativeError:
        raise
    except Exception as error:
        failed(name, error)
    return None, "the Rust engine failed while it was built"


def failed(name: str, error: Exception) -> None:
    """Record that the Rust engine `name` failed, and log it the first time.

    Only the type of the error is logged: its text could quote the payload.
    """
    _failures[name] += 1
    if _failures[name] == 1:
        import logging

        logging.getLogger(__name__).error(
            "%s: the Rust engine failed (%s); its Python twin answers. Please report this with the output of "
            "`mcpgateway-native doctor`.",
            name,
            type(error).__name__,
        )


def available() -> dict[str, str]:
    """Return name and summary of every compiled engine; empty when the compiled module is not in use."""
    module = compiled().module
    return {} if module is None else {name: summary for name, (_, summary) in _entries(module).items()}


def names() -> list[str]:
    """Return the names of all engines, compiled or not."""
    module = compiled().module
    return sorted({*_twin_names(), *(_entries(module) if module is not None else ())})


def plugins() -> list[dict[str, str]]:
    """Return name, family, summary, implementation and reason of every engine."""
    rows = []
    for name in names():
        family, summary = _describe(name)
        decision = decide(name)
        rows.append(
            {
                "name": name,
                "family": family,
                "summary": summary,
                "implementation": decision.implementation,
                "reason": decision.reason,
            }
        )
    return rows


def status() -> dict[str, Any]:
    """Return version, build and what runs where, ready for `json.dumps`."""
    probe = compiled()
    rows = plugins()
    implementations = Counter(row["implementation"] for row in rows)
    return {
        "version": version(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "native": probe.module is not None,
        "reason": probe.reason,
        "build": None if probe.module is None else dict(probe.module.build_info()),
        "implementations": {kind: implementations[kind] for kind in ("rust", "python")},
        "failures": dict(_failures),
        "plugins": rows,
    }


@functools.cache
def version() -> str:
    """Return the version of the package: of the installed distribution, or else of the compiled module."""
    from importlib import metadata

    try:
        return metadata.version("mcpgateway-native")
    except metadata.PackageNotFoundError:
        module = compiled().module
        return "0+unknown" if module is None else str(module.build_info()["version"])


def _check_name(name: str) -> None:
    if not isinstance(name, str):
        raise UnknownPluginError(f"the name of an engine is a string, not {type(name).__name__}")
    if name not in _twin_names() and name not in available():
        close = closest(name, names())
        hint = f"; there are: {', '.join(names())}" if close is None else f'; did you mean "{close}"?'
        raise UnknownPluginError(f'no engine is called "{name}"{hint}')


@functools.cache
def _twin_names() -> frozenset[str]:
    from mcpgateway_native import fallback

    return frozenset(entry.name for entry in pkgutil.iter_modules(fallback.__path__) if not entry.name.startswith("_"))


def _twin_module(name: str) -> Any:
    return importlib.import_module(f"mcpgateway_native.fallback.{name}")


def _describe(name: str) -> tuple[str, str]:
    module = compiled().module
    if module is not None and name in _entries(module):
        return _entries(module)[name]
    twin_module = _twin_module(name)
    return str(twin_module.FAMILY), str(twin_module.SUMMARY)


@functools.lru_cache(maxsize=4)
def _entries(module: Any) -> dict[str, tuple[str, str]]:
    return {name: (family, summary) for name, family, summary in module.entries()}


def _mend(reason: str) -> str:
    if reason.startswith("switched off"):
        return "unset the variable"
    return "install a wheel for this platform (pip install --force-reinstall mcpgateway-native)"
