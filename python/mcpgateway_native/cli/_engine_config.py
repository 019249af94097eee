"""The ``--config`` option: JSON on the command line, or a JSON or YAML file, a gateway's own file included."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcpgateway_native.cli._gateway_file import read_gateway_file
from mcpgateway_native.errors import ConfigError


def add_config_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--config`` and ``--native``."""
    parser.add_argument(
        "--config",
        metavar="FILE|JSON",
        help="the plugin's configuration: JSON, a JSON or YAML file, or a gateway's plugins/config.yaml",
    )
    parser.add_argument("--native", choices=("auto", "true", "false"), default="auto", help="Rust or Python")


def engine_config(plugin: str, given: str | None) -> dict[str, Any]:
    """Return the configuration for an engine that the option names; empty where it was not given."""
    if given is None:
        return {}
    if given.lstrip().startswith("{"):
        return _mapping(plugin, _json(given, "--config"))
    if given.lower().endswith((".yaml", ".yml")):
        return _from_yaml(plugin, given)
    return _mapping(plugin, _json(Path(given).read_text(encoding="utf-8-sig"), given))


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ConfigError(f"{where} is not valid JSON: {error}") from None


def _mapping(plugin: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{plugin}: the configuration must be a mapping")
    return dict(value)


def _from_yaml(plugin: str, path: str) -> dict[str, Any]:
    document = _mapping(plugin, read_gateway_file(path))
    if not isinstance(document.get("plugins"), list):
        return document
    from mcpgateway_native.cli._kinds import engine_of

    entries = [entry for entry in document["plugins"] if isinstance(entry, Mapping)]
    fitting = [entry for entry in entries if engine_of(str(entry.get("kind"))) == plugin]
    if len(fitting) != 1:
        raise ConfigError(f"{path} has {len(fitting) or 'no'} plugins of the kind {plugin}, exactly one is needed here")
    return _mapping(plugin, fitting[0].get("config") or {})
