"""``scan json_repair``: the repairs of files as a diff, and the rule behind each."""

from __future__ import annotations

import difflib
import json
import sys
from pathlib import Path
from typing import Any

from mcpgateway_native.cli._inputs import STDIN
from mcpgateway_native.cli.output import Output, plural, printable

# What else can be tried where a text is left alone for this reason.
_HINTS = {
    "not_json": ('"extract": "all"', "looks for JSON in prose too"),
    "ambiguous": ('"min_confidence": 0.4', "allows repairs that are more of a guess"),
}


def show(engine: Any, files: list[str], out: Output) -> int:
    """Print what would be repaired in each file; return 0 for nothing, 1 for repairs, 2 for a text left alone."""
    status = 0
    for name in files:
        try:
            text = _read(name)
        except (OSError, UnicodeError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            out.talk(f"error: {printable(name)}: {reason}")
            status = 2
            continue
        status = max(status, _show(engine, "<stdin>" if name == STDIN else name, text, out))
    return status


def _show(engine: Any, name: str, text: str, out: Output) -> int:
    repairs = engine.scan(text)
    if not repairs:
        reason = engine.why(text)
        if reason is None:
            out.talk(f"{printable(name)}: nothing to repair")
            return 0
        out.talk(f"{printable(name)}: left alone ({reason}){_hint(engine, reason)}")
        return 2
    repaired = engine.rewrite(text)
    for line in difflib.unified_diff(_lines(text), _lines(repaired), name, f"{name} (repaired)", lineterm=""):
        out.say(line)
    out.say()
    for line in _rules(text, repairs):
        out.say(f"{name}:{line}")
    out.talk(f"{printable(name)}: {plural(len(repairs), 'repair')}")
    return 1


def _rules(text: str, repairs: list[tuple[str, int, int, float]]) -> list[str]:
    """Return a line per rule: its first place, how sure the least sure of its repairs is, and how many there are."""
    by_rule: dict[str, list[tuple[int, float]]] = {}
    for rule, start, _, confidence in repairs:
        by_rule.setdefault(rule, []).append((start, confidence))
    lines = []
    for rule, places in by_rule.items():
        start = places[0][0]
        row, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        more = f", and {len(places) - 1:,} more" if len(places) > 1 else ""
        lines.append(f"{row}:{column}  {rule} ({min(sure for _, sure in places):.0%}){more}")
    return lines


def _hint(engine: Any, reason: str) -> str:
    setting, what = _HINTS.get(reason, ("", ""))
    is_set = not setting or setting.split('"')[1] in json.loads(engine.twin_json)
    return "" if is_set else f"; --config '{{{setting}}}' {what}"


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]


def _read(name: str) -> str:
    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    return data.decode("utf-8")
