"""What a match has to pass besides its pattern: number ranges, issuers and checksums."""

import functools
import re
from collections.abc import Callable

from mcpgateway_native import _rules

_NOT_DIGIT = re.compile("[^0-9]+")
_ALNUM = re.compile("[0-9A-Za-z]")
_LETTER = re.compile("[A-Za-z]")
_DIGITS = re.compile("[0-9]+")
_TIME_MARK = re.compile("[Tt]")
# Whatever the label, a value that is written like this is the day of something.
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4}")
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


class _Phone:
    """A telephone number without its extension, and without the `(0)` that is dialled inside the country only."""

    __slots__ = ("balanced", "digits", "marks")

    def __init__(self, value: str) -> None:
        extension = _LETTER.search(value)
        number = (value if extension is None else value[: extension.start()]).rstrip(" ").replace("(0)", "")
        self.digits = _NOT_DIGIT.sub("", number)
        self.marks = len(number) > len(self.digits)
        self.balanced = number.count("(") == number.count(")") and _closes_what_it_opens(number)


def _closes_what_it_opens(number: str) -> bool:
    depth = 0
    for character in number:
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return True


def _phone(value: str) -> bool:
    """Between 7 and 15 digits (E.164), and brackets that close what they open."""
    number = _Phone(value)
    return number.balanced and 7 <= len(number.digits) <= 15 and not _DATE.fullmatch(value)


def _phone_international(value: str) -> bool:
    """A country code, and as many digits as its numbering plan has."""
    number = _Phone(value)
    return number.balanced and _is_international(number.digits)


def _phone_international_00(value: str) -> bool:
    """The same behind 00 in place of the plus sign; with a mark somewhere, since bare digits are padded numbers."""
    number = _Phone(value)
    return number.balanced and number.marks and number.digits.startswith("00") and _is_international(number.digits[2:])


def _phone_national(value: str) -> bool:
    """With the national prefix 0: 9 to 12 digits."""
    return 9 <= len(_Phone(value).digits) <= 12


def _is_international(digits: str) -> bool:
    plans: dict[str, list[int]] = _rules.load("pii_filter")["phone_lengths"]
    # No country code is the beginning of another.
    for length in (3, 2, 1):
        plan = plans.get(digits[:length]) if len(digits) >= length else None
        if plan is not None:
            return plan[0] <= len(digits) - length <= plan[1]
    return 7 <= len(digits) <= 15


def _luhn(value: str) -> bool:
    return luhn(_NOT_DIGIT.sub("", value))


# The users of version control servers, as in `git@host:path`.
_SERVICES = frozenset(("git", "hg", "svn"))
# A picture for dense screens, `icon@2x.png`.
_SCALED_PICTURE = re.compile(
    "[0-9]{1,2}[Xx][.](?:[Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]|[Gg][Ii][Ff]|[Ww][Ee][Bb][Pp]|[Ss][Vv][Gg])"
)


def _email(value: str) -> bool:
    local, _, domain = value.partition("@")
    return local.lower() not in _SERVICES and not _SCALED_PICTURE.fullmatch(domain)


def _ipv4(value: str) -> bool:
    """Four numbers up to 255. Nobody's address ends in three zeros; versions of browsers do."""
    return _is_ipv4(value) and not value.endswith(".0.0.0")


def _is_ipv4(value: str) -> bool:
    octets = value.split(".")
    return len(octets) == 4 and all(octet.isdecimal() and int(octet) <= 255 for octet in octets)


_HEX = re.compile("[0-9A-Fa-f]")
_GROUP = re.compile("[0-9A-Fa-f]{1,4}")
# No leading zeros here: in an address they could mean octal.
_OCTETS = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}")


def _ipv6(value: str) -> bool:
    """RFC 4291 text form, with zone (RFC 4007) and prefix length.

    Without a decimal digit it is more likely a name such as `dead::beef`, and with less than five digits a slice or a
    path of a program.
    """
    address, slash, prefix = value.partition("/")
    address = address.partition("%")[0]
    if slash and not (prefix.isdecimal() and int(prefix) <= 128):
        return False
    return has_digit(address) and _is_likely(address) and _is_ipv6(address)


def _is_likely(address: str) -> bool:
    if "::" not in address or "." in address or address == "::1":
        return True
    digits = _HEX.findall(address)
    # A network may end in the gap.
    long = len(digits) > 4 or (len(digits) == 4 and address.endswith("::") and _LETTER.search(address) is not None)
    return long and not _is_name(address)


def _is_name(address: str) -> bool:
    """`abc::def1` is a path in a program.

    Addresses in use begin with a digit, or with f in unique local, link-local and multicast ones.
    """
    first = address.partition(":")[0]
    local = len(first) == 4 and first[0] in "fF" and first[1] in "cdefCDEF"
    return first != "" and not has_digit(first) and not local


def _is_ipv6(address: str) -> bool:
    head, gap, tail = address.partition("::")
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
        if not _OCTETS.fullmatch(last) or not _is_ipv4(last):
            return None
        count += 1
    return count if all(map(_GROUP.fullmatch, groups)) else None


def _mac(value: str) -> bool:
    """Twelve hexadecimal digits with a decimal one among them, not all alike.

    In pairs with hyphens they could be numbers, so one has to be a letter.
    """
    digits = "".join(_HEX.findall(value)).lower()
    letter = not digits.isdecimal()
    return has_digit(digits) and len(digits) == 12 and (letter or "-" not in value) and len(set(digits)) > 1


def _date(value: str) -> bool:
    """Three numbers of which two can be a month and a day; a time of day may follow."""
    day = _TIME_MARK.split(value, maxsplit=1)[0].replace(". ", ".").partition(" ")[0]
    fields = _DATE_MARK.split(day)
    if len(fields) != 3:
        return False
    first, second, third = (int(field) if field.isdecimal() else 0 for field in fields)
    if len(fields[0]) == 4:
        return _month_and_day(second, third)
    return _month_and_day(first, second) or _month_and_day(second, first)


def _spelled_date(value: str) -> bool:
    """A day, a month's name and a year, in either order."""
    digits = _DIGITS.search(value)
    return digits is not None and 1 <= int(digits[0]) <= 31


def _month_and_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= 31


def _iban(value: str) -> bool:
    """ISO 13616: the length that belongs to the country, and the check digits of ISO 7064 mod 97-10."""
    number = value.replace(" ", "").replace("-", "").upper()
    if _rules.load("pii_filter")["iban_length"].get(number[:2]) != len(number):
        return False
    return int("".join(str(int(character, 36)) for character in number[4:] + number[:4])) % 97 == 1


def _licence(value: str) -> bool:
    """5 to 20 letters and digits, at least two of them digits: `GPLv3` is a licence of another kind."""
    characters, digits = len(_ALNUM.findall(value)), len(_NOT_DIGIT.sub("", value))
    return 5 <= characters <= 20 and digits >= 2 and not _DATE.fullmatch(value)


def _account(value: str) -> bool:
    """8 to 17 digits that are not written as a date."""
    return not _DATE.fullmatch(value) and 8 <= len(_NOT_DIGIT.sub("", value)) <= 17


def has_digit(value: str) -> bool:
    """Whether there is an ASCII digit in `value`."""
    return not set("0123456789").isdisjoint(value)


# By the names of the rule files; there are more in the modules beside this one.
CHECKS: dict[str, Callable[[str], bool]] = {
    "ssn": _ssn,
    "bsn": _bsn,
    "card": _card,
    "luhn": _luhn,
    "email": _email,
    "phone": _phone,
    "phone_international": _phone_international,
    "phone_international_00": _phone_international_00,
    "phone_national": _phone_national,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "mac": _mac,
    "date": _date,
    "spelled_date": _spelled_date,
    "iban": _iban,
    "licence": _licence,
    "account": _account,
    "has_digit": has_digit,
}
