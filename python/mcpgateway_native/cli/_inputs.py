"""Files and stdin as a stream of units to scan: JSON documents, JSON lines, or blocks of text."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TextIO, cast

from mcpgateway_native.cli._json_file import Layout, NotWalkableError, layout_of, parse

STDIN = "-"
FORMATS = ("auto", "json", "jsonl", "text")
_SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_BLOCK = 1 << 20  # characters of text handed to the engine at once
_WHOLE = 1 << 28  # a file of unknown kind longer than this is not tried as one JSON document
_WINDOW = 512  # what stands around a cut; no label, value or token that belongs together is longer
_TRIES = 16

Scan = Callable[[str], list[tuple[str, int, int, float]]]
Note = Callable[[str], None]


class Unit(NamedTuple):
    """One thing to hand to an engine."""

    payload: Any
    raw: str
    line: int
    structured: bool
    embedded: bool = False
    """JSON text that could not be parsed into a payload: scan it as JSON inside a string."""

    def layout(self) -> Layout:
        """Return how the unit is laid out in its file."""
        return layout_of(self.raw)


class Source:
    """One input, opened; ``units`` reads it once from start to end."""

    def __init__(self, name: str, wanted: str, *, whole: bool = False) -> None:
        """Open a file, or stdin for ``-``; with ``whole`` it is one text, whatever is in it."""
        self.name = "<stdin>" if name == STDIN else name
        self._binary: BinaryIO = _stdin() if name == STDIN else cast("BinaryIO", Path(name).open("rb"))  # noqa: SIM115
        self.size = None if name == STDIN else os.fstat(self._binary.fileno()).st_size or None
        self.encoding = _encoding(self._binary)
        self.errors = "surrogatepass" if self.encoding == "utf-16" else "surrogateescape"
        # newline="" keeps CR LF as it is; bytes that are no UTF-8 survive as escapes.
        self._text = io.TextIOWrapper(self._binary, self.encoding, self.errors, newline="")
        self._whole = whole
        wanted = "text" if whole else wanted
        self.format = _SUFFIXES.get(Path(name).suffix.lower(), "") if wanted == "auto" else wanted
        self._required = wanted == "json"

    def close(self) -> None:
        """Close the file; stdin stays open."""
        if self.name == "<stdin>":
            self._text.detach()
        else:
            self._text.close()

    def position(self) -> int:
        """Return how many bytes have been read."""
        try:
            return self._binary.tell()
        except OSError:
            return 0

    def units(self, scan: Scan, note: Note) -> Iterator[Unit]:
        """Yield what there is to scan. ``scan`` finds places where a text can be cut; ``note`` is told of surprises."""
        if self._whole:
            text = self._text.read()
            return iter([Unit(text, text, 1, structured=False)])
        if self.format == "json":
            return self._json(self._text.read(), scan, note)
        if self.format == "jsonl":
            return self._json_lines()
        if self.format == "text":
            return _blocks(_chunks(self._text), scan)
        return self._guessed(scan, note)

    def _guessed(self, scan: Scan, note: Note) -> Iterator[Unit]:
        """Decide by the first line, reading a possible document whole up to a limit."""
        first = self._text.readline(_BLOCK)
        while first.isspace():
            first += self._text.readline(_BLOCK)
        more = self._text.read(_WHOLE) if first.lstrip()[:1] in ("{", "[") else ""
        if more and not more.isspace() and _is_container(first):
            self.format = "jsonl"
            return self._json_lines(first + more)
        if first.lstrip()[:1] in ("{", "[") and len(more) < _WHOLE:
            self.format = "json"
            return self._json(first + more, scan, note, guessed=True)
        self.format = "text"
        return _blocks(chain(_chunks(io.StringIO(first + more, newline="")), _chunks(self._text)), scan)

    def _json(self, text: str, scan: Scan, note: Note, *, guessed: bool = False) -> Iterator[Unit]:
        try:
            yield Unit(parse(text), text, 1, structured=True)
        except NotWalkableError as problem:
            if self._required:
                raise
            if not (guessed and problem.malformed):
                note(f"not walked as JSON ({problem}); scanned as text")
            self.format = "text"
            if problem.malformed:
                yield from _blocks(_chunks(io.StringIO(text, newline="")), scan)
            else:
                yield Unit(text, text, 1, structured=False, embedded=True)

    def _json_lines(self, read_ahead: str = "") -> Iterator[Unit]:
        for number, line in enumerate(chain(io.StringIO(read_ahead, newline=""), self._text), 1):
            try:
                yield Unit(parse(line), line, number, structured=True)
            except NotWalkableError:
                yield Unit(line, line, number, structured=False, embedded=True)


def _stdin() -> BinaryIO:
    if sys.stdin is None:
        raise OSError("there is no stdin")
    return cast("BinaryIO", sys.stdin.buffer)


def _encoding(binary: BinaryIO) -> str:
    head = cast("io.BufferedReader", binary).peek(3)[:3]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig" if head == b"\xef\xbb\xbf" else "utf-8"


def _is_container(text: str) -> bool:
    try:
        return isinstance(parse(text), dict | list)
    except NotWalkableError as problem:
        return not problem.malformed


def _chunks(stream: TextIO) -> Iterator[str]:
    return iter(lambda: stream.read(_BLOCK), "")


def _blocks(chunks: Iterable[str], scan: Scan) -> Iterator[Unit]:
    """Yield blocks of text, cut where the cut changes no finding."""
    line, held = 1, ""
    for chunk in chunks:
        held += chunk
        if len(held) > _BLOCK:
            cut = _clean_cut(held, scan)
            yield Unit(held[:cut], held[:cut], line, structured=False)
            line += held.count("\n", 0, cut)
            held = held[cut:]
    if held:
        yield Unit(held, held, line, structured=False)


def _clean_cut(text: str, scan: Scan) -> int:
    """Return a position, a line start if there is one, where both sides are found apart as they are together."""
    fallback = len(text) - _WINDOW
    position = fallback
    for _ in range(_TRIES):
        line_start = text.rfind("\n", len(text) // 2, position - 1) + 1
        position = line_start or position - _WINDOW // 4
        before, after = text[position - _WINDOW : position], text[position : position + _WINDOW]
        apart = [*_spans(scan(before), 0), *_spans(scan(after), len(before))]
        if apart == _spans(scan(before + after), 0):
            return position
    return fallback


def _spans(findings: list[tuple[str, int, int, float]], shift: int) -> list[tuple[str, int, int]]:
    return [(rule, start + shift, end + shift) for rule, start, end, _ in findings]
