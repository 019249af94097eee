"""All mutators by name, each of which breaks a document in one way and knows the right answers."""

from __future__ import annotations

from benches.accuracy.engines.json_repair.mutators import cuts, frames, languages, punctuation, strings, styles
from benches.accuracy.engines.json_repair.mutators.base import Broken, Document, Mutator

MUTATORS: dict[str, Mutator] = {
    **punctuation.MUTATORS,
    **strings.MUTATORS,
    **languages.MUTATORS,
    **cuts.MUTATORS,
    **frames.MUTATORS,
    **styles.MUTATORS,
}

__all__ = ["MUTATORS", "Broken", "Document", "Mutator"]
