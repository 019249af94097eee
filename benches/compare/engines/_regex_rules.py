"""What the regex filter is measured with: twenty search-and-replace rules, deny lists, and texts for them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import islice
from random import Random

from benches.compare.corpora import SEED, words
from benches.compare.words import ENGLISH

# Patterns that gateways run: secrets, personal data, wording, clean-up. `re`, RE2 and Rust's `regex` read all of them,
# and on ASCII text alike; templates are Python's.
RULES: tuple[tuple[str, str], ...] = (
    (r"\bpassword\s*[:=]\s*\S+", "password=[hidden]"),
    (r"\b(api|secret)[_-]?key\s*=\s*\w+", r"\1_key=[hidden]"),
    (r"Bearer [A-Za-z0-9._~+/-]+=*", "Bearer [hidden]"),
    (r"AKIA[0-9A-Z]{16}", "AKIA[hidden]"),
    (r"ghp_[A-Za-z0-9]{36}", "ghp_[hidden]"),
    (r"-----BEGIN ([A-Z ]+)-----", r"[\1 removed]"),
    (r"(https?)://([^/\s:@]+):[^/\s@]+@", r"\1://\2@"),
    (r"\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b", r"\1.\2.x.x"),
    (r"\b(\d{4})[ -]\d{4}[ -]\d{4}[ -](\d{4})\b", r"\1-****-****-\2"),
    (r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", "[account]"),
    (r"(\w+)@example\.com", r"\1@example.org"),
    (r"(?i)\bcolour(s|ed)?\b", r"color\1"),
    (r"(?i)\bteh\b", "the"),
    (r"\bcrap\b", "crud"),
    (r"\bcrud\b", "yikes"),
    (r"/home/[a-z]+/", "~/"),
    (r"[ \t]+\n", r"\n"),
    (r"\bTODO\((\w+)\)", r"note for \1"),
    (r"<script[^>]*>", "<removed>"),
    (r"(?m)^DEBUG .*$", "DEBUG"),
)

# A text for each rule in which it matches.
_HITS = (
    "password: hunter2 ",
    "api_key=abc123 ",
    "Bearer abc.def-1== ",
    "AKIAIOSFODNN7EXAMPLE ",
    "ghp_" + "a1B2" * 9 + " ",
    "-----BEGIN RSA PRIVATE KEY-----\n",
    "https://ann:secret@example.net/x ",
    "10.20.30.40 ",
    "4111 1111 1111 1111 ",
    "DE89370400440532013000 ",
    "ann.smith@example.com ",
    "Colours ",
    "Teh ",
    "crap ",
    "crud ",
    "/home/ann/notes ",
    "trailing   \n",
    "TODO(ann) ",
    "<script src=x> ",
    "\nDEBUG value\n",
)

# 101 bytes each.
SENTENCE = "The quick report says that 3 of 4 servers were slow at 12:30, and that nobody changed the schedule.  "
SENTENCE_WITH_HITS = (
    "The quick report by ann@example.com says teh server 10.20.30.40 was slow at 12:30, as it always is.  "
)


def planted(size: int) -> str:
    """Prose in which every rule matches in turn, about once in thirty bytes."""
    random = Random(SEED + 20)
    parts: list[str] = []
    total = 0
    while total < size:
        hit = _HITS[len(parts) % len(_HITS)]
        # What follows a value would be part of it without the blank.
        parts.append(hit + words(random, 12, ENGLISH) + " ")
        total += len(parts[-1])
    return "".join(parts)[:size]


@cache
def denied(count: int) -> list[str]:
    """So many words that prose does not hold: made-up ones, and pairs of English words, which it almost holds."""
    random = Random(SEED + 21)
    made: dict[str, None] = {}
    while len(made) < count:
        made[_made_up(random)] = None
        pair = random.choice(ENGLISH) + random.choice(ENGLISH)
        if not any(pair in word for word in ENGLISH):
            made[pair] = None
    return list(islice(made, count))


def _made_up(random: Random) -> str:
    syllables = range(random.randint(3, 5))
    return "".join(random.choice("bdfgklmnprstvz") + random.choice("aeiou") for _ in syllables) + random.choice("xqz")


def long(make: Callable[[int], str], size: int) -> str:
    """About `size` bytes: the first megabyte over and over, because the generators are slow."""
    block = make(min(size, 1_000_000))
    return block * max(1, size // len(block))
