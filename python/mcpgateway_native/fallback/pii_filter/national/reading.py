"""Reads the characters of a number that count; whatever else a value holds (spaces, dots, hyphens) is skipped."""

from collections.abc import Iterable

_DIGITS = frozenset("0123456789")
_ALNUM = _DIGITS | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


def digits(value: str) -> list[int]:
    """Return the ASCII digits of `value`."""
    return [int(character) for character in value if character in _DIGITS]


def number(value: str, count: int) -> list[int]:
    """Return the digits of `value` if there are exactly `count` and they differ, otherwise nothing.

    One digit repeated passes many checksums and is nobody's number.
    """
    found = digits(value)
    return found if len(found) == count and len(set(found)) > 1 else []


def compact(value: str, count: int) -> str:
    """Return the ASCII letters (in upper case) and digits of `value` if there are exactly `count`, or nothing."""
    found = "".join(character for character in value if character in _ALNUM)
    return found.upper() if len(found) == count else ""


def is_digits(text: str) -> bool:
    """Whether `text` consists of ASCII digits."""
    return _DIGITS.issuperset(text)


def weighted(numbers: Iterable[int], weights: Iterable[int]) -> int:
    """Return the sum of the numbers, each times its weight; what has no partner does not count."""
    return sum(number * weight for number, weight in zip(numbers, weights, strict=False))


def joined(numbers: Iterable[int]) -> int:
    """Return the number that the digits write."""
    total = 0
    for digit in numbers:
        total = total * 10 + digit
    return total


def rank(character: str) -> int:
    """Return the place of an ASCII letter or digit: 0 to 9, then A = 10 to Z = 35."""
    return int(character, 36)


def luhn(numbers: list[int]) -> bool:
    """Whether the numbers pass the check digit of ISO/IEC 7812-1; those of two digits come from letters."""
    total = sum(numbers[-1::-2])
    for value in numbers[-2::-2]:
        total += 2 * value - 9 if value > 4 else 2 * value
    return total % 10 == 0
