"""The SDK's own MCP client, run as a script by the interpreter of a gateway environment.

It reads one JSON document from stdin, `{"url", "headers", "requests": [[method, arguments], …]}`, makes the
requests in one session and writes the list of answers, in the wire's spelling, to stdout.
"""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client


async def answer(session: Any, method: str, arguments: list[Any]) -> dict[str, Any]:
    """Make one request; an error of the protocol becomes `{"error": text}`."""
    try:
        result = await getattr(session, method)(*arguments)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}
    wire: dict[str, Any] = result.model_dump(mode="json", by_alias=True, exclude_none=True)
    return wire


async def converse(url: str, headers: dict[str, str], requests: list[tuple[str, list[Any]]]) -> list[dict[str, Any]]:
    """Open a session at `url` and make `requests` in order."""
    async with (
        create_mcp_http_client(headers=headers) as http_client,
        streamable_http_client(url, http_client=http_client) as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()
        return [await answer(session, method, arguments) for method, arguments in requests]


def main() -> None:
    """Answer the document on stdin."""
    document = json.load(sys.stdin)
    answers = asyncio.run(converse(document["url"], document["headers"], document["requests"]))
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
