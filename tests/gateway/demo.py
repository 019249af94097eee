"""`just demo-gateway`: the same calls at the tool itself, through Rust and through Python, side by side.

Answers go to stdout and progress to stderr. The exit status is 0 when every answer through the gateway was masked
and the engines ran as configured, 1 when not, 2 when the gateway could not be tried at all.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from . import environment
from .conversation import CALLS, NOTE, TOOL_CALLS, Answers, leaks, over_mcp, past_the_gateway, refusal, text_of
from .driver import HERE, RunningGateway, running_gateway
from .processes import StartError, stop_on_sigterm

CONFIG = HERE / "configs" / "demo.yaml"
# The lanes, the plugin entry of each, and the engine that it has to run.
LANES = {"rust": ("PIIFilterRust", "rust"), "python": ("PIIFilterPython", "python")}
TITLES = {
    "structured": "a tool that returns structured content: contact",
    "text": "a tool that returns text",
    "arguments": f"what a tool is given for the argument {NOTE!r}",
    "clean": "a tool that returns nothing personal",
    "resource": "a resource",
    "prompt": "a prompt",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and return its exit status."""
    stop_on_sigterm()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog="demo-gateway", description="Our PII filter in the real MCP gateway.")
    versions = [release.short for release in environment.RELEASES]
    parser.add_argument("--gateway", choices=versions, help="the release to try (default: the newest that can run)")
    parser.add_argument("--keep-log", action="store_true", help="write the gateway's log to gateway-demo.log")
    options = parser.parse_args(arguments)
    try:
        return demonstrate(chosen_release(options.gateway), keep_log=options.keep_log)
    except (environment.PreparationError, StartError) as error:
        say(str(error))
        for note in getattr(error, "__notes__", ()):
            say(note)
        return 2
    except KeyboardInterrupt:
        say("stopped")
        return 130


def chosen_release(version: str | None) -> environment.GatewayRelease:
    """Return the release of `version`, or the newest one whose Python is on this machine."""
    releases = environment.available_releases() if version is None else environment.RELEASES
    for release in releases:
        if version in (None, release.short):
            return release
    raise environment.PreparationError("the gateway needs Python 3.12 or 3.11; neither is on this machine")


def demonstrate(release: environment.GatewayRelease, *, keep_log: bool) -> int:
    """Start the gateway of `release`, make the calls and print what came back."""
    say(f"preparing {release.directory.relative_to(environment.ROOT)} (the first time takes some minutes)")
    (python,) = environment.prepare([release])
    say("starting the MCP server and the gateway")
    begin = time.monotonic()
    with running_gateway(python, CONFIG, list(LANES)) as gateway:
        say(f"up after {time.monotonic() - begin:.0f} s: {gateway.upstream.describe()}, {gateway.process.describe()}")
        print(f"Gateway {release.short} on Python {release.python}, configured by tests/gateway/configs/demo.yaml")
        engines = show_engines(gateway)
        before = past_the_gateway(gateway, "rust")
        after = {lane: over_mcp(gateway, lane) for lane in LANES}
        for error in gateway.plugin_errors():
            say(f"the gateway logged: {error}")
        if keep_log:
            (environment.ROOT / "gateway-demo.log").write_text(gateway.process.output(), encoding="utf-8")
    say("gateway and MCP server are stopped")
    for call in CALLS:
        show_call(call, before, after)
    return verdict(engines, after)


def show_engines(gateway: RunningGateway) -> dict[str, str]:
    """Print which engine each plugin entry runs, as the gateway's plugin list tells it, and return it by lane."""
    plugins = gateway.plugins()
    engines = {}
    for lane, (name, _) in LANES.items():
        engines[lane] = str(plugins.get(name, {}).get("config_summary", {}).get("engine_active", "not loaded"))
        setting = "native: false" if lane == "python" else "native: auto"
        print(f"  {name:16} {setting:14} -> engine {engines[lane]}")
    return engines


def show_call(call: str, before: Answers, after: dict[str, Answers]) -> None:
    """Print one call: the answer without the gateway, and the answer through each lane."""
    tool = f" ({TOOL_CALLS[call][0]})" if call in TOOL_CALLS else ""
    print(f"\n{TITLES[call]}{tool}")
    print(f"  directly         {essence(call, before[call])}")
    for lane, answers in after.items():
        print(f"  through {lane:8} {essence(call, answers[call])}{'   LEAK' if leaks(answers[call]) else ''}")


def essence(call: str, answer: dict[str, Any]) -> str:
    """Return the part of an answer worth a line."""
    refused = refusal(answer)
    if refused is not None:
        return f"refused: {refused}"
    if call == "structured":
        return json.dumps(answer.get("structuredContent", {}).get("contact"), ensure_ascii=False)
    if call == "clean":
        return json.dumps(answer.get("structuredContent", {}).get("rows"), ensure_ascii=False)
    return " | ".join(text_of(answer).splitlines())


def verdict(engines: dict[str, str], after: dict[str, Answers]) -> int:
    """Print the outcome and return the exit status."""
    failures = [
        f"{lane}: {call} {'was refused' if refusal(answer) else 'came through unmasked'}"
        for lane, answers in after.items()
        for call, answer in answers.items()
        if leaks(answer) or refusal(answer) or ("9 digits" in text_of(answer) and call == "arguments")
    ]
    failures += [
        f"{lane}: the engine is {engines[lane]}, not {wanted}"
        for lane, (_, wanted) in LANES.items()
        if engines[lane].split()[0] != wanted
    ]
    print()
    for failure in failures:
        print(f"FAILED  {failure}")
    if not failures:
        print(f"All {len(CALLS)} answers are masked or clean, with Rust and with native: false.")
    return 1 if failures else 0


def say(text: str) -> None:
    """Write progress to stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
