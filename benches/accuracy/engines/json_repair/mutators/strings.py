"""Quotes and what stands between them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator, some, written
from benches.accuracy.engines.json_repair.tokens import KEY, STRING, Token, joined, places, spliced

# Python and JavaScript would not read these words as strings.
_RESERVED = {"true", "false", "null", "none", "nan", "infinity", "undefined", "inf"}
# Backslashes in front of letters that make no escape in JSON.
_RAW = ("D:\\Games\\Saves", "\\d+\\s\\w*", "C:\\Windows\\System32", "50\\% of\\ it", "\\[a-z\\]")


def single_quoted(literal: str) -> str:
    """A JSON string in single quotes."""
    return "'" + literal[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"


def single_quotes(random: Draw, document: Document) -> Broken | None:
    """Every string in single quotes."""
    return _all_strings(document, lambda token: single_quoted(token.text))


def smart_quotes(random: Draw, document: Document) -> Broken | None:
    """Every string in typographic quotes."""
    opening, closing = random.choice(("“”", "‘’", "„“"))
    # A closing mark inside would end the string for any reader.
    if closing in document.text or opening in document.text:
        return None
    return _all_strings(document, lambda token: f"{opening}{token.text[1:-1]}{closing}")


def backticks(random: Draw, document: Document) -> Broken | None:
    """String values in backticks."""
    if "`" in document.text:
        return None
    parts = document.tokens
    text = joined(parts, lambda _, each: f"`{each.text[1:-1]}`" if each.kind == STRING else each.text)
    return Broken(text, (document.text,)) if places(parts, STRING) else None


def inner_quotes(random: Draw, document: Document) -> Broken | None:
    """Quotes inside strings without their backslashes."""
    if not any('\\"' in token.text for token in document.tokens if token.kind == STRING):
        return None
    return _all_strings(document, lambda token: '"' + re.sub(r'(?<!\\)\\"', '"', token.text[1:-1]) + '"')


def line_breaks(random: Draw, document: Document) -> Broken | None:
    """Line breaks inside strings as they are."""
    if not any("\\n" in token.text for token in document.tokens if token.kind == STRING):
        return None
    return _all_strings(document, lambda token: re.sub(r"(?<!\\)\\n", "\n", token.text))


def control_characters(random: Draw, document: Document) -> Broken | None:
    """Tabs and escape characters inside a string as they are."""
    return _with_member(random, document, '"col\tumn \x1b[1mbold\x1b[0m"', json.dumps("col\tumn \x1b[1mbold\x1b[0m"))


def raw_backslashes(random: Draw, document: Document) -> Broken | None:
    """A path or a pattern whose backslashes are not escaped."""
    raw = random.phrase(_RAW)
    return _with_member(random, document, f'"{raw}"', json.dumps(raw))


def closing_quote_missing(random: Draw, document: Document) -> Broken | None:
    """A string value without its closing quote, before a comma."""
    found = [
        at
        for at in places(document.tokens, STRING)
        if len(document.tokens[at].text) > 3
        and document.text[document.tokens[at].end :].startswith(",")
        and '"' not in document.tokens[at].text[1:-1]
    ]
    if not found:
        return None
    end = document.tokens[random.choice(found)].end
    return Broken(spliced(document.text, end - 1, end, ""), (document.text,))


def opening_quote_missing(random: Draw, document: Document) -> Broken | None:
    """A string value without its opening quote."""
    found = [
        at for at in places(document.tokens, STRING) if re.fullmatch(r'"[A-Za-z][\w ]*"', document.tokens[at].text)
    ]
    if not found:
        return None
    start = document.tokens[random.choice(found)].start
    return Broken(spliced(document.text, start, start + 1, ""), (document.text,))


def key_quote_missing(random: Draw, document: Document) -> Broken | None:
    """A key with one quote instead of two."""
    token = document.tokens[random.choice(places(document.tokens, KEY) or [0])]
    if token.kind != KEY:
        return None
    at = token.start if random.random() < 0.5 else token.end - 1
    return Broken(spliced(document.text, at, at + 1, ""), (document.text,))


def bare_keys(random: Draw, document: Document) -> Broken | None:
    """Keys without quotes."""
    parts = document.tokens
    if not places(parts, KEY):
        return None
    return Broken(joined(parts, lambda _, each: _bare(each) if each.kind == KEY else each.text), (document.text,))


def bare_values(random: Draw, document: Document) -> Broken | None:
    """String values of one word without quotes."""
    return _bare_strings(random, document, r'"[A-Za-z_][\w-]*"')


def bare_phrases(random: Draw, document: Document) -> Broken | None:
    """String values of several words without quotes."""
    return _bare_strings(random, document, r'"[A-Za-z]+( [A-Za-z]+)+"')


def joined_strings(random: Draw, document: Document) -> Broken | None:
    """Strings in two parts with a plus sign between them."""
    parts = document.tokens
    found = [at for at in places(parts, STRING) if re.fullmatch(r'"[^"\\]{6,}"', parts[at].text)]
    if not found:
        return None
    chosen = some(random, found, 2)

    def split(at: int, token: Token) -> str:
        half = len(token.text) // 2
        return f'{token.text[:half]}" + "{token.text[half:]}' if at in chosen else token.text

    return Broken(joined(parts, split), (document.text,))


def escaped(random: Draw, document: Document) -> Broken | None:
    """The inside of a JSON string that holds the text: encoded twice, and the quotes around it lost."""
    return Broken(json.dumps(document.text, ensure_ascii=False)[1:-1], (document.text,))


def embedded(random: Draw, document: Document) -> Broken | None:
    """A string that holds the text, without a backslash in front of the inner quotes."""
    if "\\" in document.text:
        return None
    inner = written(document.value, "compact" if random.random() < 0.5 else "default")
    head, tail = f'{{"id": {random.randint(1, 99)}, "payload": ', ', "ok": true}'
    answers = (f"{head}{json.dumps(inner, ensure_ascii=False)}{tail}", f"{head}{inner}{tail}")
    return Broken(f'{head}"{inner}"{tail}', answers)


def _all_strings(document: Document, change: Callable[[Token], str]) -> Broken | None:
    text = joined(document.tokens, lambda _, each: change(each) if each.kind in (KEY, STRING) else each.text)
    return Broken(text, (document.text,))


def _bare(token: Token) -> str:
    return token.text[1:-1] if re.fullmatch(r'"[^\W\d][\w-]*"', token.text) else token.text


def _bare_strings(random: Draw, document: Document, shape: str) -> Broken | None:
    parts = document.tokens
    found = [
        at
        for at in places(parts, STRING)
        if re.fullmatch(shape, parts[at].text) and parts[at].text[1:-1].lower() not in _RESERVED
    ]
    if not found:
        return None
    chosen = some(random, found)
    text = joined(parts, lambda at, each: each.text[1:-1] if at in chosen else each.text)
    return Broken(text, (document.text,))


def _with_member(random: Draw, document: Document, literal: str, valid: str) -> Broken | None:
    """The document with a further first member that is written in a broken way."""
    if not isinstance(document.value, dict):
        return None
    rest = document.text[1:]
    head = f'{{"{random.choice(("path", "raw", "output"))}": '
    return Broken(f"{head}{literal}, {rest}", (f"{head}{valid}, {rest}",))


MUTATORS: dict[str, Mutator] = {
    "single quotes": single_quotes,
    "smart quotes": smart_quotes,
    "backticks": backticks,
    "inner quotes not escaped": inner_quotes,
    "line breaks in strings": line_breaks,
    "control characters in strings": control_characters,
    "backslashes not escaped": raw_backslashes,
    "closing quote missing": closing_quote_missing,
    "opening quote missing": opening_quote_missing,
    "quote of a key missing": key_quote_missing,
    "keys without quotes": bare_keys,
    "words without quotes": bare_values,
    "phrases without quotes": bare_phrases,
    "joined strings": joined_strings,
    "encoded twice, quotes lost": escaped,
    "JSON in a string, not escaped": embedded,
}
