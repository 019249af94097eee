"""What takes the place of a value."""

import functools

STRATEGIES = ("redact", "partial", "hash", "tokenize", "remove")


class Masker:
    """Applies strategies; equal values give equal digests for as long as the key is the same."""

    __slots__ = ("_keyed", "_redaction_text")

    def __init__(self, redaction_text: str, key: str | None) -> None:
        """Use `key` for digests, or the random key of this process."""
        import hashlib
        import hmac

        self._redaction_text = redaction_text
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
        if strategy == "hash":
            return f"[HASH:{self._digest('hash:', value)[:16]}]"
        if strategy == "tokenize":
            return f"[TOKEN:{self._digest('token:', value)[:8]}]"
        return ""

    def _digest(self, purpose: str, value: str) -> str:
        keyed = self._keyed.copy()
        keyed.update((purpose + value).encode())
        return keyed.hexdigest()

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


def _inner(value: str) -> str:
    """First and last character, stars between."""
    stars = "*" * max(len(value) - 2, 1)
    return value[: len(value) > 1] + stars + (value[-1] if len(value) > 2 else "")


@functools.cache
def process_key() -> str:
    """A random key for configurations without one, stable for the life of the process."""
    import os

    return os.urandom(32).hex()
