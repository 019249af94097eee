"""The sets by name, their seeds, and how large they are."""

from __future__ import annotations

from benches.accuracy.engines.json_repair import mutants, taxonomy, untouched
from benches.accuracy.engines.json_repair.model import Dataset, Example

# The engine is tuned on what the first seed gives and on the hand-written cases; only the others are published.
DEV_SEEDS = (11,)
HELD_OUT_SEEDS = (90_001, 90_002)
QUICK = 10

# Texts per mutator and seed; documents per maker and seed.
_MUTANTS, _DOCUMENTS = 20, 10
_OWN = "our own generator"

KINDS, MUTANTS, VALID, NOT_JSON = "kinds", "mutants", "valid", "not_json"
KEYS = (KINDS, MUTANTS, VALID, NOT_JSON)


def build(key: str, *, held_out: bool, quick: bool = False) -> Dataset:
    """One set."""
    seeds = HELD_OUT_SEEDS if held_out else DEV_SEEDS
    if key == KINDS:
        cases = _thinned(taxonomy.examples(), quick)
        return Dataset(key, "Kinds of defects", "hand-written cases", (), cases)
    if key == MUTANTS:
        count = _MUTANTS // QUICK if quick else _MUTANTS
        made = [example for seed in seeds for example in mutants.examples(seed, count, held_out=held_out)]
        return Dataset(key, "Broken tool results", _OWN, seeds, made)
    if key == VALID:
        count = _DOCUMENTS // QUICK if quick else _DOCUMENTS
        kept = [example for seed in seeds for example in untouched.valid(seed, count, held_out=held_out)]
        return Dataset(key, "Valid JSON", f"hand-written texts and {_OWN}", seeds, kept, broken=False)
    return Dataset(key, "Not JSON", "hand-written texts", (), _thinned(untouched.not_json(), quick), broken=False)


def _thinned(examples: tuple[Example, ...] | list[Example], quick: bool) -> list[Example]:
    return list(examples)[:: QUICK if quick else 1]
