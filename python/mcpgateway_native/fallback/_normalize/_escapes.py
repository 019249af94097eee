"""Percent escapes and HTML entities."""

import re

from mcpgateway_native.fallback._normalize._tables import tables
from mcpgateway_native.fallback._normalize._view import Change

_OCTETS = "%[0-7][0-9A-Fa-f]|%[Cc][2-9A-Fa-f]{0}|%[Dd][0-9A-Fa-f]{0}|%[Ee][0-9A-Fa-f]{0}{0}|%[Ff][0-4]{0}{0}{0}".replace(
    "{0}", "%[89ABab][0-9A-Fa-f]"
)
_ESCAPE = re.compile(
    f"(?P<octets>{_OCTETS})|&#(?:[Xx](?P<hex>[0-9A-Fa-f]{{1,7}})(?![0-9A-Fa-f])|(?P<code>[0-9]{{1,8}})(?![0-9]));?"
    "|&(?P<name>[A-Za-z]{1,14});"
)


def read(text: str) -> list[Change]:
    """Read `%40`, with sequences of UTF-8 as one character, and `&#64;`, `&#x40;`, `&commat;`.

    Numbers need no semicolon.
    """
    if "%" not in text and "&" not in text:
        return []
    changes = []
    at = 0
    while match := _ESCAPE.search(text, at):
        if to := _character(match):
            at = match.end()
            changes.append(Change(match.start(), at, to))
        else:
            at = match.start() + 1
    return changes


def _character(match: re.Match[str]) -> str:
    """Return what an escape stands for; empty for none."""
    octets, name = match["octets"], match["name"]
    if octets:
        character = bytes.fromhex(octets.replace("%", "")).decode("utf-8", "ignore")
        return "" if len(character) != 1 or character == "\0" else character
    if name:
        return tables().entities.get(name, "")
    code = int(match["hex"], 16) if match["hex"] else int(match["code"])
    return "" if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)
