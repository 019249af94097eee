"""Where commands write: data to stdout, talk to stderr, in characters that the console at hand can show."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO, TextIO, cast

# What the fancy characters of our own texts become where the console cannot show them.
_PLAIN = str.maketrans({"✓": "ok", "✗": "x", "…": "...", "—": "-", "–": "-", "→": "->", "×": "x", "·": "-", "µ": "u"})


class Output:
    """The two streams of a command. Values are made printable; nothing here ever raises for an odd character."""

    def __init__(self, stdout: TextIO | None = None, stderr: TextIO | None = None) -> None:
        """Take the process's streams, or a sink where it was started without them (``>&-``, a GUI)."""
        self._stdout = stdout if stdout is not None else sys.stdout
        self._stderr = stderr if stderr is not None else sys.stderr

    @property
    def talk_stream(self) -> TextIO | None:
        """The stream for people, for progress bars."""
        return self._stderr

    @property
    def talk_is_terminal(self) -> bool:
        """Whether somebody is watching stderr."""
        return self._stderr is not None and self._stderr.isatty()

    @property
    def width(self) -> int | None:
        """Columns to wrap tables at, or None where stdout is no terminal and lines should stay whole."""
        if self._stdout is None or not self._stdout.isatty():
            return None
        return max(40, shutil.get_terminal_size().columns)

    def say(self, text: str = "") -> None:
        """Write one line of data to stdout."""
        _write_line(self._stdout, text)

    def talk(self, text: str = "") -> None:
        """Write one line for people to stderr; a closed stderr is no reason to fail."""
        try:
            _write_line(self._stderr, text)
        except OSError:
            self._stderr = None

    def json(self, value: Any) -> None:
        """Write a value as indented JSON, escaped to ASCII where the console is not Unicode."""
        self.say(self.json_text(value, indent=2))

    def json_text(self, value: Any, indent: int | None = None) -> str:
        """Spell a value as JSON that stdout can take."""
        text = json.dumps(value, indent=indent, ensure_ascii=not self._is_unicode())
        # A lone surrogate is legal in JSON only as an escape.
        return text if text.isascii() or _encodes(text, "utf-8") else json.dumps(value, indent=indent)

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write aligned columns; on a terminal the last column is wrapped to the window."""
        for line in render_table(header, rows, self.width):
            self.say(line)

    def bytes_out(self) -> BinaryIO | None:
        """Return the byte stream under stdout, for data whose encoding is the file's and not the console's."""
        if self._stdout is None:
            return None
        self._stdout.flush()
        return cast("BinaryIO | None", getattr(self._stdout, "buffer", None))

    def flush(self) -> None:
        """Push everything out now, so that a closed pipe is noticed here and not at interpreter exit."""
        if self._stdout is not None:
            self._stdout.flush()

    def abandon_stdout(self) -> None:
        """Point stdout at nothing after the reader went away, so that the exit flush stays silent."""
        try:
            descriptor = cast("TextIO", self._stdout).fileno()
            os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
        except (AttributeError, OSError, ValueError):
            self._stdout = None

    def _is_unicode(self) -> bool:
        encoding = getattr(self._stdout, "encoding", None) or "utf-8"
        return encoding.lower().replace("-", "").replace("_", "").startswith("utf")


def _write_line(stream: TextIO | None, text: str) -> None:
    if stream is not None:
        stream.write(showable(text, getattr(stream, "encoding", None)) + "\n")


def _encodes(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def showable(text: str, encoding: str | None) -> str:
    """Return the text in characters that the encoding has: plain stand-ins first, then backslash escapes."""
    encoding = encoding or "utf-8"
    if text.isascii() or _encodes(text, encoding):
        return text
    try:
        return text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    except LookupError:
        return text.encode("ascii", "backslashreplace").decode("ascii")


def printable(text: str) -> str:
    """Escape what would move the cursor or hide text: values and file names come from strangers."""
    if text.isprintable():
        return text
    return "".join(_escape(char) if unicodedata.category(char)[0] == "C" else char for char in text)


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def render_table(header: Sequence[str], rows: Iterable[Sequence[str]], width: int | None) -> list[str]:
    """Lay out rows in aligned columns, the last one ragged and, given a width, wrapped."""
    cells = [list(header), *([printable(cell) for cell in row] for row in rows)]
    sizes = [max(len(row[column]) for row in cells) for column in range(len(header) - 1)]
    indent = sum(sizes) + 2 * len(sizes)
    lines = []
    for row in cells:
        left = "".join(cell.ljust(size + 2) for cell, size in zip(row, sizes, strict=False))
        lines += _wrapped(left, row[-1], indent, width)
    return lines


def _wrapped(left: str, last: str, indent: int, width: int | None) -> list[str]:
    if width is None or indent > width - 20:
        return [(left + last).rstrip()]
    parts = textwrap.wrap(last, width - indent) or [""]
    return [(left + parts[0]).rstrip(), *(" " * indent + part for part in parts[1:])]


def paragraph(text: str, indent: str = "", width: int = 80) -> str:
    """Wrap one paragraph to a width that reads well anywhere."""
    return textwrap.fill(
        text, width, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def plural(count: int, noun: str) -> str:
    """Return ``1 finding``, ``2 findings``, ``1,234 findings``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
