"""Texts as engines see them: without lone surrogates, and how long they are in UTF-8."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def measure(text: str) -> tuple[str, int]:
    """Return `text` with U+FFFD for every lone surrogate, and its length in bytes of UTF-8."""
    whole = str.__str__(text)  # plain, whatever a subclass does
    if whole.isascii():
        return whole, len(whole)
    try:
        return whole, len(whole.encode())
    except UnicodeEncodeError:
        whole = _SURROGATE.sub("\ufffd", whole)
        return whole, len(whole.encode())
