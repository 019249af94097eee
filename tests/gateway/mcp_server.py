"""A small MCP server whose answers hold personal data; run as a script by the interpreter of a gateway environment.

The same server is offered once per lane, at `/<lane>/mcp`. The gateway puts the lane's name before every tool
and prompt name, and the address of the resource carries it too, so that one gateway process can apply another
plugin to each lane (`conditions` in its configuration).
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import AsyncIterator, Sequence
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

SSN = "123-45-6789"
EMAIL = "ann.lee@example.com"


def lookup_customer(name: str) -> dict[str, Any]:
    """Return a customer as structured content (the SDK adds the same as text)."""
    return {
        "name": name,
        "contact": {"email": EMAIL, "notes": [f"SSN {SSN}", "prefers paper"]},
        "orders": [{"id": 1, "total": 12.5}, {"id": 2, "total": 20}],
    }


def read_letter(topic: str) -> str:
    """Return plain text with personal data in it."""
    return f"Re: {topic}. Write to {EMAIL}, my SSN is {SSN}. Grüße"


def describe_note(note: str) -> str:
    """Say what arrived without repeating it, so that the answer shows what the tool was given."""
    digits = sum(character.isdigit() for character in note)
    return f"the note has {digits} digits and {note.count('@')} at signs"


def list_orders(count: int) -> dict[str, Any]:
    """Return rows without personal data."""
    return {"rows": [{"id": row, "item": f"item {row}", "paid": row % 2 == 0} for row in range(count)]}


def answer_badly(subject: str) -> str:
    """Return what a model wrote that was asked for JSON."""
    return f"{{'subject': '{subject}', 'paid': True, 'amounts': [119.50, 2,],}}"


def customer_file() -> str:
    """Return a text resource with personal data in it."""
    return f"Customer Ann Lee\nemail: {EMAIL}\nSSN: {SSN}\n"


def greeting(customer: str) -> str:
    """Return a prompt with personal data in it."""
    return f"Greet {customer}. Their address for replies is {EMAIL}."


def new_application(lane: str) -> Starlette:
    """Return the HTTP application that serves one lane."""
    name, place = f"customers-{lane}", {"streamable_http_path": f"/{lane}/mcp", "stateless_http": True}
    try:
        server = importlib.import_module("mcp.server.mcpserver").MCPServer(name, log_level="WARNING")
        application_settings: dict[str, Any] = place
    except ImportError:  # before mcp 2 the class had another name and took these settings itself
        server = importlib.import_module("mcp.server.fastmcp").FastMCP(name, log_level="WARNING", **place)
        application_settings = {}
    server.add_tool(lookup_customer)
    server.add_tool(list_orders)
    server.add_tool(read_letter, structured_output=False)
    server.add_tool(describe_note, structured_output=False)
    server.add_tool(answer_badly, structured_output=False)
    server.resource(f"customers://{lane}/ann", mime_type="text/plain")(customer_file)
    server.prompt()(greeting)
    application: Starlette = server.streamable_http_app(**application_settings)
    return application


def all_lanes(lanes: Sequence[str]) -> ASGIApp:
    """Return one ASGI application that serves every lane."""
    applications = {lane: new_application(lane) for lane in lanes}

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with contextlib.AsyncExitStack() as stack:
            for application in applications.values():
                await stack.enter_async_context(application.router.lifespan_context(application))
            yield

    # Runs the lifespans of all lanes, and answers 404 where there is no lane.
    outer = Starlette(lifespan=lifespan)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        lane = scope.get("path", "/").split("/")[1:2]
        await applications.get(lane[0] if lane else "", outer)(scope, receive, send)

    return dispatch


def main() -> None:
    """Serve the lanes named after the port on the command line."""
    port, lanes = int(sys.argv[1]), sys.argv[2:]
    uvicorn.run(all_lanes(lanes), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
