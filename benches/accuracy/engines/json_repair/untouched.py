"""Texts that must come back as they are: valid JSON of every kind, and texts that are not meant to be JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from benches.accuracy.engines.json_repair import documents
from benches.accuracy.engines.json_repair.model import Example
from benches.accuracy.engines.json_repair.mutators.base import LAYOUTS, written

_FOLDER = Path(__file__).parent


def not_json() -> list[Example]:
    """Prose, code, logs and other formats: there is no right answer but none."""
    return [Example(sort, text) for sort, text in _listed("not_json.toml")]


def valid(seed: int, count: int, *, held_out: bool) -> list[Example]:
    """The listed texts and `count` documents of every maker, some of them with every character escaped."""
    random = documents.Draw(seed)
    random.held_out = held_out
    texts = _listed("valid.toml")
    for make in (*documents.MAKERS, *(documents.HELD_OUT_MAKERS if held_out else ())):
        for _ in range(count):
            value = make(random)
            escaped = random.random() < 0.2
            text = json.dumps(value, indent=1) if escaped else written(value, random.choice(LAYOUTS))
            texts.append((f"documents: {make.__name__}", text))
    return [Example(sort, text, (text,), verbatim=True) for sort, text in texts]


def _listed(name: str) -> list[tuple[str, str]]:
    table = tomllib.loads((_FOLDER / name).read_text(encoding="utf-8"))
    return [(sort, text) for sort, entry in table.items() for text in entry["texts"]]
