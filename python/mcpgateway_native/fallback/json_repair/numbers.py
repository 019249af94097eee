"""Numbers in the notations of other languages."""

import re
from enum import Enum

from mcpgateway_native.fallback.json_repair import strict

_LARGEST = (1 << 64) - 1
_BASED = re.compile(rb"0(?:[xX]([0-9A-Fa-f]+)|[oO]([0-7]+)|[bB]([01]+))")


class Number(Enum):
    """What a word that may be a number is."""

    VALID = "a number of JSON"
    REPAIRED = "the same number as JSON writes it"
    TRUNCATED = "what is there of a number that breaks off, made whole"
    TEXT = "digits that are no one number: a version, an identifier with leading zeros"
    NO = "something else"


def read(token: bytes, last: bool) -> tuple[Number, bytes]:
    """Read `token`, with which the text ends if `last`; return what it is and how JSON writes it."""
    if strict.number(token):
        return Number.VALID, token
    sign, digits = b"", token
    if token[:1] in (b"-", b"+"):
        sign, digits = token[:1].replace(b"+", b""), token[1:]
    based = _based(digits)
    if based is not None:
        return Number.REPAIRED, sign + based
    if not _decodes(digits):
        return Number.NO, b""
    if not digits:
        return (Number.TRUNCATED, b"-0") if last and token == b"-" else (Number.NO, b"")
    if digits[:1] not in (b".", *_DIGITS) or not any(byte in b"0123456789" for byte in digits):
        return Number.NO, b""
    fixed, cut = _completed(sign, digits.removesuffix(b"n").replace(b"_", b""))
    valid = strict.number(fixed) and (b"_" not in digits or _grouped(digits))
    if valid and cut and last:
        return Number.TRUNCATED, fixed
    if valid and not (cut and last) and (not cut or digits.endswith(b".")):
        return Number.REPAIRED, fixed
    return Number.TEXT, b""


_DIGITS = tuple(b"%d" % digit for digit in range(10))


def _decodes(digits: bytes) -> bool:
    try:
        digits.decode()
    except UnicodeDecodeError:
        return False
    return True


def _completed(sign: bytes, plain: bytes) -> tuple[bytes, bool]:
    """Add the zeros that JSON asks for; also return whether the number breaks off."""
    fixed = sign + (b"0" if plain.startswith(b".") else b"") + plain
    cut = fixed.endswith((b"e", b"E", b"+", b"-", b"."))
    point = fixed.find(b".")
    if point >= 0 and not fixed[point + 1 : point + 2].isdigit():
        fixed = fixed[: point + 1] + b"0" + fixed[point + 1 :]
    if cut and fixed.endswith((b"e", b"E", b"+", b"-")):
        fixed += b"0"
    return fixed, cut


def _grouped(digits: bytes) -> bool:
    """Whether single underscores stand between digits only."""
    return all(digits.split(b"_")) and b"_." not in digits and b"._" not in digits


def _based(digits: bytes) -> bytes | None:
    """Return a whole number to base 2, 8 or 16 in decimal."""
    match = _BASED.fullmatch(digits)
    if match is None:
        return None
    for text, base in zip(match.groups(), (16, 8, 2), strict=True):
        if text is not None:
            value = int(text, base)
            return None if value > _LARGEST else b"%d" % value
    return None
