"""Seeded texts and payloads with known contents; the same seed gives the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benches.compare.words import CHINESE, EMOJI, ENGLISH, GERMAN, RUSSIAN

SEED = 20_261_122


@dataclass(frozen=True)
class Sample:
    """A text and the spans (code points) of the values planted in it."""

    text: str
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """Length in UTF-8 bytes."""
        return len(self.text.encode())


@dataclass
class Draft:
    """A text in the making that remembers where values were planted."""

    parts: list[str] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0

    def say(self, text: str) -> None:
        """Appends filler."""
        self.parts.append(text)
        self.length += len(text)

    def plant(self, value: str) -> None:
        """Appends a value that must be found."""
        self.spans.append((self.length, self.length + len(value)))
        self.say(value)

    def sample(self) -> Sample:
        """The finished text."""
        return Sample("".join(self.parts), tuple(self.spans))


def words(random: Random, length: int, vocabulary: list[str] = ENGLISH) -> str:
    """Exactly `length` characters of lower-case words with a full stop now and then."""
    parts: list[str] = []
    total = 0
    while total < length:
        word = random.choice(vocabulary) + (". " if random.random() < 0.08 else " ")
        parts.append(word)
        total += len(word)
    return "".join(parts)[:length]


def filler(random: Random, length: int) -> str:
    """Words without a cut one at the end: a piece of `guide` is a word that says what the number behind it is."""
    text = words(random, length)
    whole, _, cut = text.rpartition(" ")
    return f"{whole} {'.' * len(cut)}"[-length:] if length else ""


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` plus itself a valid card number."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 if index % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def ssn(random: Random) -> str:
    """A social security number that its area, group and serial rules allow."""
    return f"{random.randint(200, 665)}-{random.randint(10, 99)}-{random.randint(1000, 9999)}"


def email(random: Random) -> str:
    """A plain address under a reserved example domain."""
    return f"{random.choice(ENGLISH)}.{random.choice(ENGLISH)}@example.com"


def phone(random: Random) -> str:
    """A North American number in the separated spelling that all contestants claim."""
    return f"{random.choice((212, 312, 415, 617, 713))}-{random.randint(230, 499)}-{random.randint(1000, 9999)}"


def card(random: Random) -> str:
    """A sixteen-digit Visa-like number with a right check digit, in groups of four."""
    digits = "4" + "".join(random.choice("0123456789") for _ in range(14))
    digits += luhn_digit(digits)
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def ipv4(random: Random) -> str:
    """A private address."""
    return f"192.168.{random.randint(10, 250)}.{random.randint(10, 250)}"


KINDS = (ssn, email, phone, card, ipv4)


def single_ssn(size: int = 1071) -> Sample:
    """Prose of `size` bytes with one number in the middle."""
    random = Random(SEED)
    draft = Draft()
    draft.say(filler(random, size // 2 - 1) + " ")
    draft.plant(ssn(random))
    draft.say(" " + filler(random, size - draft.length - 1))
    return draft.sample()


def planted(count: int, size: int) -> Sample:
    """Prose of `size` bytes with `count` values of all kinds in turn, evenly spread."""
    random = Random(SEED + count)
    draft = Draft()
    for index in range(count):
        value = KINDS[index % len(KINDS)](random)
        room = size * (index + 1) // count - draft.length - len(value) - 2
        draft.say(filler(random, max(1, room)) + " ")
        draft.plant(value)
        draft.say(" ")
    draft.say(filler(random, size - draft.length))
    return draft.sample()


def prose(size: int, *, seed: int = 0) -> Sample:
    """Clean English-like ASCII."""
    return Sample(words(Random(SEED + seed), size))


def prose_with_accent(size: int) -> Sample:
    """The clean prose with one character of it replaced by `é`: all that changes is that it is not ASCII."""
    text = long_version(prose, size).text
    return Sample(text[: size // 2] + "é" + text[size // 2 + 1 :])


def cyrillic(size: int) -> Sample:
    """Clean Russian-like prose of about `size` bytes."""
    return Sample(words(Random(SEED + 1), size * 6 // 11, RUSSIAN))


def emoji(size: int) -> Sample:
    """Clean prose in which every fourth word is an emoji."""
    return Sample(words(Random(SEED + 2), size * 10 // 13, ENGLISH[:60] + EMOJI * 2))


def german(size: int) -> Sample:
    """Clean German-like prose of about `size` bytes; every other word has an umlaut or a sharp s."""
    return Sample(words(Random(SEED + 3), size * 10 // 11, GERMAN))


def chinese(size: int) -> Sample:
    """Clean text of about `size` bytes in which every character takes three and no blank stands."""
    random = Random(SEED + 4)
    marks = ("", "", "", "，", "。")
    return Sample("".join(random.choice(CHINESE) + random.choice(marks) for _ in range(size // 8)))


def json_rows(size: int) -> Sample:
    """A JSON text of rows full of clean numbers."""

    def row(r: Random) -> str:
        price = f"{r.randint(1, 9999)}.{r.randint(10, 99)}"
        day = f"2026-{r.randint(1, 12):02}-{r.randint(1, 28):02}"
        head = f'{{"id": {r.randint(1, 99999)}, "qty": {r.randint(1, 999)}, "price": {price}'
        return f'{head}, "name": "{r.choice(ENGLISH)}", "day": "{day}"}},\n'

    return _repeated(size, row)


def digits(size: int) -> Sample:
    """Numbers of one to six digits and nothing else."""
    return _repeated(size, lambda r: f"{r.randint(1, 10 ** r.randint(1, 6))}, ")


def dotted(size: int) -> Sample:
    """Version numbers of three parts: one part short of an address."""
    return _repeated(size, lambda r: f"{r.randint(0, 99)}.{r.randint(0, 99)}.{r.randint(0, 99)} ")


def hex_colons(size: int) -> Sample:
    """Fingerprints of twenty groups: too long for an IPv6 or a hardware address wherever one begins to read."""
    return _repeated(size, lambda r: ":".join(f"{r.randint(0, 255):02x}" for _ in range(20)) + " ")


def digit_run(size: int) -> Sample:
    """One number as long as the text."""
    random = Random(SEED + size)
    return Sample("".join(random.choices("0123456789", k=size)))


def phone_near_misses(size: int) -> Sample:
    """Signs, brackets and groups as telephone numbers have them, with too few digits for one."""
    shapes = ("+{}{} {}{}-{}{}", "({}{}{}) {}{}-{}", "+{} {}{}-{}{}", "{}{}-{}{}-{}{}", "{}-{}{}{}-{}{}", "({}{}) {}{}")
    return _repeated(size, lambda r: r.choice(shapes).format(*(r.randint(2, 9) for _ in range(6))) + ", ")


def iban_near_misses(size: int) -> Sample:
    """Account numbers of the right country and length with a wrong check number, compact and in groups of four."""

    def row(r: Random) -> str:
        country, length = r.choice((("DE", 22), ("FR", 27), ("GB", 22), ("NL", 18), ("CH", 21)))
        # A letter in every group: nothing inside may look like a number of another kind.
        body = "".join(r.choice("ABCDEFGH") if at % 4 == 1 else r.choice("789") for at in range(length - 4))
        wrong = (_iban_check(country, body) + r.randint(1, 50)) % 97 + 2
        value = f"{country}{wrong:02}{body}"
        return (value if r.random() < 0.5 else " ".join(value[at : at + 4] for at in range(0, length, 4))) + ", "

    return _repeated(size, row)


def bare_ats(size: int) -> Sample:
    """`a@a@a@…`: an at sign everywhere and never an address."""
    return Sample(("a@" * size)[:size])


def bare_dots(size: int) -> Sample:
    """`a.a.a.…`: the start of an address or a host name everywhere, and never one."""
    return Sample(("a." * size)[:size])


def long_version(make: Callable[[int], Sample], size: int) -> Sample:
    """About `size` bytes: the first megabyte over and over, because the generators are slow."""
    block = make(min(size, 1_000_000))
    copies = max(1, round(size / block.size))
    length = len(block.text)
    spans = tuple((start + length * copy, end + length * copy) for copy in range(copies) for start, end in block.spans)
    return Sample(block.text * copies, spans)


def _iban_check(country: str, body: str) -> int:
    """The two check digits that are right for this account number."""
    digits = "".join(str(int(char, 36)) for char in f"{body}{country}00")
    return 98 - int(digits) % 97


def _repeated(size: int, row: Callable[[Random], str]) -> Sample:
    random = Random(SEED + size)
    parts: list[str] = []
    total = 0
    while total < size:
        parts.append(row(random))
        total += len(parts[-1])
    return Sample("".join(parts[:-1]))


@dataclass(frozen=True)
class Payload:
    """A nested value, the bytes of text in it, and what it is after `[REDACTED]` took the place of each value."""

    value: Any
    masked: Any
    size: int


def rows_payload(strings: int = 3600, size: int = 450_000) -> Payload:
    """A clean tool result as the protocol nests it: `structuredContent` with rows of five strings and four scalars."""
    random = Random(SEED + strings)
    each = size // strings

    def row(number: int) -> dict[str, Any]:
        title, name, place, first, second = (words(random, each) for _ in range(5))
        return {
            "id": number,
            "title": title,
            "price": number * 1.25,
            "active": number % 3 > 0,
            "parent": None,
            "owner": {"name": name, "place": place},
            "tags": [first, second],
        }

    rows = [row(number) for number in range(strings // 5)]
    value = {"content": [], "structuredContent": {"rows": rows, "complete": True, "next": None}, "isError": False}
    return Payload(value, value, each * strings)


def small_payload(size: int = 2000) -> Payload:
    """A 2 KB tool result, nested, with one e-mail address deep inside."""

    def build(address: str) -> dict[str, Any]:
        random = Random(SEED + size)
        people = [
            {"name": words(random, 20), "tags": [words(random, 12), words(random, 12)], "age": 30 + index, "ok": True}
            for index in range(size // 50)
        ]
        people[len(people) // 2]["contact"] = {"kind": "mail", "value": f"write to {address} soon"}
        return {"content": [{"type": "text", "text": words(random, 75)}], "structuredContent": {"people": people}}

    return Payload(build("ann.smith@example.com"), build("[REDACTED]"), _text_bytes(build("ann.smith@example.com")))


def _text_bytes(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode())
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(_text_bytes(child) for child in children)
