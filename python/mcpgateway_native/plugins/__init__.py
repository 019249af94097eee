"""The gateway's plugin classes, imported on first use: only they need the plugin framework.

`kind: mcpgateway_native.plugins.PIIFilterPlugin` in a gateway's configuration resolves here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mcpgateway_native._callable_module import make_callable
from mcpgateway_native.backends import plugins as _list_plugins

if TYPE_CHECKING:
    from mcpgateway_native.plugins.deny_list import DenyListPlugin
    from mcpgateway_native.plugins.json_repair import JSONRepairPlugin
    from mcpgateway_native.plugins.native_backends import NativeBackends
    from mcpgateway_native.plugins.pii_filter import PIIFilterPlugin
    from mcpgateway_native.plugins.search_replace import SearchReplacePlugin

__all__ = ["DenyListPlugin", "JSONRepairPlugin", "NativeBackends", "PIIFilterPlugin", "SearchReplacePlugin"]

_MODULES = {
    "DenyListPlugin": "deny_list",
    "JSONRepairPlugin": "json_repair",
    "NativeBackends": "native_backends",
    "PIIFilterPlugin": "pii_filter",
    "SearchReplacePlugin": "search_replace",
}
# Engines of the modules that are not called like theirs.
_ENGINES = {"deny_list": "regex_filter", "search_replace": "regex_filter"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


# `mcpgateway_native.plugins()` of the public API has the name of this package.
_call = _list_plugins
make_callable(__name__)
