"""The checks of national numbers and crypto addresses, and the rule file that names them."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mcpgateway_native.fallback.pii_filter import crypto, national
from mcpgateway_native.fallback.pii_filter.checks import CHECKS as SHARED

ROOT = Path(__file__).resolve().parents[2]
FILE = tomllib.loads((ROOT / "python/mcpgateway_native/rules/pii_filter_locales.toml").read_text(encoding="utf-8"))
VECTORS = tomllib.loads((ROOT / "tests/vectors/pii_filter_locales.toml").read_text(encoding="utf-8"))["case"]
CHECKS: dict[str, Callable[[str], bool]] = {**national.CHECKS, **crypto.CHECKS}

# Published examples, or computed from the published rule. Each is wrong when its last character is the next one.
STRICT = {
    "us_aba_routing": ["021000021", "111000025"],
    "gb_nhs": ["943 476 5919", "401-023-2137"],
    "ie_pps": ["6433435F", "1234567T"],
    "de_tax_id": ["36 574 261 809", "47036892816", "86095742719"],
    "de_pension_insurance": ["15 070649 C 103", "65170839J003"],
    "de_id_document": ["T220001293", "L01X00T471", "C01X00T478"],
    "ch_ahv": ["756.9217.0769.85", "7561234567897"],
    "be_national_number": ["85.07.30-033 28", "17.07.30-033.84"],
    "fr_nir": ["2 95 10 99 126 111 93", "253072B07300470"],
    "fr_siren": ["732 829 320", "552 008 443"],
    "fr_siret": ["732 829 320 00074", "35600000000048"],
    "fr_tax_number": ["30 23 217 600 053"],
    "es_dni": ["54362315-K", "12.345.678-Z", "12345678z"],
    "es_nie": ["X-2482300-W", "Z1234567R"],
    "es_cif": ["J99216582", "A-58818501", "P2800000H"],
    "es_social_security": ["28 12345678 40", "081234567869", "290123456721"],
    "pt_nif": ["501964843", "123 456 789"],
    "pt_citizen_card": ["00000000 0 ZZ4"],
    "pt_niss": ["12345678902"],
    "it_fiscal_code": ["RCCMNL83S18D969H", "CNTCHR83T41D969D"],
    "it_vat": ["00743110157"],
    "pl_pesel": ["44051401359", "02070803628"],
    "pl_nip": ["856-734-62-15"],
    "pl_regon": ["192598184", "123456785", "12345678512347"],
    "pl_id_card": ["ABA 300000", "ABS123456"],
    "se_personal_number": ["880320-0016", "19880320-0016", "701063-2391"],
    "no_national_id": ["151086 95088", "01010750160"],
    "fi_hetu": ["131052-308T", "131052A308T", "010594Y9032"],
    "birth_number": ["710319/2745", "855530/1172"],
    "in_aadhaar": ["2341 2341 2346", "999941057058"],
    "in_gstin": ["27AAPFU0939F1ZV", "29AAGCB7383J1Z4"],
    "in_voter_id": ["WKH1186253"],
    "br_cpf": ["390.533.447-05", "11144477735"],
    "br_cnpj": ["16.727.230/0001-97", "12.ABC.345/01DE-35"],
    "br_pis": ["120.56874.10-7"],
    "mx_curp": ["BOXW310820HNERXN09"],
    "mx_rfc": ["GODE561231GR8"],
    "ar_cuit": ["20-05536168-2", "20267565393"],
    "cl_rut": ["12.531.909-2", "76086428-5", "1.000.005-K"],
    "ca_sin": ["123 456 782", "193-456-787"],
    "au_tfn": ["123 456 782", "81854402", "37118660"],
    "au_abn": ["83 914 571 673", "51824753556"],
    "nz_ird": ["49091850", "49-098-576", "136410132"],
    "za_id": ["750330 5044 089", "8001015009087"],
    "sg_nric": ["S1234567D", "F1234567N", "T1234567J", "G1234567X", "M1234567K"],
    "kr_rrn": ["900101-1234568", "050315-3123457"],
    "jp_my_number": ["1234 5678 9018", "987654321093"],
    "cn_resident_id": ["360426199101010071", "11010519491231002X"],
    "tw_national_id": ["A123456789", "A800000014"],
    "tr_identity_number": ["10000000146", "17291716060"],
    "il_identity_number": ["123456782"],
    "base58check": ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"],
    "bech32": [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    ],
}

# Where the last character is not the check, or there is none: what is accepted, and what is not.
OTHERS = {
    "us_itin": (["900-70-1234", "999-65-4320", "912 94 1234"], ["900-66-1234", "900-93-1234", "812-70-1234"]),
    "us_ein": (["12-3456789", "911144442"], ["07-1234567", "12-345678"]),
    "gb_utr": (["1955839661"], ["2955839661"]),
    "gb_nino": (
        ["AB 12 34 56 C", "jg103759a", "AB123456"],
        ["QQ123456C", "AO123456C", "GB123456C", "AB123456E", "AB12345CC", "1B123456C"],
    ),
    "gb_driving_licence": (
        ["MORGA657054SM9IJ", "FOX99705152J99AB35"],
        ["MORGA613054SM9IJ", "99999657054SM9IJ", "MO9GA657054SM9IJ", "MORGA657054SM9I1"],
    ),
    "ie_pps": (["6433435FT", "6433435IH"], ["6433435FA", "6433435FZ"]),
    "de_id_document": (["T22000129"], ["T2200012"]),
    "de_tax_id": ([], ["11111111111", "06574261809"]),
    "at_social_security": (["1237 010180", "4562150885"], ["1247 010180", "0237010180"]),
    "fr_siret": (["35600000010000"], ["73282932100074"]),
    "birth_number": (["105620/123", "530901123"], ["590312/123", "710319/000", "711319/2745", "71031927450"]),
    "dk_cpr": (["211062-5629", "2902000004"], ["311162-5629"]),
    "kr_rrn_date": (["971013-1019902", "000229-3123456"], ["971013-9019902", "000229-1123456"]),
    "in_pan": (["ACUPA7085R", "aaapl1234c"], ["ABMXA3211G", "ACUPA0000R", "ACUPA708RR"]),
    "mx_rfc_date": (["GODE561231GR8", "O&M-850101-AB1"], ["GODE561331GR8", "GODE561231", "561231GR8"]),
    "br_cpf": ([], ["111.111.111-11"]),
    "ca_sin": ([], ["046 454 286"]),
    "au_medicare": (["2123 45670 1", "2123456701/1"], ["2123 45671 1", "2123 45670 0"]),
    "eth": (
        ["0x52908400098527886E0F7030069857D2E4169EE7"],
        ["0x0000000000000000000000000000000000000000", "0xAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAa", "0x5290"],
    ),
}


def next_one(value: str) -> str:
    last = value[-1]
    if last.isdigit():
        return value[:-1] + str((int(last) + 1) % 10)
    return value[:-1] + chr(ord("A") + (ord(last.upper()) - ord("A") + 1) % 26)


def test_every_check_has_examples() -> None:
    assert set(CHECKS) == set(STRICT) | set(OTHERS)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in STRICT.items() for value in values])
def test_a_check_accepts_a_number_and_not_its_neighbour(name: str, value: str) -> None:
    assert CHECKS[name](value)
    assert not CHECKS[name](next_one(value))


@pytest.mark.parametrize("name", OTHERS)
def test_a_check_accepts_and_refuses(name: str) -> None:
    good, bad = OTHERS[name]
    assert [value for value in good if not CHECKS[name](value)] == []
    assert [value for value in bad if CHECKS[name](value)] == []


@pytest.mark.parametrize(
    "text", ["", "é", "12é34", "٣٤٥", "０１２", "²²²²²²²²²", "AB", "9" * 24, "\0", "ſK-", "\ud800"]
)
def test_no_check_minds_what_it_reads(text: str) -> None:
    assert [name for name, check in CHECKS.items() if check(text)] == []


@pytest.mark.parametrize("serial", ["1234567890", "1123455678", "1112345678", "1211134567"])
def test_the_digits_of_german_tax_numbers_are_spread_in_one_way(serial: str) -> None:
    def some_check_passes(digits: str) -> bool:
        return any(CHECKS["de_tax_id"](f"{digits}{check}") for check in range(10))

    assert some_check_passes("1123456789")
    assert not some_check_passes(serial)


# --- the rule file ---------------------------------------------------------------------------------------------------


def test_every_check_that_a_row_names_exists_and_every_national_check_is_named() -> None:
    named = {row["check"] for row in FILE["rule"] if "check" in row}
    assert named <= set(CHECKS) | set(SHARED)
    assert set(national.CHECKS) <= named


def test_rows_are_told_apart_and_belong_to_their_country() -> None:
    names = [row["id"] for row in FILE["rule"]]
    assert len(names) == len(set(names))
    for row in FILE["rule"]:
        assert row["id"].startswith(f"{row['locale']}_")
        assert row["type"].startswith(f"{row['locale']}_")
        assert "labels" in row or "left" in row


def test_contexts_are_used_and_hold_single_words() -> None:
    assert {row["context"] for row in FILE["rule"] if "context" in row} == set(FILE["context"])
    for words in FILE["context"].values():
        for word in words["raise"] + words["lower"]:
            assert re.fullmatch(r"(?:[a-z]|[^\x00-\x7F])+", word), word
        assert not set(words["raise"]) & set(words["lower"])


def test_labels_are_in_small_letters_and_longer_ones_come_first_where_the_search_is_greedy() -> None:
    for row in FILE["rule"]:
        labels = row.get("labels", [])
        assert len(labels) == len(set(labels)), row["id"]
        assert [label for label in labels if label != label.lower()] == []
        if row["trigger"] == "label":
            for place, label in enumerate(labels):
                assert not any(later.startswith(f"{label} ") for later in labels[place:]), row["id"]


def test_every_type_has_vectors() -> None:
    seen: dict[str, int] = {}
    for case in VECTORS:
        for name, _, _ in case["findings"]:
            seen[name] = seen.get(name, 0) + 1
    assert [row["type"] for row in FILE["rule"] if seen.get(row["type"], 0) < 2] == []


def accepted(row: dict[str, Any], value: str) -> bool:
    check = {**SHARED, **CHECKS}[row["check"]] if "check" in row else None
    return re.fullmatch(row["pattern"], value) is not None and (check is None or check(value))


def test_the_values_of_the_vectors_are_what_a_row_of_their_type_accepts() -> None:
    wrong = []
    for case in VECTORS:
        for name, start, end in case["findings"]:
            rows = [row for row in FILE["rule"] if row["type"] == name]
            if rows and not any(accepted(row, case["text"][start:end]) for row in rows):
                wrong.append(case["name"])
    assert wrong == []
