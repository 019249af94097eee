"""JSON repair on JSON by the letter: valid texts come back unharmed, and no text crashes it, however deep or broken."""

import os
import random
from typing import Any

import pytest

import json_texts
import mcpgateway_native as native

ENGINE = "json_repair"
# The defaults of the gateway, those of the functions, and everything that may be repaired at any doubt.
CONFIGS: dict[str, dict[str, Any]] = {
    "gateway": {},
    "functions": {"extract": "all", "top_level": "scalars", "concatenated": "list"},
    "bold": {"extract": "all", "top_level": "any", "concatenated": "first", "min_confidence": 0, "nan": "string"},
}
config = pytest.mark.parametrize("config", CONFIGS.values(), ids=list(CONFIGS))
VALID, INVALID, EITHER = json_texts.valid(), json_texts.invalid(), json_texts.either()
SUITE = json_texts.suite()
DEEP = 100_000
# As deep in the twin too; the others there at a tenth, unless with THOROUGH.
FOREMOST = ("lists", "objects", "lists not closed")
# Of the invalid texts the twin, which takes a hundred times as long, sees some; with THOROUGH in the environment all.
STEP = 1 if "THOROUGH" in os.environ else 7


def engine_of(load: Any, config: dict[str, Any]) -> native.TextEngine:
    built: native.TextEngine = load(ENGINE, config)
    return built


def some(texts: list[str], backend: str) -> list[str]:
    return texts if backend == "rust" else texts[::STEP]


def unharmed(engine: native.TextEngine, text: str) -> None:
    assert engine.rewrite(text) is text
    assert engine.scan(text) == []


def sound(engine: native.TextEngine, config: dict[str, Any], text: str) -> None:
    """What comes back is the text itself, or JSON that comes back from a second call."""
    repaired = engine.rewrite(text)
    if repaired is text:
        return
    if config.get("concatenated", "keep") == "keep":
        assert json_texts.values(repaired) is not None, (text, repaired)
    else:
        assert json_texts.is_json(repaired), (text, repaired)
    assert engine.rewrite(repaired) is repaired
    assert engine.failures == 0


@config
def test_valid_texts_come_back_as_the_same_object(load: Any, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    for text in VALID:
        unharmed(engine, text)


@config
def test_invalid_texts_are_repaired_to_json_or_left_alone(load: Any, backend: str, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    for text in some(INVALID, backend):
        sound(engine, config, text)


@config
def test_texts_that_the_standard_leaves_open_crash_nothing(load: Any, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    for text in EITHER:
        # A lone surrogate, which the judge takes, is scanned as U+FFFD.
        assert engine.rewrite(text) is text or json_texts.is_json(engine.rewrite(text))
        assert engine.failures == 0


@pytest.mark.skipif(not SUITE, reason="`just json-suite` has not been run")
@config
def test_the_files_of_the_suite(load: Any, backend: str, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    assert len(SUITE) == 318
    for name, text in SUITE:
        if backend == "python" and len(text) > 10_000 and config != CONFIGS["functions"]:
            continue
        if name.startswith("y_"):
            unharmed(engine, text)
        elif len(text) < 10_000:
            sound(engine, config, text)
        else:
            engine.rewrite(text)
        assert engine.failures == 0, name


@config
@pytest.mark.parametrize("name", [name for name, _ in json_texts.deep(1)])
def test_depth_is_no_danger(load: Any, backend: str, config: dict[str, Any], name: str) -> None:
    engine = engine_of(load, config)
    whole = backend == "rust" or name in FOREMOST or "THOROUGH" in os.environ
    text = dict(json_texts.deep(DEEP if whole else DEEP // 10))[name]
    repaired = engine.rewrite(text)
    assert engine.failures == 0
    if name in ("lists", "objects", "both"):
        assert repaired is text
    else:
        assert engine.rewrite(repaired) is repaired


@config
def test_depth_makes_no_difference_to_the_repair(load: Any, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    # Both deeper than what is looked ahead, so that neither can see the other end.
    shallow = dict(json_texts.deep(400))
    for name, text in json_texts.deep(4_000):
        changed = engine.rewrite(text) is not text
        assert changed == (engine.rewrite(shallow[name]) is not shallow[name]), name


@pytest.mark.parametrize("limit", [1, 2, 3, 10])
def test_max_depth_leaves_deeper_texts_alone(load: Any, limit: int) -> None:
    engine = load(ENGINE, {"max_depth": limit})
    allowed, refused = "[" * limit + "1,", "[" * (limit + 1) + "1,"
    assert engine.rewrite(allowed) == "[" * limit + "1" + "]" * limit
    assert engine.rewrite(refused) is refused


def test_max_bytes_leaves_longer_texts_alone(load: Any) -> None:
    engine = load(ENGINE, {"max_bytes": 8})
    assert engine.rewrite("['12',]") == '["12"]'
    for text in ("['1234',]", "['ééé',]"):
        assert engine.rewrite(text) is text


@config
def test_chance_crashes_nothing(load: Any, backend: str, config: dict[str, Any]) -> None:
    engine = engine_of(load, config)
    generator = random.Random(20_261_128)
    alphabet = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"',
        "'",
        "\\",
        "a",
        "1",
        " ",
        "\n",
        "/",
        "*",
        "#",
        "(",
        ")",
        "`",
        "é",
        "😀",
    ]
    alphabet += ["true", "None", "...", "```json\n", "<a>", "=", ";", "-", ".", "0x", "e", "“", "”", "\ufeff", "\u00a0"]
    for _ in range(3_000 // (1 if backend == "rust" else STEP)):
        sound(engine, config, "".join(generator.choices(alphabet, k=generator.randint(1, 24))))
