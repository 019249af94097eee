"""A text in the making that remembers where values were planted."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from benches.accuracy.model import Example, Span


@dataclass(frozen=True)
class Planted:
    """A value inside a JSON document; `number` writes it without quotes."""

    type: str
    value: str
    number: bool = False


@dataclass(frozen=True)
class Prose:
    """A string of a JSON document with values inside."""

    parts: tuple[str | Planted, ...]


@dataclass
class Draft:
    """Collects parts and spans; `example` is the finished text."""

    parts: list[str] = field(default_factory=list)
    gold: list[Span] = field(default_factory=list)
    neutral: list[Span] = field(default_factory=list)
    length: int = 0

    def say(self, text: str) -> None:
        """Appends filler."""
        self.parts.append(text)
        self.length += len(text)

    def plant(self, kind: str, value: str) -> None:
        """Appends a value that is to be found."""
        self.gold.append(Span(kind, self.length, self.length + len(value)))
        self.say(value)

    def pass_over(self, value: str) -> None:
        """Appends a stretch that counts neither way."""
        self.neutral.append(Span("", self.length, self.length + len(value)))
        self.say(value)

    def document(self, value: Any, indent: int | None = None, level: int = 0) -> None:
        """Appends a value as JSON, laid out like `json.dumps` with the same indent."""
        if isinstance(value, dict):
            pairs = list(value.items())
            self._container("{", "}", [(f"{json.dumps(key)}: ", item) for key, item in pairs], indent, level)
        elif isinstance(value, list):
            self._container("[", "]", [("", item) for item in value], indent, level)
        elif isinstance(value, Planted):
            quote = "" if value.number else '"'
            self.say(quote)
            self.plant(value.type, value.value)
            self.say(quote)
        elif isinstance(value, Prose):
            self.say('"')
            for part in value.parts:
                if isinstance(part, Planted):
                    self.plant(part.type, part.value)
                else:
                    self.say(json.dumps(part, ensure_ascii=False)[1:-1])
            self.say('"')
        else:
            self.say(json.dumps(value, ensure_ascii=False))

    def example(self) -> Example:
        """The finished text."""
        return Example("".join(self.parts), tuple(self.gold), tuple(self.neutral))

    def _container(
        self, opening: str, closing: str, items: list[tuple[str, Any]], indent: int | None, level: int
    ) -> None:
        inner = "" if indent is None else "\n" + " " * indent * (level + 1)
        self.say(opening)
        for number, (prefix, item) in enumerate(items):
            if number:
                self.say(", " if indent is None else ",")
            self.say(inner + prefix)
            self.document(item, indent, level + 1)
        if items and indent is not None:
            self.say("\n" + " " * indent * level)
        self.say(closing)
