"""What a match has to pass besides its pattern: number ranges, issuers and checksums."""

import functools
import re
from collections.abc import Callable

from mcpgateway_native import _rules

_NOT_DIGIT = re.compile("[^0-9]+")
_DATE_MARK = re.compile("[-/.]")


def _ssn(value: str) -> bool:
    """US Social Security number: areas 000, 666 and 900 up, group 00 and serial 0000 are never issued."""
    digits = _NOT_DIGIT.sub("", value)
    area, group, serial = digits[:3], digits[3:5], digits[5:]
    return len(digits) == 9 and area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def _bsn(value: str) -> bool:
    """Dutch burgerservicenummer: the "elfproef", weights 9 to 2 and -1, divisible by 11."""
    digits = _NOT_DIGIT.sub("", value)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))
    return len(digits) == 9 and digits != "000000000" and total % 11 == 0


def _card(value: str) -> bool:
    number = value.replace(" ", "").replace("-", "")
    prefixes = _issuer_prefixes().get(len(number), ())
    return any(low <= number[: len(low)] <= high for low, high in prefixes) and luhn(number)


@functools.cache
def _issuer_prefixes() -> dict[int, list[tuple[str, str]]]:
    """The number prefixes of card issuers (first and last of each range), by the length of the number."""
    prefixes: dict[int, list[tuple[str, str]]] = {}
    for issuer in _rules.load("pii_filter")["card_issuer"]:
        for length in issuer["lengths"]:
            prefixes.setdefault(length, []).append((issuer["from"], issuer["to"]))
    return prefixes


def luhn(number: str) -> bool:
    """The check digit of ISO/IEC 7812-1."""
    total = sum(map(int, number[-1::-2])) + sum(sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return total % 10 == 0


def _phone(value: str) -> bool:
    """Between 7 and 15 digits (E.164), and brackets that close what they open."""
    depth = 0
    for character in value:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return depth == 0 and 7 <= len(_NOT_DIGIT.sub("", value)) <= 15


def _ipv4(value: str) -> bool:
    octets = value.split(".")
    return len(octets) == 4 and all(octet.isdecimal() and int(octet) <= 255 for octet in octets)


_GROUP = re.compile("[0-9A-Fa-f]{1,4}")
# No leading zeros here: in an address they could mean octal.
_OCTETS = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")


def _ipv6(value: str) -> bool:
    """RFC 4291 text form. Without a decimal digit it is more likely a name such as `dead::beef`."""
    if not has_digit(value):
        return False
    head, gap, tail = value.partition("::")
    if "::" in tail or tail.startswith(":"):
        return False
    if not gap:
        return _groups(head, True) == 8
    left = _groups(head, False) if head else 0
    right = _groups(tail, True) if tail else 0
    # The gap stands for at least one group.
    return left is not None and right is not None and left + right <= 7


def _groups(text: str, dotted_end: bool) -> int | None:
    """Count the groups of 16 bits in part of an address; None when it is not one."""
    groups = text.split(":")
    count = len(groups)
    if dotted_end and "." in groups[-1]:
        last = groups.pop()
        if not _OCTETS.fullmatch(last) or not _ipv4(last):
            return None
        count += 1
    return count if all(map(_GROUP.fullmatch, groups)) else None


def _date(value: str) -> bool:
    """Three numbers of which two can be a month and a day."""
    fields = _DATE_MARK.split(value)
    if len(fields) != 3:
        return False
    first, second, third = map(int, fields)
    if len(fields[0]) == 4:
        return _month_and_day(second, third)
    return _month_and_day(first, second) or _month_and_day(second, first)


def _month_and_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _iban(value: str) -> bool:
    """ISO 13616: the length that belongs to the country, and the check digits of ISO 7064 mod 97-10."""
    number = value.replace(" ", "").replace("-", "").upper()
    if _rules.load("pii_filter")["iban_length"].get(number[:2]) != len(number):
        return False
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def has_digit(value: str) -> bool:
    """Whether there is an ASCII digit in `value`."""
    return not set("0123456789").isdisjoint(value)


# By the names of the rule file.
CHECKS: dict[str, Callable[[str], bool]] = {
    "ssn": _ssn,
    "bsn": _bsn,
    "card": _card,
    "phone": _phone,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "date": _date,
    "iban": _iban,
    "has_digit": has_digit,
}
