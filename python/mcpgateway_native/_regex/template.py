"""Replacement templates, read by Python's own parser."""

import re
from re import _parser  # type: ignore[attr-defined]

# A text stands for itself, a number for what the group of that number matched.
Pieces = list[str | int]


def read_template(template: str, regex: re.Pattern[str]) -> Pieces:
    """Return what `template` writes for a match of `regex`; raises `re.error` or `IndexError` as `re.sub` would."""
    parsed = _parser.parse_template(template, regex)
    if isinstance(parsed, tuple):
        # Python 3.11: the literals, with gaps for the groups.
        groups, literals = parsed
        places = dict(groups)
        pieces = [places.get(index, literal) for index, literal in enumerate(literals)]
    else:
        pieces = parsed
    return [piece for piece in pieces if piece != ""]


def expanded(pieces: Pieces, match: re.Match[str]) -> str:
    """Return what the pieces write for `match`; a group that took no part writes nothing."""
    return "".join(piece if isinstance(piece, str) else match[piece] or "" for piece in pieces)
