"""For whom a pseudonym is good: the session and the server of a request, from what the gateway tells its plugins.

Strict, because a wrong answer would deliver one server's data to another: what is missing, malformed or contradictory
gives None.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from mcpgateway_native.plugins._stages import TOOL_POST, TOOL_PRE, Stage

# The gateway writes the first one from whichever the client sent.
_HEADERS = ("x-mcp-session-id", "mcp-session-id")

# Where a hook before a call leaves the session for the hook after it, which gets no headers.
_STATE_KEY = "pii_filter_session"

# What the gateway writes for "none".
_NOTHING = frozenset({"not-provided", "unknown"})

_LONGEST = 512


def session_of(payload: Any, context: Any, extensions: Any) -> str | None:
    """Return the session of a request, bound to its user.

    From the framework's agent extension, the HTTP extension, the payload's headers, or what an earlier hook of the
    same request found there.
    """
    found = (
        _id(_get(_get(extensions, "agent"), "session_id"))
        or _from_headers(_get(_get(extensions, "http"), "headers"))
        or _from_headers(_get(payload, "headers"))
    )
    state = _get(context, "state")
    if isinstance(state, dict):
        if found is not None:
            state[_STATE_KEY] = found
        else:
            found = _id(state.get(_STATE_KEY))
    if found is None:
        return None
    # A session id is only what a client sends; with another user it is another session.
    return json.dumps([found, _user(_get(_get(context, "global_context"), "user"))])


def origin_of(stage: Stage, context: Any) -> str | None:
    """Return which server a request goes to: what the gateway knows about the tool, else about its server."""
    known = _get(context, "global_context")
    metadata = _get(known, "metadata")
    tool, gateway = (metadata.get(name) if isinstance(metadata, Mapping) else None for name in ("tool", "gateway"))
    gateway_id = _id(_get(gateway, "id"))
    if tool is not None:
        of_tool = _id(_get(tool, "gateway_id"))
        if of_tool is None:
            # A tool without a gateway of its own is called at its address.
            return _site(_get(tool, "url"))
        return f"gateway:{of_tool}" if gateway_id in (None, of_tool) else None
    if gateway is not None:
        return None if gateway_id is None else f"gateway:{gateway_id}"
    if stage in (TOOL_PRE, TOOL_POST):
        server_id = _id(_get(known, "server_id"))
        return None if server_id is None else f"server:{server_id}"
    # For prompts and resources the gateway names its virtual server only, behind which there may be many.
    return None


def _from_headers(headers: Any) -> str | None:
    headers = getattr(headers, "root", headers)
    if not isinstance(headers, Mapping):
        return None
    lowered = {name.lower(): value for name, value in headers.items() if isinstance(name, str)}
    return next((found for name in _HEADERS if (found := _id(lowered.get(name))) is not None), None)


def _site(url: Any) -> str | None:
    try:
        parts = urlsplit(str(url or ""))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return _id(f"{parts.scheme}://{host}:{port or ''}") if parts.scheme and host else None


def _user(user: Any) -> str:
    """Return what tells users apart; nothing for an unknown one."""
    if isinstance(user, Mapping):
        user = next((user[name] for name in ("email", "sub", "id", "username") if user.get(name)), "")
    return user if isinstance(user, str) else ""


def _id(value: Any) -> str | None:
    """Return an identifier of visible ASCII characters, as the protocol wants them; None for anything else."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST or value.lower() in _NOTHING:
        return None
    return value if all("!" <= character <= "~" for character in value) else None


def _get(owner: Any, name: str) -> Any:
    return owner.get(name) if isinstance(owner, Mapping) else getattr(owner, name, None)
