"""Checks the ``config:`` block of one of our plugins: every mistake in it, not only the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from mcpgateway_native.errors import ConfigError, NativeError

_FIRST_ITEM = re.compile(r"\[0\]")


class EngineCheck(NamedTuple):
    """What a configuration leads to."""

    implementation: str | None
    """"rust", "python", or None where the engine cannot be built."""
    reason: str
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def check_engine(engine: str, config: Mapping[str, Any], *, historic: bool) -> EngineCheck:
    """Build the engine as its gateway class would; historic kinds forgive what older plugins accepted."""
    import mcpgateway_native as native

    settings = {key: value for key, value in config.items() if key != "engine_active"}
    warnings: tuple[str, ...] = ()
    if historic:
        from mcpgateway_native.plugins._lenient import relax

        settings, warnings = relax(engine, settings)
    try:
        built = native.load(engine, settings)
    except NativeError as error:
        return EngineCheck(None, "misconfigured", _all_errors(engine, settings, str(error)), warnings)
    return EngineCheck(built.implementation, built.reason, (), (*warnings, *_unbounded(built)))


def _unbounded(built: Any) -> list[str]:
    """Name the patterns whose time has no bound; where Python runs all of them, that is said already."""
    if built.implementation != "rust":
        return []
    return [
        f"{built.name}: {row['key']}.search needs Python for {row['reason']}, so its time is not bounded; "
        "with allow_backtracking: false such patterns are refused"
        for row in built.explain()
        if row["route"] == "python"
    ]


def takes_key(engine: str, key: str) -> bool:
    """Whether an engine has a configuration key of this name: the engine itself is asked."""
    return key == "native" or not any(f'unknown key "{key}"' in text for text in _error(engine, {key: None}))


def _all_errors(engine: str, settings: Mapping[str, Any], first: str) -> tuple[str, ...]:
    """Try key by key, and lists item by item: an engine stops at its first mistake, a reader wants all."""
    found: list[str] = []
    for key, value in settings.items():
        if isinstance(value, list):
            for index, item in enumerate(value):
                message = _error(engine, {key: [item]})
                found += [_FIRST_ITEM.sub(f"[{index}]", text, count=1) for text in message]
        else:
            found += _error(engine, {key: value})
    return tuple(dict.fromkeys(found if first in found else [first, *found]))


def _error(engine: str, settings: dict[str, Any]) -> list[str]:
    import mcpgateway_native as native

    try:
        # The twin reads every configuration; whether Rust is there is another question.
        native.load(engine, settings, native=None if "native" in settings else False)
    except ConfigError as error:
        return [str(error)]
    return []
