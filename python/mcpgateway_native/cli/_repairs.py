"""``scan json_repair``: the repairs of files as a diff, and the rule behind each."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import Any

from mcpgateway_native.cli._inputs import STDIN
from mcpgateway_native.cli.output import Output, plural, printable

_MOST_ROWS = 100


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
        out.talk(f"{printable(name)}: {'nothing to repair' if reason is None else f'left alone ({reason})'}")
        return 0 if reason is None else 2
    repaired = engine.rewrite(text)
    for line in difflib.unified_diff(_lines(text), _lines(repaired), name, f"{name} (repaired)", lineterm=""):
        out.say(line)
    out.say()
    for rule, start, _, confidence in repairs[:_MOST_ROWS]:
        row, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
        out.say(f"{name}:{row}:{column}  {rule}  {confidence:.0%}")
    if len(repairs) > _MOST_ROWS:
        out.say(f"… and {len(repairs) - _MOST_ROWS:,} more")
    out.talk(f"{printable(name)}: {plural(len(repairs), 'repair')}")
    return 1


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]


def _read(name: str) -> str:
    data = sys.stdin.buffer.read() if name == STDIN else Path(name).read_bytes()
    return data.decode("utf-8")
