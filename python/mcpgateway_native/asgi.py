"""The gateway with our engines under its historic plugin kinds: `uvicorn mcpgateway_native.asgi:app`."""

from importlib import import_module
from typing import Any

from mcpgateway_native.install import install

# Before the gateway is imported: it reads its plugin configuration while it starts.
install()

try:
    app: Any = import_module("mcpgateway.main").app
except ModuleNotFoundError as error:
    if error.name not in {"mcpgateway", "mcpgateway.main"}:
        raise
    raise ImportError(
        "mcpgateway_native.asgi serves the MCP gateway, which is not installed here; "
        "run: pip install mcp-contextforge-gateway"
    ) from error
