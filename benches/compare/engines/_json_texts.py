"""Valid tool results of about a given size, by what they are full of, and the ways in which they are broken."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from benches.accuracy.engines.json_repair import documents
from benches.accuracy.engines.json_repair.documents import Draw
from benches.compare import corpora
from benches.compare.words import CHINESE, RUSSIAN

Maker = Callable[[Draw], Any]


@dataclass(frozen=True)
class Text:
    """What a contestant gets, and the valid text with the value that it has to give."""

    given: str
    wanted: str


def _values(make: Maker, size: int) -> list[Any]:
    random, values, length = Draw(corpora.SEED), [], 0
    while length < size:
        values.append(make(random))
        length += len(json.dumps(values[-1], ensure_ascii=False).encode()) + 2
    return values[:-1] or values


def _prose(random: Draw) -> Any:
    return {"title": corpora.words(random, 30), "body": corpora.words(random, 900) + '\n"end"'}


def _numbers(random: Draw) -> Any:
    return [random.randint(0, 10**9), round(random.random() * 1000, 3), -random.randint(0, 99), 1e-7, 0]


def _scripts(random: Draw) -> Any:
    words = " ".join(random.choice(RUSSIAN) for _ in range(12))
    return {"ru": words, "zh": "".join(random.choice(CHINESE) for _ in range(20)), "n": random.randint(1, 9)}


def _row(random: Draw) -> Any:
    return {
        "id": random.randint(1, 99_999),
        "name": corpora.words(random, 14).strip(),
        "email": corpora.email(random),
        "active": random.random() < 0.5,
        "manager": None,
        "score": round(random.random() * 100, 2),
        "tags": ["a", "bc"],
    }


def rows(size: int) -> list[Any]:
    """Rows of a table as a list of objects."""
    return _values(_row, size)


# What valid texts are full of.
CLASSES: dict[str, tuple[str, Callable[[int], str]]] = {
    "rows": ("rows", lambda size: json.dumps(rows(size))),
    "compact": ("rows without blanks", lambda size: json.dumps(rows(size), separators=(",", ":"))),
    "indented": ("rows, indented", lambda size: json.dumps(rows(size * 2 // 3), indent=2)),
    "nested": ("nested settings", lambda size: json.dumps(_values(documents.settings, size))),
    "prose": ("long strings", lambda size: json.dumps(_values(_prose, size))),
    "numbers": ("numbers", lambda size: json.dumps(_values(_numbers, size))),
    "scripts": ("other scripts", lambda size: json.dumps(_values(_scripts, size), ensure_ascii=False)),
    "escapes": ("other scripts, escaped", lambda size: json.dumps(_values(_scripts, size // 3))),
}


def trailing_comma(size: int) -> Text:
    """One comma too many, at the end."""
    text = json.dumps(rows(size))
    return Text(text[:-1] + ",]", text)


def many_commas(size: int) -> Text:
    """A comma too many in every row."""
    text = json.dumps(rows(size))
    return Text(text.replace("]}", "],}"), text)


def python_repr(size: int) -> Text:
    """`repr` of the rows."""
    value = rows(size)
    return Text(repr(value), json.dumps(value))


def javascript(size: int) -> Text:
    """Keys without quotes."""
    text = json.dumps(rows(size))
    broken = text
    for key in ("id", "name", "email", "active", "manager", "score", "tags"):
        broken = broken.replace(f'"{key}":', f"{key}:")
    return Text(broken, text)


def fence_and_prose(size: int) -> Text:
    """A code fence with a sentence before and behind it."""
    text = json.dumps(rows(size), indent=2)
    return Text(f"Here is the result:\n\n```json\n{text}\n```\n\nLet me know if you need anything else!", text)


def truncated(size: int) -> Text:
    """Cut inside the last string but one."""
    value = rows(size)
    text = json.dumps(value)
    cut = text.rindex('"email"') + len('"email": "') + 3
    value[-1] = {"id": value[-1]["id"], "name": value[-1]["name"], "email": value[-1]["email"][:3]}
    return Text(text[:cut], json.dumps(value))


def lines(size: int) -> Text:
    """A row per line."""
    value = rows(size)
    return Text("\n".join(map(json.dumps, value)), json.dumps(value))


def line_breaks(size: int) -> Text:
    """Raw line breaks in every string."""
    value = [{"id": row["id"], "note": f"{row['name']}\n{row['email']}\n"} for row in rows(2 * size)]
    text = json.dumps(value)
    return Text(text.replace("\\n", "\n"), text)


def inner_quotes(size: int) -> Text:
    """Quotes that are not escaped in every row."""
    value = [{"id": row["id"], "note": f'{row["name"]} said "no" to {row["email"]}'} for row in rows(2 * size)]
    text = json.dumps(value)
    return Text(text.replace('\\"', '"'), text)


BROKEN: dict[str, tuple[str, Callable[[int], Text]]] = {
    "comma": ("One trailing comma", trailing_comma),
    "commas": ("A comma too many in every row", many_commas),
    "repr": ("Python repr", python_repr),
    "javascript": ("Keys without quotes", javascript),
    "fence": ("Code fence and prose", fence_and_prose),
    "truncated": ("Cut off inside a string", truncated),
    "lines": ("A row per line", lines),
    "breaks": ("Raw line breaks in strings", line_breaks),
    "quotes": ("Quotes inside strings not escaped", inner_quotes),
}
