"""Turns what a user configured into what the two backends read: plain JSON, with patterns in portable syntax."""

import functools
import json
import logging
import os
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from mcpgateway_native._config import kind
from mcpgateway_native.errors import ConfigError, UnsupportedError

Toggle = bool | None  # True: Rust or nothing; False: Python; None: whatever loads

_SPELLINGS: dict[str, Toggle] = {"auto": None, "true": True, "on": True, "false": False, "off": False}


class Prepared(NamedTuple):
    """One configuration as both backends get it."""

    native_json: str
    twin_json: str
    only_python: str | None  # why Rust cannot honour the configuration, if so

    def __repr__(self) -> str:
        # The JSON may hold a masking key.
        return f"Prepared(only_python={self.only_python!r})"


def split(name: str, config: Any, native: bool | str | None) -> tuple[Toggle, str]:
    """Separate the key `native` from a configuration; return the toggle and the rest as JSON."""
    values = _as_mapping(name, config)
    chosen = _toggle(name, native)
    if "native" in values:
        values = dict(values)
        configured = _toggle(name, values.pop("native"))
        chosen = configured if chosen is None else chosen
    try:
        return chosen, _encode(values)
    except (TypeError, ValueError, RecursionError) as error:
        raise ConfigError(f"{name}: the configuration cannot be written as JSON: {_jsonless(error)}") from None


def prepare(name: str, config_json: str) -> Prepared:
    """Complete a configuration and lower its patterns; built once per process for equal configurations."""
    return _prepared(name, config_json)


def _as_mapping(name: str, config: Any) -> Mapping[str, Any]:
    if config is None:
        return {}
    if isinstance(config, dict | Mapping):
        return config
    dump = getattr(config, "model_dump", None)
    if callable(dump) and not isinstance(config, type):
        # In a model "not set" is spelled None; our keys say it by being absent.
        dumped: Mapping[str, Any] = dump(mode="json", exclude_none=True)
        return dumped
    raise ConfigError(f"{name}: the configuration must be a mapping or a pydantic model, not {kind(config)}")


def _toggle(name: str, value: Any) -> Toggle:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if value.lower() in _SPELLINGS:
            return _SPELLINGS[value.lower()]
        raise ConfigError(f'{name}: native must be one of auto, true, false, not "{value}"')
    raise ConfigError(f'{name}: native must be true, false or "auto", not {kind(value)}')


def _plain(value: Any) -> Any:
    """Give `json.dumps` the plain form of what a Python caller may put into a configuration."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    dump = getattr(value, "model_dump", None)
    if callable(dump):
        return dump(mode="json", exclude_none=True)
    raise TypeError(f"it holds an object of type {type(value).__name__}")


# Built once: `json.dumps` would build an encoder for every call with options.
_encode = json.JSONEncoder(default=_plain, allow_nan=False).encode


def _jsonless(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return "it refers to itself" if "Circular" in str(error) else str(error)


@functools.lru_cache(maxsize=256)
def _prepared(name: str, config_json: str) -> Prepared:
    complete = _COMPLETE.get(name)
    if complete is None:
        return Prepared(config_json, config_json, None)
    return complete(json.loads(config_json))


@functools.cache
def process_key() -> str:
    """Return the masking key of configurations without one: random, and stable for the life of the process."""
    return os.urandom(32).hex()


def _pii_filter(config: dict[str, Any]) -> Prepared:
    # Both backends get the key, so that the twin gives the digests that Rust would have given.
    config.setdefault("mask_key", process_key())
    twin_json = json.dumps(config)
    try:
        only_python = _lower_patterns(config)
    except re.error as error:
        # The twin checks the whole configuration in its documented order, so the first mistake is the one named.
        _twin_class("pii_filter")(json.loads(twin_json))
        raise ConfigError(f"pii_filter: a pattern is not a valid pattern: {error}") from None
    return Prepared(json.dumps(config), twin_json, only_python)


def _regex_filter(config: dict[str, Any]) -> Prepared:
    from mcpgateway_native._regex.prepare import lower_config

    lowered, foreign = lower_config(config)
    for message in foreign:
        logging.getLogger(__name__).warning("regex_filter: %s, so its time is not bounded", message)
    return Prepared(json.dumps(lowered), json.dumps(config), None)


def _lower_patterns(config: dict[str, Any]) -> str | None:
    """Replace every pattern by its portable form; return why Rust cannot run one, if so."""
    customs = config.get("custom_patterns")
    allowed = config.get("whitelist_patterns")
    if not customs and not allowed:
        return None
    from mcpgateway_native._patterns import lower_custom, lower_whitelist

    # Whatever is not of the right shape stays as it is: the engine names it.
    places: list[tuple[str, Any, Any, bool]] = []
    if isinstance(customs, list):
        entries = [(index, entry) for index, entry in enumerate(customs) if isinstance(entry, dict)]
        places += (
            (f"custom_patterns[{index}].pattern", entry, "pattern", entry.get("enabled") is False)
            for index, entry in entries
        )
    if isinstance(allowed, list):
        places += ((f"whitelist_patterns[{index}]", allowed, index, False) for index in range(len(allowed)))
    only_python = None
    for key, holder, slot, disabled in places:
        lower = lower_whitelist if holder is allowed else lower_custom
        pattern = holder.get(slot) if isinstance(holder, dict) else holder[slot]
        if not isinstance(pattern, str) or not pattern:
            continue
        try:
            holder[slot] = lower(pattern)
        except UnsupportedError as error:
            if disabled:
                holder[slot] = "disabled"  # never run: it only has to be a pattern
            else:
                only_python = only_python or _explain(key, error)
    return only_python


def _explain(key: str, error: UnsupportedError) -> str:
    return f"{key} uses {error}, which only Python can run"


def _twin_class(name: str) -> Any:
    from importlib import import_module

    return import_module(f"mcpgateway_native.fallback.{name}").Engine


_COMPLETE: dict[str, Callable[[dict[str, Any]], Prepared]] = {
    "pii_filter": _pii_filter,
    "regex_filter": _regex_filter,
}
