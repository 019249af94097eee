"""The calls that every test and the demo make in a lane, over JSON-RPC and over the real MCP client."""

from __future__ import annotations

import json
from typing import Any

from .driver import RunningGateway, tool_name

SSN = "123-45-6789"
EMAIL = "ann.lee@example.com"
NOTE = f"my SSN is {SSN}, mail {EMAIL}"
ROUTES = ("rpc", "mcp")

# What a call is called here, the tool behind it and its arguments.
TOOL_CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "structured": ("lookup_customer", {"name": "Ann"}),
    "text": ("read_letter", {"topic": "invoice"}),
    "arguments": ("describe_note", {"note": NOTE}),
    "clean": ("list_orders", {"count": 3}),
}
CALLS = (*TOOL_CALLS, "resource", "prompt")

Answers = dict[str, dict[str, Any]]


def over_rpc(gateway: RunningGateway, lane: str) -> Answers:
    """Make every call of a lane over JSON-RPC; an answer is the `result`, or `{"error": …}`."""
    answers = {call: gateway.call_tool(lane, tool, **given) for call, (tool, given) in TOOL_CALLS.items()}
    answers["resource"] = gateway.rpc("resources/read", {"uri": resource_uri(lane)})
    answers["prompt"] = gateway.rpc("prompts/get", {"name": f"{lane}-greeting", "arguments": {"customer": "Bob"}})
    return {call: answer.get("result", answer) for call, answer in answers.items()}


def over_mcp(gateway: RunningGateway, lane: str) -> Answers:
    """Make every call of a lane with the MCP client, in one session at the virtual server."""
    requests: list[tuple[str, list[Any]]] = [
        ("call_tool", [tool_name(lane, tool), given]) for tool, given in TOOL_CALLS.values()
    ]
    requests.append(("read_resource", [resource_uri(lane)]))
    requests.append(("get_prompt", [f"{lane}-greeting", {"customer": "Bob"}]))
    return dict(zip(CALLS, gateway.mcp(requests), strict=True))


def past_the_gateway(gateway: RunningGateway, lane: str) -> Answers:
    """Make the tool calls and read the resource at the MCP server itself."""
    requests: list[tuple[str, list[Any]]] = [("call_tool", list(call)) for call in TOOL_CALLS.values()]
    requests.append(("read_resource", [resource_uri(lane)]))
    requests.append(("get_prompt", ["greeting", {"customer": "Bob"}]))
    return dict(zip(CALLS, gateway.upstream_mcp(lane, requests), strict=True))


def converse(gateway: RunningGateway, lane: str, route: str) -> Answers:
    """Make every call of a lane over `route`."""
    return over_rpc(gateway, lane) if route == "rpc" else over_mcp(gateway, lane)


def resource_uri(lane: str) -> str:
    """Return the address of a lane's resource."""
    return f"customers://{lane}/ann"


def text_of(answer: dict[str, Any]) -> str:
    """Return the text of a tool's, a resource's or a prompt's answer."""
    parts = answer.get("content") or answer.get("contents")
    if parts is None:
        parts = [message["content"] for message in answer.get("messages", ())]
    return "\n".join(part["text"] for part in parts)


def leaks(answer: dict[str, Any]) -> list[str]:
    """Return the kinds of personal data that stand anywhere in an answer."""
    everything = json.dumps(answer, ensure_ascii=False)
    return [kind for kind, value in (("ssn", SSN), ("email", EMAIL)) if value in everything]


def refusal(answer: dict[str, Any]) -> str | None:
    """Return why a call was refused, and None when it was answered.

    Gateway 1.0.7 tells an MCP client nothing about a refused resource: it sends a resource without text.
    """
    if "error" in answer:
        return json.dumps(answer["error"], ensure_ascii=False)
    text = text_of(answer)
    if answer.get("isError"):
        return text
    return None if text else "the answer is empty"


class GatewayUnderTest:
    """A running gateway and the conversations held with it; each is held once, when a test asks for it."""

    def __init__(self, gateway: RunningGateway, extension: str) -> None:
        """Start without answers; `extension` says whether the compiled module is there."""
        self.gateway = gateway
        self.extension = extension
        self._answers: dict[tuple[str, str], Answers] = {}

    def answers(self, lane: str, route: str) -> Answers:
        """Return the answers to every call of `lane` over `route`."""
        key = lane, route
        if key not in self._answers:
            self._answers[key] = converse(self.gateway, lane, route)
        return self._answers[key]
