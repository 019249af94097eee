"""Tool results as JSON texts: records, tickets, logs, inventories, exports and API objects full of ids and times."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from benches.accuracy import distractors, phones, values
from benches.accuracy.draft import Draft, Planted, Prose
from benches.accuracy.frames import part
from benches.accuracy.model import Example
from benches.accuracy.names import CITIES, THINGS

Maker = Callable[[Random, "Style"], Any]


class Style:
    """How one document spells its keys, and which spellings of labels it may use."""

    def __init__(self, random: Random, held_out: bool) -> None:
        self.camel = random.random() < 0.5
        self.held_out = held_out

    def key(self, words: str) -> str:
        """`date of birth` as `dateOfBirth` or `date_of_birth`."""
        first, *rest = words.split()
        return first + "".join(word.title() for word in rest) if self.camel else "_".join([first, *rest])

    def one(self, random: Random, *labels: str) -> str:
        """One of several names of a field, as a key."""
        return self.key(random.choice(part(labels, self.held_out)))


def generate(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """`count` documents of all kinds in turn, compact or indented."""
    random = Random(seed)
    examples = []
    for index in range(count):
        draft = Draft()
        style = Style(random, held_out)
        draft.document(DOCUMENTS[index % len(DOCUMENTS)](random, style), random.choice((None, 2)))
        examples.append(draft.example())
    return examples


def crm(random: Random, style: Style) -> Any:
    """A customer record."""
    born = f"{random.randint(1940, 2005)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    country = random.choice(("US", "US", "DE", "FR", "GB", "NL", "ES", "IT", "BR"))
    phone = phones.us_context(random) if country == "US" else phones.national(random, country)
    record = {
        "id": random.randint(100_000, 99_999_999),
        style.key("external id"): f"{random.randint(10**14, 10**15)}",
        style.key("full name"): values.person(random),
        style.one(random, "email", "email address", "e mail", "contact email", "mail"): Planted(
            "email", values.email(random)
        ),
        style.one(random, "phone", "phone number", "mobile", "mobile phone", "telephone"): Planted("phone", phone),
        style.key("country code"): country,
        style.one(random, "date of birth", "dob", "birth date", "birthday", "birthdate"): Planted(
            "date_of_birth", born
        ),
        "address": {
            "street": f"{random.randint(1, 300)} Main Street",
            style.key("postal code"): values.digits(random, 5),
            "city": random.choice(CITIES),
            "lat": round(random.uniform(30, 60), 6),
            "lng": round(random.uniform(-120, 20), 6),
        },
        style.key("created at"): distractors.timestamp(random),
        style.key("updated at"): int(distractors.epoch(random)),
        style.key("lead score"): random.randint(1, 100),
        "tags": ["vip", "2024-Q3"],
    }
    if country == "US":
        record[style.one(random, "ssn", "social security number", "ssn number")] = Planted(
            "ssn", values.ssn_labelled(random)
        )
        record[style.one(random, "driver license", "drivers license number", "driver license number")] = Planted(
            "driver_license", values.driver_license(random)
        )
    if country == "NL":
        record[style.one(random, "bsn", "burgerservicenummer")] = Planted("bsn", values.bsn(random))
    if random.random() < 0.4:
        record[style.one(random, "passport number", "passport no", "passport")] = Planted(
            "passport", values.passport(random)
        )
    return {"status": "ok", "result": record, style.key("request id"): distractors.uuid(random)}


def tickets(random: Random, style: Style) -> Any:
    """A page of support tickets with free text."""

    def ticket() -> Any:
        said = random.choice(
            (
                ("Customer asks to be called back at ", Planted("phone", phones.us(random)), " after 17:00."),
                ("Please answer to ", Planted("email", values.email(random)), ", not to the address on file."),
                ("Paid twice with card ", Planted("credit_card", values.credit_card(random)), ", see order 48213377."),
                ("Refund to ", Planted("bank_account", values.iban(random)), " within 14 days."),
                (
                    "The {thing} shows error 0x80070005 since version 10.0.19045.1.".replace(
                        "{thing}", random.choice(THINGS)
                    ),
                ),
                ("Router ", Planted("mac_address", values.mac_address(random)), " drops packets."),
                ("Cannot log in from ", Planted("ip_address", values.ip_address(random)), " since yesterday."),
                ("Tel. ", Planted("phone", phones.international(random)), "\nThanks!"),
                ("Order 112-4839201-7730211 never arrived, tracking 9400111899223817428490.",),
            )
        )
        return {
            "number": f"INC{values.digits(random, 7)}",
            style.key("ticket id"): int("1" + values.digits(random, 9)),
            "subject": f"Problem with {random.choice(THINGS)}",
            "description": Prose(said),
            "requester": {"name": values.person(random), "email": Planted("email", values.email(random))},
            style.key("opened at"): distractors.timestamp(random),
            "priority": random.randint(1, 4),
        }

    return {"tickets": [ticket() for _ in range(random.randint(2, 5))], "count": 1234567, style.key("next page"): None}


def logs(random: Random, style: Style) -> Any:
    """Lines of a log search."""

    def line() -> Any:
        message = random.choice(
            (
                (
                    "Accepted publickey for deploy from ",
                    Planted("ip_address", values.ip_address(random)),
                    " port 51822 ssh2",
                ),
                (f"GET /api/v2/orders/{values.digits(random, 10)} 200 {random.randint(1, 900)}ms",),
                (f"worker {distractors.uuid(random)} took {random.random():.6f}s",),
                ("user ", Planted("email", values.email(random)), " changed password"),
                (f"commit {values.hexadecimal(random, 40)} deployed at {distractors.clock(random)}",),
                ("DHCPACK to ", Planted("mac_address", values.mac_address(random)), " via eth0"),
                (f"offset={values.digits(random, 9)} lag={random.randint(0, 99999)} partition=12",),
            )
        )
        return {
            "@timestamp" if not style.camel else "timestamp": distractors.timestamp(random),
            "level": random.choice(("INFO", "WARN", "ERROR")),
            style.key("trace id"): values.hexadecimal(random, 32),
            style.key("span id"): values.hexadecimal(random, 16),
            "pid": random.randint(100, 65000),
            "message": Prose(message),
        }

    return {"took": random.randint(1, 90), "hits": [line() for _ in range(random.randint(4, 9))]}


def inventory(random: Random, style: Style) -> Any:
    """Devices of a network."""

    def device(number: int) -> Any:
        return {
            "hostname": f"sw-{number:02}.{random.choice(CITIES).lower()}.example",
            style.one(random, "ip", "ip address", "management ip", "mgmt ip", "address"): Planted(
                "ip_address", values.ip_address(random)
            ),
            style.one(random, "mac", "mac address", "hw address", "physical address"): Planted(
                "mac_address", values.mac_address(random)
            ),
            style.key("serial number"): values.filled(random, "FOC####X###"),
            style.key("os version"): values.filled(random, random.choice(("15.2(7)E#", "17.%.#", "10.0.#.%"))),
            style.key("uptime seconds"): random.randint(10_000, 99_999_999),
            "vlans": [1, 20, 300],
            style.key("last seen"): distractors.timestamp(random),
        }

    return {
        "devices": [device(number) for number in range(random.randint(2, 5))],
        "sysObjectID" if style.camel else "sys_object_id": "1.3.6.1.4.1.9.1." + values.digits(random, 4),
        "version": f"{random.randint(1, 9)}.14.{random.randint(0, 20)}",
    }


def banking(random: Random, style: Style) -> Any:
    """Accounts and bookings of an export."""

    def booking() -> Any:
        return {
            style.key("transaction id"): values.digits(random, random.choice((10, 12, 16))),
            style.key("booked at"): distractors.timestamp(random)[:10],
            "amount": round(random.uniform(-4000, 4000), 2),
            "currency": "EUR",
            style.one(random, "counterparty iban", "iban", "creditor account"): Planted(
                "bank_account", values.iban(random)
            ),
            "reference": f"Invoice {values.digits(random, 8)} of {values.date(random, 'en', 2020, 2026)}",
        }

    number = values.account(random)
    owner = {
        style.one(random, "account number", "account no", "acct number"): Planted(
            "bank_account", number, number=random.random() < 0.3
        ),
        style.one(random, "routing number", "routing no"): Planted("bank_account", values.routing(random)),
        style.one(random, "card number", "credit card number", "pan"): Planted(
            "credit_card", values.credit_card(random)
        ),
        style.key("card expiry"): "09/28",
        "balance": round(random.uniform(0, 100_000), 2),
        style.key("branch id"): random.randint(1000, 9999),
        "holder": values.person(random),
    }
    return {
        style.key("statement id"): distractors.uuid(random),
        "account": owner,
        "transactions": [booking() for _ in range(random.randint(2, 5))],
    }


_MESSAGES = (
    "Bump lib from 1.{a}.0 to 2.0.{a} (#{b})",
    "Merge pull request #{b} from acme/fix-{a}",
    "Fix off-by-one in section 4.{a}.2 of the parser",
    "Release 3.{a}.0",
    "Update the base image to 10.0.{a}.1",
    "Revert {b}: the cache grew to 1{b}000 entries",
)
_PATCHES = (
    "@@ -120,7 +120,9 @@ fn take() {\n-    let a = std::mem::take(&mut b);\n+    let a = b;",
    "@@ -1,6 +1,6 @@\n-VERSION = '1.2.3'\n+VERSION = '1.2.4'",
    "@@ -33,4 +33,4 @@ def odd(x):\n-    return x[::2]\n+    return x[1::2]",
    "@@ -210 +210 @@ TIMEOUT_MS = 1800000000",
)


def repository(random: Random, style: Style) -> Any:
    """What a code host's interface returns: nearly no personal data, very many numbers."""
    sha = values.hexadecimal(random, 40)
    author = {
        "name": values.person(random),
        "email": Planted("email", values.email(random)),
        "date": distractors.timestamp(random),
    }
    return {
        "id": random.randint(10**8, 10**10),
        "node_id": "MDEwOlJlcG9zaXRvcnk" + values.digits(random, 8),
        "sha": sha,
        "html_url": f"https://git.example/acme/tool/commit/{sha}",
        "commit": {
            "author": author,
            "message": random.choice(_MESSAGES).format(a=random.randint(0, 12), b=random.randint(1, 9999)),
        },
        "stats": {"additions": random.randint(0, 900), "deletions": random.randint(0, 900), "total": 1000},
        "files": [{"sha": values.hexadecimal(random, 40), "filename": "src/x.rs", "patch": random.choice(_PATCHES)}],
        "run_id": random.randint(10**9, 10**11),
        "run_started_at": distractors.timestamp(random),
        "size": random.randint(1, 10**7),
        "license": {"key": "apache-2.0", "spdx_id": "Apache-2.0"},
    }


def clinic(random: Random, style: Style) -> Any:
    """A patient and appointments."""
    born = f"{random.randint(1, 12):02}/{random.randint(1, 28):02}/{random.randint(1940, 2015)}"
    return {
        "patient": {
            "name": values.person(random),
            style.one(random, "mrn", "medical record number", "medical record no"): Planted(
                "medical_record", values.medical_record(random)
            ),
            style.one(random, "dob", "date of birth", "birth date"): Planted("date_of_birth", born),
            "contact": {
                style.one(random, "home phone", "phone", "cell phone", "mobile number"): Planted(
                    "phone", phones.us_context(random)
                ),
                "email": Planted("email", values.email(random)),
            },
            "weight": 81.5,
        },
        "appointments": [
            {
                "id": int(values.filled(random, "%#######")),
                "start": distractors.timestamp(random),
                "room": "2.14",
                "icd": "E11.9",
                "npi": values.filled(random, "1#########"),
            }
            for _ in range(random.randint(1, 3))
        ],
        "loinc": ["2345-7", "718-7"],
    }


def wallet(random: Random, style: Style) -> Any:
    """Transfers on a chain."""
    return {
        "block": random.randint(10**6, 2 * 10**7),
        "hash": "0x" + values.hexadecimal(random, 64),
        "from": Planted("crypto_address", values.crypto_address(random)),
        style.one(random, "to", "to address", "recipient"): Planted("crypto_address", values.crypto_address(random)),
        "value": values.digits(random, 18),
        "gas": "21000",
        "nonce": random.randint(0, 999),
        style.key("block time"): int(distractors.epoch(random)),
        "peer": Prose((Planted("ip_address", values.ipv4(random)), ":30303")),
    }


DOCUMENTS: tuple[Maker, ...] = (crm, tickets, logs, inventory, banking, repository, clinic, wallet)
