"""Realistic results of MCP tools, seeded: rows, users, logs, settings, search hits, prose, code, other scripts.

Of every list of phrases two fifths, and of the makers a third, occur only in the published sets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from benches.accuracy.frames import part
from benches.compare.words import CHINESE, EMOJI, ENGLISH, GERMAN, RUSSIAN

Value = Any


class Draw(Random):
    """A seeded source of chance that knows which phrases it may use."""

    held_out = False

    def phrase(self, phrases: Sequence[str]) -> str:
        """One of the phrases; for tuning, one of three fifths of them."""
        return self.choice(part(phrases, self.held_out))

    def maker(self) -> Maker:
        """One of the makers; for tuning, one that is not held out."""
        return self.choice((*MAKERS, *HELD_OUT_MAKERS) if self.held_out else MAKERS)


Maker = Callable[[Draw], Value]

_NAMES = ("Ann Smith", "José García", "Łukasz Nowak", "O'Brien", "Zoë d'Arcy", "山田 花子", "Jean-Luc", "Dr. Müller")
_CITIES = ("Rome", "São Paulo", "Zürich", "New York", "Москва", "Den Haag", "東京", "St. John's")
_QUOTED = (
    'She said "not yet" and hung up.',
    'The so-called "fix" broke the build.',
    'Set "retries" to 3 before you start.',
    'He answered: "I don\'t know", twice.',
    'Use the word "and" between them.',
    'An 8" pipe is not a 10" pipe.',
    '"Why not?" she asked, "we have time."',
    'The key "a": 1 is wrong, write "a": 2 instead.',
    'It is called "the "inner" one" (really).',
    'See "Notes", "Terms" and "Prices".',
)
_CODE = (
    "def main():\n    print('hello, world')\n    return {'ok': True}\n",
    "const x = [1, 2, 3].map((n) => n * 2); // doubled\n",
    'if (a && b) { call("x", 1); } else { /* nothing */ }',
    "SELECT id, name FROM users WHERE note = 'a:b' -- all\n",
    "#!/bin/sh\nset -e\necho \"$HOME/bin\" | sed 's/a/b/'\n",
    '<a href="https://example.com/?q=1&r=2" class="x">more</a>',
    'fn main() { println!("{:?}", vec![1, 2]); }',
    'echo "a: $1, b: ${2:-none}" >> "$LOG" # append\n',
    'print(json.dumps({"a": [1, 2], "b": None}))',
    "x = {'k': [1, 2], **rest}\ny = x['k']\n",
)
_PATHS = ("/usr/local/bin/tool", "C:\\Users\\ann\\notes.txt", "./src/main.rs", "s3://bucket/key?v=1", "\\\\share\\x")
_URLS = (
    "https://example.com/api/v1/items?page=2&sort=name",
    "http://localhost:8080/health#ready",
    "https://example.org/a_(b)/c,d;e=f",
    "mailto:ann@example.com",
)


def _words(random: Draw, count: int, vocabulary: list[str] = ENGLISH) -> str:
    return " ".join(random.choice(vocabulary) for _ in range(count))


def _sentence(random: Draw) -> str:
    text = _words(random, random.randint(4, 10))
    return text.capitalize() + random.choice((".", "!", "?", ", and so on.", ": see below.", " (optional)."))


def _stamp(random: Draw) -> str:
    day = f"2025-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return f"{day}T{random.randint(0, 23):02}:{random.randint(0, 59):02}:{random.randint(0, 59):02}Z"


def users(random: Draw) -> Value:
    """A page of an API."""
    people = [
        {
            "id": random.randint(1, 99_999),
            "name": random.phrase(_NAMES),
            "email": f"{random.choice(ENGLISH)}@example.com",
            "active": random.random() < 0.5,
            "manager": None if random.random() < 0.5 else random.randint(1, 99),
            "address": {"city": random.phrase(_CITIES), "zip": f"{random.randint(1, 99_999):05}"},
            "tags": [random.choice(ENGLISH) for _ in range(random.randint(0, 3))],
        }
        for _ in range(random.randint(2, 4))
    ]
    return {"users": people, "page": 1, "total": random.randint(4, 900), "next": None}


def rows(random: Draw) -> Value:
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


def columns(random: Draw) -> Value:
    """A query's answer: names, then rows as lists."""
    table = [[index, random.choice(ENGLISH), round(random.gauss(0, 10), 3), None] for index in range(5)]
    return {"columns": ["id", "label", "score", "note"], "rows": table, "elapsed_ms": random.randint(1, 900)}


def logs(random: Draw) -> Value:
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


def settings(random: Draw) -> Value:
    """Nested settings."""
    return {
        "server": {"host": "0.0.0.0", "port": random.randint(1024, 9999), "tls": {"enabled": True, "ciphers": []}},
        "features": {random.choice(ENGLISH): random.random() < 0.5 for _ in range(3)},
        "limits": {"rate": random.choice((10, 2.5, 1000)), "burst": [1, 5, 25], "per": "minute"},
        "include": [f"{random.choice(ENGLISH)}/**/*.py", "docs/*.md"],
        "empty": {},
    }


def search(random: Draw) -> Value:
    """Hits with links and snippets."""
    return {
        "query": _words(random, 3),
        "results": [
            {"title": _sentence(random), "url": random.phrase(_URLS), "score": round(random.random(), 3)}
            for _ in range(random.randint(2, 4))
        ],
        "took": random.randint(1, 80),
    }


def prose(random: Draw) -> Value:
    """Long texts with quotes, commas, colons, brackets and line breaks in them."""
    body = [
        _sentence(random),
        random.phrase(_QUOTED),
        f"Note [{random.randint(1, 9)}]: {_words(random, 4)}, {_words(random, 3)}.",
        _sentence(random),
    ]
    random.shuffle(body)
    joint = random.choice((" ", "\n", "\n\n- "))
    return {"title": _sentence(random), "body": joint.join(body), "author": random.phrase(_NAMES), "words": len(body)}


def dialogue(random: Draw) -> Value:
    """Messages with quoted speech."""
    return {
        "messages": [
            {
                "role": random.choice(("user", "assistant")),
                "content": random.choice((random.phrase(_QUOTED), _sentence(random))),
            }
            for _ in range(random.randint(2, 4))
        ],
        "id": f"msg_{random.randint(1000, 9999)}",
    }


def code(random: Draw) -> Value:
    """Files with code in strings, and paths."""
    return {
        "files": [
            {"path": random.phrase(_PATHS), "content": random.phrase(_CODE), "lines": random.randint(1, 40)}
            for _ in range(random.randint(1, 3))
        ],
        "exit_code": 0,
    }


def scripts(random: Draw) -> Value:
    """Texts outside ASCII."""
    return {
        "de": _words(random, 5, GERMAN),
        "ru": _words(random, 5, RUSSIAN),
        "zh": "".join(random.choice(CHINESE) for _ in range(6)),
        "mood": random.choice(EMOJI),
        "größe": random.randint(1, 9),
        "города": [random.phrase(_CITIES), random.phrase(_CITIES)],
    }


def content(random: Draw) -> Value:
    """A result in the shape that MCP gives it."""
    return {
        "content": [{"type": "text", "text": _sentence(random)}, {"type": "text", "text": random.phrase(_QUOTED)}],
        "isError": False,
        "structuredContent": {"count": random.randint(0, 9), "items": [random.choice(ENGLISH)]},
    }


def weather(random: Draw) -> Value:
    """Measurements: many numbers, some of them negative, tiny or large."""
    return {
        "place": random.phrase(_CITIES),
        "position": [round(random.uniform(-90, 90), 6), round(random.uniform(-180, 180), 6)],
        "hourly": [round(random.uniform(-20, 35), 1) for _ in range(8)],
        "wind": {"speed": random.randint(0, 30), "gust": None, "direction": "NNE"},
        "exact": random.choice((1e-7, 6.02e23, 12345678901234567890, -0.5)),
    }


def issues(random: Draw) -> Value:
    """Tickets with labels and bodies in Markdown."""
    return [
        {
            "number": random.randint(1, 9999),
            "title": _sentence(random),
            "body": f"## Steps\n\n1. {_sentence(random)}\n2. {random.phrase(_QUOTED)}\n```\n{random.phrase(_CODE)}```",
            "labels": [random.choice(("bug", "needs: triage", "good first issue")) for _ in range(2)],
            "assignee": {"login": random.choice(ENGLISH)} if random.random() < 0.5 else None,
            "closed": random.random() < 0.5,
        }
        for _ in range(random.randint(1, 3))
    ]


def commits(random: Draw) -> Value:
    """A history with hashes and diffs."""
    return {
        "branch": f"feature/{random.choice(ENGLISH)}-{random.randint(1, 99)}",
        "commits": [
            {
                "sha": f"{random.getrandbits(64):016x}",
                "date": _stamp(random),
                "message": f"{_sentence(random)}\n\nCloses #{random.randint(1, 99)}",
                "diff": f"@@ -1,2 +1,2 @@\n-{random.choice(ENGLISH)} = [1, 2]\n+{random.choice(ENGLISH)} = {{}}\n",
                "stats": {"+": random.randint(0, 99), "-": random.randint(0, 99)},
            }
            for _ in range(random.randint(1, 3))
        ],
    }


def tree(random: Draw) -> Value:
    """Folders in folders."""

    def folder(levels: int) -> Value:
        children = [folder(levels - 1) for _ in range(random.randint(1, 2))] if levels else []
        return {"name": f"{random.choice(ENGLISH)}.d", "size": random.randint(0, 10**6), "children": children}

    return folder(3)


def events(random: Draw) -> Value:
    """Calendar entries, the last member of each an object or a list."""
    return {
        "timeZone": "Europe/Rome",
        "items": [
            {
                "start": {"dateTime": _stamp(random)},
                "summary": _sentence(random),
                "attendees": [{"name": random.phrase(_NAMES), "optional": random.random() < 0.5}],
                "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE"],
                "geo": {"lat": round(random.uniform(-90, 90), 4), "lon": round(random.uniform(-180, 180), 4)},
            }
            for _ in range(random.randint(1, 3))
        ],
    }


def order(random: Draw) -> Value:
    """An order with prices as text, flags and notes."""
    return {
        "order_id": f"#{random.randint(1000, 9999)}",
        "currency": "EUR",
        "lines": {f"item {index}": [random.randint(1, 9), f"{random.random() * 90:.2f}"] for index in range(3)},
        "note": random.choice(("leave at the door, please", "gift: yes", random.phrase(_QUOTED))),
        "paid": True,
        "refund": None,
        "vat": 0.22,
    }


def answers(random: Draw) -> Value:
    """A form: questions as keys, with marks in them."""
    return {
        "What is your name?": random.phrase(_NAMES),
        "Age (years)": random.randint(18, 90),
        "Do you agree: yes/no": random.choice(("yes", "no")),
        "Comments, if any": _sentence(random),
        "1. Rating [1-5]": random.randint(1, 5),
        "e-mail": f"{random.choice(ENGLISH)}@example.com",
    }


MAKERS: tuple[Maker, ...] = (
    users, rows, columns, logs, settings, search, prose, dialogue, code, scripts, content, weather,
)  # fmt: skip
HELD_OUT_MAKERS: tuple[Maker, ...] = (issues, commits, tree, events, order, answers)
