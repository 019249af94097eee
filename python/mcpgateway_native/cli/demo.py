"""``demo``: every engine on a tool result, before and after, what ran it and how fast."""

from __future__ import annotations

import argparse
import difflib
import json
import textwrap
from functools import partial
from typing import Any

from mcpgateway_native._timing import best_of
from mcpgateway_native.cli.bench import Timing, duration, measure
from mcpgateway_native.cli.demo_data import EXHIBITS, Exhibit
from mcpgateway_native.cli.output import Output, paragraph, plural

SUMMARY = "show every engine at work on a tool result"
EPILOG = "exit status: 0, or 2 where Rust and Python give different answers"

_WIDTH = 80
_quick = partial(best_of, min_time=0.02, rounds=3)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("engine", metavar="ENGINE", nargs="?", help="one engine only (default: all)")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    import mcpgateway_native as native

    rows = native.plugins()
    if args.engine:
        native.load(args.engine)  # complains about a name that does not exist
        rows = [row for row in rows if row["name"] == args.engine]
    equal = [_show(row, EXHIBITS[row["name"]], out) for row in rows if row["name"] in EXHIBITS]
    out.say("next:")
    out.say("  mcpgateway-native scan pii_filter FILE        your own JSON, logs or text")
    out.say("  mcpgateway-native check plugins/config.yaml   what your gateway would run")
    out.say("  mcpgateway-native doctor                      what runs here, and why")
    return 0 if all(equal) else 2


def _show(row: dict[str, str], exhibit: Exhibit, out: Output) -> bool:
    import mcpgateway_native as native

    engine = native.load(row["name"], dict(exhibit.config))
    outcome = engine.process(exhibit.result)
    out.say(row["name"])
    out.say("=" * len(row["name"]))
    _wrapped(out, f"{row['summary']}. {exhibit.story}")
    out.say()
    _wrapped(out, f"The result of {exhibit.call}; - is what the tool sent, + is what the client gets:")
    out.say()
    for line in changes(exhibit.result, outcome.payload):
        out.say(line)
    out.say()
    found: dict[str, int] = {}
    for finding in outcome.findings:
        found[finding[0]] = found.get(finding[0], 0) + 1
    kinds = ", ".join(f"{rule} {count}" for rule, count in sorted(found.items()))
    _wrapped(out, f"found:  {plural(len(outcome.findings), 'finding')} ({kinds})")
    _wrapped(out, f"ran on: {engine.implementation} ({engine.reason})")
    timing = measure(row["name"], "demo", dict(exhibit.result), dict(exhibit.config), _quick)
    _wrapped(out, f"speed:  {_speed(timing)}")
    out.say()
    return timing.equal is not False


def _wrapped(out: Output, text: str) -> None:
    head, separator, rest = text.partition(":  ")
    if separator:
        out.say(textwrap.fill(rest, _WIDTH, initial_indent=head + separator, subsequent_indent=" " * 8))
    else:
        out.say(paragraph(text, width=_WIDTH))


def _speed(timing: Timing) -> str:
    python = f"{duration(timing.python)} on Python"
    if timing.equal is False:
        return "none, for Rust and Python give different answers; please report this"
    if timing.rust is None:
        return f"{python}; Rust is not in use (the mend: mcpgateway-native doctor)"
    debug = "" if _is_release() else " (a debug build, the slow kind)"
    return f"{duration(timing.rust)} on Rust{debug}, {python}: {timing.python / timing.rust:.1f} times as fast"


def _is_release() -> bool:
    import mcpgateway_native as native

    return (native.status()["build"] or {}).get("profile") == "release"


def changes(before: Any, after: Any) -> list[str]:
    """Return both documents as one: lines that stay, lines that go (-) and lines that come (+)."""
    old, new = (json.dumps(document, indent=2, ensure_ascii=False).splitlines() for document in (before, after))
    if len(old) != len(new):
        return [line for line in difflib.ndiff(old, new) if not line.startswith("?")]
    lines = []
    for left, right in zip(old, new, strict=True):
        lines += [f"  {left}"] if left == right else [f"- {left}", f"+ {right}"]
    return lines
