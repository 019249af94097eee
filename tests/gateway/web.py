"""JSON over loopback HTTP and the gateway's access token, with the standard library only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

# Never through a proxy: everything here talks to 127.0.0.1.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class WebError(RuntimeError):
    """An HTTP request that was answered with an error status."""

    def __init__(self, method: str, url: str, status: int, body: str) -> None:
        """Keep the status and the body next to the message."""
        super().__init__(f"{method} {url}: status {status}: {body[:500]}")
        self.status = status
        self.body = body


def request(
    method: str, url: str, body: Any = None, *, headers: dict[str, str] | None = None, patience: float = 60.0
) -> Any:
    """Make one request with an optional JSON body and return the decoded JSON answer."""
    data = None if body is None else json.dumps(body).encode()
    call = urllib.request.Request(url, data=data, method=method, headers={"Accept": "application/json"})
    for name, value in (headers or {}).items():
        call.add_header(name, value)
    if data is not None:
        call.add_header("Content-Type", "application/json")
    try:
        with _OPENER.open(call, timeout=patience) as answer:
            text = answer.read()
    except urllib.error.HTTPError as error:
        with error:
            raise WebError(method, url, error.code, error.read().decode(errors="replace")) from None
    return json.loads(text) if text else None


def admin_token(secret: str, email: str) -> str:
    """Return a short-lived HS256 token of the gateway's administrator."""
    now = int(time.time())
    claims = {
        "sub": email,
        "iat": now,
        "exp": now + 3600,
        "jti": str(uuid.uuid4()),
        "iss": "mcpgateway",
        "aud": "mcpgateway-api",
        "user": {"email": email, "full_name": "Administrator", "is_admin": True, "auth_provider": "local"},
        "is_admin": True,
        "teams": None,
    }
    signed = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(claims)}"
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64url(signature)}"


def _part(value: dict[str, Any]) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
