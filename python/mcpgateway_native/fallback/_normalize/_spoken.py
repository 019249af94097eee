"""`ann (at) example dot com`: marks that are written as words."""

import re

from mcpgateway_native.fallback._normalize._tables import tables
from mcpgateway_native.fallback._normalize._view import Change

_ALNUM = "[0-9A-Za-z]"
_WORD = "(?:[Aa][Tt]|[Dd][Oo][Tt])"
# With its brackets and the spaces around, between letters or digits. Next to each other, two such words stand for
# nothing: which of them would take the space between?
_FORM = re.compile(
    f"(?<={_ALNUM})(?<!(?<!{_ALNUM})[Aa][Tt])(?<!(?<!{_ALNUM})[Dd][Oo][Tt])"
    rf"(?: {{0,3}}(?:\( ?{_WORD} ?\)|\[ ?{_WORD} ?\]|{{ ?{_WORD} ?}}) {{0,3}}| {{1,3}}{_WORD} {{1,3}})"
    f"(?={_ALNUM})(?!{_WORD}(?!{_ALNUM}))"
)
# What every form holds: a quick look, because a search for the form itself would try every character.
_CANDIDATE = re.compile(rf"[ (\[{{]{_WORD}[ )\]}}]")
_LABEL = re.compile("[0-9A-Za-z-]{1,63}+(?![0-9A-Za-z-])")
_DOT = re.compile(rf"[.](?={_ALNUM})")
_LAST_WORD = re.compile(f"(?<!{_ALNUM}){_ALNUM}{{1,16}}$")
_BRACKETS = frozenset("([{")


def read(text: str) -> list[Change]:
    """Read `at` and `dot` between letters or digits as `@` and `.`.

    A bare `at` must not follow a word that usually stands before one, and something like the beginning of a host name
    must follow.
    """
    changes = []
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        while start > 0 and text[start - 1] in " ([{" and candidate.start() - start < 6:
            start -= 1
        match = _FORM.match(text, start)
        if match is None:
            continue
        form = match[0].lower()
        if "d" in form:
            changes.append(Change(*match.span(), "."))
        elif not _BRACKETS.isdisjoint(form) or _addresses(text, *match.span()):
            changes.append(Change(*match.span(), "@"))
    return changes


def _addresses(text: str, start: int, end: int) -> bool:
    """Whether the bare `at` from `start` to `end` stands between a name and a host."""
    label = _LABEL.match(text, end)
    if label is None:
        return False
    dot = _DOT.match(text, label.end())
    if dot is None:
        form = _FORM.match(text, label.end())
        if form is None or "d" not in form[0].lower():
            return False
    before = text[max(start - 18, 0) : start]
    word = _LAST_WORD.search(before)
    if word is None:
        return True
    if word.start() > 0 and before[word.start() - 1] in "._%+-":
        return True
    return word[0].lower() not in tables().not_a_name
