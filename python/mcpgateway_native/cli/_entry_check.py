"""Checks one entry of a gateway's ``plugins:`` list apart from what its own configuration says."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

Level = Literal["error", "warning", "note"]

ENTRY_KEYS = (
    "name", "description", "author", "kind", "namespace", "version", "hooks", "tags", "mode", "on_error", "priority",
    "max_content_size", "conditions", "applied_to", "capabilities", "config", "mcp", "grpc", "unix_socket",
)  # fmt: skip
_FILE_KEYS = (
    "plugins", "plugin_dirs", "plugin_settings", "server_settings", "grpc_server_settings",
    "unix_socket_server_settings",
)  # fmt: skip
_CONDITION_KEYS = (
    "server_ids", "tenant_ids", "tools", "prompts", "resources", "agents", "user_patterns", "content_types",
)  # fmt: skip
_LEGACY_MODES = {"enforce": "sequential", "enforce_ignore_error": "sequential", "permissive": "transform"}
_MODES = ("sequential", "transform", "audit", "concurrent", "fire_and_forget", "disabled")
_BLOCKING = ("sequential", "concurrent")
_CHANGING = ("sequential", "transform")


Takes = Callable[[str], bool]


class Issue(NamedTuple):
    """One thing to say about a configuration file."""

    level: Level
    plugin: str
    text: str


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint to a misspelling, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f'; did you mean "{close[0]}"?' if close else ""


def canonical_mode(entry: Mapping[str, Any]) -> str:
    """Return the mode that the framework makes of the one that is written."""
    mode = entry.get("mode", "sequential")
    return _LEGACY_MODES.get(str(mode), str(mode))


def check_file_keys(document: Mapping[Any, Any]) -> Iterator[Issue]:
    """Check the top level of the file."""
    for key in document:
        if key not in _FILE_KEYS:
            hint = did_you_mean(str(key), _FILE_KEYS)
            yield Issue("warning", "", f'the gateway ignores the key "{key}" at the top level{hint}')
    if not document.get("plugins"):
        yield Issue("warning", "", "the file names no plugins: nothing is guarded")


def check_entry(name: str, entry: Mapping[str, Any], takes: Takes | None, *, historic: bool) -> Iterator[Issue]:
    """Check the keys of one entry; ``takes`` knows the engine's keys, None for plugins of others."""
    yield from _keys_beside_config(name, entry, takes, historic=historic)
    yield from _conditions(name, entry.get("conditions"))
    if takes is not None:
        yield from _powerless_mode(name, entry)


def _keys_beside_config(name: str, entry: Mapping[str, Any], takes: Takes | None, *, historic: bool) -> Iterator[Issue]:
    for key in entry:
        if key in ENTRY_KEYS:
            continue
        if takes is not None and takes(key):
            text = f'the gateway drops "{key}" beside config:; move it into the config: block'
            yield Issue("warning" if historic else "error", name, text)
        else:
            hint = did_you_mean(str(key), ENTRY_KEYS)
            yield Issue("warning", name, f'the gateway drops the unknown key "{key}"{hint}')


def _conditions(name: str, conditions: Any) -> Iterator[Issue]:
    for condition in conditions if isinstance(conditions, list) else ():
        for key in condition if isinstance(condition, Mapping) else ():
            if key not in _CONDITION_KEYS:
                hint = did_you_mean(str(key), _CONDITION_KEYS)
                yield Issue("warning", name, f'the gateway ignores "{key}" in conditions{hint}')


def _powerless_mode(name: str, entry: Mapping[str, Any]) -> Iterator[Issue]:
    mode = canonical_mode(entry)
    if mode not in _MODES or mode == "disabled":
        return
    config = entry.get("config")
    blocks = isinstance(config, Mapping) and config.get("block_on_detection") is True
    if blocks and mode not in _BLOCKING:
        instead = "what is found is masked instead" if mode in _CHANGING else "what is found goes out unmasked"
        yield Issue("warning", name, f"block_on_detection is on, but the mode {_spelt(entry)} cannot block: {instead}")
    if not blocks and mode not in _CHANGING:
        text = f"the mode {_spelt(entry)} cannot change a payload: what is found is reported and goes out unmasked"
        yield Issue("warning", name, text)


def _spelt(entry: Mapping[str, Any]) -> str:
    written = str(entry.get("mode"))
    mode = canonical_mode(entry)
    return written if written == mode else f"{written} (today: {mode})"


def refusals(name: str, entry: Any) -> Iterator[Issue]:
    """Say why the gateway would refuse to start over an entry, as far as that shows without the framework."""
    if not isinstance(entry, Mapping):
        yield _refusal(name, "an entry must be a mapping")
        return
    for key in ("name", "kind"):
        if not isinstance(entry.get(key), str):
            yield _refusal(name, f"{key} is missing" if entry.get(key) is None else f"{key} must be a string")
        elif not entry[key].strip():
            yield _refusal(name, f"{key} is empty")
    mode = canonical_mode(entry)
    if mode not in _MODES:
        yield _refusal(name, f'unknown mode "{mode}"{did_you_mean(mode, (*_MODES, *_LEGACY_MODES))}')
    policy = entry.get("on_error", "fail")
    if policy not in ("fail", "ignore", "disable"):
        yield _refusal(name, f'unknown on_error "{policy}"; it is fail, ignore or disable')
    if not isinstance(entry.get("config"), Mapping | None):
        yield _refusal(name, "config must be a mapping")
    if not isinstance(entry.get("hooks", []), list):
        yield _refusal(name, "hooks must be a list")


def _refusal(name: str, text: str) -> Issue:
    return Issue("error", name, f"{text}; the gateway refuses to start")
