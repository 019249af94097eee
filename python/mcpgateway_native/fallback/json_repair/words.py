"""Keys and values without quotes: literals and numbers of other languages, typed values, plain words."""

from typing import NamedTuple

from mcpgateway_native.fallback.json_repair import numbers
from mcpgateway_native.fallback.json_repair.numbers import Number
from mcpgateway_native.fallback.json_repair.reader import Quote
from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.state import CALL, GROUP, TUPLE, Expect, Refused, Role
from mcpgateway_native.fallback.json_repair.strings import Strings

# Literals by how they are written, and what JSON has for them.
_LITERALS = {
    **dict.fromkeys((b"True", b"TRUE"), b"true"),
    **dict.fromkeys((b"False", b"FALSE"), b"false"),
    **dict.fromkeys((b"None", b"NONE", b"Null", b"NULL", b"nil", b"undefined"), b"null"),
}
# Numbers that JSON cannot write.
_NOT_NUMBERS = frozenset(
    (b"NaN", b"nan", b"NAN", b"Infinity", b"-Infinity", b"+Infinity", b"inf", b"-inf", b"+inf", b"Inf", b"-Inf")
)
# What a text that breaks off may have meant to say.
_WHOLE = {
    b"true": b"true",
    b"false": b"false",
    b"null": b"null",
    b"True": b"true",
    b"False": b"false",
    **dict.fromkeys((b"None", b"undefined", b"NaN", b"Infinity", b"-Infinity"), b"null"),
}
# Functions whose argument, an array or object, stands for the value.
_CONTAINERS = frozenset((b"set", b"frozenset", b"list", b"dict", b"OrderedDict", b"tuple", b"Map", b"Set"))
_BARE_KEY = 128


class _Phrase(NamedTuple):
    """Where words end, whether a quote stands there that nothing opened, and whether they are no code."""

    end: int
    closed: bool
    plain: bool


def _is_name(byte: int) -> bool:
    return byte < 0x80 and (chr(byte).isalpha() or byte == 0x5F)


class Words(Strings):
    """The part of the pass that reads what has no quotes."""

    def word(self) -> None:
        """Read a value without quotes."""
        start, role = self.at, self.role
        end = self.reader.run(start)
        if end > start and self._call(start, end):
            return
        if end > start and self._stands_alone(role, end):
            token = self.reader.text[start:end]
            if self._literal(token, start, end) or self._truncated_literal(token, start, end):
                return
        self._phrase(role, start)

    def _stands_alone(self, role: Role, end: int) -> bool:
        """Whether what ends at `end` is a whole value: a delimiter or something new follows."""
        reader = self.reader
        place = reader.trivia(end)
        if place >= len(reader) or reader.breaks(end, place):
            return True
        mark = reader.mark(place)[0]
        if mark in b",}]);":
            return True
        if mark in b"{[":
            return place > end or reader.quote(reader.trivia(place + 1)) is not None
        if mark in b"\"'":
            return (reader.key_like(place, True) if role is Role.MEMBER else reader.item_like(place)) and place > end
        if mark == b":":
            return role is Role.TOP
        if mark == b".":
            return place > end and reader.ellipsis(place) > 0
        if place == end:
            return reader.comment(place) > place
        return reader.key_like(place, True) if role is Role.MEMBER else reader.item_like(place)

    def _literal(self, token: bytes, start: int, end: int) -> bool:
        """Read a literal or number; false when the token is neither."""
        if token not in (b"true", b"false", b"null"):
            if token in _LITERALS:
                self.script.edit(Rule.LITERAL, True, start, end, _LITERALS[token])
            elif token in _NOT_NUMBERS:
                self._not_a_number(start, end)
            elif not self._number(token, start, end):
                return False
        self.at = end
        self.expect = Expect.AFTER
        self.forget_text()
        return True

    def _number(self, token: bytes, start: int, end: int) -> bool:
        kind, text = numbers.read(token, end >= len(self.reader))
        if kind is Number.NO:
            return False
        if kind is Number.REPAIRED:
            self.script.edit(Rule.NUMBER, True, start, end, text)
        elif kind is Number.TRUNCATED:
            self.script.edit(Rule.TRUNCATED_VALUE, True, start, end, text)
        elif kind is Number.TEXT:
            self._quote_word(Rule.NUMBER, True, start, end)
        return True

    def _not_a_number(self, start: int, end: int) -> None:
        if self.options.nan == "string":
            self._quote_word(Rule.NOT_A_NUMBER, True, start, end)
        else:
            # `keep` takes the edit back once the text with it has been found valid.
            self.script.edit(Rule.NOT_A_NUMBER, True, start, end, b"null")

    def _truncated_literal(self, token: bytes, start: int, end: int) -> bool:
        """Read `tr` at the end of the text."""
        if end < len(self.reader) or not self.open:
            return False
        whole = next((json for word, json in _WHOLE.items() if word.startswith(token)), None)
        if whole is None:
            return False
        self.script.edit(Rule.TRUNCATED_VALUE, True, start, end, whole)
        self.at = end
        self.expect = Expect.AFTER
        self.forget_text()
        return True

    def _call(self, start: int, end: int) -> bool:
        """Read `ObjectId("…")`: what is in the parentheses stays."""
        reader = self.reader
        name, opened = start, end
        if reader.text[start:end] == b"new":
            name = reader.space(end)
            opened = reader.run(name)
        if reader.at(opened) != 0x28 or not _is_name(reader.at(name)):
            return False
        inside = reader.trivia(opened + 1)
        if not self._single(reader.text[name:opened], inside):
            return False
        self.script.edit(Rule.TYPED_VALUE, True, start, opened + 1, b"")
        self.at = opened + 1
        if len(self.open) >= self.options.max_depth:
            return False
        self.push(CALL, start)
        return True

    def _single(self, word: bytes, inside: int) -> bool:
        """Whether the one argument of the call `word` begins at `inside`."""
        reader = self.reader
        quote = reader.quote(inside)
        if quote:
            closed = reader.next_quote(quote[0], inside + quote[1], len(reader))
            if closed is None:
                return False
            after = reader.trivia(sum(closed))
            return reader.at(after) == 0x29 or after >= len(reader)
        if reader.at(inside) in b"{[(":
            return word in _CONTAINERS
        end = reader.run(inside)
        token = reader.text[inside:end]
        known = token in (b"true", b"false", b"null")
        known = known or numbers.read(token, False)[0] in (Number.VALID, Number.REPAIRED)
        return end > inside and known and reader.at(reader.trivia(end)) == 0x29

    def _phrase(self, role: Role, start: int) -> None:
        """Put quotes around words up to the end of the value."""
        end, closed, plain = self._phrase_end(role, start)
        stop = end if closed else self.reader.back(end)
        if stop <= start or (role is Role.TOP and not self.options.accepts_words):
            raise Refused("not_json" if role is Role.TOP else "unrepairable")
        if closed:
            # `abc"`: only the opening quote is missing.
            self.script.edit(Rule.MISSING_QUOTE, True, start, start, b'"')
            self.body(start, stop, Quote.DOUBLE)
            self.last_quote = stop
            self.at = stop + 1
        else:
            self._quote_word(Rule.UNQUOTED_VALUE, plain, start, stop)
            self.at = stop
        self.finish_text(role, start)

    def _quote_word(self, rule: int, sure: bool, start: int, end: int) -> None:
        """Put quotes around `start` to `end`."""
        self.script.edit(rule, sure, start, start, b'"')
        self.body(start, end, Quote.DOUBLE)
        self.script.edit(rule, sure, end, end, b'"')

    def _phrase_end(self, role: Role, start: int) -> _Phrase:
        """Return where words that begin at `start` end."""
        reader = self.reader
        at, depth, plain = start, 0, True
        while at < len(reader):
            mark, length = reader.mark(at)
            if mark == b"\n":
                break
            if mark == b'"':
                place = reader.trivia(at + 1)
                if depth == 0 and (place >= len(reader) or reader.mark(place)[0] in b",}]"):
                    return _Phrase(at, True, plain)
                if (role is Role.MEMBER and reader.key_like(at, True)) or (role is Role.ITEM and reader.item_like(at)):
                    break
                plain = False
            elif mark == b",":
                place = reader.trivia(at + length)
                closes = place >= len(reader) or reader.mark(place)[0] in b"}]"
                if role not in (Role.MEMBER, Role.TOP) or closes or reader.key_like(place, False):
                    break
            elif mark in b"{[(":
                depth += 1
                plain = plain and mark == b"("
            elif mark in b"}])" and depth > 0:
                depth -= 1
            elif self._ends_phrase(role, mark, start, at):
                break
            elif mark == b";":
                plain = False
                if at + 1 >= len(reader) or reader.at(at + 1) == 0x0A:
                    break
            at += length
        return _Phrase(at, False, plain and depth == 0)

    def _ends_phrase(self, role: Role, mark: bytes, start: int, at: int) -> bool:
        """Whether words that begin at `start` end before the mark at `at`."""
        reader = self.reader
        if mark in b"}]":
            return role is not Role.TOP
        if mark == b")":
            return self.top in (GROUP, TUPLE, CALL)
        if mark in b"/#":
            spaced = at > start and reader.at(at - 1) in b" \t\n\x0c\r"
            return spaced and (mark == b"#" or reader.comment(at) > at)
        if mark == b":":
            return role is Role.ITEM and reader.run(start) == at and not reader.starts(at, b"://")
        return mark == b"`" and reader.starts(at, b"```")

    def bare_key(self) -> None:
        """Read a key without quotes."""
        reader = self.reader
        start = self.at
        end = reader.run(start)
        if end > start and (reader.colon(end) or reader.trivia(end) >= len(reader)):
            self._quoted_key(start, end)
            return
        line = reader.text[start : start + _BARE_KEY]
        length = next((n for n, byte in enumerate(line) if byte in b'"\n:,{}'), None)
        place = start if length is None else start + length
        if length is not None and reader.at(place) == 0x22:
            if length > 0 and reader.colon(place + 1):
                # `key": 1`: only the opening quote is missing.
                self.script.edit(Rule.MISSING_QUOTE, True, start, start, b'"')
                self.body(start, place, Quote.DOUBLE)
                self.last_quote = place
                self.at = place + 1
                self.finish_text(Role.KEY, start)
            elif reader.key_like(place, True) and end > start:
                self.remove(Rule.STRAY_TEXT, start, length)
            else:
                raise Refused("unrepairable")
        elif length is not None and reader.at(place) == 0x3A and length > 0:
            # Several words.
            self._quoted_key(start, reader.back(place))
        elif end > start and reader.mark(reader.trivia(end))[0] in b",}]":
            # `{a, b}`: the shorthand of JavaScript has no values.
            self.script.edit(Rule.STRAY_TEXT, False, start, end, b"")
            self.at = end
            following = self.pass_trivia(end)
            if reader.at(following) == 0x2C:
                self.remove(Rule.EXTRA_COMMA, following, 1)
        elif end > start:
            # `{key value}`: the colon is missing.
            self._quoted_key(start, end)
        else:
            raise Refused("unrepairable")

    def _quoted_key(self, start: int, end: int) -> None:
        self._quote_word(Rule.UNQUOTED_KEY, True, start, end)
        self.at = end
        self.finish_text(Role.KEY, start)
