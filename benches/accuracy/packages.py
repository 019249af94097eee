"""Sets whose values come from generator packages that are not ours; each is left out when its package is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from benches.accuracy.draft import Draft
from benches.accuracy.frames import FRAMES, part
from benches.accuracy.model import Example
from benches.accuracy.sentences import write

Maker = Callable[[], str]

# Fixed, because the packages count back from today.
_START, _END = datetime(2005, 1, 1), datetime(2026, 1, 1)

_SLOT = re.compile(r"\{\{(\w+)\}\}|<(\w+)>")


@dataclass(frozen=True)
class Source:
    """One locale of a package: values by type and frames, and clean text with numbers in it."""

    language: str
    values: Sequence[tuple[str, str, Maker]]
    clean: Sequence[tuple[str, Maker]]


def faker(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """Faker's values of ten locales."""
    return _mixed(seed, count, [_faker_source(locale, language, seed) for locale, language in _FAKER], held_out)


def mimesis(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """Mimesis' values of nine locales."""
    return _mixed(seed, count, [_mimesis_source(locale, language, seed) for locale, language in _MIMESIS], held_out)


def presidio_templates(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """The sentences of Presidio's own evaluation, read from the installed package, with its forms of numbers."""
    folder = _folder("presidio_evaluator") / "data_generator"
    lines = (folder / "raw_data" / "templates.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    templates = part([line.strip() for line in lines if line.strip()], held_out)
    slots = _template_slots(folder, seed)
    random = Random(seed)
    asked = [
        line for line in templates if any((found[1] or found[2]).lower() in _TYPES for found in _SLOT.finditer(line))
    ]
    # Three of four templates hold names and addresses only; half of the texts are to hold a value of ours.
    return [_from_template(random.choice(asked if index % 2 else templates), slots) for index in range(count)]


# --- the two value packages -------------------------------------------------------------------------------------------

_FAKER = (
    ("en_US", "en"), ("en_US", "en"), ("en_GB", "en"), ("en_IN", "en"), ("de_DE", "de"), ("fr_FR", "fr"),
    ("es_ES", "es"), ("it_IT", "it"), ("nl_NL", "nl"), ("pt_BR", "pt"), ("pl_PL", "en"),
)  # fmt: skip
_MIMESIS = (
    ("en", "en"), ("en", "en"), ("en-gb", "en"), ("de", "de"), ("fr", "fr"), ("es", "es"), ("it", "it"),
    ("nl", "nl"), ("pt-br", "pt"), ("pl", "en"),
)  # fmt: skip


def _mixed(seed: int, count: int, sources: Sequence[Source], held_out: bool) -> list[Example]:
    """Half of the texts hold a clean sentence, half of those nothing else: as in our own set."""
    random = Random(seed)
    examples = []
    for _ in range(count):
        source, draft, kind = random.choice(sources), Draft(), random.random()
        if kind < 0.75:
            name, frames, make = random.choice(source.values)
            known = FRAMES[frames].get(source.language, FRAMES[frames]["en"])
            write(draft, random, random.choice(part(known, held_out)), name, make())
        if kind >= 0.5:
            label, make = random.choice(source.clean)
            draft.say(("\n" if draft.parts else "") + label + make())
        examples.append(draft.example())
    return examples


def _faker_source(locale: str, language: str, seed: int) -> Source:
    fake: Any = import_module("faker").Faker(locale)
    fake.seed_instance(f"{seed} {locale}")
    born = partial(fake.date_between_dates, date(1935, 1, 1), date(2012, 12, 31))
    values: list[tuple[str, str, Maker]] = [
        ("email", "email", fake.email),
        ("email", "email", fake.ascii_company_email),
        ("phone", "phone_label", fake.phone_number),
        ("phone", "phone_context", fake.phone_number),
        ("credit_card", "credit_card", fake.credit_card_number),
        ("ip_address", "ip_address", fake.ipv4),
        ("ip_address", "ip_address", fake.ipv6),
        ("mac_address", "mac_address", fake.mac_address),
        ("date_of_birth", "date_of_birth", lambda: born().isoformat()),
        ("date_of_birth", "date_of_birth", lambda: born().strftime(_DAY[language])),
    ]
    if locale != "en_IN":  # India has none; what Faker gives there is a British one that is a digit short.
        values.append(("bank_account", "iban", fake.iban))
    if locale == "en_US":
        values += [
            ("ssn", "ssn", fake.ssn),
            ("ssn", "ssn_bare", fake.ssn),
            ("passport", "passport", fake.passport_number),
            ("bank_account", "routing", fake.aba),
            ("bank_account", "bank_account", lambda: fake.bban()[4:]),
        ]
    if locale == "nl_NL":
        values.append(("bsn", "bsn", fake.ssn))
    clean: list[tuple[str, Maker]] = [
        ("", fake.sentence),
        ("id ", fake.uuid4),
        ("md5 ", fake.md5),
        ("sha1 ", fake.sha1),
        ("ISBN ", fake.isbn13),
        ("EAN ", fake.ean13),
        ("at ", lambda: str(int(fake.unix_time(_END, _START)))),
        ("measured ", lambda: str(fake.pyfloat(left_digits=3, right_digits=8))),
        ("plate ", fake.license_plate),
        ("", lambda: fake.address().replace("\n", ", ")),
        ("agent ", fake.user_agent),
        ("on ", partial(fake.date, end_datetime=_END)),
        ("at ", partial(fake.time, end_datetime=_END)),
        ("logged ", partial(fake.iso8601, end_datetime=_END)),
        ("colour ", fake.hex_color),
        ("url ", fake.url),
        ("position ", lambda: f"{fake.latitude()}, {fake.longitude()}"),
        ("count ", lambda: str(fake.random_number(digits=9))),
    ]
    return Source(language, values, clean)


def _mimesis_source(locale: str, language: str, seed: int) -> Source:
    package = import_module("mimesis")
    fake: Any = package.Generic(locale=package.Locale(locale), seed=f"{seed} {locale}")
    values: list[tuple[str, str, Maker]] = [
        ("email", "email", fake.person.email),
        ("phone", "phone_label", fake.person.phone_number),
        ("phone", "phone_context", fake.person.phone_number),
        ("credit_card", "credit_card", fake.payment.credit_card_number),
        ("ip_address", "ip_address", fake.internet.ip_v4),
        ("ip_address", "ip_address", fake.internet.ip_v6),
        ("mac_address", "mac_address", fake.internet.mac_address),
        ("date_of_birth", "date_of_birth", lambda: fake.person.birthdate(1935, 2012).isoformat()),
        ("date_of_birth", "date_of_birth", lambda: fake.person.birthdate(1935, 2012).strftime(_DAY[language])),
    ]
    clean: list[tuple[str, Maker]] = [
        ("", fake.text.sentence),
        ("id ", fake.cryptographic.uuid),
        ("digest ", fake.cryptographic.hash),
        ("ISBN ", fake.code.isbn),
        ("EAN ", fake.code.ean),
        ("IMEI ", fake.code.imei),
        ("version ", fake.development.version),
        ("at ", lambda: str(fake.datetime.timestamp(start=2005, end=2025))),
        ("on ", lambda: fake.datetime.date(2005, 2025).isoformat()),
        ("price ", lambda: str(fake.finance.price())),
        ("", fake.address.address),
        ("position ", lambda: str(fake.address.coordinates())),
        ("agent ", fake.internet.user_agent),
        ("url ", fake.internet.url),
        ("count ", lambda: str(fake.numeric.integer_number(10**8, 10**9))),
        ("measured ", lambda: str(fake.numeric.float_number(0, 1000, 8))),
    ]
    return Source(language, values, clean)


_DAY = {
    "en": "%m/%d/%Y",
    "de": "%d.%m.%Y",
    "fr": "%d/%m/%Y",
    "es": "%d/%m/%Y",
    "it": "%d/%m/%Y",
    "nl": "%d-%m-%Y",
    "pt": "%d/%m/%Y",
}


# --- Presidio's sentences ---------------------------------------------------------------------------------------------

_TYPES = {
    "credit_card_number": "credit_card",
    "phone_number": "phone",
    "iban": "bank_account",
    "email": "email",
    "ip_address": "ip_address",
    "ssn": "ssn",
    "us_driver_license": "driver_license",
    "date_of_birth": "date_of_birth",
}


def _template_slots(folder: Path, seed: int) -> Mapping[str, Maker]:
    """How each slot is filled: numbers in the package's own forms, everything else by Faker."""
    fake: Any = import_module("faker").Faker("en_US")
    fake.seed_instance(f"{seed} templates")
    random = Random(seed)
    phone_forms = _class_constant(folder / "faker_extensions" / "providers.py", "PhoneNumberProviderNew", "formats")
    states = import_module("yaml").safe_load(
        (folder / "raw_data" / "us_driver_license_format.yaml").read_text(encoding="utf-8")
    )["en"]["faker"]["driving_license"]["usa"]
    licences = [form for forms in states.values() for form in forms]

    def born() -> str:
        day = fake.date_between_dates(date(1935, 1, 1), date(2012, 12, 31))
        return f"{day.month}/{day.day}/{day.year}"

    known: dict[str, Maker] = {
        "phone_number": lambda: str(fake.numerify(random.choice(phone_forms))),
        "us_driver_license": lambda: str(fake.bothify(random.choice(licences))).upper(),
        "ip_address": lambda: str(fake.ipv4() if random.random() < 0.8 else fake.ipv6()),
        "date_of_birth": born,
        "person": fake.name,
        "organization": fake.company,
        "nationality": fake.country,
        "nation_woman": fake.country,
        "nation_plural": fake.country,
        "age": lambda: str(random.randint(1, 99)),
        "date_time": lambda: fake.date_time(end_datetime=_END).isoformat(sep=" "),
        "name_nonbinary": fake.name,
    }
    return _Slots(known, fake)


class _Slots(dict[str, Maker]):
    """Slots by name; a name that is none of ours is a Faker provider."""

    def __init__(self, known: Mapping[str, Maker], fake: Any) -> None:
        super().__init__(known)
        self.fake = fake

    def __missing__(self, name: str) -> Maker:
        provider = getattr(self.fake, name)
        return lambda: str(provider())


def _from_template(template: str, slots: Mapping[str, Maker]) -> Example:
    text, draft, at = template.replace("\\n", "\n").replace("\\,", ","), Draft(), 0
    birth = "birth" in text.lower().replace("date_of_birth", "") or "born" in text.lower()
    for found in _SLOT.finditer(text):
        draft.say(text[at : found.start()])
        name = (found[1] or found[2]).lower()
        value = slots[name]()
        if name == "date_of_birth" and not birth:
            draft.pass_over(value)  # Nothing in the sentence says that it is one.
        elif name in _TYPES:
            draft.plant(_TYPES[name], value)
        else:
            draft.say(value)
        at = found.end()
    draft.say(text[at:])
    return draft.example()


def _class_constant(path: Path, class_name: str, name: str) -> Any:
    """A literal of a class, read without importing its module, which would need half a dozen more packages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name == class_name:
            for line in node.body:
                if isinstance(line, ast.Assign) and any(
                    isinstance(target, ast.Name) and target.id == name for target in line.targets
                ):
                    return ast.literal_eval(line.value)
    raise ImportError(f"{class_name}.{name} is not in {path.name}")


def _folder(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ImportError(f"No module named {package!r}")
    return Path(next(iter(spec.submodule_search_locations)))
