"""The deny list of the gateway, and the names that code written for the older one imports."""

from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import BaseModel

from mcpgateway_native.engine import Outcome
from mcpgateway_native.plugins import _results
from mcpgateway_native.plugins._rules import RulesPlugin
from mcpgateway_native.plugins._stages import Block, Stage

__all__ = ["DenyListConfig", "DenyListPlugin"]

_MAX_DETAILS = 100


class DenyListConfig(BaseModel):
    """The older plugin's configuration."""

    words: list[str]


def _block(what: str, where: str) -> Block:
    return Block("deny", f"{what} not allowed", f"Denied words found in {where}")


class DenyListPlugin(RulesPlugin):
    """Blocks prompts, tool calls and resources that hold a word of a list."""

    DISPLAY = "Deny List"
    NOUN = "Deny word"
    SUMMARY = "Blocks prompts, tool calls and resources that hold a word of a list"
    CONTEXT_KEY = "deny_list_matches"
    DEFAULTS: ClassVar = MappingProxyType({"case_sensitive": False})
    LIMIT = Block("DENY_LIMIT_EXCEEDED", "Deny list limit exceeded", "The payload could not be scanned completely")
    BLOCKS: ClassVar = MappingProxyType(
        {
            "prompt_pre_fetch": _block("Prompt", "prompt"),
            "prompt_post_fetch": _block("Prompt", "prompt result"),
            "tool_pre_invoke": _block("Tool call", "tool arguments"),
            "tool_post_invoke": _block("Tool result", "tool result"),
            "resource_pre_fetch": _block("Resource", "resource request"),
            "resource_post_fetch": _block("Resource", "resource content"),
        }
    )

    def _blocked(self, stage: Stage, types: list[str], outcome: Outcome, metadata: dict[str, Any]) -> Any:
        # Which word it was stays here: whoever sends a text must not be able to read the list by asking.
        places = dict.fromkeys((path, rule) for rule, _, _, _, path in outcome.findings)
        violations = [f"{path or 'text'}: contains a word of {rule}" for path, rule in places]
        return _results.denied(stage, self.BLOCKS[stage.hook], {"violations": violations[:_MAX_DETAILS]}, metadata)
