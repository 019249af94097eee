"""Values of every type in the spellings that real texts have; a seeded `Random` makes each of them."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benches.accuracy import checksums
from benches.accuracy.names import COMPANIES, FIRST_NAMES, LAST_NAMES

Maker = Callable[[Random], str]

_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def digits(random: Random, count: int) -> str:
    """Random digits."""
    return "".join(random.choice(_DIGITS) for _ in range(count))


def letters(random: Random, count: int) -> str:
    """Random upper-case letters."""
    return "".join(random.choice(_LETTERS) for _ in range(count))


def hexadecimal(random: Random, count: int) -> str:
    """Random lower-case hexadecimal digits."""
    return "".join(random.choice("0123456789abcdef") for _ in range(count))


def filled(random: Random, form: str) -> str:
    """`#` becomes a digit, `%` one from 1 to 9, `N` one from 2 to 9, `?` a letter; everything else stays."""
    table = {"#": _DIGITS, "%": "123456789", "N": "23456789", "?": _LETTERS}
    return "".join(random.choice(table[char]) if char in table else char for char in form)


# --- national numbers of the United States and the Netherlands --------------------------------------------------------


def ssn_digits(random: Random) -> str:
    """Nine digits that the Social Security Administration could have issued."""
    area = random.choice([number for number in range(1, 900) if number != 666])
    return f"{area:03}{random.randint(1, 99):02}{random.randint(1, 9999):04}"


def ssn(random: Random) -> str:
    """With hyphens, as it is written nearly always."""
    text = ssn_digits(random)
    return f"{text[:3]}-{text[3:5]}-{text[5:]}"


def ssn_labelled(random: Random) -> str:
    """Behind a label also with spaces or in one piece."""
    text = ssn_digits(random)
    mark = random.choices(["-", "", " "], [5, 4, 1])[0]
    return mark.join((text[:3], text[3:5], text[5:]))


def bsn(random: Random) -> str:
    """A Dutch number that passes the eleven test, now and then with dots."""
    while True:
        text = digits(random, 8)
        last = checksums.weighted(text, range(9, 1, -1)) % 11
        if last < 10 and text[0] != "0":
            text += str(last)
            return text if random.random() < 0.85 else f"{text[:4]}.{text[4:6]}.{text[6:]}"


# --- money ------------------------------------------------------------------------------------------------------------

# Prefixes, length, and the groups in which the issuer prints them.
_CARDS: tuple[tuple[tuple[str, ...], int, tuple[int, ...], int], ...] = (
    (("4",), 16, (4, 4, 4, 4), 40),
    (("51", "52", "53", "54", "55"), 16, (4, 4, 4, 4), 20),
    (("2221", "2300", "2500", "2720"), 16, (4, 4, 4, 4), 6),
    (("34", "37"), 15, (4, 6, 5), 14),
    (("6011", "644", "65"), 16, (4, 4, 4, 4), 7),
    (("300", "305", "36", "38"), 14, (4, 6, 4), 5),
    (("3528", "3566", "3589"), 16, (4, 4, 4, 4), 4),
    (("62",), 16, (4, 4, 4, 4), 3),
    (("4",), 13, (4, 3, 3, 3), 1),
    (("6759", "6304"), 16, (4, 4, 4, 4), 2),
)


def credit_card(random: Random) -> str:
    """In one piece or in the groups of its issuer."""
    prefixes, length, groups, _ = random.choices(_CARDS, [card[3] for card in _CARDS])[0]
    prefix = random.choice(prefixes)
    text = prefix + digits(random, length - 1 - len(prefix))
    text += checksums.luhn(text)
    mark = random.choices(["", " ", "-"], [4, 4, 2])[0]
    return mark.join(_cut(text, groups))


# Account part of an IBAN by country: counts with n (digits), a (letters), c (both). ISO 13616 registry.
_ACCOUNTS = """
    AD:8n12c AE:19n AL:8n16c AT:16n AZ:4a20c BA:16n BE:12n BG:4a6n8c BH:4a14c BI:23n BR:23n1a1c BY:4c4n16c CH:5n12c
    CR:18n CY:8n16c CZ:20n DE:18n DJ:23n DK:14n DO:4c20n EE:16n EG:25n ES:20n FI:14n FK:2a12n FO:14n FR:10n11c2n
    GB:4a14n GE:2a16n GI:4a15c GL:14n GR:7n16c GT:24c HN:4a20n HR:17n HU:24n IE:4a14n IL:19n IQ:4a15n IS:22n
    IT:1a10n12c JO:4a4n18c KW:4a22c KZ:3n13c LB:4n20c LC:4a24c LI:5n12c LT:16n LU:3n13c LV:4a13c LY:21n MC:10n11c2n
    MD:20c ME:18n MK:3n10c2n MN:16n MR:23n MT:4a5n18c MU:4a19n3a NI:4a20n NL:4a10n NO:11n OM:3n16c PK:4a16c PL:24n
    PS:4a21c PT:21n QA:4a21c RO:4a16c RS:18n RU:14n15c SA:2n18c SC:4a20n3a SD:14n SE:20n SI:15n SK:20n SM:1a10n12c
    SO:19n ST:21n SV:4a20n TL:19n TN:20n TR:6n16c UA:6n19c VA:18n VG:4a16n XK:16n YE:4a4n18c
"""
IBAN_FORMS = dict(pair.split(":") for pair in _ACCOUNTS.split())


def iban(random: Random, country: str = "") -> str:
    """Of any country, in one piece or in fours."""
    country = country or random.choice(list(IBAN_FORMS))
    alphabet = _DIGITS if random.random() < 0.7 else _DIGITS + _LETTERS
    account, count = "", ""
    for char in IBAN_FORMS[country]:
        if char.isdigit():
            count += char
            continue
        source = {"n": _DIGITS, "a": _LETTERS, "c": alphabet}[char]
        account += "".join(random.choice(source) for _ in range(int(count)))
        count = ""
    text = checksums.iban(country, account)
    return text if random.random() < 0.5 else " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def account(random: Random) -> str:
    """A domestic account number, which only its label tells from other numbers."""
    return filled(random, random.choice(["%" + "#" * count for count in (7, 8, 8, 9, 9, 9, 10, 11, 11)]))


def routing(random: Random) -> str:
    """A US routing number with a right check digit."""
    text = f"{random.randint(1, 12):02}" + digits(random, 6)
    return text + str(-checksums.weighted(text, (3, 7, 1, 3, 7, 1, 3, 7)) % 10)


# --- addresses of machines and people ---------------------------------------------------------------------------------

_DOMAINS = (
    "gmail.com", "example.com", "outlook.com", "yahoo.co.uk", "web.de", "mail.example.org", "uni-heidelberg.de",
    "acme-corp.io", "company.travel", "proton.me", "orange.fr", "libero.it", "ziggo.nl", "uol.com.br", "163.com",
    "support.bigbank.com", "24shop.biz", "nhs.net", "cs.ox.ac.uk", "startup.ai", "firma.at", "dev.acme.cloud",
)  # fmt: skip
_IDN = ("müller.de", "bücher.ch", "españa.es", "société.fr", "例え.jp", "почта.рф", "øl.dk", "xn--mller-kva.de")


def email(random: Random) -> str:
    """Mostly plain; also tags, apostrophes, capitals, Unicode and punycode hosts."""
    first, last = random.choice(FIRST_NAMES).lower(), random.choice(LAST_NAMES).lower()
    first, last = _ascii(first), _ascii(last)
    number = str(random.randint(1, 1999))
    local = random.choices(
        [
            f"{first}.{last}",
            f"{first[0]}{last}",
            f"{first}_{last}{number}",
            f"{first}{number}",
            f"{first}.{last}+{random.choice(('news', 'billing', 'test1', 'jira'))}",
            f"{first}-{last}",
            f"{first.title()}.{last.title()}",
            random.choice(("info", "hr", "no-reply", "sales.emea", "j", "x1")),
            f"{first}.o'{last}",
            random.choice(("josé", "jürgen", "zoë", "søren", "иван")) + f".{last}",
        ],
        [30, 14, 10, 12, 6, 6, 6, 6, 5, 2],
    )[0]
    host = random.choice(_IDN) if random.random() < 0.08 else random.choice(_DOMAINS)
    return f"{local}@{host}"


def ipv4(random: Random) -> str:
    """Private and public ones."""
    tail = f"{random.randint(0, 255)}.{random.randint(1, 254)}"
    head = random.choice(["192.168", f"10.{random.randint(0, 255)}", f"172.{random.randint(16, 31)}", "", ""])
    if not head:
        head = f"{random.choice([n for n in range(11, 224) if n != 127])}.{random.randint(0, 255)}"
    return f"{head}.{tail}"


def ipv6(random: Random) -> str:
    """Full, shortened, with a zone, with an IPv4 tail, in capitals."""
    groups = [f"{random.choice((0x2001, 0x2A02, 0x2606, 0xFD12)):x}"]
    groups += [f"{random.randint(1, 0xFFFF):x}" for _ in range(7)]
    full = ":".join(f"{int(group, 16):04x}" for group in groups)
    keep = random.randint(1, 4)
    short = ":".join(groups[:keep]) + "::" + ":".join(groups[8 - random.randint(1, 6 - keep) :])
    return random.choices(
        [
            full,
            ":".join(groups),
            short,
            "fe80::" + ":".join(groups[4:]),
            "fe80::" + ":".join(groups[5:]) + "%" + random.choice(("eth0", "en0", "2", "wlan0", "br-lan")),
            "::ffff:" + ipv4(random),
            full.upper(),
            "::1",
            "2001:db8::" + groups[7],
        ],
        [14, 18, 26, 10, 8, 5, 6, 3, 10],
    )[0]


def ip_address(random: Random) -> str:
    """Two of three are IPv4."""
    return ipv4(random) if random.random() < 0.65 else ipv6(random)


_VENDORS = ("00:1b:44", "3c:22:fb", "b8:27:eb", "f4:5c:89", "00:50:56", "d8:3b:bf", "ac:de:48", "70:85:c2")


def mac_address(random: Random) -> str:
    """With colons, hyphens, or in Cisco's groups of four."""
    text = random.choice(_VENDORS) + ":" + ":".join(hexadecimal(random, 2) for _ in range(3))
    form = random.choices(["colon", "COLON", "hyphen", "HYPHEN", "cisco"], [45, 20, 5, 15, 15])[0]
    if form == "cisco":
        plain = text.replace(":", "")
        return ".".join(plain[at : at + 4] for at in (0, 4, 8))
    text = text.replace(":", "-") if form.lower() == "hyphen" else text
    return text.upper() if form.isupper() else text


def crypto_address(random: Random) -> str:
    """Bitcoin in its four forms, Ethereum in both cases, and a few of the coins behind them."""
    payload = random.randbytes(20)
    return random.choices(
        [
            checksums.base58check(b"\x00", payload),
            checksums.base58check(b"\x05", payload),
            checksums.segwit("bc", 0, payload),
            checksums.segwit("bc", 1, random.randbytes(32)),
            checksums.ethereum(payload),
            "0x" + payload.hex(),
            checksums.segwit("ltc", 0, payload),
            checksums.base58check(b"\x30", payload),
            checksums.base58check(b"\x1e", payload),
            checksums.base58check(b"\x41", payload),
        ],
        [18, 12, 14, 8, 18, 16, 4, 3, 3, 4],
    )[0]


# --- dates of birth ---------------------------------------------------------------------------------------------------

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
}
_DATES = {
    "en": ("{y}-{m:02}-{d:02}", "{m:02}/{d:02}/{y}", "{d:02}/{m:02}/{y}", "{d:02}-{m:02}-{y}", "{d} {month} {y}",
           "{month} {d}, {y}", "{d} {short} {y}", "{short} {d}, {y}", "{m}/{d}/{yy:02}", "{d}th {month} {y}"),
    "de": ("{d:02}.{m:02}.{y}", "{d}.{m}.{y}", "{d}. {month} {y}", "{d:02}.{m:02}.{yy:02}", "{y}-{m:02}-{d:02}"),
    "fr": ("{d:02}/{m:02}/{y}", "{d} {month} {y}", "{d:02}.{m:02}.{y}"),
    "es": ("{d:02}/{m:02}/{y}", "{d} de {month} de {y}", "{d:02}-{m:02}-{y}"),
    "it": ("{d:02}/{m:02}/{y}", "{d} {month} {y}", "{d:02}.{m:02}.{y}"),
    "nl": ("{d:02}-{m:02}-{y}", "{d} {month} {y}", "{d:02}/{m:02}/{y}"),
    "pt": ("{d:02}/{m:02}/{y}", "{d} de {month} de {y}", "{d:02}-{m:02}-{y}"),
}  # fmt: skip


def date(random: Random, language: str = "en", first: int = 1935, last: int = 2012) -> str:
    """A date as the language writes it."""
    year, month, day = random.randint(first, last), random.randint(1, 12), random.randint(1, 28)
    name = MONTHS[language].split()[month - 1]
    form = random.choice(_DATES[language])
    if form.startswith("{d}th"):
        day = random.choice([number for number in range(4, 29) if number not in (21, 22, 23)])
    return form.format(y=year, yy=year % 100, m=month, d=day, month=name, short=name[:3])


# --- documents of a person --------------------------------------------------------------------------------------------


def passport(random: Random) -> str:
    """Forms of a dozen countries."""
    german = "CFGHJKLMNPRTVWXYZ"
    return random.choices(
        [
            filled(random, "#########"),
            filled(random, "?########"),
            random.choice(german) + "".join(random.choice(german + _DIGITS) for _ in range(6)) + digits(random, 2),
            filled(random, "##??#####"),
            filled(random, "?#######"),
            filled(random, "??######"),
            filled(random, "Y?#######"),
            filled(random, "???######"),
            filled(random, "??#######"),
            filled(random, "N??###??#"),
        ],
        [25, 15, 12, 8, 10, 8, 5, 6, 8, 3],
    )[0]


def driver_license(random: Random) -> str:
    """Forms of US states, the United Kingdom, Germany, France, Spain, Italy and others."""
    return filled(
        random,
        random.choices(
            [
                "?#######",
                "########",
                "#########",
                "?###-###-##-###-#",
                "?############",
                "?###-####-####",
                "?#### ##### #####",
                "?????#0##1#??9??",
                "?0#????##?#",
                "############",
                "##-###-####",
                "??#######?",
                "?##-##-####",
                "########?",
            ],
            [24, 12, 14, 6, 5, 5, 4, 8, 5, 5, 3, 4, 3, 2],
        )[0],
    )


def medical_record(random: Random) -> str:
    """Six to ten digits, sometimes behind letters or hyphens."""
    forms = ("######", "#######", "########", "##########", "00######", "?######", "??#######", "###-##-##")
    return filled(random, random.choices(forms, [18, 20, 20, 10, 10, 10, 6, 6])[0])


def person(random: Random) -> str:
    """A name, which is no value of ours."""
    return f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"


def company(random: Random) -> str:
    """The name of a firm."""
    return random.choice(COMPANIES)


def _cut(text: str, groups: tuple[int, ...]) -> list[str]:
    parts, at = [], 0
    for size in groups:
        parts.append(text[at : at + size])
        at += size
    return parts


def _ascii(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isalnum()) or "user"
