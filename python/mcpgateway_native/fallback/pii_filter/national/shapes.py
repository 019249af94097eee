"""Numbers without a checksum, or with one that is not published: ranges that are issued, and dates."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.dates import exists, pairs
from mcpgateway_native.fallback.pii_filter.national.reading import compact, digits, is_digits, joined, number


def _us_itin(value: str) -> bool:
    """US Individual Taxpayer Identification Number (IRS): 9xx, then a group in the ranges that are issued."""
    figures = number(value, 9)
    if not figures:
        return False
    group = joined(figures[3:5])
    return figures[0] == 9 and (50 <= group <= 65 or (70 <= group <= 99 and group not in (89, 93)))


# Two digits that the IRS gives to no office.
_NO_CAMPUS = frozenset((0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97))


def _us_ein(value: str) -> bool:
    """US Employer Identification Number (IRS): the first two digits name an issuing office."""
    figures = number(value, 9)
    return bool(figures) and joined(figures[:2]) not in _NO_CAMPUS


def _gb_nino(value: str) -> bool:
    """UK National Insurance number (HMRC NIM39110): letters that are not used, pairs that are not issued."""
    body = compact(value, 9) or compact(value, 8)
    return (
        body != ""
        and "A" <= body[0] <= "Z"
        and "A" <= body[1] <= "Z"
        and body[0] not in "DFIQUV"
        and body[1] not in "DFIOQUV"
        and body[:2] not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ")
        and is_digits(body[2:8])
        and body[8:] in ("", "A", "B", "C", "D")
    )


def _gb_driving_licence(value: str) -> bool:
    """GB driver number (DVLA): surname filled up with 9, decade, month (+50 for women), day, year, initials."""
    body = compact(value, 16) or compact(value, 18)[:16]
    if not body or body[0] == "9" or not is_digits(body[5:11]):
        return False
    surname = body[:5].rstrip("9")
    month, day = int(body[6:8]), int(body[8:10])
    # The year is in two places: its tens before the month, its ones behind the day.
    year = int(body[5] + body[10])
    return (
        surname.isalpha()
        and all("A" <= letter <= "Z" or letter == "9" for letter in body[11:13])
        and exists(year, month - 50 if month > 50 else month, day)
        and not is_digits(body[14])
        and not is_digits(body[15])
    )


def _dk_cpr(value: str) -> bool:
    """Danish CPR number (CPR-kontoret): a date. The check digit has not been kept up since 2007."""
    figures = number(value, 10)
    if not figures:
        return False
    day, month, year = pairs(figures)
    return exists(year, month, day)


def kr_rrn_date(value: str) -> bool:
    """Korean resident registration number: date and century. Numbers since October 2020 have no check digit."""
    figures = number(value, 13)
    if not figures or figures[6] in (0, 9):
        return False
    century = 2000 if figures[6] in (3, 4, 7, 8) else 1900
    year, month, day = pairs(figures)
    return exists(century + year, month, day)


def _in_pan(value: str) -> bool:
    """Indian PAN (Income Tax Department): the fourth letter is the kind of holder, the serial is not 0000."""
    body = compact(value, 10)
    return (
        body != ""
        and all("A" <= letter <= "Z" for letter in body[:5] + body[9])
        and body[3] in "ABCFGHJLPTK"
        and is_digits(body[5:9])
        and body[5:9] != "0000"
    )


def mx_rfc_date(value: str) -> bool:
    """Mexican RFC (SAT): the date behind three or four letters (`&` is one of them)."""
    body = "".join(character for character in value if character == "&" or compact(character, 1))
    date = body[-9:-3]
    if len(body) not in (12, 13) or not is_digits(date):
        return False
    year, month, day = pairs(digits(date))
    return exists(year, month, day)


# The state or province that a CURP names (RENAPO); NE is a birth abroad.
_STATES = frozenset(
    (
        *("AS", "BC", "BS", "CC", "CH", "CL", "CM", "CS", "DF", "DG", "GR", "GT", "HG", "JC", "MC", "MN", "MS"),
        *("NE", "NL", "NT", "OC", "PL", "QR", "QT", "SL", "SP", "SR", "TC", "TL", "TS", "VZ", "YN", "ZS"),
    )
)


def is_state(code: str) -> bool:
    """Whether a CURP can have this state."""
    return code in _STATES


CHECKS: dict[str, Callable[[str], bool]] = {
    "us_itin": _us_itin,
    "us_ein": _us_ein,
    "gb_nino": _gb_nino,
    "gb_driving_licence": _gb_driving_licence,
    "dk_cpr": _dk_cpr,
    "kr_rrn_date": kr_rrn_date,
    "in_pan": _in_pan,
    "mx_rfc_date": mx_rfc_date,
}
