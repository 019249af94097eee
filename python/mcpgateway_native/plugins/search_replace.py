"""The search-and-replace plugin of the gateway, and the names that code written for the older one imports."""

from types import MappingProxyType
from typing import ClassVar

from pydantic import BaseModel

from mcpgateway_native.plugins._rules import RulesPlugin
from mcpgateway_native.plugins._stages import STAGES, Block

__all__ = ["SearchReplace", "SearchReplaceConfig", "SearchReplacePlugin"]


class SearchReplace(BaseModel):
    """One rule of the older plugin's configuration."""

    search: str
    replace: str


class SearchReplaceConfig(BaseModel):
    """The older plugin's configuration."""

    words: list[SearchReplace]


class SearchReplacePlugin(RulesPlugin):
    """Replaces, blocks or reports what patterns and words match in prompts, tool calls and resources."""

    DISPLAY = "Regex Filter"
    NOUN = "Pattern"
    SUMMARY = "Replaces, blocks or reports what patterns match in prompts, tool calls and resources"
    CONTEXT_KEY = "regex_filter_matches"
    LIMIT = Block(
        "REGEX_FILTER_LIMIT_EXCEEDED", "Regex filter limit exceeded", "The payload could not be scanned completely"
    )
    BLOCKS: ClassVar = MappingProxyType(
        {
            stage.hook: Block("REGEX_FILTER_MATCH", "Pattern matched", f"A pattern that blocks matched in {where}")
            for stage, where in zip(
                STAGES,
                ("prompt arguments", "a prompt", "tool arguments", "a tool result", "a resource request", "a resource"),
                strict=True,
            )
        }
    )
