"""Documents broken by mutators: thousands of texts from a seed, each with its right answers."""

from __future__ import annotations

from benches.accuracy.engines.json_repair import truth
from benches.accuracy.engines.json_repair.documents import Draw
from benches.accuracy.engines.json_repair.model import Example
from benches.accuracy.engines.json_repair.mutators import MUTATORS, Document, Mutator
from benches.accuracy.engines.json_repair.mutators.base import LAYOUTS

# Documents that are tried until one has a place for the defect.
_TRIES = 60


def examples(seed: int, per_mutator: int, *, held_out: bool) -> list[Example]:
    """`per_mutator` texts of every sort of defect."""
    found: list[Example] = []
    for name, mutate in MUTATORS.items():
        # A sequence of its own for each, so that a new mutator changes no other's texts.
        random = Draw(f"{seed} {name}")
        random.held_out = held_out
        found += [made for _ in range(per_mutator) if (made := _one(random, name, mutate)) is not None]
    return found


def _one(random: Draw, name: str, mutate: Mutator) -> Example | None:
    for _ in range(_TRIES):
        document = Document(random.maker()(random), random.choice(LAYOUTS))
        broken = mutate(random, document)
        # Some defects leave valid JSON behind, which is no repair to ask for.
        if broken is not None and not truth.valid(broken.text):
            return Example(name, broken.text, broken.answers)
    return None
