"""What mutators share: the document that they break, and what they make of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.tokens import Token, tokens

LAYOUTS = ("compact", "default", "indented")


@dataclass(frozen=True)
class Document:
    """A value and its JSON text in one of three layouts."""

    value: Any
    layout: str = "default"

    @cached_property
    def text(self) -> str:
        """The valid text."""
        return written(self.value, self.layout)

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens of the text."""
        return tokens(self.text)


@dataclass(frozen=True)
class Broken:
    """A broken text and the JSON texts that are right answers to it."""

    text: str
    answers: tuple[str, ...]


# Nothing when the document has no place for the defect.
Mutator = Callable[[Draw, Document], Broken | None]


def written(value: Any, layout: str = "default") -> str:
    """A value as JSON text."""
    if layout == "compact":
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return json.dumps(value, ensure_ascii=False, indent=2 if layout == "indented" else None)


def some(random: Draw, places: list[int], most: int = 3) -> set[int]:
    """One to `most` of the places."""
    return set(random.sample(places, min(len(places), random.randint(1, most))))
