"""Starts the real gateway beside the small MCP server, registers the one with the other, and calls through it."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import subprocess
import tempfile
import time
import urllib.error
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .processes import Child, StartError, child_environment, free_port
from .web import WebError, admin_token, request

HERE = Path(__file__).resolve().parent
ADMIN = "admin@example.com"
PLAIN_APP = "mcpgateway.main:app"
TOOLS_PER_LANE = 5


class RunningGateway:
    """A gateway that answers `/health`, with every lane of the MCP server registered."""

    def __init__(self, python: Path, process: Child, upstream: Child, port: int, upstream_port: int, token: str):
        """Remember how to reach the gateway."""
        self.process = process
        self.upstream = upstream
        self.url = f"http://127.0.0.1:{port}"
        self.upstream_url = f"http://127.0.0.1:{upstream_port}"
        self.headers = {"Authorization": f"Bearer {token}"}
        self.server_id = ""
        self._python = python

    def get(self, path: str) -> Any:
        """GET `path` as the administrator."""
        return request("GET", self.url + path, headers=self.headers)

    def post(self, path: str, body: Any, session: str | None = None) -> Any:
        """POST `body` to `path` as the administrator, in the MCP session `session` if there is one."""
        headers = self.headers if session is None else {**self.headers, "Mcp-Session-Id": session}
        return request("POST", self.url + path, body, headers=headers)

    def rpc(self, method: str, parameters: Mapping[str, Any], session: str | None = None) -> dict[str, Any]:
        """Make one JSON-RPC call and return the whole answer, with its `result` or `error`."""
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        try:
            answer: dict[str, Any] = self.post("/rpc", body, session)
        except WebError as error:
            # A violation can have an HTTP status of its own; the body is a JSON-RPC error all the same.
            if '"error"' not in error.body:
                raise
            answer = json.loads(error.body)
        return answer

    def call_tool(self, lane: str, tool: str, session: str | None = None, **arguments: Any) -> dict[str, Any]:
        """Call a tool of a lane over JSON-RPC."""
        return self.rpc("tools/call", {"name": tool_name(lane, tool), "arguments": arguments}, session)

    def mcp(self, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[dict[str, Any]]:
        """Make `requests` with the real MCP client at the virtual server, in one session."""
        return converse(self._python, f"{self.url}/servers/{self.server_id}/mcp/", self.headers, requests)

    def upstream_mcp(self, lane: str, requests: Sequence[tuple[str, Sequence[Any]]]) -> list[dict[str, Any]]:
        """Make `requests` with the real MCP client at the MCP server itself, past the gateway."""
        return converse(self._python, f"{self.upstream_url}/{lane}/mcp", {}, requests)

    def plugins(self) -> dict[str, dict[str, Any]]:
        """Return the gateway's own list of its plugins, by name."""
        return {plugin["name"]: plugin for plugin in self.get("/admin/plugins")["plugins"]}

    def plugin_metrics(self, plugin: str) -> list[dict[str, Any]]:
        """Return what a plugin reported about its calls, as the gateway's own observability keeps it."""
        spans = self.get(f"/observability/spans?resource_name={plugin}&limit=1000")
        return [span["attributes"] for span in spans if span["name"] == f"plugin.metrics.{plugin}"]

    def plugin_errors(self) -> list[str]:
        """Return the errors that the framework or one of our plugins logged."""
        errors = (
            record["message"]
            for record in self.log_records()
            if record.get("levelname") == "ERROR" and record["name"].startswith(("cpex.", "mcpgateway_native"))
        )
        return list(dict.fromkeys(errors))

    def log_records(self) -> list[dict[str, Any]]:
        """Return the records of the gateway's log, which it writes as one JSON object a line."""
        lines = self.process.output().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]

    def register(self, lanes: Sequence[str]) -> None:
        """Register every lane as an MCP server and make one virtual server of all that they offer."""
        for lane in lanes:
            body = {"name": lane, "url": f"{self.upstream_url}/{lane}/mcp", "transport": "STREAMABLEHTTP"}
            self.post("/gateways", body)
        tools = self._wait_for_list("/tools", len(lanes) * TOOLS_PER_LANE)
        resources = self._wait_for_list("/resources", len(lanes))
        prompts = self._wait_for_list("/prompts", len(lanes))
        associated = {"associated_tools": tools, "associated_resources": resources, "associated_prompts": prompts}
        self.server_id = self.post("/servers", {"server": {"name": "customers", **associated}})["id"]

    def _wait_for_list(self, path: str, count: int, patience: float = 60.0) -> list[str]:
        """Return the ids that `path` lists, once there are `count` of them."""
        deadline = time.monotonic() + patience
        while True:
            listed = self.get(f"{path}?limit=0")
            rows = listed if isinstance(listed, list) else next(v for v in listed.values() if isinstance(v, list))
            if len(rows) >= count:
                return [str(row["id"]) for row in rows]
            if time.monotonic() > deadline:
                raise StartError(f"the gateway lists {len(rows)} of {count} entries at {path}\n{self.process.tail()}")
            time.sleep(0.25)


def tool_name(lane: str, tool: str) -> str:
    """Return the gateway's name for a tool of a lane."""
    return f"{lane}-{tool.replace('_', '-')}"


def converse(
    python: Path, url: str, headers: Mapping[str, str], requests: Sequence[tuple[str, Sequence[Any]]]
) -> list[dict[str, Any]]:
    """Run the MCP client once; see `mcp_client.py`."""
    document = json.dumps({"url": url, "headers": dict(headers), "requests": [list(entry) for entry in requests]})
    done = subprocess.run(
        [str(python), str(HERE / "mcp_client.py")],
        input=document,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=180,
        check=False,
        env=child_environment({}),
    )
    if done.returncode:
        raise StartError(f"the MCP client at {url} failed:\n{done.stderr[-3000:]}")
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    return answers


@contextlib.contextmanager
def running_gateway(
    python: Path,
    config: Path,
    lanes: Sequence[str],
    *,
    app: str = PLAIN_APP,
    extra: Mapping[str, str] | None = None,
) -> Iterator[RunningGateway]:
    """Run the gateway with a plugin configuration and one registered MCP server per lane.

    Both processes get a fresh temporary directory, which goes away with them; when something raises in
    between, the ends of their logs go into the exception's notes first.
    """
    directory = Path(tempfile.mkdtemp(prefix="mcpgateway-native-"))
    children: list[Child] = []
    try:
        upstream_port, port = free_port(), free_port()
        server: list[str | Path] = [python, HERE / "mcp_server.py", str(upstream_port), *lanes]
        children.append(Child("mcp-server", server, directory, {}))
        secret = secrets.token_urlsafe(40)
        settings = {**gateway_settings(directory, config, port, secret), **(extra or {})}
        command: list[str | Path] = [python, "-m", "uvicorn", app, "--host", "127.0.0.1", "--port", str(port)]
        children.append(Child("gateway", command, directory, settings))
        upstream, process = children
        gateway = RunningGateway(python, process, upstream, port, upstream_port, admin_token(secret, ADMIN))
        upstream.wait_for_port(upstream_port)
        process.wait_for_port(port, patience=240.0)
        wait_for_health(gateway)
        gateway.register(lanes)
        yield gateway
    except BaseException as error:
        for child in children:
            error.add_note(child.tail())
        raise
    finally:
        for child in reversed(children):
            child.stop()
        shutil.rmtree(directory, ignore_errors=True)


def gateway_settings(directory: Path, config: Path, port: int, secret: str) -> dict[str, str]:
    """Return the environment of a gateway that listens on loopback only and keeps everything in `directory`."""

    def password() -> str:
        return f"{secrets.token_urlsafe(18)}-aA1!"

    return {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "ENVIRONMENT": "development",
        "LOG_LEVEL": "INFO",
        "HOME": str(directory),
        "DATABASE_URL": f"sqlite:///{directory / 'gateway.db'}",
        "CACHE_TYPE": "memory",
        "JWT_SECRET_KEY": secret,
        "AUTH_ENCRYPTION_SECRET": secrets.token_urlsafe(40),
        "AUTH_REQUIRED": "true",
        "EMAIL_AUTH_ENABLED": "true",
        "PLATFORM_ADMIN_EMAIL": ADMIN,
        "PLATFORM_ADMIN_PASSWORD": password(),
        "DEFAULT_USER_PASSWORD": password(),
        "BASIC_AUTH_PASSWORD": password(),
        "PASSWORD_CHANGE_ENFORCEMENT_ENABLED": "false",
        "ADMIN_REQUIRE_PASSWORD_CHANGE_ON_BOOTSTRAP": "false",
        "PLUGINS_ENABLED": "true",
        "PLUGINS_CONFIG_FILE": str(config),
        "SSRF_ALLOW_LOCALHOST": "true",
        "SSRF_ALLOW_PRIVATE_NETWORKS": "true",
        "OBSERVABILITY_ENABLED": "true",
        "MCPGATEWAY_UI_ENABLED": "true",
        "MCPGATEWAY_ADMIN_API_ENABLED": "true",
    }


def wait_for_health(gateway: RunningGateway, patience: float = 120.0) -> None:
    """Return when the gateway reports that it is healthy."""
    deadline = time.monotonic() + patience
    while True:
        try:
            request("GET", f"{gateway.url}/health", patience=10.0)
            return
        except (WebError, urllib.error.URLError, OSError) as error:
            if not gateway.process.running() or time.monotonic() > deadline:
                raise StartError(f"the gateway is not healthy: {error}") from None
            time.sleep(0.25)
