"""Looking at a text from any place on, without deciding anything: spaces, comments, quotes, what a stretch looks like.

Everything here is bounded: by the next quote or line, by a constant, or, for comments, by an allowance for the whole
text, so that a repair stays linear. Texts are bytes of UTF-8, so that places and bounds are those of the Rust engine.
"""

import re
from enum import Enum

# What `at` gives beyond the end of the text.
NOTHING = 0


class Quote(Enum):
    """A kind of quotation mark."""

    DOUBLE = '"'
    SINGLE = "'"
    BACK = "`"
    CURLY = "“"  # and the other typographic double ones, and the full-width one
    CURLY_SINGLE = "‘"


_CLOSED_BY = {
    Quote.DOUBLE: {Quote.DOUBLE},
    Quote.SINGLE: {Quote.SINGLE},
    Quote.BACK: {Quote.BACK, Quote.CURLY_SINGLE, Quote.SINGLE},
    Quote.CURLY: {Quote.CURLY, Quote.DOUBLE},
    Quote.CURLY_SINGLE: {Quote.CURLY_SINGLE, Quote.SINGLE},
}
_QUOTES = {
    character.encode(): quote
    for quote, characters in {
        Quote.DOUBLE: '"',
        Quote.SINGLE: "'",
        Quote.BACK: "`",
        Quote.CURLY: "“”„‟＂«»",
        Quote.CURLY_SINGLE: "‘’‚‛‹›＇´",
    }.items()
    for character in characters
}
_FULL_WIDTH = {
    "：".encode(): b":",
    "，".encode(): b",",
    "、".encode(): b",",
    "｛".encode(): b"{",
    "｝".encode(): b"}",
    "［".encode(): b"[",
    "］".encode(): b"]",
}
_SPECIAL_SPACES = {
    character.encode()
    for character in ("\xa0\x85\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E))))
}
_NEXT = {
    Quote.DOUBLE: re.compile(rb'["\\]'),
    Quote.SINGLE: re.compile(rb"['\\]"),
}
_NEXT_OTHER = re.compile(rb"[\\\"'`\xe2\xc2\xef]")
_PLAIN_SPACE = re.compile(rb"[ \t\n\r\x0b\x0c]*")
_PLAIN_RUN = re.compile(rb"[0-9a-zA-Z_$.+-]*")
_ELLIPSIS = "…".encode()

_LONGEST_WORD = 128
_LONGEST_INDENT = 256
_LONGEST_STRAY = 48
_WORDS = frozenset(b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_ \n\t\r")
_LITERALS = frozenset({b"true", b"false", b"null", b"True", b"False", b"None", b"undefined", b"NaN"})


class Reader:
    """A text, and what looking ahead may still cost."""

    __slots__ = ("_allowance", "_whole", "text")

    def __init__(self, text: bytes) -> None:
        """Look at `text`."""
        self.text = self._whole = text
        self._allowance = 8 * len(text) + 4096

    def narrow(self, end: int) -> None:
        """Let the text end at `end` until `widen` is called."""
        self.text = self._whole[:end]

    def widen(self) -> None:
        """Undo `narrow`."""
        self.text = self._whole

    def __len__(self) -> int:
        """The length of the text."""
        return len(self.text)

    def at(self, at: int) -> int:
        """Return the byte at `at`; 0 beyond the end."""
        return self.text[at] if at < len(self.text) else NOTHING

    def starts(self, at: int, what: bytes) -> bool:
        """Whether `what` stands at `at`."""
        return self.text.startswith(what, at)

    def special_space(self, at: int) -> int:
        """Return the length of a space outside ASCII at `at`, or 0."""
        if self.at(at) < 0x80:
            return 0
        if self.text[at : at + 2] in _SPECIAL_SPACES:
            return 2
        return 3 if self.text[at : at + 3] in _SPECIAL_SPACES else 0

    def space(self, at: int) -> int:
        """Return the first place from `at` on that is no space of any kind."""
        while True:
            match = _PLAIN_SPACE.match(self.text, at)
            at = at if match is None else match.end()
            length = self.special_space(at)
            if not length:
                return at
            at += length

    def comment(self, at: int) -> int:
        """Return the end of a comment that begins at `at`; `at` itself when none does."""
        if self.starts(at, b"//") or self.starts(at, b"#"):
            end = self.text.find(b"\n", at)
        elif self.starts(at, b"/*"):
            end = self.text.find(b"*/", at + 2)
            end = end if end < 0 else end + 2
        else:
            return at
        return len(self) if end < 0 else end

    def trivia(self, at: int) -> int:
        """Return the first place from `at` on that is neither space nor comment; comments use up the allowance."""
        while True:
            at = self.space(at)
            if self.at(at) not in b"/#" or at >= len(self.text):
                return at
            end = self.comment(at)
            if end - at > self._allowance:
                return at
            self._allowance -= end - at
            if end == at:
                return at
            at = end

    def back(self, at: int) -> int:
        """Return the end of what stands before the space before `at`."""
        while at > 0 and self.at(at - 1) in b" \n\r\t" and at - 1 < len(self.text):
            at -= 1
        return at

    def comma_before(self, at: int) -> int | None:
        """Return the place of a comma with only space between it and `at`."""
        end = self.back(at)
        return end - 1 if end > 0 and self.at(end - 1) == 0x2C else None

    def breaks(self, start: int, end: int) -> bool:
        """Whether there is a line break from `start` to `end`."""
        return self.text.find(b"\n", start, end) >= 0

    def mark(self, at: int) -> tuple[bytes, int]:
        """Return the mark of punctuation at `at` in ASCII, and its length: full-width forms count."""
        byte = self.at(at)
        if byte >= 0x80 and (wide := _FULL_WIDTH.get(self.text[at : at + 3])):
            return wide, 3
        return bytes((byte,)), 1

    def quote(self, at: int) -> tuple[Quote, int] | None:
        """Return the opening quote at `at` and its length."""
        for length in (1, 2, 3) if self.at(at) >= 0x80 else (1,):
            quote = _QUOTES.get(self.text[at : at + length])
            if quote:
                return quote, length
        return None

    def closes(self, quote: Quote, at: int) -> int:
        """Return the length of a quote at `at` that closes one of the kind `quote`; 0 when none does."""
        found = self.quote(at)
        return found[1] if found and found[0] in _CLOSED_BY[quote] else 0

    def next_quote(self, quote: Quote, at: int, end: int) -> tuple[int, int] | None:
        """Return the next quote from `at` on, before `end`, that could close one of the kind `quote`, and its length.

        Escaped ones do not count. What is passed over in vain uses up the allowance.
        """
        pattern = _NEXT.get(quote, _NEXT_OTHER)
        begin, escapes = at, 0
        while at < end and not self.exhausted:
            match = pattern.search(self.text, at, end)
            if match is None:
                break
            at = match.start()
            if self.text[at] == 0x5C:
                at += 2
                escapes += 2
                continue
            length = self.closes(quote, at)
            if length:
                self.charge(escapes)
                return at, length
            at += 1
        self.charge(max(end - begin, 0))
        return None

    def run(self, at: int) -> int:
        """Return the end of a run of letters, digits and what identifiers and numbers are made of."""
        while True:
            match = _PLAIN_RUN.match(self.text, at)
            at = at if match is None else match.end()
            if self.at(at) < 0x80 or self.special_space(at) or self.mark(at)[1] > 1 or self.quote(at):
                return at
            at += 1

    def colon(self, at: int) -> bool:
        """Whether a colon, or what people write for one, stands at `at` or behind space."""
        at = self.trivia(at)
        mark = self.mark(at)[0]
        return mark == b":" or (mark == b"=" and self.at(at + 1) != 0x3D)

    def key_like(self, at: int, strict: bool) -> bool:
        """Whether a key and its colon stand at `at`; if not `strict`, a key in quotes may lack its colon."""
        opened = self.quote(at)
        if opened:
            quote, length = opened
            closed = self.next_quote(quote, at + length, len(self))
            if closed is None:
                return not strict
            after = self.trivia(sum(closed))
            return self.colon(after) or (not strict and (after >= len(self) or self.at(after) in b'}"{['))
        end = self.run(at)
        if end == at or end - at > _LONGEST_WORD:
            return False
        # A quote before the colon: the opening one is missing.
        if self.text[end : end + 1] in (b'"', b"'"):
            end += 1
        return self.colon(end) and not self.starts(self.trivia(end), b"://")

    def item_like(self, at: int) -> bool:
        """Whether a value that stands alone between commas is at `at`, in an array."""
        opened = self.quote(at)
        if opened:
            quote, length = opened
            closed = self.next_quote(quote, at + length, len(self))
            if closed is None:
                return False
            after = self.trivia(sum(closed))
            return after >= len(self) or self.mark(after)[0] in b",]})"
        if self.mark(at)[0] in (b"{", b"["):
            after = self.trivia(at + 1)
            return self.quote(after) is not None or (after < len(self) and self.at(after) in b"{[}]0123456789-")
        end = self.run(at)
        after = self.trivia(end)
        return self.is_scalar(at, end) and (
            after >= len(self)
            or self.mark(after)[0] in b",]);"
            or (after > end and (self.at(after) == 0x22 or self.is_scalar(after, self.run(after))))
        )

    def is_scalar(self, start: int, end: int) -> bool:
        """Whether `start` to `end` is a literal or begins like a number."""
        word = self.text[start:end]
        return word in _LITERALS or (word != b"" and word[0] in b"0123456789-")

    def continues(self, at: int) -> bool:
        """Whether the string at `at` could go on with one before it: what follows it ends a value."""
        opened = self.quote(at)
        if opened is None:
            return False
        closed = self.next_quote(opened[0], at + opened[1], len(self))
        if closed is None:
            return False
        after = self.trivia(sum(closed))
        if after >= len(self) or self.mark(after)[0] in b",}])":
            return True
        return self.breaks(closed[0], after) and self.quote(after) is not None

    def prefix(self, at: int) -> int:
        """Return the length of the letter before a string of Python, as in `b'…'`; else 0."""
        if self.text[at : at + 1] not in (b"u", b"U", b"b", b"B", b"r", b"R"):
            return 0
        mark = self.at(at + 1)
        if mark not in b"\"'" or at + 1 >= len(self):
            return 0
        closed = self.next_quote(Quote.DOUBLE if mark == 0x22 else Quote.SINGLE, at + 2, len(self))
        if closed is None:
            return 0
        after = self.trivia(closed[0] + 1)
        return int(after >= len(self) or self.at(after) in b",:}])")

    def balance(self, at: int) -> int:
        """Return how many more closers than openers there are from `at` on, outside of strings.

        Uses up the allowance.
        """
        cost = max(len(self) - at, 0)
        if cost > self._allowance:
            return 0
        self._allowance -= cost
        net = 0
        while at < len(self):
            byte = self.text[at]
            if byte in b"}]":
                net += 1
            elif byte in b"{[":
                net -= 1
            elif byte == 0x22:
                closed = self.next_quote(Quote.DOUBLE, at + 1, len(self))
                if closed is None:
                    return net
                at = closed[0]
            at += 1
        return net

    def indent(self, at: int) -> int | None:
        """Return the column of `at` if it is the first on its line."""
        start = at
        while start > 0 and at - start < _LONGEST_INDENT and self.text[start - 1] in b" \t":
            start -= 1
        return at - start if start == 0 or self.text[start - 1] == 0x0A else None

    def line_indent(self, at: int) -> int | None:
        """Return the indentation of the line that `at` is on, if it begins near."""
        first = max(at - _LONGEST_INDENT, 0)
        start = self.text.rfind(b"\n", first, at) + 1
        if start == 0 and first > 0:
            return None
        end = start
        while end < at and self.text[end] in b" \t":
            end += 1
        return end - start

    def phrase(self, at: int) -> bool:
        """Whether a short word or phrase stands at `at` and a comma or closer follows on its line."""
        for place in range(at, min(at + _LONGEST_WORD, len(self))):
            byte = self.text[place]
            if byte in b",]}":
                return place > at
            if byte == 0x0A:
                after = self.space(place)
                return after < len(self) and self.at(after) in b",]}"
            if byte == 0x22:
                after = self.space(place + 1)
                return after < len(self) and self.at(after) in b",]"
            if byte == 0x27 or (byte == 0x3A and not self.starts(place, b"://")):
                return False
        return False

    def stray(self, at: int) -> int | None:
        """Return the place of a key in quotes behind a few words from `at` on that belong to no member."""
        for place in range(at, min(at + _LONGEST_STRAY, len(self))):
            byte = self.text[place]
            if byte == 0x22 and place > at and self.text[place - 1] == 0x20:
                return place if self.key_like(place, True) else None
            if byte not in _WORDS:
                return None
        return None

    def words_before_closer(self, at: int) -> int | None:
        """Return the place of a closer behind a few words from `at` on."""
        for place in range(at, min(at + _LONGEST_STRAY, len(self))):
            byte = self.text[place]
            if byte in b"}]":
                return place if place > at else None
            if byte not in _WORDS:
                return None
        return None

    def ellipsis(self, at: int) -> int:
        """Return the length of an ellipsis at `at`, or 0."""
        if self.starts(at, _ELLIPSIS):
            return 3
        near = self.text[at : at + 8]
        dots = len(near) - len(near.lstrip(b"."))
        return dots if dots >= 3 else 0

    def charge(self, length: int) -> None:
        """Take `length` off the allowance."""
        self._allowance = max(self._allowance - length, 0)

    @property
    def exhausted(self) -> bool:
        """Whether more was looked at than the allowance permits."""
        return self._allowance < 2
