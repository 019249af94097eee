"""What other languages write: Python, JavaScript, the shell of a database."""

from __future__ import annotations

import json
import math
import re
from pprint import pformat
from typing import Any

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator, some, written
from benches.accuracy.engines.json_repair.mutators.strings import single_quoted
from benches.accuracy.engines.json_repair.tokens import (
    BLANK,
    CLOSE,
    COMMA,
    KEY,
    LITERAL,
    NUMBER,
    OPEN,
    STRING,
    Token,
    joined,
    places,
)

_COMMENTS = ("// see below\n", "/* checked, {not} [twice] */ ", "# a note: it's fine\n", '// was "b": 2,\n')


def python_repr(random: Draw, document: Document) -> Broken | None:
    """`repr` of the value."""
    return Broken(repr(document.value), (document.text,))


def python_pretty(random: Draw, document: Document) -> Broken | None:
    """`pprint` of the value; it breaks long strings into several, which in a list could as well be elements."""
    text = pformat(document.value, width=60, sort_dicts=False)
    if any(isinstance(each, str) for each in _elements(document.value)) or re.search(
        r"""['"]\n\s+['"][^:\n]*$""", text
    ):
        return None
    return Broken(text, (document.text,))


def python_tuples(random: Draw, document: Document) -> Broken | None:
    """`repr` of the value with tuples for the lists."""
    return Broken(repr(_tuples(document.value)), (document.text,)) if "[" in document.text else None


def python_sets(random: Draw, document: Document) -> Broken | None:
    """A set of numbers or words beside other members; in the order of its list."""
    if not isinstance(document.value, dict):
        return None
    inside = [random.randint(1, 99), random.randint(100, 999)] if random.random() < 0.5 else ["red", "blue"]
    text = repr(document.value)
    return Broken(
        f"{{'unique': {{{repr(inside)[1:-1]}}}, {text[1:]}",
        (f'{{"unique": {written(inside)}, {document.text[1:]}',),
    )


def javascript(random: Draw, document: Document) -> Broken | None:
    """An object as it stands in source code: bare keys, single quotes, trailing commas, undefined."""
    parts = document.tokens

    def change(at: int, token: Token) -> str:
        if token.kind == KEY:
            return token.text[1:-1] if re.fullmatch(r'"[A-Za-z_$][\w$]*"', token.text) else single_quoted(token.text)
        if token.kind == STRING:
            return single_quoted(token.text)
        if token.text == "null" and random.random() < 0.5:
            return "undefined"
        last_of_lines = token.kind == BLANK and "\n" in token.text and parts[at + 1 : at + 2]
        if last_of_lines and parts[at + 1].kind == CLOSE and parts[at - 1].kind != OPEN:
            return "," + token.text
        return token.text

    return Broken(joined(parts, change), (document.text,))


def comments(random: Draw, document: Document) -> Broken | None:
    """Comments of all three sorts behind some commas and openers."""
    chosen = some(random, places(document.tokens, COMMA, OPEN))
    text = joined(
        document.tokens, lambda at, each: f"{each.text} {random.phrase(_COMMENTS)}" if at in chosen else each.text
    )
    return Broken(text, (document.text,))


def python_literals(random: Draw, document: Document) -> Broken | None:
    """True, False and None in a text that is JSON otherwise."""
    names = {"true": "True", "false": "False", "null": "None"}
    if not places(document.tokens, LITERAL):
        return None
    return Broken(joined(document.tokens, lambda _, each: names.get(each.text, each.text)), (document.text,))


def upper_literals(random: Draw, document: Document) -> Broken | None:
    """TRUE, FALSE and NULL."""
    if not places(document.tokens, LITERAL):
        return None
    text = joined(document.tokens, lambda _, each: each.text.upper() if each.kind == LITERAL else each.text)
    return Broken(text, (document.text,))


def not_finite(random: Draw, document: Document) -> Broken | None:
    """NaN and infinities for some numbers; what `json.dumps` of Python writes."""
    found = places(document.tokens, NUMBER)
    if not found:
        return None
    chosen = some(random, found)
    text = joined(
        document.tokens,
        lambda at, each: json.dumps(random.choice((math.nan, math.inf, -math.inf))) if at in chosen else each.text,
    )
    truth = joined(document.tokens, lambda at, each: "null" if at in chosen else each.text)
    return Broken(text, (truth,))


def other_numbers(random: Draw, document: Document) -> Broken | None:
    """Numbers with a plus sign, with no digit beside the point, and in base 16."""
    parts = document.tokens

    def change(_: int, token: Token) -> str:
        text = token.text
        if token.kind != NUMBER:
            return text
        if re.fullmatch("[1-9][0-9]*", text):
            return random.choice((f"+{text}", f"{text}.", hex(int(text)), text))
        if re.fullmatch(r"-?0\.[0-9]+", text):
            return text.replace("0.", ".", 1)
        return text

    text = joined(parts, change)
    return Broken(text, (document.text,)) if text != document.text else None


def database_types(random: Draw, document: Document) -> Broken | None:
    """Calls around numbers and dates, as the shell of MongoDB writes them."""
    parts = document.tokens

    def change(_: int, token: Token) -> str:
        if token.kind == NUMBER and token.text.isdigit():
            return f"NumberLong({token.text})"
        if token.kind == STRING and re.match(r'"\d{4}-\d\d-\d\dT', token.text):
            return f"ISODate({token.text})"
        return token.text

    text = joined(parts, change)
    return Broken(text, (document.text,)) if text != document.text else None


def ellipses(random: Draw, document: Document) -> Broken | None:
    """Three points at the end of some lists and objects."""
    parts = document.tokens
    full = [at for at in places(parts, CLOSE) if parts[at - 1].kind not in (OPEN, BLANK)]
    if not full:
        return None
    chosen = some(random, full, 2)
    return Broken(joined(parts, lambda at, each: ", ..." * (at in chosen) + each.text), (document.text,))


def _tuples(value: Any) -> Any:
    # Recursion over our own documents, which are a few levels deep.
    if isinstance(value, dict):
        return {key: _tuples(each) for key, each in value.items()}
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def _elements(value: Any) -> list[Any]:
    """Everything that stands in a list."""
    if isinstance(value, dict):
        return [found for each in value.values() for found in _elements(each)]
    return [*value, *(found for each in value for found in _elements(each))] if isinstance(value, list) else []


MUTATORS: dict[str, Mutator] = {
    "Python's repr": python_repr,
    "Python's pprint": python_pretty,
    "Python's repr with tuples": python_tuples,
    "Python's repr with a set": python_sets,
    "JavaScript source": javascript,
    "comments": comments,
    "Python literals": python_literals,
    "literals in capitals": upper_literals,
    "NaN and Infinity": not_finite,
    "other spellings of numbers": other_numbers,
    "MongoDB types": database_types,
    "ellipses": ellipses,
}
