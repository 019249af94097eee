"""The PII filter of the gateway, and the names that code written for the older PII filters imports."""

from types import MappingProxyType
from typing import ClassVar

from mcpgateway_native import backends
from mcpgateway_native.compat import PIIDetectorRust
from mcpgateway_native.plugins._adapter import TextPlugin
from mcpgateway_native.plugins._pii_names import MaskingStrategy, PIIDetector, PIIFilterConfig, PIIPattern, PIIType
from mcpgateway_native.plugins._stages import Block

__all__ = [
    "RUST_AVAILABLE",
    "MaskingStrategy",
    "PIIDetector",
    "PIIDetectorRust",
    "PIIFilterConfig",
    "PIIFilterPlugin",
    "PIIPattern",
    "PIIType",
    "RustPIIDetector",
]

RUST_AVAILABLE = "pii_filter" in backends.available()
RustPIIDetector = PIIDetectorRust

# Older tests patch or read the names with an underscore.
_RUST_AVAILABLE = RUST_AVAILABLE
_RustPIIDetector = PIIDetectorRust if RUST_AVAILABLE else None


def _block(code: str, where: str, what: str | None = None) -> Block:
    return Block(code, f"PII detected in {where}", f"Sensitive information detected in {what or where}")


class PIIFilterPlugin(TextPlugin):
    """Finds personal data in prompts, tool calls and resources, and masks it or blocks the call."""

    ENGINE = "pii_filter"
    DISPLAY = "PII Filter"
    NOUN = "PII"
    SUMMARY = "Finds and masks personal data in prompts, tool calls and resources"
    CONTEXT_KEY = "pii_detections"
    SECRET_KEYS = frozenset({"mask_key"})
    LIMIT = Block("PII_LIMIT_EXCEEDED", "PII filter limit exceeded", "The payload could not be scanned completely")
    BLOCKS: ClassVar = MappingProxyType(
        {
            "prompt_pre_fetch": _block("PII_DETECTED", "prompt arguments"),
            "prompt_post_fetch": _block("PII_DETECTED_IN_PROMPT_RESULT", "prompt messages", "prompt result"),
            "tool_pre_invoke": _block("PII_DETECTED_IN_TOOL_ARGS", "tool arguments"),
            "tool_post_invoke": _block("PII_DETECTED_IN_TOOL_RESULT", "tool result"),
            "resource_pre_fetch": _block("PII_DETECTED_IN_RESOURCE_REQUEST", "resource request"),
            "resource_post_fetch": _block("PII_DETECTED_IN_RESOURCE", "resource content"),
        }
    )
