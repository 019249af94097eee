"""Findings with their place in a file, in words that show no found value."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from mcpgateway_native.cli._inputs import Scan, Source, Unit
from mcpgateway_native.cli._json_file import keys, leaves

Finding = tuple[str, int, int, float, str]


class Hit(NamedTuple):
    """One finding in one file."""

    file: str
    type: str
    start: int
    end: int
    confidence: float
    line: int | None
    column: int | None
    path: str | None
    value: str | None

    def as_dict(self) -> dict[str, Any]:
        """Return what is known, without the fields that do not apply."""
        return {name: value for name, value in self._asdict().items() if value is not None}

    def where(self) -> str:
        """Return the place: ``notes.txt:12:5``, ``data.json content[0].text`` or ``log.jsonl:3 user.email``."""
        parts = [self.file, *(str(part) for part in (self.line, self.column) if part is not None)]
        place = ":".join(parts)
        return f"{place} {self.path}" if self.path else place


class Locator:
    """Turns the findings of one unit into hits."""

    def __init__(self, source: Source, unit: Unit, scan: Scan, rewrite: Callable[[str], str]) -> None:
        """Look at a unit of a source; ``scan`` and ``rewrite`` are the engine's."""
        self._source, self._unit, self._scan, self._rewrite = source, unit, scan, rewrite

    def hits(self, findings: list[Finding], *, values: bool) -> Iterator[Hit]:
        """Yield a hit per finding, with its value only where that was asked for."""
        for finding in findings:
            yield self._structured(finding, values) if self._unit.structured else self._plain(finding, values)

    def _plain(self, finding: Finding, values: bool) -> Hit:
        rule, start, end, confidence, _ = finding
        row = bisect_right(self._line_starts, start) - 1
        column = start - self._line_starts[row] + 1
        value = self._unit.raw[start:end] if values else None
        line = self._unit.line + row
        return Hit(self._source.name, rule, start, end, confidence, line, column, None, value)

    def _structured(self, finding: Finding, values: bool) -> Hit:
        rule, start, end, confidence, path = finding
        line = self._unit.line if self._source.format == "jsonl" else None
        value = self._value(finding) if values else None
        return Hit(self._source.name, rule, start, end, confidence, line, None, self._shown(path, values), value)

    def _value(self, finding: Finding) -> str | None:
        rule, start, end, _, path = finding
        texts = self._texts.get(path, [])
        # Keys with dots in them can give two values one path; the one with the finding is meant.
        fitting = (text for text in texts if (rule, start, end) in [found[:3] for found in self._scan(text)])
        text = next(fitting, texts[0] if texts else "")
        return text[start:end] or None

    def _shown(self, path: str, values: bool) -> str:
        for key in () if values else self._telling_keys:
            path = path.replace(key, self._rewrite(key) or "*")
        return path

    @cached_property
    def _line_starts(self) -> list[int]:
        starts, raw = [0], self._unit.raw
        while position := raw.find("\n", starts[-1]) + 1:
            starts.append(position)
        return starts

    @cached_property
    def _texts(self) -> dict[str, list[str]]:
        texts: dict[str, list[str]] = {}
        for path, text in leaves(self._unit.payload):
            texts.setdefault(path, []).append(text)
        return texts

    @cached_property
    def _telling_keys(self) -> list[str]:
        """Keys that are themselves what the engine looks for: a path must not spell them out. Longest first."""
        return sorted((key for key in keys(self._unit.payload) if self._scan(key)), key=len, reverse=True)
