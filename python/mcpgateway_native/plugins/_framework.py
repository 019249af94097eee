"""The plugin framework of the running gateway, found once: `cpex.framework`, or the one bundled with older gateways."""

import importlib
import sys
from typing import TYPE_CHECKING, Any

_CURRENT = "cpex.framework"
_BUNDLED = "mcpgateway.plugins.framework"


def _find() -> Any:
    # An old gateway has its own framework, and cpex may be installed beside it by another plugin: what the
    # running process already uses decides.
    order = (_BUNDLED, _CURRENT) if _BUNDLED in sys.modules else (_CURRENT, _BUNDLED)
    missing = None
    for name in order:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not name.startswith(error.name or "?"):
                raise
            missing = error
    raise ImportError(
        "the plugin classes need the gateway's plugin framework; run: pip install 'mcpgateway-native[gateway]'"
    ) from missing


framework = _find()

if TYPE_CHECKING:

    class Plugin:
        """The part of the framework's base class that this package uses."""

        config: Any
        name: str

        def __init__(self, config: Any) -> None: ...
else:
    Plugin = framework.Plugin

PluginResult: Any = framework.PluginResult
PluginViolation: Any = framework.PluginViolation

_RESULTS = {
    "prompt_pre_fetch": "PromptPrehookResult",
    "prompt_post_fetch": "PromptPosthookResult",
    "tool_pre_invoke": "ToolPreInvokeResult",
    "tool_post_invoke": "ToolPostInvokeResult",
    "resource_pre_fetch": "ResourcePreFetchResult",
    "resource_post_fetch": "ResourcePostFetchResult",
}

# The result class of each hook, looked up once: the framework has no cheap way to ask.
RESULTS: dict[str, Any] = {hook: getattr(framework, name, PluginResult) for hook, name in _RESULTS.items()}
