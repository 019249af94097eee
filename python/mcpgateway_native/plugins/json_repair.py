"""Json repair as a plugin of the gateway."""

from types import MappingProxyType
from typing import ClassVar

from mcpgateway_native.plugins._adapter import TextPlugin
from mcpgateway_native.plugins._stages import STAGES, Block

__all__ = ["JsonRepairPlugin"]


class JsonRepairPlugin(TextPlugin):
    """Finds a word in prompts, tool calls and resources, and replaces it or blocks the call."""

    ENGINE = "json_repair"
    DISPLAY = "Json repair"
    NOUN = "A word"
    SUMMARY = "Finds and replaces a word in prompts, tool calls and resources"
    CONTEXT_KEY = "json_repair_detections"
    LIMIT = Block("JSON_REPAIR_LIMIT_EXCEEDED", "Json repair limit exceeded", "The payload could not be scanned completely")
    BLOCKS: ClassVar = MappingProxyType(
        {stage.hook: Block("JSON_REPAIR_FOUND", "Word found", f"A word was found during {stage.hook}") for stage in STAGES}
    )
