"""JSON documents inside texts: found values are replaced in place, and every character around them stays.

The document is read token by token without building anything, so key order, number spelling and white space cannot
change. Grammar: RFC 8259, any depth.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import NamedTuple

from mcpgateway_native.fallback._spans import Span, replace_spans, resolve_overlaps

_SPACE = re.compile(r"[ \t\n\r]*")
_BEGINNING = re.compile(r'[ \t\n\r]*[{\["]')
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORD = re.compile("true|false|null")
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9A-Fa-f]{2}\\u[dD][c-fC-F][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\.")
_SIMPLE_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_TO_ESCAPE = re.compile(r'["\\\x00-\x1f]')
_SHORT_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

KEY, STRING, NUMBER = range(3)


class _Token(NamedTuple):
    """A string (without its quotes) or a number of a document."""

    start: int
    end: int
    kind: int
    escaped: bool


class JsonText:
    """A text that is one valid JSON document; `parse` makes it."""

    __slots__ = ("_decoded", "_text", "_tokens")

    def __init__(self, text: str, tokens: list[_Token]) -> None:
        """Keep the tokens of `text`."""
        self._text = text
        self._tokens = tokens
        self._decoded: tuple[int, _Decoded] | None = None  # the last one asked for, by where its token begins

    @classmethod
    def parse(cls, text: str) -> "JsonText | None":
        """Read `text`; None when it is not an array, object or string in valid JSON."""
        tokens = _tokens(text) if _BEGINNING.match(text) else None
        return None if tokens is None else cls(text, tokens)

    def findings(self, keys: bool, find: Callable[[str], list[Span]]) -> list[Span]:
        """Return what `find` finds in the text as it stands and behind the escapes of its strings.

        Findings are cut to the tokens they lie in: parts of strings, or whole numbers. Keys count only with `keys`.
        """
        found = find(self._text)
        for token in self._tokens:
            if token.escaped and (keys or token.kind != KEY):
                decoded = self._decode(token)
                for span in find(decoded.text):
                    found.append(span._replace(start=decoded.place(span.start), end=decoded.place(span.end)))
        return resolve_overlaps(self._cut(keys, resolve_overlaps(found)))

    def rewrite(self, text: str, found: list[Span], mask: Callable[[int, str], str]) -> str:
        """Return `text` with every finding masked: escaped inside strings, as a string in place of a number."""
        starts = [token.start for token in self._tokens]

        def replace(span: Span) -> str:
            token = self._tokens[bisect_right(starts, span.start) - 1]
            value = self._text[span.start : span.end]
            masked = _escape(mask(span.rule, _Decoded(value, 0).text if token.escaped else value))
            return f'"{masked}"' if token.kind == NUMBER else masked

        return replace_spans(text, found, replace)

    def _cut(self, keys: bool, found: list[Span]) -> list[Span]:
        """Return the pieces of `found`, which is in order, that lie in tokens."""
        pieces = []
        first = 0
        for span in found:
            while first < len(self._tokens) and self._tokens[first].end <= span.start:
                first += 1
            index = first
            while index < len(self._tokens) and (token := self._tokens[index]).start < span.end:
                index += 1
                if token.kind == KEY and not keys:
                    continue
                start, end = token.start, token.end
                if token.kind != NUMBER:
                    start, end = max(start, span.start), min(end, span.end)
                    if token.escaped:
                        start, end = self._decode(token).widen(start, end)
                if start < end:
                    pieces.append(span._replace(start=start, end=end))
        return pieces

    def _decode(self, token: _Token) -> "_Decoded":
        if self._decoded is None or self._decoded[0] != token.start:
            self._decoded = token.start, _Decoded(self._text[token.start : token.end], token.start)
        return self._decoded[1]


class _Decoded:
    """A string without its escapes, and where its characters came from."""

    __slots__ = ("_behind", "_ends", "_starts", "text")

    def __init__(self, raw: str, offset: int) -> None:
        """Decode `raw`, a valid string body that stands at `offset`."""
        parts: list[str] = []
        # For the beginning and for each escape: where it starts and ends in the document, and what is behind it in
        # the decoded text.
        self._starts, self._ends, self._behind = [offset], [offset], [0]
        copied = 0
        for escape in _ESCAPE.finditer(raw):
            parts += raw[copied : escape.start()], _unescape(escape[0])
            self._behind.append(self._behind[-1] + escape.start() - copied + 1)
            copied = escape.end()
            self._starts.append(offset + escape.start())
            self._ends.append(offset + copied)
        parts.append(raw[copied:])
        self.text = "".join(parts)

    def place(self, index: int) -> int:
        """Return where the character at `index` of the decoded text begins in the document."""
        escape = bisect_right(self._behind, index) - 1
        return self._ends[escape] + index - self._behind[escape]

    def widen(self, start: int, end: int) -> tuple[int, int]:
        """Return the range from `start` to `end` of the document, widened so that no escape is cut in two."""
        first = bisect_right(self._starts, start) - 1
        if start < self._ends[first]:
            start = self._starts[first]
        return start, max(end, self._ends[bisect_left(self._starts, end) - 1])


def _unescape(escape: str) -> str:
    """The character that an escape stands for; U+FFFD for a surrogate without its partner."""
    if escape[1] != "u":
        return _SIMPLE_ESCAPES.get(escape[1], escape[1])
    code = int(escape[2:6], 16)
    if len(escape) == 12:
        return chr(0x10000 + ((code - 0xD800) << 10) + int(escape[8:], 16) - 0xDC00)
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)


def _escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda match: _SHORT_ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", text)


def _tokens(text: str) -> list[_Token] | None:
    """Return the strings and numbers of a document in order; None at the first mistake."""
    tokens: list[_Token] = []
    closers: list[str] = []  # of the open containers, innermost last
    position = _skip(text, 0)
    while True:
        # One value, or the beginning of one.
        mark = text[position : position + 1]
        if mark and mark in "{[":
            closers.append("}" if mark == "{" else "]")
            position = _skip(text, position + 1)
            if text[position : position + 1] != closers[-1]:
                after_key = _key(text, position, tokens) if mark == "{" else position
                if after_key is None:
                    return None
                position = after_key
                continue
        else:
            scalar = _scalar(text, position, STRING, tokens)
            if scalar is None:
                return None
            position = scalar
        # Closers, until a comma asks for the next value.
        while True:
            position = _skip(text, position)
            if not closers:
                return tokens if position == len(text) else None
            mark = text[position : position + 1]
            if mark == ",":
                break
            if mark != closers.pop():
                return None
            position += 1
        position = _skip(text, position + 1)
        if closers[-1] == "}":
            after_key = _key(text, position, tokens)
            if after_key is None:
                return None
            position = after_key


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return position if match is None else match.end()


def _key(text: str, position: int, tokens: list[_Token]) -> int | None:
    """Read a key and its colon; return where the value begins."""
    if text[position : position + 1] != '"':
        return None
    end = _scalar(text, position, KEY, tokens)
    if end is None:
        return None
    colon = _skip(text, end)
    return _skip(text, colon + 1) if text[colon : colon + 1] == ":" else None


def _scalar(text: str, position: int, kind: int, tokens: list[_Token]) -> int | None:
    """Read a string, number or word; return its end."""
    if match := _STRING.match(text, position):
        start, end = match.start() + 1, match.end() - 1
        tokens.append(_Token(start, end, kind, text.find("\\", start, end) >= 0))
    elif match := _NUMBER.match(text, position):
        tokens.append(_Token(match.start(), match.end(), NUMBER, False))
    else:
        match = _WORD.match(text, position)
    return None if match is None else match.end()
