"""The twin of the PII filter."""

from mcpgateway_native.fallback.pii_filter.engine import Engine

FAMILY = "text"
SUMMARY = "Finds personal data in texts and payloads and masks it"

__all__ = ["FAMILY", "SUMMARY", "Engine"]
