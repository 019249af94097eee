"""The six hooks as data: where a payload holds text, and how a plugin words its violations."""

from typing import NamedTuple


class Stage(NamedTuple):
    """One hook: the payload's fields that hold text, the field that names the subject, the key in the context."""

    hook: str
    fields: tuple[str, ...]
    subject: str
    context_key: str


class Block(NamedTuple):
    """How a plugin words a violation."""

    code: str
    reason: str
    description: str


PROMPT_PRE = Stage("prompt_pre_fetch", ("args",), "prompt_id", "pre_fetch")
PROMPT_POST = Stage("prompt_post_fetch", ("result",), "prompt_id", "post_fetch")
TOOL_PRE = Stage("tool_pre_invoke", ("args",), "name", "tool_pre_invoke")
TOOL_POST = Stage("tool_post_invoke", ("result",), "name", "tool_post_invoke")
RESOURCE_PRE = Stage("resource_pre_fetch", ("uri", "metadata"), "uri", "resource_pre_fetch")
RESOURCE_POST = Stage("resource_post_fetch", ("content",), "uri", "resource_post_fetch")

STAGES = (PROMPT_PRE, PROMPT_POST, TOOL_PRE, TOOL_POST, RESOURCE_PRE, RESOURCE_POST)

# Hooks behind a call; the others are in front of one.
RESULTS = (PROMPT_POST, TOOL_POST, RESOURCE_POST)
