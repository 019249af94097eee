"""Runs of base64 that hold text."""

import binascii
import re
from collections.abc import Callable

from mcpgateway_native.fallback._spans import Span, resolve_overlaps

# Characters of a run, without its padding. Shorter ones hold no value, longer ones are files.
_SHORTEST = 16
_LONGEST = 4096

# Percent of the decoded characters that can be printed.
_PRINTABLE = 85

_RUN = re.compile("([0-9A-Za-z+/_-]{16,}+)={0,2}")
_PIECE = re.compile("[0-9A-Za-z+_-]{16,}+")
_BOTH_CASES = re.compile("(?=[^A-Z]*+[A-Z])[^a-z]*+[a-z]")
_CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]")


def find(text: str, scan: Callable[[str], list[Span]]) -> list[Span]:
    """Return one finding of the whole run for each run that decodes to text in which `scan` finds something.

    The first finding inside lends its rule.
    """
    found: list[Span] = []
    for match in _RUN.finditer(text):
        start, end = match.span(1)
        if end - start > _LONGEST:
            continue
        decoded = _decode(match[1])
        if decoded is not None:
            _take_first(scan(decoded), start, match.end(), found)
            continue
        if "/" not in match[1]:
            continue
        # In a path, what stands between slashes may be meant.
        for piece in _PIECE.finditer(text, start, end):
            decoded = _decode(piece[0])
            if decoded is not None:
                _take_first(scan(decoded), piece.start(), match.end() if piece.end() == end else piece.end(), found)
    return found


def _take_first(inner: list[Span], start: int, end: int, found: list[Span]) -> None:
    if first := resolve_overlaps(inner)[:1]:
        found.append(first[0]._replace(start=start, end=end))


def _decode(run: str) -> str | None:
    """Return the text in `run`, if it is one: of one alphabet, in both cases, valid UTF-8, nearly all printable."""
    mixed = ("+" in run or "/" in run) and ("-" in run or "_" in run)
    if len(run) % 4 == 1 or mixed or not _BOTH_CASES.match(run):
        return None
    octets = binascii.a2b_base64(run.replace("-", "+").replace("_", "/") + "=" * (-len(run) % 4))
    try:
        text = octets.decode()
    except UnicodeDecodeError:
        return None
    control = len(_CONTROL.findall(text))
    return text if (len(text) - control) * 100 >= len(text) * _PRINTABLE else None
