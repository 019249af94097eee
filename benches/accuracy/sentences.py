"""Our own sentences: values in frames of seven languages, with distractors beside or instead of them in half."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from benches.accuracy import phones, values
from benches.accuracy.distractors import distractor, fields
from benches.accuracy.draft import Draft
from benches.accuracy.frames import FRAMES, part
from benches.accuracy.model import Example

_FIELD = re.compile(r"\{(name|company|city|thing|day)\}")
_OTHERS = ("de", "fr", "es", "it", "nl", "pt")

# Where a language is spoken, for numbers as they are dialled at home.
_HOMES = {
    "en": ("GB", "AU", "IN", "IE", "ZA", "NZ"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "es": ("ES", "MX", "AR"),
    "it": ("IT", "CH"),
    "nl": ("NL", "BE"),
    "pt": ("PT", "BR"),
}

Maker = Callable[[Random, str], str]


def _plain(make: Callable[[Random], str]) -> Maker:
    return lambda random, _language: make(random)


def _phone(random: Random, language: str, *, context: bool) -> str:
    kind = random.random()
    if kind < 0.4:
        return phones.international(random)
    if language == "en" and kind < 0.8:
        return phones.us_context(random) if context else phones.us(random)
    return phones.national(random, random.choice(_HOMES[language]), compact=context)


# Type, frames, how often, and how the value is made.
KINDS: list[tuple[str, str, int, Maker]] = [
    ("ssn", "ssn", 6, _plain(values.ssn_labelled)),
    ("ssn", "ssn_bare", 3, _plain(values.ssn)),
    ("bsn", "bsn", 6, _plain(values.bsn)),
    ("credit_card", "credit_card", 10, _plain(values.credit_card)),
    ("email", "email", 12, _plain(values.email)),
    ("phone", "phone_label", 10, lambda random, language: _phone(random, language, context=True)),
    ("phone", "phone_context", 8, lambda random, language: _phone(random, language, context=True)),
    ("phone", "phone_bare", 3, lambda random, language: _phone(random, language, context=False)),
    ("ip_address", "ip_address", 9, _plain(values.ip_address)),
    ("ip_address", "ipv4_only", 2, _plain(values.ipv4)),
    ("mac_address", "mac_address", 6, _plain(values.mac_address)),
    ("crypto_address", "crypto_address", 6, _plain(values.crypto_address)),
    ("date_of_birth", "date_of_birth", 8, values.date),
    ("passport", "passport", 6, _plain(values.passport)),
    ("driver_license", "driver_license", 6, _plain(values.driver_license)),
    ("bank_account", "bank_account", 5, _plain(values.account)),
    ("bank_account", "routing", 1, _plain(values.routing)),
    ("bank_account", "iban", 7, _plain(values.iban)),
    ("medical_record", "medical_record", 6, _plain(values.medical_record)),
]


def generate(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """`count` examples; half of them hold a distractor, half of those nothing else."""
    random = Random(seed)
    return [_example(random, held_out) for _ in range(count)]


def say_value(draft: Draft, random: Random, held_out: bool) -> None:
    """Appends one sentence with a value."""
    kind, frames, _, make = random.choices(KINDS, [row[2] for row in KINDS])[0]
    language = "en" if random.random() < 0.62 else random.choice(_OTHERS)
    known = FRAMES[frames]
    if language not in known:
        language = "en"
    frame = random.choice(part(known[language], held_out))
    write(draft, random, frame, kind, make(random, language))


def write(draft: Draft, random: Random, frame: str, kind: str, value: str) -> None:
    """Appends a frame with its value planted and its filler filled in."""
    filler = fields(random)
    before, _, after = _FIELD.sub(lambda found: filler[found[1]], frame).partition("{v}")
    draft.say(before)
    draft.plant(kind, value)
    draft.say(after)


def say_distractor(draft: Draft, random: Random, held_out: bool) -> None:
    """Appends one sentence without a value."""
    frame, text = distractor(random, held_out)
    filler = fields(random)
    draft.say(_FIELD.sub(lambda found: filler[found[1]], frame).replace("{x}", text))


def _example(random: Random, held_out: bool) -> Example:
    draft = Draft()
    kind = random.random()
    if kind < 0.5:
        say_value(draft, random, held_out)
    elif kind < 0.75:
        say_distractor(draft, random, held_out)
    else:
        steps = [say_value, say_distractor]
        random.shuffle(steps)
        steps[0](draft, random, held_out)
        ended = draft.parts[-1].endswith((".", "?", "!"))
        draft.say(random.choice((" ", "\n")) if ended else random.choice(("; ", "\n", " - ", ". ")))
        steps[1](draft, random, held_out)
    return draft.example()
