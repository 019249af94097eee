"""The sets by name, their seeds, and how large they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benches.accuracy import documents, national, packages, sentences
from benches.accuracy.model import Dataset, Example, Skip
from benches.compare.machine import package_version

# Rules are tuned on what the first seed gives, with three fifths of the frames; only the others are published.
DEV_SEEDS = (11,)
HELD_OUT_SEEDS = (90_001, 90_002)
QUICK = 10

Generator = Callable[..., list[Example]]


@dataclass(frozen=True)
class Recipe:
    """How a set is made."""

    key: str
    title: str
    origin: str
    generate: Generator
    count: int
    packages: tuple[str, ...] = ()
    config: Mapping[str, object] = field(default_factory=dict)
    ours_only: bool = False


RECIPES = (
    Recipe("sentences", "Sentences", "our own generator", sentences.generate, 3200),
    Recipe("documents", "JSON tool results", "our own generator", documents.generate, 240),
    Recipe("faker", "Values of Faker", "faker {version}, in our frames", packages.faker, 2400, ("faker",)),
    Recipe("mimesis", "Values of Mimesis", "mimesis {version}, in our frames", packages.mimesis, 2000, ("mimesis",)),
    Recipe(
        "templates",
        "Presidio's sentences",
        "templates and forms of presidio-evaluator {version}, values of faker",
        packages.presidio_templates,
        2000,
        ("presidio-evaluator", "faker"),
    ),
    Recipe(
        "national",
        "National numbers",
        "our own generator",
        national.generate,
        1500,
        config={"locales": national.LOCALES},
        ours_only=True,
    ),
)


def keys() -> list[str]:
    """Names of all sets."""
    return [recipe.key for recipe in RECIPES]


def build(key: str, *, held_out: bool, quick: bool = False) -> Dataset | Skip:
    """One set; a `Skip` when the package that its values come from is missing."""
    recipe = next(recipe for recipe in RECIPES if recipe.key == key)
    seeds = HELD_OUT_SEEDS if held_out else DEV_SEEDS
    count = recipe.count // QUICK if quick else recipe.count
    try:
        examples = [example for seed in seeds for example in recipe.generate(seed, count, held_out=held_out)]
    except ImportError as error:
        return Skip(f"set {recipe.title}", f"not installed ({error})")
    version = package_version(recipe.packages[0]) if recipe.packages else ""
    return Dataset(
        recipe.key,
        recipe.title,
        recipe.origin.format(version=version),
        seeds,
        examples,
        recipe.config,
        recipe.ours_only,
    )
