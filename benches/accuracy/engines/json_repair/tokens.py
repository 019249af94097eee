"""A valid JSON text as its tokens: what mutators cut, drop and exchange."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

KEY, STRING, NUMBER, LITERAL, OPEN, CLOSE, COMMA, COLON, BLANK = (
    "key", "string", "number", "literal", "open", "close", "comma", "colon", "blank",
)  # fmt: skip

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*")|(?P<number>-?[0-9][0-9.eE+-]*)|(?P<literal>true|false|null)|(?P<open>[\[{])'
    r"|(?P<close>[\]}])|(?P<comma>,)|(?P<colon>:)|(?P<blank>[ \t\r\n]+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """One token with its place; `depth` is that of the container it stands in, 0 for the outermost value."""

    kind: str
    text: str
    start: int
    depth: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


def tokens(text: str) -> list[Token]:
    """All tokens; brackets have the depth of the container that they stand in."""
    found: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = str(match.lastgroup)
        if kind == CLOSE:
            depth -= 1
        found.append(Token(kind, match[0], match.start(), depth))
        if kind == OPEN:
            depth += 1
    return list(_with_keys(found))


def joined(parts: Sequence[Token], change: Callable[[int, Token], str]) -> str:
    """The text with every token replaced by what `change` makes of it and of its index."""
    return "".join(change(index, token) for index, token in enumerate(parts))


def places(parts: Sequence[Token], *kinds: str) -> list[int]:
    """Indices of the tokens of these kinds."""
    return [index for index, token in enumerate(parts) if token.kind in kinds]


def spliced(text: str, start: int, end: int, new: str) -> str:
    """The text with a stretch replaced."""
    return text[:start] + new + text[end:]


def _with_keys(parts: Sequence[Token]) -> Iterator[Token]:
    for index, token in enumerate(parts):
        following = next((each for each in parts[index + 1 : index + 3] if each.kind != BLANK), None)
        is_key = token.kind == STRING and following is not None and following.kind == COLON
        yield Token(KEY, token.text, token.start, token.depth) if is_key else token
