"""Check digits modulo 11."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.dates import exists, pairs
from mcpgateway_native.fallback.pii_filter.national.reading import compact, digits, is_digits, joined, number, weighted
from mcpgateway_native.fallback.pii_filter.national.shapes import kr_rrn_date


def _gb_nhs(value: str) -> bool:
    """NHS number (NHS Data Dictionary): weights 10 to 2, and the check digit once."""
    figures = number(value, 10)
    return bool(figures) and weighted(figures, range(10, 0, -1)) % 11 == 0


def _gb_utr(value: str) -> bool:
    """UK Unique Taxpayer Reference (HMRC): the check digit comes first."""
    figures = number(value, 10)
    if not figures:
        return False
    rest = weighted(figures[1:], (6, 7, 8, 9, 10, 5, 4, 3, 2)) % 11
    return figures[0] == (2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1)[rest]


def _at_social_security(value: str) -> bool:
    """Austrian Versicherungsnummer: fourth digit is the remainder by 11; month 13 to 15 when days ran out."""
    figures = number(value, 10)
    if not figures or figures[0] == 0:
        return False
    day, month, year = pairs(figures[4:])
    born = exists(year, month, day) or (13 <= month <= 15 and 1 <= day <= 31)
    return born and weighted(figures, (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)) % 11 == figures[3]


def _pt_nif(value: str) -> bool:
    """Portuguese NIF (Autoridade Tributaria): weights 9 to 2, complement to 11, 10 and 11 become 0."""
    figures = number(value, 9)
    if not figures or figures[0] == 0:
        return False
    return (11 - weighted(figures, range(9, 1, -1)) % 11) % 11 % 10 == figures[8]


def _pl_nip(value: str) -> bool:
    """Polish NIP: the remainder by 11 is the last digit."""
    figures = number(value, 10)
    return bool(figures) and weighted(figures, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == figures[9]


def _pl_regon(value: str) -> bool:
    """Polish REGON (GUS): nine digits, or fourteen of which the first nine are one as well."""
    figures = number(value, 9) or number(value, 14)
    if not figures or weighted(figures, (8, 9, 2, 3, 4, 5, 6, 7)) % 11 % 10 != figures[8]:
        return False
    return len(figures) == 9 or weighted(figures, (2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8)) % 11 % 10 == figures[13]


def _no_national_id(value: str) -> bool:
    """Norwegian fodselsnummer and D-number (Skatteetaten): two check digits; day + 40, month + 40 or + 80."""
    figures = number(value, 11)
    if not figures:
        return False
    day, month, year = pairs(figures)
    first = weighted(figures, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    second = weighted(figures, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    return first % 11 == 0 and second % 11 == 0 and exists(year, month % 40, day - 40 if day > 40 else day)


def _birth_number(value: str) -> bool:
    """Czech and Slovak rodne cislo: divisible by 11; from 1954 to 1985 a remainder of 10 was written as 0.

    Nine digits (before 1954) have no check digit. Women: month + 50; days that ran out: month + 20.
    """
    figures = digits(value)
    if len(figures) not in (9, 10):
        return False
    year, month, day = pairs(figures)
    month -= 50 if month > 50 else 0
    month -= 20 if month > 20 else 0
    if not exists(year, month, day):
        return False
    if len(figures) == 9:
        return year <= 53 and any(figures[6:])
    return joined(figures) % 11 == 0 or (54 <= year <= 85 and joined(figures[:9]) % 11 == 10 and figures[9] == 0)


def _two(figures: list[int], first: list[int], second: list[int]) -> bool:
    """Brazilian pairs of check digits: remainder by 11 taken from 11, and 10 and 11 become 0."""
    return all((11 - weighted(figures, weights) % 11) % 11 % 10 == figures[len(weights)] for weights in (first, second))


def _br_cpf(value: str) -> bool:
    """Brazilian CPF (Receita Federal): weights 10 to 2, then 11 to 2."""
    figures = number(value, 11)
    return bool(figures) and _two(figures, list(range(10, 1, -1)), list(range(11, 1, -1)))


def _br_cnpj(value: str) -> bool:
    """Brazilian CNPJ (Receita Federal, with letters since IN RFB 2229/2024): places in ASCII less 48."""
    body = compact(value, 14)
    if not body or not is_digits(body[12:]) or len(set(body)) == 1:
        return False
    second = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
    return _two([ord(character) - 48 for character in body], second[1:], second)


def _br_pis(value: str) -> bool:
    """Brazilian PIS/PASEP/NIT: weights 3, 2, 9 to 2."""
    figures = number(value, 11)
    weights = (3, 2, 9, 8, 7, 6, 5, 4, 3, 2)
    return bool(figures) and (11 - weighted(figures, weights) % 11) % 11 % 10 == figures[10]


_CUIT_KINDS = frozenset((20, 23, 24, 25, 26, 27, 30, 33, 34, 50, 51, 55))


def _ar_cuit(value: str) -> bool:
    """Argentine CUIT and CUIL (ARCA): known kind, weights 5 to 2 and 7 to 2, complement to 11; never 10."""
    figures = number(value, 11)
    if not figures or joined(figures[:2]) not in _CUIT_KINDS:
        return False
    return weighted(figures, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _cl_rut(value: str) -> bool:
    """Chilean RUT (Registro Civil): weights 2 to 7 from the right, 10 is written K."""
    body = compact(value, 9) or compact(value, 8)
    if not body or not is_digits(body[:-1]):
        return False
    figures = digits(body[:-1])
    rest = (11 - weighted(reversed(figures), (2, 3, 4, 5, 6, 7, 2, 3)) % 11) % 11
    return len(set(figures)) > 1 and body[-1] == "0123456789K"[rest]


def _au_tfn(value: str) -> bool:
    """Australian Tax File Number (ATO): eight or nine digits."""
    figures = number(value, 9)
    if figures:
        return weighted(figures, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0
    return bool(number(value, 8)) and weighted(digits(value), (10, 7, 8, 4, 6, 3, 5, 1)) % 11 == 0


def _nz_ird(value: str) -> bool:
    """New Zealand IRD number (Inland Revenue): first weights, and others when they leave 10."""
    figures = number(value, 9) or number(value, 8)
    if not figures or not 10_000_000 <= joined(figures) < 200_000_000:
        return False
    figures = [0] * (9 - len(figures)) + figures
    check = -weighted(figures, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    if check == 10:
        check = -weighted(figures, (7, 4, 3, 2, 5, 2, 7, 6)) % 11
    return check == figures[8]


def _kr_rrn(value: str) -> bool:
    """Korean resident registration number with the check digit that was given out until October 2020."""
    figures = number(value, 13)
    if not figures or not kr_rrn_date(value):
        return False
    return (11 - weighted(figures, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10 == figures[12]


def _jp_my_number(value: str) -> bool:
    """Japanese individual number (Order 85 of 2014, MIC): complement to 11, 10 and 11 become 0."""
    figures = number(value, 12)
    if not figures:
        return False
    return (11 - weighted(figures, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11) % 11 % 10 == figures[11]


CHECKS: dict[str, Callable[[str], bool]] = {
    "gb_nhs": _gb_nhs,
    "gb_utr": _gb_utr,
    "at_social_security": _at_social_security,
    "pt_nif": _pt_nif,
    "pl_nip": _pl_nip,
    "pl_regon": _pl_regon,
    "no_national_id": _no_national_id,
    "birth_number": _birth_number,
    "br_cpf": _br_cpf,
    "br_cnpj": _br_cnpj,
    "br_pis": _br_pis,
    "ar_cuit": _ar_cuit,
    "cl_rut": _cl_rut,
    "au_tfn": _au_tfn,
    "nz_ird": _nz_ird,
    "kr_rrn": _kr_rrn,
    "jp_my_number": _jp_my_number,
}
