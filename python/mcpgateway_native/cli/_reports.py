"""How ``scan`` shows findings: a table that starts before the end is known, JSON likewise, or nothing."""

from __future__ import annotations

from typing import Any, Protocol

from mcpgateway_native.cli._hits import Hit
from mcpgateway_native.cli.output import Output, printable

_LOOK_AHEAD = 200  # rows whose widths decide the columns; later rows may bulge


class Report(Protocol):
    """Told of everything in the order in which it is found."""

    def start(self, plugin: str, implementation: str, reason: str) -> None:
        """Begin, with what runs."""

    def add(self, hit: Hit) -> None:
        """Take one finding."""

    def file_done(self, name: str, kind: str, findings: int, reasons: list[str]) -> None:
        """End a file."""

    def finish(self, total: int) -> None:
        """End."""


class SilentReport:
    """Shows nothing: stdout belongs to the rewritten text."""

    def start(self, plugin: str, implementation: str, reason: str) -> None:
        """Begin, with what runs."""

    def add(self, hit: Hit) -> None:
        """Take one finding."""

    def file_done(self, name: str, kind: str, findings: int, reasons: list[str]) -> None:
        """End a file."""

    def finish(self, total: int) -> None:
        """End."""


class TableReport(SilentReport):
    """One line per finding: where, type, confidence, and the value where that was asked for."""

    def __init__(self, out: Output, limit: int) -> None:
        """Show at most ``limit`` findings; 0 means all."""
        self._out, self._limit = out, limit
        self._waiting: list[tuple[str, ...]] = []
        self._widths: list[int] = []
        self._shown = 0
        self._total = 0

    def add(self, hit: Hit) -> None:
        """Take one finding."""
        self._total += 1
        if self._limit and self._shown >= self._limit:
            return
        self._shown += 1
        row = (hit.where(), hit.type, f"{hit.confidence:.2f}", *(() if hit.value is None else (hit.value,)))
        self._waiting.append(tuple(printable(cell) for cell in row))
        if self._widths or len(self._waiting) >= _LOOK_AHEAD:
            self._flush()

    def finish(self, total: int) -> None:
        """End."""
        self._flush()
        if self._total > self._shown:
            self._out.talk(f"{self._total - self._shown:,} more; --limit 0 shows all")

    def _flush(self) -> None:
        if not self._waiting:
            return
        if not self._widths:
            header = ("WHERE", "TYPE", "CONFIDENCE", "VALUE")
            self._waiting.insert(0, header[: max(map(len, self._waiting))])
            self._widths = [max(map(len, column)) for column in zip(*self._waiting, strict=False)]
        for row in self._waiting:
            padded = (cell.ljust(width) for cell, width in zip(row, self._widths, strict=False))
            self._out.say("  ".join(padded).rstrip())
        self._waiting.clear()


class JsonReport(SilentReport):
    """One JSON document, written as it grows."""

    def __init__(self, out: Output) -> None:
        """Write to the data stream."""
        self._out = out
        self._files: list[dict[str, Any]] = []
        self._held: str | None = None

    def start(self, plugin: str, implementation: str, reason: str) -> None:
        """Begin, with what runs."""
        head = {"plugin": plugin, "implementation": implementation, "reason": reason}
        self._out.say(self._out.json_text(head)[:-1] + ', "findings": [')

    def add(self, hit: Hit) -> None:
        """Take one finding."""
        self._release(",")
        self._held = self._out.json_text(hit.as_dict())

    def file_done(self, name: str, kind: str, findings: int, reasons: list[str]) -> None:
        """End a file."""
        self._files.append(
            {"file": name, "format": kind, "findings": findings, "complete": not reasons, "reasons": reasons}
        )

    def finish(self, total: int) -> None:
        """End."""
        self._release("")
        self._out.say(f'], "files": {self._out.json_text(self._files)}, "total": {total}}}')

    def _release(self, separator: str) -> None:
        if self._held is not None:
            self._out.say(self._held + separator)
        self._held = None
