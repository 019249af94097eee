"""Whole numbers divided by 97, 89 or 511."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.reading import compact, is_digits, joined, number, weighted


def _be_national_number(value: str) -> bool:
    """Belgian Rijksregisternummer: 97 less the remainder by 97; a 2 in front for those born in 2000 to 2049.

    Months go up to 12, or by 20 or 40 more in BIS numbers; unknown months and days are 00.
    """
    figures = number(value, 11)
    if not figures or joined(figures[2:4]) % 20 > 12 or joined(figures[2:4]) > 52 or joined(figures[4:6]) > 31:
        return False
    serial, check = joined(figures[:9]), joined(figures[9:])
    recent = figures[0] < 5 and check == 97 - (2_000_000_000 + serial) % 97
    return recent or check == 97 - serial % 97


def _fr_nir(value: str) -> bool:
    """French NIR (INSEE): key 97 less the remainder by 97; Corsica 2A counts as 19 and 2B as 18."""
    body = compact(value, 15)
    department = {"2A": "19", "2B": "18"}.get(body[5:7], body[5:7])
    plain = body[:5] + department + body[7:]
    if not body or not is_digits(plain) or plain[0] not in "123478" or plain[5:7] == "00":
        return False
    month = int(plain[3:5])
    possible = 1 <= month <= 12 or 20 <= month <= 42 or month >= 50
    return possible and 97 - int(plain[:13]) % 97 == int(plain[13:])


def _fr_tax_number(value: str) -> bool:
    """French numero fiscal de reference (DGFiP): the remainder by 511 is in the last three digits."""
    figures = number(value, 13)
    return bool(figures) and figures[0] <= 3 and joined(figures[:10]) % 511 == joined(figures[10:])


def _es_social_security(value: str) -> bool:
    """Spanish NUSS/NAF (Seguridad Social): remainder by 97; serials under ten million lose their zero."""
    figures = number(value, 12)
    if not figures or not 1 <= joined(figures[:2]) <= 66:
        return False
    serial = joined(figures[2:10])
    base = joined(figures[:2]) * 10_000_000 + serial if serial < 10_000_000 else joined(figures[:10])
    return base % 97 == joined(figures[10:])


def _au_abn(value: str) -> bool:
    """Australian Business Number (ABR): first digit less one, weights 10, 1, 3 to 19, divisible by 89."""
    figures = number(value, 11)
    # The first two digits are the check: 11 to 99.
    if not figures or joined(figures[:2]) < 11:
        return False
    return (weighted(figures, (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)) - 10) % 89 == 0


CHECKS: dict[str, Callable[[str], bool]] = {
    "be_national_number": _be_national_number,
    "fr_nir": _fr_nir,
    "fr_tax_number": _fr_tax_number,
    "es_social_security": _es_social_security,
    "au_abn": _au_abn,
}
