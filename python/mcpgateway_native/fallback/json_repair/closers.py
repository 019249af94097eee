"""Closers: those that fit, those that do not, and what is open when the text ends."""

from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.state import (
    ARRAY,
    CALL,
    GROUP,
    OBJECT,
    SET,
    TUPLE,
    Expect,
    Open,
    Refused,
    State,
)

# How far up a closer looks for what it closes, and how many closers are followed.
_LOOK = 64


def closer_of(mark: bytes) -> bytes:
    """Return what closes a container of this mark in the text."""
    if mark in (OBJECT, SET):
        return b"}"
    return b"]" if mark == ARRAY else b")"


def written(mark: bytes) -> bytes:
    """Return how a container of this mark is closed in JSON."""
    if mark == OBJECT:
        return b"}"
    return b"" if mark == CALL else b"]"


class Closers(State):
    """The part of the pass that closes containers."""

    def closer(self, mark: bytes, length: int) -> None:
        """Read the closer `mark` at `at`."""
        at = self.at
        top = self.top
        if not top:
            raise Refused("unrepairable")
        depth = len(self.open)
        if closer_of(top) == mark:
            self._close(at, length)
            return
        below = next((n for n, one in enumerate(self.open[-2 : -2 - _LOOK : -1]) if closer_of(one.mark) == mark), None)
        inserted = below is not None and self.fits_from(at + length, depth - below - 2)
        replaced = mark != b")" and self.fits_from(at + length, depth - 1)
        dropped = self.fits_from(at + length, depth)
        sure = not replaced if inserted else replaced != dropped
        if below is not None and inserted and replaced:
            # Either fits what follows at once; the closers in the rest of the text have the last word.
            rest = self.reader.balance(at + length)
            inserted = rest != depth - 1
            sure = rest in (depth - (below + 2), depth - 1)
        if inserted or (below is not None and not replaced and not dropped):
            end = self.reader.back(at)
            while self.top and closer_of(self.top) != mark:
                self.insert_closer(Rule.MISSING_CLOSER, sure, end)
            self._close(at, length)
        elif replaced or not dropped:
            self.script.edit(Rule.WRONG_CLOSER, sure, at, at + length, written(top))
            self._pop()
            self.at = at + length
        else:
            self.script.edit(Rule.EXTRA_CLOSER, sure, at, at + length, b"")
            self.at = at + length
        self.expect = Expect.AFTER

    def _close(self, at: int, length: int) -> None:
        """Close the innermost container with the closer at `at`, which fits."""
        if not self.open:
            return
        mark = self.top
        if mark == GROUP and self.expect is Expect.AFTER:
            # One value in parentheses is that value.
            self.script.blank(self.groups[-1])
            self.script.edit(Rule.TUPLE, True, at, at + length, b"")
        elif mark in (GROUP, TUPLE, SET):
            self.script.edit(Rule.TUPLE, True, at, at + length, b"]")
        elif mark == CALL:
            self.script.edit(Rule.TYPED_VALUE, True, at, at + length, b"")
        elif length > 1:
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + length, written(mark))
        self._pop()
        self.at = at + length
        self.expect = Expect.AFTER

    def _pop(self) -> None:
        if self.open and self.open.pop().mark in (GROUP, TUPLE):
            self.groups.pop()
        self.forget_text()

    def insert_closer(self, rule: int, sure: bool, at: int) -> None:
        """Close the innermost container at `at`, where the text has no closer."""
        top = self.top
        if not top:
            return
        if top == GROUP and self.expect is Expect.AFTER:
            self.script.blank(self.groups[-1])
            self.script.edit(rule, sure, at, at, b"")
        else:
            self.script.edit(rule, sure, at, at, written(top))
        self._pop()
        self.expect = Expect.AFTER

    def reopens(self, start: int) -> bool:
        """`{"a": 1}, "b": 2}`: whether the outermost container goes on behind its closer, which is then removed."""
        reader = self.reader
        following = reader.trivia(self.at)
        mark = reader.text[start : start + 1]
        if reader.at(following) != 0x2C or mark not in (OBJECT, ARRAY) or reader.at(self.at - 1) != mark[0] + 2:
            return False
        inside = reader.trivia(following + 1)
        if mark == OBJECT:
            goes_on = reader.quote(inside) is not None and reader.key_like(inside, True)
        else:
            goes_on = reader.at(inside) not in b"{[" and reader.item_like(inside)
        if not goes_on or reader.balance(inside) != 1:
            return False
        self.script.edit(Rule.EXTRA_CLOSER, True, self.at - 1, self.at, b"")
        self.open.append(Open(mark, start))
        return True

    def fits_from(self, at: int, depth: int) -> bool:
        """Whether the closers from `at` on, and what follows them, fit the outer `depth` containers."""
        reader = self.reader
        for _ in range(_LOOK):
            at = reader.trivia(at)
            if at >= len(reader):
                return depth == 0
            mark, length = reader.mark(at)
            if depth == 0:
                return mark not in (b"}", b"]", b",", b":", b'"')
            around = self.open[depth - 1].mark
            if mark in (b"}", b"]", b")"):
                if closer_of(around) != mark:
                    return False
                depth -= 1
                at += length
            elif mark == b",":
                following = reader.trivia(at + length)
                if following >= len(reader):
                    return True
                if reader.mark(following)[0] in (b"}", b"]", b")"):
                    at = following
                    continue
                key = reader.key_like(following, True)
                return key if around == OBJECT else not key and self._starts_item(following)
            else:
                return around == OBJECT and reader.key_like(at, True)
        return True

    def _starts_item(self, at: int) -> bool:
        """Whether a value may begin at `at`."""
        reader = self.reader
        return reader.quote(at) is not None or reader.mark(at)[0] in b"{[(-0123456789tfn" or reader.phrase(at)

    def close_before_value(self, at: int) -> None:
        """Handle a brace or bracket where a key was due: an element of the array around this object."""
        if self.around in (b"", OBJECT):
            raise Refused("unrepairable")
        comma = self.reader.comma_before(at)
        self.insert_closer(Rule.MISSING_CLOSER, True, self.reader.back(at if comma is None else comma))
        self.expect = Expect.VALUE

    def late_colon(self, at: int, length: int) -> None:
        """Handle a colon behind a value: the value was a key."""
        start = self.last_text
        if start is None or self.top not in (ARRAY, b""):
            raise Refused("unrepairable")
        comma = self.reader.comma_before(start)
        if self.top == ARRAY and self.around == OBJECT and comma is not None:
            # `{"a": [1, 2, "b": 3}`
            self.insert_closer(Rule.MISSING_CLOSER, True, self.reader.back(comma))
        else:
            self.bare = self.bare or not self.open
            self.script.edit(Rule.MISSING_OPENER, True, start, start, b"{")
            self.open.append(Open(OBJECT, start))
        if length > 1:
            self.script.edit(Rule.WRONG_SEPARATOR, True, at, at + length, b":")
        self.at = at + length
        self.expect = Expect.VALUE
        self.forget_text()

    def dedent(self) -> None:
        """Close what the indentation of the line says is closed."""
        at = self.at
        indent = self.reader.indent(at)
        if indent is None or at == 0:
            return
        closer = self.reader.at(at) in b"}]"
        comma = None
        if self.expect is not Expect.AFTER:
            comma = self.reader.comma_before(at)
            if self.expect not in (Expect.KEY, Expect.VALUE) or comma is None:
                return
        while self.open:
            around = self.reader.line_indent(self.open[-1].start)
            if around is None or indent > around or (closer and indent == around) or len(self.open) < 2:
                return
            expect = self.expect
            self.expect = Expect.AFTER
            self.insert_closer(Rule.MISSING_CLOSER, True, self.reader.back(at if comma is None else comma))
            self.dedented = True
            if expect is not Expect.AFTER:
                self.next_member()

    def _may_have_lost_a_closer(self, end: int) -> bool:
        """Whether the text may have lost a closer before its end rather than the one at its end.

        On one line, `{"a": {"b": 1, "c": 2}` says nothing about which.
        """
        if self.top not in (OBJECT, ARRAY) or self.last_text is not None:
            return False
        text = self.reader.text[self.open[-1].start + 1 : end]
        # Only behind a comma in a container of the same kind could another closer stand.
        inner = text.find(self.top)
        return text.endswith(closer_of(self.top)) and inner >= 0 and b"," in text[inner:] and b"\n" not in text

    def end(self) -> None:
        """Finish what is unfinished and close what is open where the text ends."""
        end = max(self.reader.back(len(self.reader)), self.floor)
        if self.expect is Expect.VALUE and not self.open:
            raise Refused("not_json")
        if self.expect is Expect.COLON:
            self.script.edit(Rule.TRUNCATED_VALUE, True, end, end, b": null")
        elif self.expect is Expect.VALUE and self.top == OBJECT:
            self.script.edit(Rule.TRUNCATED_VALUE, True, end, end, b" null")
        if self.expect is not Expect.FIRST:
            self.expect = Expect.AFTER
        lost = self._may_have_lost_a_closer(end)
        while self.open:
            rule = Rule.MISSING_OPENER if self.bare and len(self.open) == 1 else Rule.TRUNCATED
            self.insert_closer(rule, not lost, end)
        self.expect = Expect.AFTER
        self.at = len(self.reader)
