"""The forward pass: what may come next, what comes, and what is made of it.

The machine stands at a place (`at`), knows what may come there (`expect`) and what is open around it. Each step reads
one token or one mistake and moves on; it never goes back behind a decision.
"""

from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.state import (
    CALL,
    GROUP,
    OBJECT,
    SET,
    TUPLE,
    Expect,
    Refused,
    Role,
)
from mcpgateway_native.fallback.json_repair.words import Words


class Machine(Words):
    """The pass over one document."""

    def document(self) -> None:
        """Read one document from `at` on, to its end or to the end of the text."""
        self.expect = Expect.VALUE
        start = self.at
        steps = {
            Expect.VALUE: self._value,
            Expect.FIRST: self._value,
            Expect.KEY: self._key,
            Expect.FIRST_KEY: self._key,
            Expect.COLON: self._colon,
            Expect.AFTER: self._after,
        }
        while True:
            if self.expect is Expect.AFTER and not self.open and not self._goes_on() and not self.reopens(start):
                return
            self.at = self.pass_trivia(self.at)
            if self.at >= len(self.reader):
                self.end()
                return
            if self.reader.exhausted:
                raise Refused("ambiguous")
            if self.indented:
                self.dedent()
            before = (self.at, self.expect, len(self.open))
            steps[self.expect]()
            if before == (self.at, self.expect, len(self.open)):
                raise Refused("unrepairable")

    def _goes_on(self) -> bool:
        """Whether what looks like a complete document is a part of something: `"a" + "b"`, `"a": 1`."""
        mark = self.reader.mark(self.reader.trivia(self.at))[0]
        return (mark == b":" and self.last_text is not None) or (mark == b"+" and self.last_quote is not None)

    def _value(self) -> None:
        at, reader = self.at, self.reader
        if reader.prefix(at):
            self.remove(Rule.LITERAL, at, 1)
            return
        quote = reader.quote(at)
        if quote:
            self.string(self.role, *quote)
            return
        mark, length = reader.mark(at)
        missing = self.expect is Expect.VALUE and self.role is Role.MEMBER
        if mark in b"{[":
            if length > 1:
                self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + length, mark)
            self.push(mark, at)
            self.at = at + length
        elif mark == b"(":
            self.groups.append(len(self.script))
            self.script.edit(Rule.TUPLE, True, at, at + 1, b"[")
            self.push(GROUP, at)
            self.at = at + 1
        elif mark in b"}]),":
            if missing:
                self._missing_value()
            elif mark == b",":
                self.remove(Rule.EXTRA_COMMA, at, length)
            else:
                self.closer(mark, length)
        elif mark == b":" and self.role is Role.MEMBER:
            self.remove(Rule.WRONG_SEPARATOR, at, length)
        elif mark in b"=>" and self.role is Role.MEMBER:
            self.remove(Rule.WRONG_SEPARATOR, at, 1)
        else:
            dots = reader.ellipsis(at)
            if not dots:
                self.word()
            elif self.role is Role.MEMBER:
                self.script.edit(Rule.ELLIPSIS, True, at, at + dots, b"null")
                self.at = at + dots
                self.expect = Expect.AFTER
            else:
                self._pass_ellipsis(at, dots)

    def _key(self) -> None:
        at, reader = self.at, self.reader
        if reader.prefix(at):
            self.remove(Rule.LITERAL, at, 1)
            return
        if self.expect is Expect.FIRST_KEY and self._is_set(at):
            self._becomes_set()
            return
        quote = reader.quote(at)
        if quote:
            self.string(Role.KEY, *quote)
            return
        mark, length = reader.mark(at)
        if mark in b"}])":
            self.closer(mark, length)
        elif mark == b",":
            self.remove(Rule.EXTRA_COMMA, at, length)
        elif mark in b"{[" and self.expect is Expect.KEY:
            self.close_before_value(at)
        elif mark == b":":
            self.script.edit(Rule.MISSING_QUOTE, False, at, at, b'""')
            self.expect = Expect.COLON
        else:
            dots = reader.ellipsis(at)
            if dots:
                self._pass_ellipsis(at, dots)
            else:
                self.bare_key()

    def _is_set(self, at: int) -> bool:
        """Whether the braces just opened hold a set: a first value with a comma or the end behind it."""
        reader = self.reader
        quote = reader.quote(at)
        if quote:
            closed = reader.next_quote(quote[0], at + quote[1], len(reader))
            if closed is None:
                return False
            end = sum(closed)
        elif at < len(reader) and reader.at(at) in b"0123456789-":
            end = reader.run(at)
        else:
            return reader.at(at) == 0x28
        following = reader.trivia(end)
        if reader.at(following) == 0x7D:
            return True
        return reader.at(following) == 0x2C and not reader.key_like(reader.trivia(following + 1), True)

    def _becomes_set(self) -> None:
        start = self.open[-1].start
        self.open[-1] = self.open[-1]._replace(mark=SET)
        self.script.edit(Rule.TUPLE, True, start, start + 1, b"[")
        self.expect = Expect.FIRST

    def _colon(self) -> None:
        at, reader = self.at, self.reader
        mark, length = reader.mark(at)
        right = False
        if mark == b":":
            if reader.at(at + length) == 0x3D:
                length += 1
            else:
                right = length == 1
        elif mark == b"=":
            length = 2 if reader.at(at + 1) == 0x3E else 1
        elif mark == b"-" and reader.at(at + 1) == 0x3E:
            length = 2
        else:
            end = reader.back(at)
            if mark in b",}]":
                self.script.edit(Rule.MISSING_VALUE, True, end, end, b": null")
                self.expect = Expect.AFTER
            else:
                self.script.edit(Rule.MISSING_COLON, True, end, end, b":")
                self.expect = Expect.VALUE
            return
        if not right:
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + length, b":")
        self.at = at + length
        self.expect = Expect.VALUE

    def _after(self) -> None:
        at, reader = self.at, self.reader
        mark, length = reader.mark(at)
        if mark == b",":
            self._comma(at, length)
        elif mark in b"}])":
            self.closer(mark, length)
        elif mark == b":":
            self.late_colon(at, length)
        elif mark == b";":
            self._semicolon(at)
        elif mark == b"+" and self.last_quote is not None and self._joins(at):
            pass
        else:
            dots = reader.ellipsis(at)
            if dots:
                self.remove(Rule.ELLIPSIS, at, dots)
            else:
                self._missing_comma(at)

    def _semicolon(self, at: int) -> None:
        reader = self.reader
        self.at = at + 1
        following = reader.trivia(at + 1)
        if following < len(reader) and reader.mark(following)[0] not in (b"}", b"]", b","):
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + 1, b",")
            self.next_member()
        else:
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + 1, b"")

    def _comma(self, at: int, length: int) -> None:
        """Read a comma: the next member, unless nothing follows it."""
        reader = self.reader
        if self.top == GROUP:
            self.open[-1] = self.open[-1]._replace(mark=TUPLE)
        self.at = at + length
        following = reader.trivia(self.at)
        dots = reader.ellipsis(following)
        if dots:
            following = reader.trivia(following + dots)
        closes = reader.mark(following)[0] in (b"}", b"]", b")") or reader.starts(following, b"```")
        if following >= len(reader) or closes:
            self.script.edit(Rule.TRAILING_COMMA, True, at, at + length, b"")
            if dots:
                self.remove(Rule.ELLIPSIS, self.pass_trivia(self.at), dots)
            return
        if length > 1:
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + length, b",")
        self.next_member()

    def _pass_ellipsis(self, at: int, length: int) -> None:
        """Remove an ellipsis in the place of a value or key, and the comma behind it."""
        self.remove(Rule.ELLIPSIS, at, length)
        following = self.pass_trivia(self.at)
        if self.reader.at(following) == 0x2C:
            self.remove(Rule.EXTRA_COMMA, following, 1)
        elif self.expect is Expect.VALUE and self.role is not Role.MEMBER:
            self.at = following

    def _joins(self, at: int) -> bool:
        """Read a plus between strings: `"a" + "b"` becomes one string."""
        reader = self.reader
        following = reader.trivia(at + 1)
        if following >= len(reader) or reader.at(following) in b",}]":
            # A plus with nothing behind it.
            self.remove(Rule.JOINED_STRINGS, at, 1)
            return True
        return self._join(following)

    def _join(self, at: int) -> bool:
        """Make the string at `at` a part of the one before it."""
        reader = self.reader
        close, opened = self.last_quote, reader.quote(at)
        if close is None or opened is None:
            return False
        quote, length = opened
        closed = reader.next_quote(quote, at + length, len(reader))
        if closed is None:
            return False
        self.script.retract(close)
        self.script.edit(Rule.JOINED_STRINGS, True, close, at + length, b"")
        self.body(at + length, closed[0], quote)
        self.close_quote(quote, *closed)
        return True

    def _missing_comma(self, at: int) -> None:
        """Handle two values with no comma between them, or words that belong to neither."""
        reader = self.reader
        if self.top in (b"", CALL):
            raise Refused("unrepairable")
        is_object = self.top == OBJECT
        end = reader.back(at)
        quoted = reader.quote(at) is not None
        # Python joins strings that stand one after the other; a list may as well lack a comma.
        if quoted and reader.breaks(end, at) and reader.continues(at):
            part = not reader.key_like(at, True) if is_object else self._ends_spaced()
            if part and self._join(at):
                return
        if not is_object or reader.key_like(at, False):
            sure = is_object or quoted or not (reader.at(at) < 0x80 and chr(reader.at(at)).isalpha())
            self.script.edit(Rule.MISSING_COMMA, sure, end, end, b",")
            self.next_member()
        elif reader.at(at) in b"{[":
            # `{"a": 1 {"b": 2}`: an element of the array around it.
            self.script.edit(Rule.MISSING_COMMA, False, end, end, b",")
            self.expect = Expect.KEY
        else:
            # Words up to a closer, a comma or a key.
            stop = reader.run(at)
            if stop == at:
                raise Refused("unrepairable")
            self.remove(Rule.STRAY_TEXT, at, stop - at)

    def _ends_spaced(self) -> bool:
        """Whether the last string ends with white space, as the parts of a long string do."""
        close = self.last_quote
        if close is None or close == 0:
            return False
        return self.reader.at(close - 1) == 0x20 or self.reader.starts(max(close - 2, 0), b"\\n")

    def _missing_value(self) -> None:
        """Add `null` for a member that has none."""
        end = self.reader.back(self.at)
        self.script.edit(Rule.MISSING_VALUE, True, end, end, b"null" if end == self.at else b" null")
        self.expect = Expect.AFTER
