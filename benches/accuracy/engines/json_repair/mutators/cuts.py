"""Texts that end too early, at any character, and what may be made of them."""

from __future__ import annotations

import re

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator
from benches.accuracy.engines.json_repair.tokens import (
    BLANK,
    CLOSE,
    COLON,
    KEY,
    LITERAL,
    NUMBER,
    OPEN,
    STRING,
    Token,
    tokens,
)

_CLOSERS = {"{": "}", "[": "]"}


def cut_anywhere(random: Draw, document: Document) -> Broken | None:
    """Cut at a character drawn evenly."""
    return _cut(document, random.randint(1, len(document.text) - 1))


def _cut_inside(kind: str) -> Mutator:
    """Cuts inside a token of one kind."""

    def mutate(random: Draw, document: Document) -> Broken | None:
        found = [token for token in document.tokens if token.kind == kind and len(token.text) > 1]
        if not found:
            return None
        token = random.choice(found)
        return _cut(document, random.randint(token.start + 1, token.end - 1))

    return mutate


def cut_after_colon(random: Draw, document: Document) -> Broken | None:
    """Cut between a key and its value."""
    found = [token for token in document.tokens if token.kind == COLON]
    return _cut(document, random.choice(found).end) if found else None


def _cut(document: Document, end: int) -> Broken | None:
    return Broken(document.text[:end], completions(document.text, document.tokens, end))


def completions(text: str, parts: list[Token], end: int) -> tuple[str, ...]:
    """The right answers for the first `end` characters of a valid text.

    A string keeps what there is of it, without half an escape; so does a number, without a bare point, sign or
    exponent; a literal is completed. A key without a value may go, or have null or an empty string for a value.
    """
    known = [token for token in parts if token.end <= end]
    partial = next((token for token in parts if token.start < end < token.end and token.kind != BLANK), None)
    head = text[: partial.start] if partial else text[:end]
    closers = _open(known)
    solid = [token for token in known if token.kind != BLANK]
    last = solid[-1] if solid else None
    if partial is not None and partial.kind == KEY:
        return _without_value(head, _closed(text[partial.start : end]), closers)
    if partial is None and last is not None and last.kind == KEY:
        return _without_value(text[: last.start], last.text, closers)
    if partial is None and last is not None and last.kind == COLON:
        key = solid[-2]
        return _without_value(text[: key.start], key.text, closers)
    if partial is None:
        return (_without_comma(head) + closers,)
    values = _values(partial, text[partial.start : end])
    found = [f"{head}{value}{closers}" for value in values]
    if not re.search("[0-9]", text[partial.start : end]) and partial.kind == NUMBER:
        # A lone minus sign: the element, or the member with its key, may go as well.
        found.append(_without_comma(head) + closers if last is None or last.kind != COLON else "")
        if not found[-1]:
            found[-1:] = _without_value(text[: solid[-2].start], solid[-2].text, closers)
    return tuple(found)


def _values(token: Token, seen: str) -> tuple[str, ...]:
    if token.kind == STRING:
        return (_closed(seen),)
    if token.kind == LITERAL:
        return (token.text,)
    digits = re.sub(r"[.eE+-]+$", "", seen)
    return (digits,) if digits else ("0", "null")


def _closed(seen: str) -> str:
    """A string that was cut, without half an escape, closed."""
    return re.sub(r"((?:[^\\]|^)(?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$", r"\1", seen) + '"'


def _without_value(head: str, key: str, closers: str) -> tuple[str, ...]:
    return (
        _without_comma(head) + closers,
        f"{head}{key}: null{closers}",
        f'{head}{key}: ""{closers}',
    )


def _without_comma(head: str) -> str:
    return re.sub(r",\s*$", "", head)


def _open(known: list[Token]) -> str:
    stack: list[str] = []
    for token in known:
        if token.kind == OPEN:
            stack.append(_CLOSERS[token.text])
        elif token.kind == CLOSE:
            stack.pop()
    return "".join(reversed(stack))


def every_cut(text: str) -> list[Broken]:
    """A short text cut at every character."""
    parts = tokens(text)
    return [Broken(text[:end], completions(text, parts, end)) for end in range(1, len(text))]


MUTATORS: dict[str, Mutator] = {
    "cut anywhere": cut_anywhere,
    "cut inside a string": _cut_inside(STRING),
    "cut inside a key": _cut_inside(KEY),
    "cut inside a number": _cut_inside(NUMBER),
    "cut inside a literal": _cut_inside(LITERAL),
    "cut after a colon": cut_after_colon,
}
