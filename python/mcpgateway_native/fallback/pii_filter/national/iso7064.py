"""The check characters of ISO/IEC 7064."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.dates import exists
from mcpgateway_native.fallback.pii_filter.national.reading import compact, digits, is_digits, joined, number


def _de_tax_id(value: str) -> bool:
    """German Steuer-ID (BZSt): mod 11,10; of the first ten digits exactly one stands there twice or thrice.

    Three times in a row does not happen.
    """
    figures = number(value, 11)
    if not figures or figures[0] == 0:
        return False
    repeated = [digit for digit in range(10) if figures[:10].count(digit) > 1]
    if len(repeated) != 1 or figures[:10].count(repeated[0]) > 3:
        return False
    if any(figures[at] == figures[at + 1] == figures[at + 2] for at in range(8)):
        return False
    product = 10
    for figure in figures[:10]:
        product = 2 * ((product + figure) % 10 or 10) % 11
    return (11 - product) % 10 == figures[10]


def _cn_resident_id(value: str) -> bool:
    """Chinese resident identity number (GB 11643-1999): mod 11-2 with X as 10, region and date of birth."""
    body = compact(value, 18)
    if not body or not is_digits(body[:17]) or not (is_digits(body[17]) or body[17] == "X"):
        return False
    figures = digits(body[:17])
    region, year = joined(figures[:2]), joined(figures[6:10])
    born = 1800 <= year <= 2099 and exists(year, joined(figures[10:12]), joined(figures[12:14]))
    return 11 <= region <= 83 and born and _mod_11_2(body)


def _mod_11_2(body: str) -> bool:
    total = 0
    for character in body:
        total = (2 * total + (10 if character == "X" else int(character))) % 11
    return total == 1


CHECKS: dict[str, Callable[[str], bool]] = {"de_tax_id": _de_tax_id, "cn_resident_id": _cn_resident_id}
