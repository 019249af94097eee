"""Sentences without a value of ours that look as if they had one. Two fifths of them are held out, like frames."""

from __future__ import annotations

import base64
from collections.abc import Callable
from random import Random

from benches.accuracy.frames import part
from benches.accuracy.names import CITIES, THINGS
from benches.accuracy.values import MONTHS, company, date, digits, filled, hexadecimal, letters, person

Maker = Callable[[Random], str]


def _form(form: str) -> Maker:
    return lambda random: filled(random, form)


def _pick(*forms: str) -> Maker:
    return lambda random: filled(random, random.choice(forms))


def epoch(random: Random) -> str:
    """Seconds since 1970, of the last decade."""
    return str(random.randint(1_450_000_000, 1_790_000_000))


def uuid(random: Random) -> str:
    """A random UUID."""
    text = hexadecimal(random, 12) + "4" + hexadecimal(random, 3) + random.choice("89ab") + hexadecimal(random, 15)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def timestamp(random: Random) -> str:
    """A recent moment in ISO 8601."""
    day = f"202{random.randint(0, 6)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    clock = f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}"
    return day + "T" + clock + random.choice(("Z", f".{digits(random, 3)}Z", "+02:00", f".{digits(random, 6)}+00:00"))


def clock(random: Random) -> str:
    """A time of day."""
    return f"{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}"


def isbn(random: Random) -> str:
    """An ISBN-13 with hyphens or an EAN in one piece."""
    text = random.choice(("978", "979")) + digits(random, 9)
    text += str(-sum(int(char) * (3 if index % 2 else 1) for index, char in enumerate(text)) % 10)
    return random.choice((text, f"{text[:3]}-{text[3]}-{text[4:8]}-{text[8:12]}-{text[12]}"))


def isbn10(random: Random) -> str:
    """An ISBN-10."""
    text = digits(random, 9)
    rest = -sum(int(char) * (10 - index) for index, char in enumerate(text)) % 11
    text += "X" if rest == 10 else str(rest)
    return random.choice((text, f"{text[0]}-{text[1:4]}-{text[4:9]}-{text[9]}"))


def spelled(random: Random) -> str:
    """A recent date in words."""
    return f"{random.randint(1, 28)} {random.choice(MONTHS['en'].split())} {random.randint(2015, 2026)}"


def day(random: Random) -> str:
    """A recent date in figures."""
    return date(random, random.choice(("en", "de", "fr")), 2015, 2026)


def jwt(random: Random) -> str:
    """Two parts of a token."""
    return "eyJhbGciOiJIUzI1NiJ9." + base64.urlsafe_b64encode(random.randbytes(36)).decode()


def octets(count: int) -> Maker:
    """A colon-separated fingerprint."""
    return lambda random: ":".join(hexadecimal(random, 2) for _ in range(count))


def section(random: Random) -> str:
    """A section number of three parts."""
    return ".".join(str(random.randint(1, 20)) for _ in range(3))


def four(random: Random) -> str:
    """A version of four parts, each small enough for an address."""
    return ".".join(str(random.randint(0, 30)) for _ in range(4))


def browser(random: Random) -> str:
    """The version that browsers send: three zeros behind the first number."""
    return f"{random.randint(90, 140)}.0.0.0"


DISTRACTORS: list[tuple[str, Maker]] = [
    ("The job started at {x} and took 14 s.", epoch),
    ("created_at={x}", epoch),
    ("Order id {x} is on its way.", _form("%#########")),
    ("Ticket {x} was merged into another one.", _form("%#########")),
    ("user_id: {x}", _form("%#########")),
    ("The mean is {x}.", _pick("0.########", "3.14159265358979", "%#.######", "-0.00######")),
    ("Upgrade to version {x} first.", four),
    ("User-Agent: Mozilla/5.0 (X11; Linux x86_64) Chrome/{x} Safari/537.36", browser),
    ("We measured {x} and took the median.", _pick("250 300 1000", "120 340 5600", "212 415 9000", "100 200 3000")),
    ("The limits are {x} per tier.", _pick("250, 300, 1000", "100/200/4000", "500 1000 2000")),
    ("The part {x} is out of stock.", _pick("AB1234567890CD", "X##########Z", "SKU#######-A", "??-####-####-??")),
    ("sha256:{x}", lambda random: hexadecimal(random, 64)),
    ("md5 {x}  setup.exe", lambda random: hexadecimal(random, 32)),
    ("Request {x} failed.", uuid),
    ("A passport required for travel must be valid for six months.", _form("")),
    ("License: {x}", _pick("Apache-2.0", "MIT", "GPL-3.0-or-later", "BSD-3-Clause", "LGPL-2.1")),
    ("SPDX-License-Identifier: {x}", _pick("Apache-2.0", "MPL-2.0", "BSD-2-Clause")),
    ("The meeting moved to {x}.", day),
    ("Released on {x}, it fixed the {thing}.", day),
    ("The contract of {name} starts on {x}.", spelled),
    ("Order number {x} has shipped.", _pick("%#######", "%###########", "1##-#######-#######", "SO-########")),
    (
        "Tracking number {x}",
        _pick("1Z##########%#####", "9400 1### #### #### #### ##", "############", "JD0002#########"),
    ),
    ("Invoice {x} is overdue.", _pick("INV-2024-#####", "RE#########", "#########", "2024/######")),
    ("Invoice no. {x} of {company}", _pick("INV-####-####", "########", "F-2025-####")),
    ("The total is {x} including tax.", _pick("$1,###.##", "€ %.###,##", "%## ###.## USD", "£##,###")),
    ("ISBN {x}", isbn),
    ("ISBN: {x}", isbn10),
    ("EAN {x}, 12 pieces", isbn),
    ("The site is at {x}.", _pick("52.3####, 4.8####", "40.7128##, -74.0060##", "N 48° 51.### E 2° 21.###")),
    ("GPS: {x}", _pick("51.50####,-0.12####", "-33.8#####, 151.2#####")),
    ("Fixed in commit {x}.", lambda random: hexadecimal(random, random.choice((7, 10, 40)))),
    ("The build ran from {x} to the end of the shift.", clock),
    ("At {x} the {thing} came back.", clock),
    ("{x} INFO worker: {thing} done in 1234 ms", timestamp),
    ("See section {x} of the manual.", section),
    ("Use std::string and std::vector<int>::iterator here.", _form("")),
    ("The slice {x} keeps every second item.", _pick("x[1::2]", "a[::3]", "rows[10::20]", "y[5:50:5]")),
    ("total = price[{x}] * 1.19", _pick("%##", "%#")),
    ("if (code == {x}) return retry();", _pick("0x########", "%##########", "##########L")),
    ("The SNMP OID is {x}.", _pick("1.3.6.1.2.1.1.5.0", "1.3.6.1.4.1.####.1.2", "2.16.840.1.113883")),
    ("SSH key fingerprint MD5:{x}", octets(16)),
    ("Certificate SHA1 Fingerprint={x}", octets(20)),
    ("Authorization: Bearer {x}", jwt),
    ("The pod api-{x} restarted.", lambda random: f"{hexadecimal(random, 10)}-{hexadecimal(random, 5)}"),
    ("arn:aws:iam::{x}:role/deploy", _form("############")),
    ("i-{x} is running", lambda random: hexadecimal(random, 17)),
    ("The message id is {x}.", _pick("1##################", "11################")),
    ("Model {x} replaces the old {thing}.", _pick("WH-1000XM#", "TL-WR###N", "RTX-####", "AB-###-####")),
    ("Nothing but {x} in the field SSN.", _pick("***-**-####", "XXX-XX-####", "xxx-xx-xxxx")),
    ("Card ending in {x} was used.", _form("####")),
    ("The card **** **** **** {x} expires soon.", _form("####")),
    ("Copy logo@2x.png and icon@3x.png to the assets.", _form("")),
    ("npm install react@{x}", _pick("18.#.#", "17.0.#")),
    ("uses: actions/checkout@v{x}", _form("%")),
    ("Thanks to @{thing}-bot and @octocat.", _form("")),
    ("clone git@github.com:acme/{thing}.git", _form("")),
    ("The phone rang {x} times.", _form("%#")),
    ("Call volume was {x} last month.", _pick("%######", "%,###,###", "1 ### ###")),
    ("Your account is due; {x} points expire.", _pick("%####", "%######")),
    ("The account manager of {company} is {name}.", _form("")),
    ("Account opened {x}, manager {name}.", day),
    ("He was born in {x} in {city}.", _form("19##")),
    ("The mobile app version {x} is live.", _pick("%.#.#", "%.##.###", "20##.%.#")),
    ("Fax is no longer offered since {x}.", day),
    ("RFC {x} and RFC 5322 apply.", _pick("2822", "7231", "9110", "4291")),
    ("ZIP {x}", _pick("#####-####", "#####")),
    ("{name}, 12 Main Street, {city} {x}", _pick("#####", "?#? #?#", "??# #??")),
    ("Set background: #{x};", lambda random: hexadecimal(random, 6)),
    ("The color rgb({x}) is wrong.", _pick("1##, 2##, 0", "255, 255, 255")),
    ("a::before { content: '{x}'; }", _form("##")),
    ("crate::engine::pii::{thing}", _form("")),
    ("Part no. {x} ({company})", _pick("###-##-####A", "####-###-##", "##-####-###")),
    ("PO {x} was approved.", _pick("45########", "PO-#######", "##########")),
    (
        "VIN {x}",
        lambda random: (
            "WVWZZZ" + digits(random, 1) + letters(random, 1).replace("O", "A") + filled(random, "Z#?######")
        ),
    ),
    ("Flight {x} leaves at gate B12.", _pick("LH####", "UA ###", "BA####")),
    ("IMEI {x}", _form("35############%")),
    ("Serial number: {x}", _pick("C02########", "SN##########", "5CD#######")),
    ("Error code {x} (0x80070005)", _pick("-%########", "%#########")),
    ("{x} rows were inserted, 0 rejected.", _pick("%#######", "%########", "1##########")),
    ("Memory: {x} kB free", _form("%########")),
    ("The score was {x} in the end.", _pick("3-2-1", "21-19-21", "110-108-1012")),
    ("Reference {x} for {name}", _pick("##-####-####-#", "########??", "REF##########")),
    ("doi:10.{x}", _pick("1000/xyz###", "1145/#######.#######", "1038/s41586-020-####-#")),
    ("data:image/png;base64,{x}", lambda random: base64.b64encode(random.randbytes(30)).decode()),
    ("Kernel {x}-generic is installed.", _pick("5.15.0-###", "6.%.#-##")),
    ("subnet mask 255.255.x.x and {x} hosts", _form("%###")),
    ("Bestellnummer {x} wurde versandt.", _pick("########", "##########")),
    ("Rechnung Nr. {x} vom {day}", _pick("2024-####", "########")),
    ("Le dossier {x} est clos depuis le {day}.", _pick("########", "##########")),
    ("Factura {x}, importe 1.250,00 €", _pick("F########", "2024/####")),
    ("Il numero d'ordine è {x}.", _pick("########", "##########")),
    ("Zaak {x} is gesloten op {day}.", _pick("2024.####", "########")),
    ("O pedido {x} foi enviado.", _pick("########", "##########")),
    ("Der Termin am {day} um 14:30 Uhr entfällt.", _form("")),
    ("Ein Reisepass ist für Kinder ab {x} Jahren nötig.", _form("1#")),
    ("Seq {x} ack {x} win 65535", _pick("%#########", "%########")),
    ("Lot {x}, best before {day}", _pick("L########", "######")),
    ("SSN is a mandatory field; see form {x}.", _pick("W-#", "SS-#", "I-#")),
    ("DL speed {x} Mbit/s, UL 40 Mbit/s", _form("%##")),
    ("Passport photo size {x} px", _pick("600x600", "413x531")),
    ("Medical record keeping became law in {x}.", _form("19##")),
    ("{x}", lambda random: " ".join(filled(random, "%##") for _ in range(6))),
]


def distractor(random: Random, held_out: bool) -> tuple[str, str]:
    """A frame with `{x}` in it, and what goes there."""
    frame, make = random.choice(part(DISTRACTORS, held_out))
    return frame, make(random)


def fields(random: Random) -> dict[str, str]:
    """Filler for the other fields of a frame."""
    return {
        "name": person(random),
        "company": company(random),
        "city": random.choice(CITIES),
        "thing": random.choice(THINGS),
        "day": day(random),
    }
