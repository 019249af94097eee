"""National numbers with right check digits, and the labels they stand behind at home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benches.accuracy import checksums
from benches.accuracy.draft import Draft
from benches.accuracy.frames import part
from benches.accuracy.model import Example
from benches.accuracy.sentences import say_distractor, write
from benches.accuracy.values import digits, filled

_CONSONANTS = "BCDFGLMNPRSTVZ"


@dataclass(frozen=True)
class National:
    """A kind of number: its type with the country in front, how it is made, and the sentences it occurs in."""

    type: str
    make: Callable[[Random], str]
    frames: tuple[str, ...]


def gb_nhs(random: Random) -> str:
    """NHS number: ten digits, modulo 11."""
    while True:
        text = str(random.randint(4, 7)) + digits(random, 8)
        last = (11 - checksums.weighted(text, range(10, 1, -1)) % 11) % 11
        if last < 10:
            text += str(last)
            return random.choice((f"{text[:3]} {text[3:6]} {text[6:]}", text, f"{text[:3]}-{text[3:6]}-{text[6:]}"))


def gb_nino(random: Random) -> str:
    """National Insurance number."""
    while True:
        first, second = random.choice("ABCEGHJKLMNOPRSTWXYZ"), random.choice("ABCEGHJKLMNPRSTWXYZ")
        if first + second not in ("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"):
            break
    numbers = digits(random, 6)
    suffix = random.choice("ABCD")
    spaced = f"{first}{second} {numbers[:2]} {numbers[2:4]} {numbers[4:]} {suffix}"
    return random.choice((first + second + numbers + suffix, spaced))


def de_tax_id(random: Random) -> str:
    """Steuer-Identifikationsnummer: of its first ten digits one occurs twice and one not at all."""
    while True:
        pool = random.sample("0123456789", 9)
        pool.append(random.choice(pool))
        random.shuffle(pool)
        text = "".join(pool)
        if text[0] != "0" and not any(text[at] == text[at + 1] == text[at + 2] for at in range(8)):
            text += checksums.iso7064_11_10(text)
            return random.choice((text, f"{text[:2]} {text[2:5]} {text[5:8]} {text[8:]}"))


def fr_nir(random: Random) -> str:
    """Numéro de sécurité sociale with its key."""
    body = random.choice("12") + f"{random.randint(0, 99):02}{random.randint(1, 12):02}"
    body += f"{random.choice([n for n in range(1, 96) if n != 20]):02}"
    body += f"{random.randint(1, 990):03}{random.randint(1, 999):03}"
    key = f"{97 - int(body) % 97:02}"
    spaced = " ".join((body[0], body[1:3], body[3:5], body[5:7], body[7:10], body[10:], key))
    return random.choice((body + key, spaced))


def es_dni(random: Random) -> str:
    """DNI: eight digits and a letter."""
    number = random.randint(1_000_000, 99_999_999)
    letter = "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]
    return random.choice((f"{number:08}{letter}", f"{number:08}-{letter}"))


def es_nie(random: Random) -> str:
    """NIE: X, Y or Z, seven digits and a letter."""
    first, number = random.choice("XYZ"), random.randint(0, 9_999_999)
    letter = "TRWAGMYFPDXBNJZSQVHLCKE"[("XYZ".index(first) * 10_000_000 + number) % 23]
    return random.choice((f"{first}{number:07}{letter}", f"{first}-{number:07}-{letter}"))


def it_fiscal_code(random: Random) -> str:
    """Codice fiscale."""
    text = "".join(random.choice(_CONSONANTS) for _ in range(6))
    text += f"{random.randint(0, 99):02}{random.choice('ABCDEHLMPRST')}"
    text += f"{random.randint(1, 28) + random.choice((0, 40)):02}" + filled(random, "?###").replace("?", "H")
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
    total = 0
    for index, char in enumerate(text):
        place = int(char) if char.isdigit() else ord(char) - ord("A")
        total += odd[place] if index % 2 == 0 else place
    return text + chr(ord("A") + total % 26)


def in_aadhaar(random: Random) -> str:
    """Aadhaar: twelve digits, Verhoeff."""
    text = random.choice("23456789") + digits(random, 10)
    text += checksums.verhoeff(text)
    return random.choice((f"{text[:4]} {text[4:8]} {text[8:]}", text, f"{text[:4]}-{text[4:8]}-{text[8:]}"))


def in_pan(random: Random) -> str:
    """Permanent account number: the fourth letter says who holds it."""
    return filled(random, f"???{random.choice('PPPPCHFABT')}?####?")


def br_cpf(random: Random) -> str:
    """CPF: two check digits modulo 11."""
    text = digits(random, 9)
    for size in (10, 11):
        rest = checksums.weighted(text, range(size, 1, -1)) * 10 % 11
        text += str(rest % 10)
    return random.choice((f"{text[:3]}.{text[3:6]}.{text[6:9]}-{text[9:]}", text))


def br_cnpj(random: Random) -> str:
    """CNPJ: two check digits modulo 11."""
    text = digits(random, 8) + f"{random.randint(1, 20):04}"
    for weights in ((5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2), (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2)):
        rest = checksums.weighted(text, weights) % 11
        text += "0" if rest < 2 else str(11 - rest)
    return random.choice((f"{text[:2]}.{text[2:5]}.{text[5:8]}/{text[8:12]}-{text[12:]}", text))


def ca_sin(random: Random) -> str:
    """Social insurance number: nine digits, Luhn."""
    text = random.choice("1234567") + digits(random, 7)
    text += checksums.luhn(text)
    return random.choice((f"{text[:3]} {text[3:6]} {text[6:]}", f"{text[:3]}-{text[3:6]}-{text[6:]}", text))


def pl_pesel(random: Random) -> str:
    """PESEL: a date, a serial number and a check digit."""
    year = random.randint(1930, 2015)
    month = random.randint(1, 12) + (20 if year >= 2000 else 0)
    text = f"{year % 100:02}{month:02}{random.randint(1, 28):02}" + digits(random, 4)
    return text + str(-checksums.weighted(text, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10)


def se_personal_number(random: Random) -> str:
    """Personnummer: a date, a serial number and a Luhn digit."""
    year = random.randint(1930, 2015)
    text = f"{year % 100:02}{random.randint(1, 12):02}{random.randint(1, 28):02}" + digits(random, 3)
    text += checksums.luhn(text)
    long = f"{year}{text[2:]}"
    return random.choice((f"{text[:6]}-{text[6:]}", f"{long[:8]}-{long[8:]}", long))


def cn_resident_id(random: Random) -> str:
    """Resident identity card of China: region, date, serial number, modulo 11."""
    region = random.choice(("110101", "310104", "440305", "330102", "510107", "420106"))
    text = (
        f"{region}{random.randint(1940, 2015)}{random.randint(1, 12):02}{random.randint(1, 28):02}{digits(random, 3)}"
    )
    return text + "10X98765432"[checksums.weighted(text, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11]


KINDS = (
    National(
        "gb_nhs",
        gb_nhs,
        ("NHS number: {v}", "NHS No. {v}", "Patient {name}, NHS {v}", "Her NHS number is {v}.", "nhs_number={v}"),
    ),
    National(
        "gb_nino",
        gb_nino,
        ("National Insurance number: {v}", "NINO: {v}", "NI number {v}", "My NI no. is {v}.", "Payroll: {name}, {v}"),
    ),
    National(
        "de_tax_id",
        de_tax_id,
        (
            "Steuer-ID: {v}",
            "Steueridentifikationsnummer {v}",
            "IdNr. {v}",
            "Steuerliche Identifikationsnummer: {v}",
            "Die Steuer-Identifikationsnummer lautet {v}.",
        ),
    ),
    National(
        "fr_nir",
        fr_nir,
        (
            "Numéro de sécurité sociale : {v}",
            "NIR : {v}",
            "N° de sécu {v}",
            "Sécurité sociale n° {v}",
            "Assuré {name}, {v}",
        ),
    ),
    National("es_dni", es_dni, ("DNI: {v}", "DNI {v}", "Con DNI número {v}", "NIF: {v}", "{name}, {v}, {city}")),
    National(
        "es_nie",
        es_nie,
        ("NIE: {v}", "NIE {v}", "Número de identidad de extranjero: {v}", "Su NIE es {v}.", "{name}, {v}, {city}"),
    ),
    National(
        "it_fiscal_code",
        it_fiscal_code,
        ("Codice fiscale: {v}", "C.F. {v}", "Il codice fiscale è {v}.", "CF: {v}", "{name} ({v})"),
    ),
    National(
        "in_aadhaar",
        in_aadhaar,
        ("Aadhaar: {v}", "Aadhaar number {v}", "My Aadhaar no. is {v}.", "UIDAI {v}", "aadhaar_no={v}"),
    ),
    National(
        "in_pan",
        in_pan,
        ("PAN: {v}", "PAN card {v}", "Permanent Account Number: {v}", "PAN number is {v}.", "Income tax PAN {v}"),
    ),
    National("br_cpf", br_cpf, ("CPF: {v}", "CPF {v}", "CPF nº {v}", "Meu CPF é {v}.", "Inscrito no CPF sob o nº {v}")),
    National(
        "br_cnpj",
        br_cnpj,
        ("CNPJ: {v}", "CNPJ {v}", "CNPJ nº {v}", "A empresa tem o CNPJ {v}.", "{company}, CNPJ/MF {v}"),
    ),
    National(
        "ca_sin",
        ca_sin,
        ("SIN: {v}", "Social Insurance Number: {v}", "SIN {v}", "My social insurance number is {v}.", "NAS : {v}"),
    ),
    National("pl_pesel", pl_pesel, ("PESEL: {v}", "PESEL {v}", "Numer PESEL: {v}", "Nr PESEL {v}", "pesel={v}")),
    National(
        "se_personal_number",
        se_personal_number,
        ("Personnummer: {v}", "Pnr {v}", "Personnr: {v}", "Mitt personnummer är {v}.", "{name}, {v}, {city}"),
    ),
    National(
        "cn_resident_id",
        cn_resident_id,
        ("身份证号: {v}", "身份证号码:{v}", "ID card number: {v}", "公民身份号码 {v}", "Resident ID {v}"),
    ),
)

LOCALES = sorted({kind.type.partition("_")[0] for kind in KINDS})


def generate(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """Three of four texts hold a number, a third of these with a distractor; the others hold a distractor only."""
    random = Random(seed)
    examples = []
    for index in range(count):
        draft = Draft()
        if index % 4:
            kind = random.choice(KINDS)
            write(draft, random, random.choice(part(kind.frames, held_out)), kind.type, kind.make(random))
        if index % 4 == 0 or random.random() < 0.33:
            draft.say("\n" if draft.parts else "")
            say_distractor(draft, random, held_out)
        examples.append(draft.example())
    return examples
