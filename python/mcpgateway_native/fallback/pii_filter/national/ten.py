"""Check digits modulo 10: Luhn, and sums with other weights."""

from collections.abc import Callable
from functools import partial

from mcpgateway_native.fallback.pii_filter.national.dates import exists, pairs
from mcpgateway_native.fallback.pii_filter.national.reading import (
    compact,
    digits,
    is_digits,
    joined,
    luhn,
    number,
    rank,
    weighted,
)


def _luhn(count: int, value: str) -> bool:
    """ISO/IEC 7812-1, over exactly `count` digits."""
    figures = number(value, count)
    return bool(figures) and luhn(figures)


def _ca_sin(value: str) -> bool:
    """Canadian Social Insurance Number (Service Canada): Luhn; 0 and 8 never come first."""
    figures = number(value, 9)
    return bool(figures) and figures[0] not in (0, 8) and luhn(figures)


def _us_aba_routing(value: str) -> bool:
    """US routing number (American Bankers Association): Federal Reserve prefix, weights 3, 7, 1."""
    figures = number(value, 9)
    if not figures:
        return False
    prefix = joined(figures[:2])
    issued = prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80
    return issued and weighted(figures, (3, 7, 1) * 3) % 10 == 0


def _de_pension_insurance(value: str) -> bool:
    """German Versicherungsnummer (VKVV section 4): digit sums of the products, the letter as two digits."""
    body = compact(value, 12)
    if not body or not is_digits(body[:8] + body[9:]) or is_digits(body[8]):
        return False
    letter = rank(body[8]) - 9
    figures = [*digits(body[:8]), letter // 10, letter % 10, *digits(body[9:])]
    day, month, year = pairs(figures[2:8])
    products = (figure * weight for figure, weight in zip(figures, (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=False))
    return exists(year, month, day) and sum(p // 10 + p % 10 for p in products) % 10 == figures[12]


def _icao(value: str) -> bool:
    """German identity cards and passports: ICAO Doc 9303 check digit (7, 3, 1) behind nine characters.

    Without the check digit there is nothing to check.
    """
    body = compact(value, 10)
    if not body:
        return compact(value, 9) != ""
    return is_digits(body[9]) and weighted(map(rank, body), (7, 3, 1) * 3) % 10 == rank(body[9])


def _ch_ahv(value: str) -> bool:
    """Swiss AHV number (BSV/OFAS): country code 756 and the check digit of EAN-13."""
    figures = number(value, 13)
    return figures[:3] == [7, 5, 6] and weighted(figures, (1, 3) * 6 + (1,)) % 10 == 0


def _fr_siret(value: str) -> bool:
    """French SIRET (INSEE): Luhn, and so has the SIREN in front; the post office's have a sum divisible by five."""
    figures = number(value, 14)
    if not figures:
        return False
    post = joined(figures[:9]) == 356_000_000 and sum(figures) % 5 == 0
    return luhn(figures[:9]) and (luhn(figures) or post)


def _es_cif(value: str) -> bool:
    """Spanish CIF (Ley 58/2003): Luhn over seven digits; the control character is a digit or a letter."""
    body = compact(value, 9)
    if not body or body[0] not in "ABCDEFGHJNPQRSUVW" or not is_digits(body[1:8]):
        return False
    control = rank(body[8]) if is_digits(body[8]) else (rank(body[8]) - 9) % 10
    return (is_digits(body[8]) or body[8] <= "J") and luhn([*digits(body[1:8]), control])


def _pt_citizen_card(value: str) -> bool:
    """Portuguese Cartao de Cidadao: Luhn with letters as 10 to 35, doubled values above 9 less 9."""
    body = compact(value, 12)
    if not body or not is_digits(body[:9] + body[11]):
        return False
    return luhn([rank(character) for character in body])


def _pt_niss(value: str) -> bool:
    """Portuguese NISS: weights are the primes from 29 down to 2, check digit 9 less the remainder by 10."""
    figures = number(value, 11)
    if not figures or figures[0] not in (1, 2):
        return False
    return 9 - weighted(figures, (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == figures[10]


def _it_vat(value: str) -> bool:
    """Italian partita IVA: Luhn over eleven digits, with the number of a tax office in digits 8 to 10."""
    figures = number(value, 11)
    if not figures:
        return False
    office = joined(figures[7:10])
    return any(figures[:7]) and (1 <= office <= 100 or office in (120, 121, 888, 999)) and luhn(figures)


def _pl_pesel(value: str) -> bool:
    """Polish PESEL (Ministry of Digital Affairs): date with the century in the month, weights 1, 3, 7, 9."""
    figures = number(value, 11)
    if not figures:
        return False
    year, month, day = pairs(figures)
    century = (1900, 2000, 2100, 2200, 1800)[month // 20]
    return exists(century + year, month % 20, day) and weighted(figures, (1, 3, 7, 9) * 2 + (1, 3, 1)) % 10 == 0


def _pl_id_card(value: str) -> bool:
    """Polish dowod osobisty: weights 7, 3, 1, with the check digit in fourth place counted nine times."""
    body = compact(value, 9)
    if not body or not is_digits(body[3:]) or any(map(is_digits, body[:3])):
        return False
    return weighted(map(rank, body), (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def _se_personal_number(value: str) -> bool:
    """Swedish personnummer and samordningsnummer (Skatteverket, day + 60): Luhn over the last ten digits."""
    figures = number(value, 10) or number(value, 12)
    if not figures:
        return False
    century = 100 * joined(figures[:-10])
    if len(figures) == 12 and century not in (1800, 1900, 2000):
        return False
    year, month, day = pairs(figures[-10:])
    return exists(century + year, month, day - 60 if day > 60 else day) and luhn(figures[-10:])


def _au_medicare(value: str) -> bool:
    """Australian Medicare card (Services Australia): weights 1, 3, 7, 9, then an issue number that is not 0."""
    figures = number(value, 10) or number(value, 11)
    if not figures:
        return False
    return 2 <= figures[0] <= 6 and weighted(figures, (1, 3, 7, 9) * 2) % 10 == figures[8] and figures[9] > 0


def _za_id(value: str) -> bool:
    """South African identity number (Home Affairs): date, citizenship 0 to 2, Luhn."""
    figures = number(value, 13)
    if not figures:
        return False
    year, month, day = pairs(figures)
    return exists(year, month, day) and figures[10] <= 2 and luhn(figures)


# The numbers of the letters, A to Z, by the order in which the places were numbered.
_TW_LETTERS = (10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33)


def _tw_national_id(value: str) -> bool:
    """Taiwanese identity number (Ministry of the Interior) and resident number, new (8, 9) and old (A to D)."""
    body = compact(value, 10)
    if not body or is_digits(body[0]) or not is_digits(body[2:]) or body[1] not in "1289ABCD":
        return False
    area = _TW_LETTERS[rank(body[0]) - 10]
    second = _TW_LETTERS[rank(body[1]) - 10] % 10 if not is_digits(body[1]) else rank(body[1])
    figures = [area // 10, area % 10, second, *digits(body[2:])]
    return weighted(figures, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)) % 10 == 0


def _tr_identity_number(value: str) -> bool:
    """Turkish T.C. Kimlik No (NVI): the tenth digit from odd and even places, the eleventh from all."""
    figures = number(value, 11)
    if not figures or figures[0] == 0:
        return False
    tenth = 7 * sum(figures[:9:2]) - sum(figures[1:8:2])
    return tenth % 10 == figures[9] and sum(figures[:10]) % 10 == figures[10]


CHECKS: dict[str, Callable[[str], bool]] = {
    "us_aba_routing": _us_aba_routing,
    "de_pension_insurance": _de_pension_insurance,
    "de_id_document": _icao,
    "ch_ahv": _ch_ahv,
    "fr_siren": partial(_luhn, 9),
    "fr_siret": _fr_siret,
    "es_cif": _es_cif,
    "pt_citizen_card": _pt_citizen_card,
    "pt_niss": _pt_niss,
    "it_vat": _it_vat,
    "pl_pesel": _pl_pesel,
    "pl_id_card": _pl_id_card,
    "se_personal_number": _se_personal_number,
    "in_voter_id": partial(_luhn, 7),
    "ca_sin": _ca_sin,
    "au_medicare": _au_medicare,
    "za_id": _za_id,
    "tw_national_id": _tw_national_id,
    "tr_identity_number": _tr_identity_number,
    "il_identity_number": partial(_luhn, 9),
}
