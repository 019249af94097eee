"""The twin of the JSON repair engine."""

from mcpgateway_native.fallback.json_repair.engine import Engine

FAMILY = "text"
SUMMARY = "Repairs text that was meant to be JSON and leaves all other text alone"

__all__ = ["FAMILY", "SUMMARY", "Engine"]
