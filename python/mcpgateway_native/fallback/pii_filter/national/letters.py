"""Check characters that are letters, or that letters take part in."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.dates import exists, pairs
from mcpgateway_native.fallback.pii_filter.national.reading import compact, digits, is_digits, joined, rank, weighted
from mcpgateway_native.fallback.pii_filter.national.shapes import is_state, mx_rfc_date


def _ie_pps(value: str) -> bool:
    """Irish PPS number (Revenue): modulo 23; a second letter A, B or H counts nine times, older ones nothing."""
    body = compact(value, 9) or compact(value, 8)
    if not body or not is_digits(body[:7]) or any(map(is_digits, body[7:])):
        return False
    if body[8:] not in ("", "A", "B", "H", "T", "W", "X"):
        return False
    second = rank(body[8]) - 9 if body[8:] in ("A", "B", "H") else 0
    total = weighted(digits(body[:7]), range(8, 1, -1)) + 9 * second
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == body[7]


_ES_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def _es_dni(value: str) -> bool:
    """Spanish DNI (Real Decreto 1553/2005): the letter is the remainder by 23."""
    body = compact(value, 9)
    return body != "" and is_digits(body[:8]) and _ES_LETTERS[int(body[:8]) % 23] == body[8]


def _es_nie(value: str) -> bool:
    """Spanish NIE: as the DNI, with X, Y, Z in front read as 0, 1, 2."""
    body = compact(value, 9)
    if not body or body[0] not in "XYZ" or not is_digits(body[1:8]):
        return False
    return _ES_LETTERS[("XYZ".index(body[0]) * 10_000_000 + int(body[1:8])) % 23] == body[8]


# Values of 0 to 9 and of A to J in odd places, then of K to Z (Decreto ministeriale 23 December 1976).
_IT_ODD = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
# Letters that stand for digits when two people would have the same code.
_IT_DIGITS = "LMNPQRSTUV"
_IT_MONTHS = "ABCDEHLMPRST"


def _it_digit(character: str) -> int:
    """Return the digit that a character stands for; -1 when it is none."""
    return rank(character) if is_digits(character) else _IT_DIGITS.find(character)


def _it_fiscal_code(value: str) -> bool:
    """Italian codice fiscale: check character modulo 26, date (day + 40 for women), omocodia letters."""
    body = compact(value, 16)
    if not body or any(map(is_digits, body[:6] + body[8] + body[11] + body[15])):
        return False
    figures = [_it_digit(body[at]) for at in (6, 7, 9, 10, 12, 13, 14)]
    if min(figures) < 0:
        return False
    month = _IT_MONTHS.find(body[8]) + 1
    year, day = joined(figures[:2]), joined(figures[2:4])
    total = 0
    for place, character in enumerate(body[:15]):
        position = rank(character) if is_digits(character) else rank(character) - 10
        total += position if place % 2 else _IT_ODD[position]
    return exists(year, month, day - 40 if day > 40 else day) and total % 26 == rank(body[15]) - 10


def _fi_hetu(value: str) -> bool:
    """Finnish henkilotunnus (DVV): remainder by 31 over date and individual number; it begins at 002."""
    body = compact(value, 10)
    sign = ""
    if not body:
        body = compact(value, 11)
        sign, body = body[6:7], body[:6] + body[7:]
    if not body or not is_digits(body[:9]) or (sign and sign not in "ABCDEFUVWXY"):
        return False
    figures = digits(body[:9])
    day, month, year = pairs(figures)
    if not exists(year, month, day) or joined(figures[6:]) < 2:
        return False
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[joined(figures) % 31] == body[9]


def _sg_nric(value: str) -> bool:
    """Singapore NRIC and FIN (ICA): weights 2, 7 to 2; T and G add 4, M adds 3."""
    body = compact(value, 9)
    if not body or body[0] not in "STFGM" or not is_digits(body[1:8]):
        return False
    total = weighted(digits(body[1:8]), (2, 7, 6, 5, 4, 3, 2))
    if body[0] in "ST":
        return "JZIHGFEDCBA"[(total + 4 * (body[0] == "T")) % 11] == body[8]
    if body[0] == "M":
        return "XWUTRQPNJLK"[(total + 3) % 11] == body[8]
    return "XWUTRQPNMLK"[(total + 4 * (body[0] == "G")) % 11] == body[8]


def _in_gstin(value: str) -> bool:
    """Indian GSTIN (GSTN): a state, a PAN, and Luhn modulo 36."""
    body = compact(value, 15)
    if not body or not is_digits(body[:2]) or not (1 <= int(body[:2]) <= 38 or int(body[:2]) in (97, 99)):
        return False
    shape = any(map(is_digits, body[2:7] + body[11])) or not is_digits(body[7:11]) or body[12] == "0"
    if shape or body[13] != "Z":
        return False
    total = 0
    for place, character in enumerate(body[:14]):
        product = rank(character) * (1 + place % 2)
        total += product // 36 + product % 36
    return (36 - total % 36) % 36 == rank(body[14])


def _mx_rank(character: str) -> int:
    """The letters of Mexican codes are numbered with an N with tilde between N and O."""
    return rank(character) + (character >= "O")


def _mx_curp(value: str) -> bool:
    """Mexican CURP (RENAPO): date, sex, state, weights 18 to 2, complement to 10."""
    body = compact(value, 18)
    if not body or any(map(is_digits, body[:4] + body[10:16])) or not is_digits(body[4:10] + body[17]):
        return False
    year, month, day = pairs(digits(body[4:10]))
    # A digit in the place before the last is for births in the last century.
    century = 1900 if is_digits(body[16]) else 2000
    if body[10] not in "HMX" or not is_state(body[11:13]) or not exists(century + year, month, day):
        return False
    return (10 - weighted(map(_mx_rank, body[:17]), range(18, 1, -1)) % 10) % 10 == rank(body[17])


def _mx_rfc(value: str) -> bool:
    """Mexican RFC (SAT) of a person: date, and the check character modulo 11 with A as 10."""
    body = compact(value, 13)
    if not body or not mx_rfc_date(value) or any(map(is_digits, body[:4])):
        return False
    # Alphabet of the SAT: 0 to 9, A to N, `&`, O to Z.
    check = -weighted(map(_mx_rank, body[:12]), range(13, 1, -1)) % 11
    return body[12] == "0123456789A"[check]


CHECKS: dict[str, Callable[[str], bool]] = {
    "ie_pps": _ie_pps,
    "es_dni": _es_dni,
    "es_nie": _es_nie,
    "it_fiscal_code": _it_fiscal_code,
    "fi_hetu": _fi_hetu,
    "sg_nric": _sg_nric,
    "in_gstin": _in_gstin,
    "mx_curp": _mx_curp,
    "mx_rfc": _mx_rfc,
}
