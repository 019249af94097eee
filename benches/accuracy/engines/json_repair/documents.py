"""Realistic results of MCP tools, seeded: rows, users, logs, settings, search hits, prose, code, other scripts."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from benches.compare.words import CHINESE, EMOJI, ENGLISH, GERMAN, RUSSIAN

Value = Any
Maker = Callable[[Random], Value]

_NAMES = ("Ann Smith", "José García", "Łukasz Nowak", "O'Brien", "Zoë d'Arcy", "山田 花子", "Jean-Luc", "Dr. Müller")
_CITIES = ("Rome", "São Paulo", "Zürich", "New York", "Москва", "Den Haag", "東京", "St. John's")
_QUOTED = (
    'She said "not yet" and hung up.',
    'The so-called "fix" broke the build.',
    'Set "retries" to 3 before you start.',
    'He answered: "I don\'t know", twice.',
    'Use the word "and" between them.',
    'An 8" pipe is not a 10" pipe.',
)
_CODE = (
    "def main():\n    print('hello, world')\n    return {'ok': True}\n",
    "const x = [1, 2, 3].map((n) => n * 2); // doubled\n",
    'if (a && b) { call("x", 1); } else { /* nothing */ }',
    "SELECT id, name FROM users WHERE note = 'a:b' -- all\n",
    "#!/bin/sh\nset -e\necho \"$HOME/bin\" | sed 's/a/b/'\n",
    '<a href="https://example.com/?q=1&r=2" class="x">more</a>',
    'fn main() { println!("{:?}", vec![1, 2]); }',
)
_PATHS = ("/usr/local/bin/tool", "C:\\Users\\ann\\notes.txt", "./src/main.rs", "s3://bucket/key?v=1", "\\\\share\\x")
_URLS = (
    "https://example.com/api/v1/items?page=2&sort=name",
    "http://localhost:8080/health#ready",
    "https://example.org/a_(b)/c,d;e=f",
    "mailto:ann@example.com",
)


def _words(random: Random, count: int, vocabulary: list[str] = ENGLISH) -> str:
    return " ".join(random.choice(vocabulary) for _ in range(count))


def _sentence(random: Random) -> str:
    text = _words(random, random.randint(4, 10))
    return text.capitalize() + random.choice((".", "!", "?", ", and so on.", ": see below.", " (optional)."))


def _stamp(random: Random) -> str:
    day = f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return f"{day}T{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}Z"


def users(random: Random) -> Value:
    """A page of an API."""
    people = [
        {
            "id": random.randint(1, 99_999),
            "name": random.choice(_NAMES),
            "email": f"{random.choice(ENGLISH)}@example.com",
            "active": random.random() < 0.5,
            "manager": None if random.random() < 0.5 else random.randint(1, 99),
            "address": {"city": random.choice(_CITIES), "zip": f"{random.randint(1, 99_999):05}"},
            "tags": [random.choice(ENGLISH) for _ in range(random.randint(0, 3))],
        }
        for _ in range(random.randint(2, 4))
    ]
    return {"users": people, "page": 1, "total": random.randint(4, 900), "next": None}


def rows(random: Random) -> Value:
    """A table as a list of rows."""
    return [
        {
            "sku": f"{random.choice('ABC')}-{random.randint(100, 999)}",
            "qty": random.randint(0, 500),
            "price": round(random.random() * 100, 2),
            "in_stock": random.random() < 0.7,
        }
        for _ in range(random.randint(3, 6))
    ]


def columns(random: Random) -> Value:
    """A query's answer: names, then rows as lists."""
    table = [[index, random.choice(ENGLISH), round(random.gauss(0, 10), 3), None] for index in range(5)]
    return {"columns": ["id", "label", "score", "note"], "rows": table, "elapsed_ms": random.randint(1, 900)}


def logs(random: Random) -> Value:
    """Lines of a log, as objects."""
    return {
        "lines": [
            {
                "ts": _stamp(random),
                "level": random.choice(("INFO", "WARN", "ERROR")),
                "msg": random.choice(
                    (f"GET /items/{random.randint(1, 99)} 200", _sentence(random), "user=ann ok=true")
                ),
                "ctx": {"pid": random.randint(100, 9999), "took": round(random.random(), 4)},
            }
            for _ in range(random.randint(2, 4))
        ],
        "truncated": False,
    }


def settings(random: Random) -> Value:
    """Nested settings."""
    return {
        "server": {"host": "0.0.0.0", "port": random.randint(1024, 9999), "tls": {"enabled": True, "ciphers": []}},
        "features": {random.choice(ENGLISH): random.random() < 0.5 for _ in range(3)},
        "limits": {"rate": random.choice((10, 2.5, 1000)), "burst": [1, 5, 25], "per": "minute"},
        "include": [f"{random.choice(ENGLISH)}/**/*.py", "docs/*.md"],
        "empty": {},
    }


def search(random: Random) -> Value:
    """Hits with links and snippets."""
    return {
        "query": _words(random, 3),
        "results": [
            {"title": _sentence(random), "url": random.choice(_URLS), "score": round(random.random(), 3)}
            for _ in range(random.randint(2, 4))
        ],
        "took": random.randint(1, 80),
    }


def prose(random: Random) -> Value:
    """Long texts with quotes, commas, colons, brackets and line breaks in them."""
    body = [
        _sentence(random),
        random.choice(_QUOTED),
        f"Note [{random.randint(1, 9)}]: {_words(random, 4)}, {_words(random, 3)}.",
        _sentence(random),
    ]
    random.shuffle(body)
    joint = random.choice((" ", "\n", "\n\n- "))
    return {"title": _sentence(random), "body": joint.join(body), "author": random.choice(_NAMES), "words": len(body)}


def dialogue(random: Random) -> Value:
    """Messages with quoted speech."""
    return {
        "messages": [
            {"role": random.choice(("user", "assistant")), "content": random.choice((*_QUOTED, _sentence(random)))}
            for _ in range(random.randint(2, 4))
        ],
        "id": f"msg_{random.randint(1000, 9999)}",
    }


def code(random: Random) -> Value:
    """Files with code in strings, and paths."""
    return {
        "files": [
            {"path": random.choice(_PATHS), "content": random.choice(_CODE), "lines": random.randint(1, 40)}
            for _ in range(random.randint(1, 3))
        ],
        "exit_code": 0,
    }


def scripts(random: Random) -> Value:
    """Texts outside ASCII."""
    return {
        "de": _words(random, 5, GERMAN),
        "ru": _words(random, 5, RUSSIAN),
        "zh": "".join(random.choice(CHINESE) for _ in range(6)),
        "mood": random.choice(EMOJI),
        "größe": random.randint(1, 9),
        "города": [random.choice(_CITIES), random.choice(_CITIES)],
    }


def content(random: Random) -> Value:
    """A result in the shape that MCP gives it."""
    return {
        "content": [{"type": "text", "text": _sentence(random)}, {"type": "text", "text": random.choice(_QUOTED)}],
        "isError": False,
        "structuredContent": {"count": random.randint(0, 9), "items": [random.choice(ENGLISH)]},
    }


def weather(random: Random) -> Value:
    """Measurements: many numbers, some of them negative, tiny or large."""
    return {
        "place": random.choice(_CITIES),
        "position": [round(random.uniform(-90, 90), 6), round(random.uniform(-180, 180), 6)],
        "hourly": [round(random.uniform(-20, 35), 1) for _ in range(8)],
        "wind": {"speed": random.randint(0, 30), "gust": None, "direction": "NNE"},
        "exact": random.choice((1e-7, 6.02e23, 12345678901234567890, -0.5)),
    }


MAKERS: tuple[Maker, ...] = (
    users, rows, columns, logs, settings, search, prose, dialogue, code, scripts, content, weather,
)  # fmt: skip
