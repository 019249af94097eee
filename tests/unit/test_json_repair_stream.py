"""A broken JSON text in chunks is repaired as the whole text would be, wherever it is split."""

import os
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

import json_texts
import mcpgateway_native as native
import vector_files

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from benches.accuracy.engines.json_repair import mutants, taxonomy, untouched

from mcpgateway_native import backends

ENGINE = "json_repair"
FUNCTIONS = {"extract": "all", "top_level": "scalars", "concatenated": "list"}
CONFIGS: dict[str, dict[str, Any]] = {"gateway": {}, "functions": FUNCTIONS}
VECTORS = [(entry["text"], entry.get("config", {})) for entry in vector_files.read(ENGINE)["case"]]
# Split everywhere up to this length; longer ones at places drawn by chance.
SHORT = 160
THOROUGH = "THOROUGH" in os.environ
Make = Callable[[dict[str, Any]], native.JSONRepairStream]


@pytest.fixture
def make(backend: str) -> Make:
    """Makes streams of one implementation."""
    return lambda config: native.JSONRepairStream(config, native=backend == "rust")


def joined(stream: native.JSONRepairStream, chunks: Iterable[str]) -> str:
    return "".join([*(stream.feed(chunk) for chunk in chunks), stream.finish()])


def whole(config: dict[str, Any], backend: str) -> native.TextEngine:
    return native.load(ENGINE, config, native=backend == "rust")


def places(text: str, backend: str, generator: random.Random) -> list[int]:
    """Where to split: everywhere in short texts and with THOROUGH, else at some places."""
    everywhere = list(range(len(text) + 1))
    if THOROUGH or (backend == "rust" and len(text) <= SHORT):
        return everywhere
    return sorted(generator.sample(everywhere, min(len(everywhere), 12 if backend == "rust" else 3)))


def check(make: Make, backend: str, config: dict[str, Any], text: str) -> None:
    generator = random.Random(text)
    expected = whole(config, backend).rewrite(text)
    for at in places(text, backend, generator):
        assert joined(make(config), (text[:at], text[at:])) == expected, (text[:at], text[at:])
    assert joined(make(config), text) == expected
    chunks, at = [], 0
    while at < len(text):
        size = generator.randint(0, 9)
        chunks.append(text[at : at + size])
        at += size
    assert joined(make(config), chunks) == expected


@pytest.mark.parametrize(
    ("text", "config"), VECTORS, ids=[entry["name"] for entry in vector_files.read(ENGINE)["case"]]
)
def test_a_vector_split_anywhere(make: Make, backend: str, text: str, config: dict[str, Any]) -> None:
    check(make, backend, config, text)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=list(CONFIGS))
@pytest.mark.parametrize("kind", dict.fromkeys(example.kind for example in taxonomy.examples()))
def test_a_kind_of_defect_split_anywhere(make: Make, backend: str, kind: str, config: dict[str, Any]) -> None:
    for example in taxonomy.examples():
        if example.kind == kind:
            check(make, backend, config, example.text)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=list(CONFIGS))
def test_texts_that_are_left_alone_are_streamed_as_they_are(make: Make, backend: str, config: dict[str, Any]) -> None:
    texts = [example.text for example in [*untouched.valid(3, 1, held_out=True), *untouched.not_json()]]
    for text in texts[:: 1 if backend == "rust" else 5]:
        check(make, backend, config, text)


def test_broken_tool_results_split_by_chance(make: Make, backend: str) -> None:
    for example in mutants.examples(17, 2, held_out=True)[:: 1 if backend == "rust" else 7]:
        check(make, backend, FUNCTIONS, example.text)


def test_invalid_texts_split_anywhere(make: Make, backend: str) -> None:
    for text in json_texts.invalid()[:: 5 if backend == "rust" else 40]:
        check(make, backend, FUNCTIONS, text)


@pytest.mark.parametrize("name", ["lists not closed", "both", "strings that open", "closers"])
def test_a_stream_may_be_deep(make: Make, backend: str, name: str) -> None:
    text = dict(json_texts.deep(20_000))[name]
    chunks = [text[at : at + 1_000] for at in range(0, len(text), 1_000)]
    assert joined(make(FUNCTIONS), chunks) == whole(FUNCTIONS, backend).rewrite(text)


def test_an_empty_stream_gives_an_empty_text(make: Make) -> None:
    assert make({}).finish() == ""
    assert joined(make({}), ["", "", ""]) == ""


def test_nothing_follows_the_end(make: Make) -> None:
    stream = make({})
    assert joined(stream, ["[1,", "]"]) == "[1]"
    with pytest.raises(ValueError):
        stream.feed("[")
    with pytest.raises(ValueError):
        stream.finish()


def test_chunks_are_text(make: Make) -> None:
    with pytest.raises(TypeError):
        make({}).feed(b"[1]")  # type: ignore[arg-type]


def test_what_is_no_document_flows_on_and_what_may_be_one_is_held_back(make: Make) -> None:
    prose = make({})
    sent = prose.feed("The meeting is at ten: ") + prose.feed("bring {everything}. ") + prose.feed("word " * 1_000)
    assert len(sent) > 5_000
    assert prose.held_back == 0
    document = make({})
    assert document.feed("[1, 2,") == ""
    assert document.held_back == 6
    assert document.finish() == "[1, 2]"
    assert document.held_back == 0


def test_the_compiled_module_has_streams() -> None:
    module = backends.compiled().module
    if module is None:
        pytest.skip("the compiled module is not in use")
    assert native.JSONRepairStream({}, native=True).implementation == "rust"
