"""Where in a text the document is, what is around it, and what follows it."""

import re
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from mcpgateway_native.fallback.json_repair import numbers
from mcpgateway_native.fallback.json_repair.machine import Machine
from mcpgateway_native.fallback.json_repair.numbers import Number
from mcpgateway_native.fallback.json_repair.reader import Quote
from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.state import Refused

# Repairs a document from which one level of escapes was taken off.
Inner = Callable[[bytes], bytes]


class _Around(Enum):
    """How the document that was found begins."""

    NOTHING = ""
    FENCE = "```"
    CALL = "callback("
    ASSIGNMENT = "data ="
    QUOTE = "'"


class _Found(NamedTuple):
    """A place where a document may begin."""

    at: int
    clear: bool  # whether it is JSON clearly enough to remove what is around it
    around: _Around = _Around.NOTHING
    quote: int = 0


class _Next(NamedTuple):
    """Where another value begins, and whether there is text before it to be removed."""

    at: int
    text: bool


_LONGEST_PREFIX = 96
_NEAR = 256  # how much of a line around a document in prose is looked at
_THOUGHTS = (b"</think>", b"</thinking>", b"</reasoning>", b"</thought>", b"</analysis>", b"</scratchpad>")
_LANGUAGES = frozenset(
    (b"", b"json", b"JSON", b"json5", b"jsonc", b"jsonl", b"ndjson", b"javascript", b"js", b"python", b"text")
)
_SCALARS = frozenset((b"true", b"false", b"null", b"True", b"False", b"None", b"undefined", b"NaN", b"Infinity"))
_EXPORTS = frozenset((b"export default", b"return", b"yield", b"json", b"JSON"))
_PREFIX = re.compile(rb"[a-zA-Z0-9_$. ]*")
_MENTIONED = re.compile(rb"[^`\n]*+`[ \t\r\x0c]*+[A-Za-z0-9\x80-\xff]")
_OPENERS = re.compile(rb"[{\[`]")
_ESCAPE = re.compile(rb'\\(["\\/nrt])')
_UNESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t"}
_BOM = "\ufeff".encode()


class Document(Machine):
    """The pass over a whole text."""

    def whole(self, inner: Inner) -> None:
        """Read the whole text."""
        if self.reader.starts(0, _BOM):
            self.remove(Rule.BYTE_ORDER_MARK, 0, 3)
        self.at = self.pass_trivia(self.at)
        if self._is_escaped(self.at):
            self._escaped(inner)
            return
        found = self._locate()
        first_edit, values = len(self.script), 1
        fenced = found.around is _Around.FENCE
        listed = self.options.concatenated == "list"
        while True:
            self._limit(fenced)
            self.document()
            self.reader.widen()
            following = self._tail(found)
            if following is None:
                break
            if self.options.concatenated == "first":
                self.remove(Rule.SEVERAL_VALUES, self.at, len(self.reader) - self.at)
                break
            if listed:
                if values == 1:
                    self.script.insert(first_edit, Rule.SEVERAL_VALUES, found.at, b"[")
                end = self.reader.back(self.at)
                if self.reader.at(self.reader.trivia(end)) != 0x2C:
                    self.script.edit(Rule.SEVERAL_VALUES, True, end, end, b",")
            values += 1
            if following.text:
                self.remove(Rule.SURROUNDING_TEXT, self.at, following.at - self.at)
            self.at = following.at
            fenced = following.text
        if values > 1 and listed:
            end = self.reader.back(self.at)
            self.script.edit(Rule.SEVERAL_VALUES, True, end, end, b"]")

    def _limit(self, fenced: bool) -> None:
        """Let the document end before the mark that closes its code fence."""
        close = self.reader.text.find(b"\n```", self.at) if fenced else -1
        if close >= 0:
            self.reader.narrow(close)
            return
        end = self.reader.back(len(self.reader))
        if end > self.at + 3 and self.reader.starts(end - 3, b"```"):
            self.reader.narrow(end - 3)

    def _locate(self) -> _Found:
        """Find the document and remove what is before it."""
        start = self.at
        found = self._at_start(start) or self._scalar_at(start)
        if found is None and self.options.extract == "all":
            found = self._in_prose(start)
        if found is None and self.options.accepts_words:
            found = _Found(start, False)
        if found is None or found.at >= len(self.reader):
            raise Refused("not_json")
        if found.at > start:
            rule = {_Around.NOTHING: Rule.SURROUNDING_TEXT, _Around.FENCE: Rule.CODE_FENCE}.get(found.around)
            self.script.edit(Rule.WRAPPER if rule is None else rule, True, start, found.at, b"")
        self.at = found.at
        return found

    def _at_start(self, at: int) -> _Found | None:
        """Find a document at `at`, or in a fence, a call, an assignment or quotes that begin there."""
        clear = self._plausible(at)
        if clear is not None:
            return _Found(at, clear)
        if self.reader.quote(at) and self.reader.key_like(at, True):
            return _Found(at, True)
        if self.options.extract == "none":
            return None
        return self._fenced(at) or self._quoted(at) or self._wrapped(at)

    def _scalar_at(self, at: int) -> _Found | None:
        """Find a string, number or literal that is the whole text."""
        reader = self.reader
        if self.options.top_level == "containers" or at >= len(reader):
            return None
        end = reader.run(at)
        token = reader.text[at:end]
        alone = reader.trivia(end) >= len(reader)
        words = self.options.accepts_words
        number = reader.at(at) in b"0123456789-+."
        listed = number and reader.at(reader.space(end)) == 0x2C
        number = number and (words or numbers.read(token, alone)[0] is not Number.TEXT)
        quote = reader.quote(at)
        call = reader.at(end) == 0x28 and end > at
        # `'Tis the season` is no string that was cut off.
        whole = reader.text[at : reader.back(len(reader))]
        closed = whole.endswith(b"'") or b" " not in whole
        quoted = quote is not None and (words or (closed if quote[0] is Quote.SINGLE else quote[0] is not Quote.BACK))
        scalar = quoted or ((number or token in _SCALARS) and alone) or listed or call
        return _Found(at, False) if scalar else None

    def _plausible(self, at: int) -> bool | None:
        """Whether a container with what JSON has inside begins at `at`: None for no, True when that is clear."""
        reader = self.reader
        # Brackets within brackets: the innermost one decides.
        for _ in range(64):
            mark, length = reader.mark(at)
            inside = reader.trivia(at + length)
            if mark == b"{":
                return self._plausible_object(inside)
            if mark not in b"[(":
                return None
            following = reader.mark(inside)[0]
            if following in b"{[" or (following == b"(" and mark == b"["):
                at = inside
                continue
            return self._plausible_array(mark, inside)
        return False

    def _plausible_object(self, inside: int) -> bool | None:
        reader = self.reader
        if reader.quote(inside) or reader.prefix(inside):
            return True
        other = (
            inside >= len(reader)
            or reader.at(inside) in b"},("
            or reader.ellipsis(inside) > 0
            or reader.key_like(inside, True)
            or (reader.at(inside) in b"0123456789-" and reader.item_like(inside))
        )
        return False if other else None

    def _plausible_array(self, mark: bytes, inside: int) -> bool | None:
        reader = self.reader
        following = reader.mark(inside)[0]
        if reader.quote(inside) or reader.prefix(inside):
            return True if mark == b"[" or self._closes_tuple(inside) else None
        if following in b"0123456789-+.":
            after = reader.trivia(reader.run(inside))
            delimited = after >= len(reader) or reader.mark(after)[0] in b',]);0123456789-"'
            if not delimited and not reader.ellipsis(inside):
                return None
            return delimited and reader.at(after) == 0x2C
        if mark == b"(":
            return None
        other = inside >= len(reader) or following in b"]," or reader.phrase(inside) or reader.key_like(inside, True)
        return False if other else None

    def _closes_tuple(self, at: int) -> bool:
        """Whether the string at `at` is the first of a tuple."""
        reader = self.reader
        quote = reader.quote(at)
        closed = reader.next_quote(quote[0], at + quote[1], len(reader)) if quote else None
        return closed is not None and reader.at(reader.trivia(sum(closed))) == 0x2C

    def _strong(self, at: int) -> bool:
        """Whether a container begins at `at` that would not stand in prose by chance."""
        reader = self.reader
        inside = reader.trivia(at + 1)
        quoted = reader.quote(inside) is not None
        if reader.at(at) == 0x7B:
            return quoted and reader.key_like(inside, True)
        if reader.at(at) != 0x5B:
            return False
        if reader.at(inside) in b"{[":
            return self._plausible(at) is True
        if reader.at(inside) in b"0123456789-":
            return reader.at(reader.trivia(reader.run(inside))) == 0x2C
        return quoted and reader.item_like(inside)

    def _is_code(self, at: int) -> bool:
        """Whether what stands before `at` makes it a part of a program: `f({…})`, `x = […]`, `vec![1, 2]`."""
        reader = self.reader
        end = reader.back(at)
        if end == at and end > 1 and reader.at(end - 1) in b"\"'":
            # `f('{…}')`
            end = reader.back(end - 1)
        before = reader.at(end - 1) if end > 0 else 0x0A
        letter = before < 0x80 and chr(before).isalnum()
        touches = end == at and (letter or before in b"_])!")
        if touches or before in b"(=," or reader.text[max(end - 6, 0) : end] == b"return":
            return True
        if (before == 0x60 and self._is_mentioned(at)) or (before == 0x23 and not self._begins_line(end - 1)):
            return True
        # A list of plain values has to stand on a line of its own.
        line = reader.breaks(end, at) or end == 0
        inside = reader.trivia(at + 1)
        return reader.at(at) == 0x5B and reader.at(inside) not in b"{[" and not line and before != 0x3E

    def _is_mentioned(self, at: int) -> bool:
        """Whether the code span around `at` is a word of a sentence: `{}` is an object."""
        return _MENTIONED.match(self.reader.text, at, at + _NEAR) is not None

    def _begins_line(self, at: int) -> bool:
        """Whether only white space stands before `at` on its line."""
        text = self.reader.text
        near = max(at - _NEAR, 0)
        return not text[max(text.rfind(b"\n", near, at), near) : at].strip(b" \t\n\r\x0c")

    def _fenced(self, at: int) -> _Found | None:
        """Find a document in a code fence that begins at `at`."""
        reader = self.reader
        if not reader.starts(at, b"```"):
            return None
        name = at + 3
        while reader.at(name) == 0x60:
            name += 1
        end = reader.run(name)
        if reader.text[name:end] not in _LANGUAGES:
            return None
        inside = reader.space(end)
        clear = self._plausible(reader.trivia(inside))
        return None if clear is None else _Found(inside, clear or end > name, _Around.FENCE)

    def _quoted(self, at: int) -> _Found | None:
        """Find a document between quotes: `'{"a": 1}'`."""
        reader = self.reader
        quote = reader.at(at)
        end = reader.back(len(reader))
        closed = end > at + 2 and reader.at(end - 1) == quote
        if not closed or reader.at(reader.back(end - 1) - 1) not in b"}]" or quote not in b"\"'`":
            return None
        inside = reader.space(at + 1)
        clear = reader.at(inside) in b"{[" and self._plausible(inside) is True
        return _Found(inside, True, _Around.QUOTE, quote) if clear else None

    def _wrapped(self, at: int) -> _Found | None:
        """Find a document in a call or behind an assignment."""
        reader = self.reader
        prefix = _PREFIX.match(reader.text, at, min(at + _LONGEST_PREFIX, len(reader)))
        place = at if prefix is None else prefix.end()
        if place == at:
            return None
        mark = reader.text[place : place + 1]
        if mark == b"(" and reader.space(reader.run(at)) == place:
            around = _Around.CALL
        elif mark == b"=" and reader.at(place + 1) != 0x3D:
            around = _Around.ASSIGNMENT
        elif mark in (b"{", b"[") and self._is_export(at, place):
            return _Found(place, True, _Around.ASSIGNMENT)
        else:
            return None
        inside = reader.space(place + 1)
        clear = reader.at(inside) in b"{[" and self._plausible(inside) is not None
        return _Found(inside, True, around) if clear else None

    def _is_export(self, start: int, end: int) -> bool:
        """Whether `start` to `end` is a word that a value follows in JavaScript or Python."""
        return self.reader.text[start : self.reader.back(end)] in _EXPORTS and self._plausible(end) is True

    def _in_prose(self, start: int) -> _Found | None:
        """Find the first document in prose."""
        reader = self.reader
        at = start
        # What a model thought before it answered is no answer.
        for tag in _THOUGHTS:
            end = reader.text.rfind(tag, at)
            if end < 0:
                continue
            at = end + len(tag)
            found = self._at_start(reader.space(at))
            if found and found.clear:
                return found
        while match := _OPENERS.search(reader.text, at):
            at = match.start()
            if reader.at(at) == 0x60:
                found = self._fenced(at)
                if found:
                    return found
                while reader.at(at) == 0x60:
                    at += 1
                continue
            if self._strong(at) and not self._is_code(at):
                return _Found(at, True)
            at += 1
        return None

    def _tail(self, found: _Found) -> _Next | None:
        """Read what is behind a document; return where the next value begins."""
        reader = self.reader
        closes = False  # nothing but closers follows: seen once, it holds to the end
        while True:
            place = reader.space(self.at)
            if place >= len(reader):
                self.at = self.pass_trivia(self.at)
                return None
            mark = reader.text[place : place + 1]
            if reader.starts(place, b"```"):
                self.remove(Rule.CODE_FENCE, place, 3)
            elif (
                mark == b";"
                or (mark == b")" and found.around is _Around.CALL)
                or (found.around is _Around.QUOTE and mark[0] == found.quote)
            ):
                self.remove(Rule.WRAPPER, place, 1)
            elif mark in b"}]" and (closes or self._only_closers(place)):
                closes = True
                self.remove(Rule.EXTRA_CLOSER, place, 1)
            elif mark in b"/#" and reader.comment(place) > place and self._comment_ends(place):
                self.at = self.pass_trivia(self.at)
            elif mark == b",":
                following = reader.trivia(place + 1)
                if following >= len(reader):
                    self.remove(Rule.TRAILING_COMMA, place, 1)
                    continue
                if self._another(following) or (not found.clear and reader.item_like(following)):
                    if self.options.concatenated != "keep":
                        self.at = place
                    return _Next(following, False)
                return self._prose(place, found)
            else:
                lines = self.options.top_level != "containers" and reader.breaks(self.at, place)
                if self._another(place) or (lines and not found.clear and reader.quote(place) is not None):
                    return _Next(place, False)
                return self._prose(place, found)

    def _another(self, at: int) -> bool:
        """Whether another value begins at `at`."""
        return self._plausible(at) is not None

    def _only_closers(self, at: int) -> bool:
        """Whether nothing but closers follows."""
        reader = self.reader
        while at < len(reader) and reader.at(at) in b"}]); \n\r\t":
            at += 1
        return at >= len(reader) or reader.starts(at, b"```")

    def _comment_ends(self, at: int) -> bool:
        """Whether a comment at `at` has nothing or a value behind it."""
        following = self.reader.trivia(at)
        return following >= len(self.reader) or self._another(following)

    def _prose(self, place: int, found: _Found) -> _Next | None:
        """Handle text behind the document."""
        program = found.around in (_Around.CALL, _Around.ASSIGNMENT)
        if self.options.extract != "all" or not found.clear or program:
            raise Refused("not_json")
        if self.options.concatenated == "list":
            more = self._in_prose(place)
            if more:
                return _Next(more.at, True)
        self.remove(Rule.SURROUNDING_TEXT, self.at, len(self.reader) - self.at)
        return None

    def _is_escaped(self, at: int) -> bool:
        """Whether what begins at `at` has its quotes escaped."""
        reader = self.reader
        mark = reader.text[at : at + 1]
        if mark in (b"{", b"["):
            place = reader.space(at + 1)
            while True:
                if reader.text[place : place + 1] in (b"{", b"["):
                    place = reader.space(place + 1)
                elif reader.text[place : place + 2] in (b"\\n", b"\\r", b"\\t"):
                    place = reader.space(place + 2)
                else:
                    break
        elif mark == b'"' and reader.text[at + 1 : at + 2] in (b"{", b"["):
            place = at + 2
        elif mark == b"\\":
            place = at
        else:
            return False
        return reader.starts(place, b'\\"')

    def _escaped(self, inner: Inner) -> None:
        """Take one level of escapes off the rest of the text, and repair what is then there."""
        start = self.at
        end = self.reader.back(len(self.reader))
        text = self.reader.text[start:end]
        if text.startswith(b'"'):
            text = text[1:].removesuffix(b'"')
        plain = _ESCAPE.sub(lambda match: _UNESCAPED.get(match[1], match[1]), text)
        self.script.edit(Rule.ESCAPED_DOCUMENT, True, start, end, inner(plain))
        self.at = len(self.reader)
