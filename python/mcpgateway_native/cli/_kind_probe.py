"""Tries every plugin kind of a configuration the way the gateway does; runs in a process of its own.

Importing a plugin runs its code, and the code of a gateway's plugins is not ours.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from mcpgateway_native.cli._kinds import is_backends_entry
from mcpgateway_native.cli._selftest import MARK

# Served by the framework itself, in another process.
REMOTE_KINDS = ("external", "isolated_venv")
_PLUGIN_HOMES = ("/var/lib/cpex/plugins", "/private/var/lib/cpex/plugins")


def probe(request: dict[str, Any]) -> dict[str, Any]:
    """Return, per entry of the file, whether the gateway could load it and what it would get."""
    _extend_path(request["plugin_dirs"])
    framework, reason = _framework()
    if request["asgi"]:
        _install()
    entries = [_entry(entry, framework) for entry in request["entries"]]
    return {"framework": framework.__name__ if framework else None, "reason": reason, "entries": entries}


def _extend_path(directories: list[str]) -> None:
    homes = (*_PLUGIN_HOMES, str(Path.cwd()))
    for directory in directories:
        resolved = str(Path(directory).resolve())
        if resolved.startswith(homes) and resolved not in sys.path:
            sys.path.append(resolved)


def _framework() -> tuple[Any, str]:
    try:
        from mcpgateway_native.plugins._framework import framework
    except Exception as error:
        return None, str(error)
    return framework, ""


def _install() -> None:
    from mcpgateway_native.install import install

    install()


def _entry(entry: dict[str, Any], framework: Any) -> dict[str, Any]:
    """Try one entry. The order of the file matters: NativeBackends changes what later kinds mean."""
    kind = entry["kind"]
    found: dict[str, Any] = {"refused": _refused(entry, framework)}
    if entry.get("mode") == "disabled" or kind in REMOTE_KINDS or framework is None:
        return found
    try:
        plugin = _class(kind, framework)
    except BaseException as error:  # as the gateway would: whatever a plugin's module raises
        found["error"] = f"{type(error).__name__}: {error}"
        found["candidates"] = _candidates(kind)
        return found
    if is_backends_entry(kind):
        _install()
    hooks = entry.get("hooks")
    found["owner"] = getattr(plugin, "__module__", "")
    found["engine"] = getattr(plugin, "ENGINE", None)
    found["missing_hooks"] = [hook for hook in hooks if not _has_hook(plugin, hook)] if isinstance(hooks, list) else []
    return found


def _class(kind: str, framework: Any) -> Any:
    module, _, name = kind.rpartition(".")
    utilities = importlib.import_module(f"{framework.__name__}.utils")
    return getattr(getattr(utilities, "import_module", importlib.import_module)(module), name)


def _has_hook(plugin: Any, hook: Any) -> bool:
    if not isinstance(hook, str) or hasattr(plugin, "invoke_hook") or hasattr(plugin, hook):
        return True
    marks = (getattr(getattr(plugin, name, None), "_plugin_hook_metadata", None) for name in dir(plugin))
    return any(mark.matches(hook) for mark in marks if mark is not None)


def _candidates(kind: str) -> list[str]:
    """Return kinds that the writer may have meant: the classes of the module, where there is one."""
    module = kind.rpartition(".")[0]
    loaded: ModuleType | None = sys.modules.get(module)
    names = [name for name in dir(loaded) if isinstance(getattr(loaded, name, None), type)] if loaded else []
    return [f"{module}.{name}" for name in names]


def _refused(entry: dict[str, Any], framework: Any) -> list[str]:
    """Return why the framework's own model refuses the entry: then the gateway does not start at all."""
    if framework is None:
        return []
    try:
        framework.PluginConfig(**json.loads(json.dumps(entry)))
    except Exception as error:
        details = getattr(error, "errors", None)
        if details is None:
            return [f"{type(error).__name__}: {error}"]
        rows = details(include_input=False, include_url=False, include_context=False)
        return [f"{'.'.join(map(str, row['loc'])) or 'entry'}: {row['msg']}" for row in rows]
    return []


def main() -> None:
    """Answer the parent process."""
    answer = probe(json.load(sys.stdin))
    sys.stdout.write("\n" + MARK + json.dumps(answer) + "\n")
