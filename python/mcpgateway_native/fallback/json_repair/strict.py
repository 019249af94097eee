"""Reading valid JSON, from any place of a text: RFC 8259, any depth, nothing built."""

import re
from typing import NamedTuple

_SPACE = re.compile(rb"[ \t\n\r]*")
_STRING = re.compile(rb'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*+"')
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SCALAR = re.compile(
    rb"(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?=[,}\] \n\r\t:\[{]|\Z)"
)


class Stop(NamedTuple):
    """Where a check ended: the last string or bracket, whether the text ended well, whether a container was closed."""

    at: int
    complete: bool
    closed: bool


def number(token: bytes) -> bool:
    """Whether all of `token` is a number of JSON."""
    return _NUMBER.fullmatch(token) is not None


def is_json(text: bytes, max_depth: int) -> bool:
    """Whether `text` is one valid JSON document that nests at most `max_depth` deep."""
    return check(text, 0, max_depth).complete


def check(text: bytes, start: int, max_depth: int) -> Stop:
    """Read one value from `start` on, and see whether the text ends behind it."""
    closers: list[int] = []  # of the open containers, innermost last
    at = resume = start
    failed = Stop(start, False, False)
    while True:
        # One value, or the beginning of one.
        at = _skip(text, at)
        mark = text[at : at + 1]
        if mark in (b"{", b"["):
            if len(closers) >= max_depth:
                return Stop(resume, False, False)
            at += 1
            resume = at
            closers.append(0x7D if mark == b"{" else 0x5D)
            at = _skip(text, at)
            if text[at : at + 1] != bytes(closers[-1:]):
                if mark == b"{":
                    at, resume = _key(text, at, resume)
                    if at < 0:
                        return Stop(resume, False, False)
                continue
        elif mark == b'"':
            resume = at
            string = _STRING.match(text, at)
            if string is None:
                return Stop(resume, False, False)
            at = string.end()
        else:
            scalar = _SCALAR.match(text, at)
            if scalar is None:
                return failed._replace(at=resume)
            at = scalar.end()
        # Closers, until a comma asks for the next value.
        while True:
            at = _skip(text, at)
            if not closers:
                if at == len(text):
                    return Stop(at, True, True)
                return Stop(resume, False, resume > start and text[resume - 1] in b"}]")
            mark = text[at : at + 1]
            if mark == b",":
                break
            if mark != bytes(closers[-1:]):
                return Stop(resume, False, False)
            closers.pop()
            at += 1
            resume = at
        at += 1
        if closers[-1] == 0x7D:
            at, resume = _key(text, at, resume)
            if at < 0:
                return Stop(resume, False, False)


def _skip(text: bytes, at: int) -> int:
    match = _SPACE.match(text, at)
    return at if match is None else match.end()


def _key(text: bytes, at: int, resume: int) -> tuple[int, int]:
    """Read a key and its colon; return where the value begins, -1 for nowhere, and the last string or bracket."""
    at = _skip(text, at)
    if text[at : at + 1] != b'"':
        return -1, resume
    string = _STRING.match(text, at)
    if string is None:
        return -1, at
    colon = _skip(text, string.end())
    return (colon + 1, at) if text[colon : colon + 1] == b":" else (-1, at)
