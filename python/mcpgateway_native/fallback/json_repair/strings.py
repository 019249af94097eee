"""Strings: where one ends when its quotes cannot be trusted, and what is wrong inside.

Every quote of the right kind is a candidate for the end. Quotes inside a text come in pairs, so a candidate with an
even number before it either ends the string or begins something quoted in it, and a plain look at what follows decides;
one with an odd number before it may end what was quoted, so what follows has to be a whole member, a whole item or
closers that fit what is open.
"""

import re
from typing import NamedTuple

from mcpgateway_native.fallback.json_repair import strict
from mcpgateway_native.fallback.json_repair.closers import Closers, closer_of
from mcpgateway_native.fallback.json_repair.reader import Quote
from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.state import ARRAY, TUPLE, Role

_SPECIAL = re.compile(rb'[\x00-\x1f"\\]')
_ESCAPES = {0x0A: b"\\n", 0x0D: b"\\r", 0x09: b"\\t", 0x08: b"\\b", 0x0C: b"\\f"}
_HEX = b"0123456789abcdefABCDEF"

_RULES = {
    Quote.SINGLE: Rule.SINGLE_QUOTES,
    Quote.BACK: Rule.SPECIAL_QUOTES,
    Quote.CURLY: Rule.SPECIAL_QUOTES,
    Quote.CURLY_SINGLE: Rule.SPECIAL_QUOTES,
}


class _End(NamedTuple):
    """Where a string ends: the end of its content, and the length of the closing quote there, 0 if it is missing."""

    at: int
    width: int = 0
    sure: bool = True  # whether inner quotes were decided on clear evidence
    truncated: bool = False  # whether the text ends inside


def _is_inside(byte: int) -> bool:
    """Whether a byte can be the first of a text, and is no punctuation of JSON."""
    return byte >= 0x80 or chr(byte).isalnum() or byte in b"_$(/<@."


class Strings(Closers):
    """The part of the pass that reads strings."""

    def string(self, role: Role, quote: Quote, length: int) -> None:
        """Read a string that begins at `at` with a quote of `length` bytes."""
        start = self.at
        begin = start + length
        twice = quote in (Quote.DOUBLE, Quote.SINGLE) and self.reader.at(begin) == self.reader.at(start)
        if twice and (self._tripled(role) or self._doubled(role, quote)):
            return
        end = self._find_end(role, quote, begin)
        if quote in _RULES:
            self.script.edit(_RULES[quote], True, start, begin, b'"')
        inner = len(self.script)
        self.body(begin, end.at, quote)
        if not end.sure:
            # What was decided inside this string is a guess.
            self.script.doubt(inner, Rule.INNER_QUOTE)
        if end.width:
            self.close_quote(quote, end.at, end.width)
        elif end.truncated:
            self.script.edit(Rule.TRUNCATED, True, end.at, end.at, b'"')
            self.at = self.floor = len(self.reader)
        else:
            self.script.edit(Rule.MISSING_QUOTE, end.sure, end.at, end.at, b'"')
            self.at = end.at
        self.finish_text(role, start)

    def close_quote(self, quote: Quote, at: int, length: int) -> None:
        """Make the quote at `at` the end of a string."""
        rule = _RULES.get(quote)
        if rule is None and self.reader.at(at) != 0x22:
            rule = Rule.SPECIAL_QUOTES
        if rule is not None:
            self.script.edit(rule, True, at, at + length, b'"')
        self.last_quote = at
        self.at = at + length

    def _tripled(self, role: Role) -> bool:
        """Read a string between triple quotes."""
        start = self.at
        begin = start + 3
        quotes = self.reader.text[start : start + 1] * 3
        if not self.reader.starts(start, quotes):
            return False
        close = self.reader.text.find(quotes, begin)
        if close < 0:
            return False
        self.script.edit(Rule.SPECIAL_QUOTES, True, start, begin, b'"')
        self.body(begin, close, Quote.CURLY)
        self.script.edit(Rule.SPECIAL_QUOTES, True, close, close + 3, b'"')
        self.at = close + 3
        self.finish_text(role, start)
        return True

    def _doubled(self, role: Role, quote: Quote) -> bool:
        """Read `""text""` or `""text"`: one quote too many at one or both ends."""
        start = self.at
        begin = start + 2
        if not _is_inside(self.reader.at(self.reader.trivia(begin))):
            return False
        closed = self.reader.next_quote(quote, begin, len(self.reader))
        if closed is None:
            return False
        close = closed[0]
        width = 2 if self.reader.at(close + 1) == self.reader.at(start) else 1
        if not self._ends(role, quote, close + width, False):
            return False
        self.script.edit(Rule.DOUBLED_QUOTES, True, start, begin, b'"')
        self.body(begin, close, quote)
        if width == 2 or quote is Quote.SINGLE:
            self.script.edit(Rule.DOUBLED_QUOTES, True, close, close + width, b'"')
        self.last_quote = None
        self.at = close + width
        self.finish_text(role, start)
        return True

    def _find_end(self, role: Role, quote: Quote, begin: int) -> _End:
        """Return where the string with the content from `begin` on ends."""
        reader = self.reader
        start, inner, sure = begin, 0, True
        previous: int | None = None
        while closed := reader.next_quote(quote, start, len(reader)):
            if reader.exhausted:
                break
            at, width = closed
            odd = inner % 2 == 1
            after = at + width
            if self._ends(role, quote, after, odd):
                # One inner quote right behind a comma: the end before that comma is missing instead.
                if inner == 1 and previous is not None:
                    comma = self._opens_after_comma(begin, previous, at)
                    if comma is not None:
                        return _End(comma)
                return _End(at, width, sure)
            end = self._embedded(role, begin, at) if inner == 0 else None
            end = end or self._lost_end(role, begin, at, previous, after)
            if end:
                return end
            if odd and reader.mark(reader.trivia(after))[0] in b"}]":
                sure = False
            inner += 1
            previous, start = at, after
        return self._unclosed(role, begin, inner)

    def _lost_end(self, role: Role, begin: int, at: int, previous: int | None, after: int) -> _End | None:
        """Return the end of a string whose closing quote is missing, where the quote at `at` shows that it is."""
        reader = self.reader
        if role is Role.KEY:
            colon = self._key_without_quote(begin, at) if previous is None else None
            return None if colon is None else _End(colon)
        # A quote at the beginning of a line, behind a line that ends with a comma.
        comma = reader.comma_before(at)
        if comma is not None and comma > begin and reader.breaks(comma, at):
            return _End(comma)
        # `"value, "key": …`: this quote ends a key, and the one before it began it.
        if role is Role.MEMBER and previous is not None and reader.mark(reader.trivia(after))[0] == b":":
            comma = reader.comma_before(previous)
            if comma is not None and comma >= begin:
                return _End(comma)
            end = reader.back(previous)
            if end >= begin and reader.breaks(end, previous):
                return _End(end)
        return None

    def _key_without_quote(self, begin: int, at: int) -> int | None:
        """`"key: 1` or `"a key: "value"`: return the colon before `at` that ends a key without its closing quote."""
        reader = self.reader
        word = reader.run(begin)
        if begin < word < at and reader.at(word) == 0x3A:
            return word
        colon = reader.back(at)
        if colon > begin + 1 and reader.at(colon - 1) == 0x3A and not reader.breaks(begin, colon - 1):
            return colon - 1
        return None

    def _embedded(self, role: Role, begin: int, first: int) -> _End | None:
        """Return the end of a string that holds a JSON document whose quotes are not escaped: the document's end."""
        reader = self.reader
        start = reader.space(begin)
        if role is Role.KEY or reader.text[start : start + 1] not in (b"{", b"["):
            return None
        if reader.text[start:first].strip(b"{[ \n"):
            return None
        stop = strict.check(reader.text, start, self.options.max_depth)
        reader.charge(max(stop.at - start, 0))
        end = reader.space(stop.at)
        if stop.closed and reader.at(end) == 0x22 and self._ends(role, Quote.DOUBLE, end + 1, True):
            return _End(end, 1)
        return None

    def _opens_after_comma(self, begin: int, place: int, close: int) -> int | None:
        """For a quote at `place` that follows a comma and begins a word that ends at `close`: return that comma."""
        comma = self.reader.comma_before(place)
        if comma is None or comma <= begin or close <= place + 1:
            return None
        return comma if _is_inside(self.reader.at(place + 1)) else None

    def _unclosed(self, role: Role, begin: int, inner: int) -> _End:
        """Return the end of a string that no quote ends."""
        reader = self.reader
        end = max(reader.back(len(reader)), begin)
        if role is Role.KEY and inner == 0:
            colon = self._key_without_quote(begin, end)
            if colon is not None:
                return _End(colon)
        if inner == 0:
            # Closers at the end of the text that fit all that is open: only the quote is missing.
            at, depth = end, 0
            while depth < len(self.open) and at > begin:
                place = reader.back(at)
                if place <= begin or reader.at(place - 1) != closer_of(self.open[depth].mark)[0]:
                    break
                at = place - 1
                depth += 1
            if 0 < depth == len(self.open):
                return _End(max(reader.back(at), begin))
        # A character or escape may be cut off, white space may belong to the text: everything stays.
        return _End(len(reader), 0, inner % 2 == 0, True)

    def _ends(self, role: Role, quote: Quote, after: int, odd: bool) -> bool:
        """Whether what begins at `after` shows that the quote before it ends a string of this role."""
        reader = self.reader
        place = reader.trivia(after)
        if place >= len(reader) or (reader.starts(place, b"```") and quote is not Quote.BACK):
            return True
        mark, length = reader.mark(place)
        if role is Role.KEY:
            return self._ends_key(mark, place, after, odd)
        if role is Role.MEMBER:
            return self._ends_member(mark, place, length, after, odd)
        if role is Role.ITEM:
            return self._ends_item(mark, place, length, after, odd)
        if mark in (b":", b","):
            return not odd
        if mark == b"+":
            return self._plus_follows(place)
        return mark in (b";", b")") or (reader.breaks(after, place) and reader.quote(place) is not None)

    def _ends_key(self, mark: bytes, place: int, after: int, odd: bool) -> bool:
        reader = self.reader
        if mark == b":":
            return True
        if mark == b"=":
            return reader.at(place + 1) != 0x3D
        if mark == b"-":
            return reader.at(place + 1) == 0x3E
        if mark in b",}{[0123456789":
            return not odd
        return place > after and not odd and (mark in b"tfn" or reader.quote(place) is not None)

    def _ends_member(self, mark: bytes, place: int, length: int, after: int, odd: bool) -> bool:
        reader = self.reader
        if mark in (b"}", b"]"):
            return not odd or self._fits(place)
        if mark in (b",", b";"):
            return self._member_follows(place + length, odd or mark == b";")
        if mark == b"+":
            return self._plus_follows(place)
        if reader.key_like(place, True):
            return place > after or reader.quote(place) is not None
        if odd:
            return False
        if reader.breaks(after, place) and reader.continues(place):
            return True
        closer = reader.words_before_closer(place) if place > after else None
        return closer is not None and self._fits(closer)

    def _ends_item(self, mark: bytes, place: int, length: int, after: int, odd: bool) -> bool:
        reader = self.reader
        if mark in (b"]", b"}", b")"):
            return not odd or self._fits(place)
        if mark == b",":
            return self._item_follows(place + length, odd)
        if mark in (b":", b"{", b"["):
            return not odd
        if mark == b"+":
            return self._plus_follows(place)
        if mark == b".":
            return reader.ellipsis(place) > 0
        if mark == b";":
            return self._item_follows(place + 1, True)
        if place > after and reader.item_like(place):
            return True
        return not odd and reader.breaks(after, place) and reader.continues(place)

    def _plus_follows(self, at: int) -> bool:
        """Whether behind the plus at `at` another string or nothing comes."""
        reader = self.reader
        place = reader.trivia(at + 1)
        return place >= len(reader) or reader.at(place) in b",}]" or reader.quote(place) is not None

    def _member_follows(self, at: int, odd: bool) -> bool:
        """Whether a member may begin behind a comma that ends before `at`."""
        reader = self.reader
        place = reader.trivia(at)
        if place >= len(reader) or reader.ellipsis(place):
            return True
        mark = reader.mark(place)[0]
        if mark in b"}],":
            return not odd or self._fits(place)
        if mark == b'"' and not odd:
            return True
        if mark in b"{[":
            return not odd and self.around in (ARRAY, TUPLE)
        return reader.key_like(place, True) or reader.stray(place) is not None

    def _item_follows(self, at: int, odd: bool) -> bool:
        """Whether an item may begin behind a comma that ends before `at`."""
        reader = self.reader
        place = reader.trivia(at)
        if place >= len(reader) or reader.ellipsis(place):
            return True
        mark = reader.mark(place)[0]
        if odd:
            return self._fits(place) if mark in b"}])," else reader.item_like(place)
        if reader.quote(place) or mark in b"{[(}]),-+.0123456789":
            return True
        return reader.is_scalar(place, reader.run(place)) or reader.phrase(place) or reader.key_like(place, True)

    def _fits(self, at: int) -> bool:
        """Whether the closers from `at` on, and what follows them, fit what is open."""
        return self.fits_from(at, len(self.open))

    def body(self, start: int, end: int, quote: Quote) -> None:
        """Escape what may not stand in a string: `start` to `end` is the content of one."""
        at = start
        while at < end:
            match = _SPECIAL.search(self.reader.text, at, end)
            if match is None:
                return
            at = match.start()
            byte = self.reader.text[at]
            if byte == 0x5C:
                at = self._escape(at, end)
                continue
            if byte == 0x22:
                rule = Rule.INNER_QUOTE if quote is Quote.DOUBLE else _RULES[quote]
                self.script.edit(rule, True, at, at + 1, b'\\"')
            else:
                escaped = _ESCAPES.get(byte) or b"\\u%04x" % byte
                self.script.edit(Rule.CONTROL_CHARACTER, True, at, at + 1, escaped)
            at += 1

    def _escape(self, at: int, end: int) -> int:
        """Read an escape at `at`; return what comes behind it."""
        text = self.reader.text
        letter = text[at + 1 : min(at + 2, end)]
        if not letter:
            # The text ends with it, or a quote that ends the string was behind it.
            if end >= len(text):
                self.script.edit(Rule.TRUNCATED_VALUE, True, at, at + 1, b"")
            else:
                self.script.edit(Rule.INVALID_ESCAPE, True, at, at + 1, b"\\\\")
            return at + 1
        if letter in b'"\\/bfnrt':
            return at + 2
        if letter == b"u":
            digits = text[at + 2 : min(end, at + 6)]
            count = len(digits) - len(digits.lstrip(_HEX))
            if count == 4:
                return at + 6
            if at + 2 + count == len(text):
                self.script.edit(Rule.TRUNCATED_VALUE, True, at, end, b"")
                return end
            self.script.edit(Rule.INVALID_ESCAPE, True, at, at, b"\\")
            return at + 2
        if letter in b"'`":
            self.script.edit(Rule.INVALID_ESCAPE, True, at, at + 1, b"")
            return at + 2
        if letter == b"\n":
            self.script.edit(Rule.INVALID_ESCAPE, True, at, at + 2, b"")
            return at + 2
        if letter == b"x" and len([byte for byte in text[at + 2 : min(end, at + 4)] if byte in _HEX]) == 2:
            self.script.edit(Rule.INVALID_ESCAPE, True, at, at + 2, b"\\u00")
            return at + 4
        self.script.edit(Rule.INVALID_ESCAPE, True, at, at, b"\\")
        return at + 1
