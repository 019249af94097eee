"""The twin of the regex filter."""

from mcpgateway_native.fallback.regex_filter.engine import Engine

FAMILY = "text"
SUMMARY = "Replaces, blocks or reports what Python regular expressions and word lists find"

__all__ = ["FAMILY", "SUMMARY", "Engine"]
