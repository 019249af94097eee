"""What takes the place of a value."""

import functools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import hmac

STRATEGIES = ("redact", "partial", "hash", "tokenize", "remove")

# Of a preserved mask, the characters that are replaced.
_REPLACEABLE = re.compile(r"[0-9A-Za-z]|[^\x00-\x7f]")
# Two blocks in a row that give back the value itself are rare; as many as this do not happen.
_MAX_SKIPPED = 256


class Masker:
    """Applies strategies; equal values give equal digests for as long as the key is the same."""

    __slots__ = ("_keyed", "_preserve", "_redaction_text")

    def __init__(self, redaction_text: str, key: str | None, preserve: bool = False) -> None:
        """Use `key` for digests, or the random key of this process; `preserve` makes them look like the value."""
        import hashlib
        import hmac

        self._redaction_text = redaction_text
        self._preserve = preserve
        self._keyed = hmac.new((key or process_key()).encode(), digestmod=hashlib.sha256)

    def __repr__(self) -> str:
        """Name the class only: the key must not be readable in a log."""
        return "<Masker>"

    def mask(self, strategy: str, name: str, value: str) -> str:
        """Return the mask of `value`, which is of type `name`."""
        if strategy == "redact":
            return self._redaction_text
        if strategy == "partial":
            return self._partial(name, value)
        if strategy in ("hash", "tokenize") and self._preserve:
            return self._preserved(f"{strategy}-preserve:{value}".encode(), value)
        if strategy == "hash":
            return f"[HASH:{self._digest('hash:', value)[:16]}]"
        if strategy == "tokenize":
            return f"[TOKEN:{self._digest('token:', value)[:8]}]"
        return ""

    def pseudonym(self, scope: str, tag: str, name: str, value: str) -> str:
        """Return the pseudonym of `value`, which is of type `name`, in `scope`."""
        return f"[{tag}:{self._digest('vault:', chr(0).join((scope, name, value)))[:12]}]"

    def _digest(self, purpose: str, value: str) -> str:
        return self._keyed_with((purpose + value).encode()).hexdigest()

    def _keyed_with(self, message: bytes) -> "hmac.HMAC":
        keyed = self._keyed.copy()
        keyed.update(message)
        return keyed

    def _preserved(self, message: bytes, value: str) -> str:
        """Return a text like `value` that is not `value`, unless there is nothing in it to replace."""
        if not _REPLACEABLE.search(value):
            return value
        # Every further block that is skipped makes another text.
        for skipped in range(_MAX_SKIPPED):
            mask = _like(value, self._key_stream(message, skipped))
            if mask != value:
                return mask
        return self._redaction_text

    def _key_stream(self, message: bytes, counter: int) -> Iterator[int]:
        """Yield endless bytes that depend on the key and `message`."""
        while True:
            block = message if counter == 0 else message + b"\0" + counter.to_bytes(4, "big")
            yield from self._keyed_with(block).digest()
            counter += 1

    def _partial(self, name: str, value: str) -> str:
        if name == "ssn" and len(value) >= 4:
            return "***-**-" + value[-4:]
        if name == "bsn" and len(value) >= 4:
            return "*****" + value[-4:]
        if name in ("credit_card", "phone"):
            digits = "".join(filter("0123456789".__contains__, value))[-4:]
            if name == "phone":
                return "***-***-" + (digits if len(digits) == 4 else "****")
            if len(digits) == 4:
                return "****-****-****-" + digits
        if name == "email" and "@" in value:
            local, _, domain = value.rpartition("@")
            shown = f"{local[0]}***{local[-1]}" if len(local) > 2 else "***"
            return f"{shown}@{domain}"
        if name == "bank_account":
            if len(value) < 8 or not any(character.isascii() and character.isalpha() for character in value):
                return self._redaction_text
            return value[:2] + "*" * (len(value) - 6) + value[-4:]
        return _inner(value)


def tag_of(name: str) -> str:
    """Return the name of a type as pseudonyms show it: upper-case letters and underscores, 2 to 40 of them."""
    return re.sub("[^A-Za-z]", "_", name[:40]).upper().ljust(2, "_")


def _like(value: str, stream: Iterator[int]) -> str:
    """Replace digits by digits and letters by letters, a byte of `stream` each."""

    def replace(match: re.Match[str]) -> str:
        character, byte = match[0], next(stream)
        if "0" <= character <= "9":
            return chr(ord("0") + byte % 10)
        return chr(ord("A" if "A" <= character <= "Z" else "a") + byte % 26)

    return _REPLACEABLE.sub(replace, value)


def _inner(value: str) -> str:
    """First and last character, stars between."""
    stars = "*" * max(len(value) - 2, 1)
    return value[: len(value) > 1] + stars + (value[-1] if len(value) > 2 else "")


@functools.cache
def process_key() -> str:
    """A random key for configurations without one, stable for the life of the process."""
    import os

    return os.urandom(32).hex()
