"""What the forward pass knows: where it stands, what may come there, what is open, what was decided."""

from enum import Enum
from typing import NamedTuple

from mcpgateway_native.fallback.json_repair.config import Options
from mcpgateway_native.fallback.json_repair.reader import Reader
from mcpgateway_native.fallback.json_repair.rules import Rule
from mcpgateway_native.fallback.json_repair.script import Script


class Refused(Exception):  # noqa: N818 - a result, not a failure
    """A text is left alone; the argument says why."""


class Expect(Enum):
    """What may come next."""

    VALUE = "a value"
    FIRST = "a value, or the end of the array that was just opened"
    KEY = "a key"
    FIRST_KEY = "a key, or the end of the object that was just opened"
    COLON = "the colon behind a key"
    AFTER = "a comma, or the end of what is open"


class Role(Enum):
    """What a string or word stands for."""

    KEY = "the key of a member"
    MEMBER = "the value of a member"
    ITEM = "a value in an array"
    TOP = "the whole document"


OBJECT, ARRAY = b"{", b"["
GROUP = b"("  # a tuple once a comma has come, else a value in parentheses
TUPLE = b"t"
SET = b"s"  # its braces become brackets
CALL = b"w"  # the parentheses of a typed value


class Open(NamedTuple):
    """A bracket or brace that is open, and where it is."""

    mark: bytes
    start: int


class State:
    """The place of the pass over a text, and its decisions."""

    def __init__(self, text: bytes, options: Options, indented: bool) -> None:
        """Begin at the beginning of `text`; with `indented`, indentation says where containers end."""
        self.reader = Reader(text)
        self.options = options
        self.script = Script()
        self.open: list[Open] = []
        self.expect = Expect.VALUE
        self.at = 0
        self.groups: list[int] = []  # the numbers of the edits at the open groups
        self.last_text: int | None = None  # where the last string or word that may turn out to be a key began
        self.last_quote: int | None = None  # where the last string's closing quote is
        self.floor = 0  # a string that the end of the text cuts off ends here
        self.indented = indented
        self.dedented = False
        self.bare = False  # whether the braces around the document are missing

    @property
    def top(self) -> bytes:
        """The mark of the innermost open container, empty without one."""
        return self.open[-1].mark if self.open else b""

    @property
    def around(self) -> bytes:
        """The mark of the container around the innermost one."""
        return self.open[-2].mark if len(self.open) > 1 else b""

    @property
    def role(self) -> Role:
        """What a value at this place stands for."""
        if not self.open:
            return Role.TOP
        return Role.MEMBER if self.top == OBJECT else Role.ITEM

    def forget_text(self) -> None:
        """What was read last is no string any more."""
        self.last_text = self.last_quote = None

    def push(self, mark: bytes, start: int) -> None:
        """Open a container."""
        if len(self.open) >= self.options.max_depth:
            raise Refused("too_deep")
        self.open.append(Open(mark, start))
        self.forget_text()
        self.expect = Expect.FIRST_KEY if mark == OBJECT else Expect.FIRST

    def next_member(self) -> None:
        """Expect what comes behind a comma."""
        self.forget_text()
        self.expect = Expect.KEY if self.top == OBJECT else Expect.VALUE

    def finish_text(self, role: Role, start: int) -> None:
        """Expect what comes behind a string or word."""
        self.expect = Expect.COLON if role is Role.KEY else Expect.AFTER
        self.last_text = start

    def remove(self, rule: int, at: int, length: int) -> None:
        """Remove `length` bytes and stand behind them."""
        self.script.edit(rule, True, at, at + length, b"")
        self.at = at + length

    def pass_trivia(self, at: int) -> int:
        """Remove comments from `at` on and make special spaces plain; return what comes then."""
        reader = self.reader
        while True:
            byte = reader.at(at)
            if byte in b" \n\r\t":
                at += 1
                continue
            if byte in b"\x0b\x0c":
                self.script.edit(Rule.SPECIAL_SPACE, True, at, at + 1, b" ")
                at += 1
                continue
            if byte in b"/#":
                end = reader.comment(at)
                if end == at:
                    return at
                self.script.edit(Rule.COMMENT, True, at, end, b"")
                at = end
                continue
            length = reader.special_space(at)
            if not length:
                return at
            self.script.edit(Rule.SPECIAL_SPACE, True, at, at + length, b" ")
            at += length
