"""A text in chunks is rewritten as the whole text would be."""

import os
import random
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mcpgateway_native as native
import vector_files
from mcpgateway_native import backends
from mcpgateway_native.errors import ConfigError, EngineFailure, LimitError

WINDOW = 1024
ENGINE = "pii_filter"
CASES = vector_files.read(ENGINE)["case"]
FRAGMENTS = vector_files.read(ENGINE)["fragments"]
MAIL = "ann@example.com"
Make = Callable[..., native.PIIStream]


def rust_streams() -> bool:
    module = backends.compiled().module
    return module is not None and hasattr(module.TextEngine, "stream")


@pytest.fixture(params=["rust", "python"])
def make(request: pytest.FixtureRequest) -> Make:
    """Makes streams of one implementation."""
    if request.param == "rust" and not rust_streams():
        pytest.skip("the compiled module is not in use, or has no streams")

    def make(config: Any = None) -> native.PIIStream:
        try:
            return native.PIIStream(config, native=request.param == "rust")
        except ConfigError as error:
            if request.param == "rust" and "only Python can run" in str(error):
                pytest.skip("only Python can run the configuration")
            raise

    return make


def joined(stream: native.PIIStream, chunks: Iterable[str]) -> str:
    parts = []
    for chunk in chunks:
        parts.append(stream.feed(chunk))
        assert stream.held_back <= stream.window
    return "".join([*parts, stream.finish()])


def streamable(config: dict[str, Any]) -> bool:
    try:
        native.PIIStream(config, native=False)
    except ConfigError:
        return False
    return True


def whole(stream: native.PIIStream, config: dict[str, Any]) -> native.TextEngine:
    """The engine that reads the whole text, in the implementation of the stream."""
    return native.load(ENGINE, config, native=stream.implementation == "rust")


def chunked(text: str, generator: random.Random, longest: int) -> list[str]:
    chunks, at = [], 0
    while at < len(text):
        size = generator.randint(0, longest)
        chunks.append(text[at : at + size])
        at += size
    return chunks


STREAMABLE = [entry for entry in CASES if streamable(entry.get("config", {}))]
cases = pytest.mark.parametrize("entry", STREAMABLE, ids=vector_files.label)


def places(stream: native.PIIStream, first: int, end: int) -> range:
    """Where to split: everywhere in Rust, and at some places in Python, which takes a hundred times as long.

    With THOROUGH in the environment it is everywhere in both.
    """
    every = stream.implementation == "rust" or "THOROUGH" in os.environ
    return range(first, end, 1 if every else max(1, (end - first) // 3))


@cases
def test_a_case_split_anywhere(make: Make, entry: dict[str, Any]) -> None:
    config, text = entry.get("config", {}), entry["text"]
    expected = whole(make(config), config).rewrite(text)
    for at in places(make(config), 0, len(text) + 1):
        assert joined(make(config), (text[:at], text[at:])) == expected
    assert joined(make(config), text) == expected


@cases
def test_the_frontier_may_be_anywhere_in_a_case(make: Make, entry: dict[str, Any]) -> None:
    config, text = entry.get("config", {}), entry["text"]
    text += ", and then " + "nothing else was said " * 50
    expected = whole(make(config), config).rewrite(text)
    for at in places(make(config), WINDOW + 1, min(WINDOW + len(entry["text"]) + 2, len(text))):
        assert joined(make(config), (text[:at], text[at:])) == expected


CONFIGS: list[dict[str, Any]] = [
    {},
    {"detect_aws_keys": True, "detect_api_keys": True, "detect_date_of_birth": "any", "min_confidence": 0},
    {"default_mask_strategy": "partial", "min_confidence": {"phone": 0.8, "default": 0.3}},
    {
        "default_mask_strategy": "hash",
        "mask_key": "k",
        "custom_patterns": [
            {"pattern": pattern, "description": "any", "type": f"t{index}", "mask_strategy": "partial"}
            for index, pattern in enumerate(
                [r"\b\d{2}", "[a-c]{2,3}", "^1|k", "(?m:^)[a-z]{1,5}", r"com\Z", "(?m:x$)", "é.{0,400}?é", r"\A1"]
            )
        ],
        "whitelist_patterns": ["ann@", "^1"],
    },
    {"custom_patterns": [{"pattern": "(?s:.){500}", "description": "any"}], "default_mask_strategy": "remove"},
]
# Stretches that end nowhere, or not where one would like.
ENDLESS = [
    "a" * 700,
    "A" * 1500 + "1",
    "1" * 900,
    "1 " * 300,
    "x@" + "a." * 400 + "com",
    "a" * 300 + "@b.com",
    ".%+" * 150 + "a@b.com",
    "(+" * 90 + "1",
    ":1" * 300,
    "1-" * 200,
    "api key " * 50,
    "ssn" + " " * 40,
    "AKIA" * 20,
    "\u00a0" * 30,
    "homePhone",
    "phone",
    "order ",
    "#",
]


def stitched(generator: random.Random, length: int) -> str:
    pieces: list[str] = []
    size = 0
    while size < length:
        chance = generator.random()
        if chance < 0.55:
            piece = generator.choice(FRAGMENTS)
        elif chance < 0.9:
            piece = generator.choice(CASES)["text"]
        else:
            piece = generator.choice(ENDLESS)
        pieces.append(piece + generator.choice(["", " ", ", "]))
        size += len(pieces[-1])
    return "".join(pieces)


@given(seed=st.integers(0, 2**32), config=st.sampled_from(CONFIGS), longest=st.sampled_from([40, 300, 3000]))
@settings(max_examples=25, derandomize=settings().derandomize)
def test_long_texts_in_chunks_of_any_size(make: Make, seed: int, config: dict[str, Any], longest: int) -> None:
    generator = random.Random(seed)
    text = stitched(generator, 6000)
    stream = make(config)
    engine = whole(stream, config)
    assert joined(stream, chunked(text, generator, longest)) == engine.rewrite(text)
    assert stream.findings == len(engine.scan(text))


@given(seed=st.integers(0, 2**32), config=st.sampled_from(CONFIGS))
@settings(max_examples=2, derandomize=settings().derandomize)
def test_long_texts_character_by_character(make: Make, seed: int, config: dict[str, Any]) -> None:
    text = stitched(random.Random(seed), 2600)
    stream = make(config)
    assert joined(stream, text) == whole(stream, config).rewrite(text)


@pytest.mark.skipif(find_spec("mcpgateway_native.fallback._normalize") is None, reason="there is no normalisation")
@given(seed=st.integers(0, 2**32))
@settings(max_examples=3, derandomize=settings().derandomize)
def test_normalised_texts(make: Make, seed: int) -> None:
    config = {"normalize": True}
    generator = random.Random(seed)
    text = stitched(generator, 40_000)
    stream = make(config)
    assert stream.window == 16_384
    assert joined(stream, chunked(text, generator, 9000)) == whole(stream, config).rewrite(text)


def test_text_is_sent_as_soon_as_nothing_can_change_it(make: Make) -> None:
    stream = make()
    assert stream.window == WINDOW
    assert stream.feed(MAIL + " ") == "" and (stream.held_back, stream.findings) == (len(MAIL) + 1, 0)
    assert stream.feed("x" * WINDOW) == "[REDACTED] "
    assert (stream.held_back, stream.findings) == (WINDOW, 1)
    assert stream.finish() == "x" * WINDOW
    assert stream.held_back == 0


def test_a_value_over_the_frontier_is_sent_whole(make: Make) -> None:
    stream = make()
    assert stream.feed(MAIL + "," + "x" * (WINDOW - 10)) == "[REDACTED]"
    assert stream.held_back == WINDOW - 9
    assert stream.feed("y") == ""
    assert stream.finish() == "," + "x" * (WINDOW - 10) + "y"


def test_nothing_can_follow_the_end(make: Make) -> None:
    stream = make()
    assert stream.finish() == ""
    for call in (stream.finish, lambda: stream.feed("x")):
        with pytest.raises(ValueError, match=r"^the stream is finished$"):
            call()


def test_only_strings_are_taken(make: Make) -> None:
    stream = make()
    with pytest.raises(TypeError, match=r"^feed\(\) takes a str, not bytes$"):
        stream.feed(b"x")  # type: ignore[arg-type]
    assert joined(stream, [MAIL]) == "[REDACTED]"


def test_lone_surrogates_are_kept_outside_of_findings(make: Make) -> None:
    text = f"\ud83d {MAIL} \ude00" + "x" * 2000 + "\ud83d"
    for at in (1, 3, 18, 19, 1500):
        assert joined(make(), (text[:at], text[at:])) == text.replace(MAIL, "[REDACTED]")


def test_the_whole_text_counts_for_its_limit(make: Make) -> None:
    stream = make({"max_text_bytes": 10})
    stream.feed("é" * 5)
    for _ in range(2):
        with pytest.raises(LimitError, match=r"^pii_filter: the text is longer than max_text_bytes \(10\)$"):
            stream.feed("a")
    with pytest.raises(LimitError):
        stream.finish()


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a+", "has no upper bound on its length, which a stream needs"),
        ("(?:ab){2,}c", "has no upper bound on its length, which a stream needs"),
        ("a{513}", "can match more than 512 characters, which is too long for a stream"),
        ("a(?=b)", "looks around its match, which a stream cannot do"),
        (r"(?:x|(?<!\d)b)", "looks around its match, which a stream cannot do"),
    ],
)
def test_patterns_that_a_stream_cannot_run_are_refused(pattern: str, why: str) -> None:
    config = {
        "custom_patterns": [
            {"pattern": "(?:a+)", "description": "any", "enabled": False},
            {"pattern": pattern, "description": "any"},
        ]
    }
    with pytest.raises(ConfigError) as refusal:
        native.PIIStream(config)
    assert str(refusal.value) == f"pii_filter: custom_patterns[1].pattern {why}"
    native.load(ENGINE, config)


def test_control_characters_are_no_look_around() -> None:
    pattern = "".join(map(chr, range(1, 32)))
    native.PIIStream({"custom_patterns": [{"pattern": pattern, "description": "any"}]}, native=False)


def test_a_failure_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = native.PIIStream({"redaction_text": "!"}, native=False)
    stream.feed(MAIL)

    def fail(*_: Any) -> Any:
        raise RuntimeError(MAIL)

    engine = backends.build(ENGINE, {"redaction_text": "!"}, False).engine
    monkeypatch.setattr(engine, "candidates", fail)
    with pytest.raises(EngineFailure, match=r"^pii_filter: RuntimeError in feed\(\)$"):
        stream.feed("x" * WINDOW)
    monkeypatch.undo()
    for call in (stream.finish, lambda: stream.feed("x")):
        with pytest.raises(EngineFailure, match=r"^pii_filter: RuntimeError in feed\(\)$"):
            call()


def test_a_stream_shows_nothing_of_its_text(make: Make) -> None:
    stream = make({"mask_key": "secret"})
    stream.feed(MAIL)
    assert repr(stream) == f"<PIIStream ({stream.implementation})>"


def test_a_finished_stream_is_one_text_in_the_statistics() -> None:
    config = {"redaction_text": "statistics of streams"}
    stream = native.PIIStream(config, native=False)
    engine = backends.build(ENGINE, config, False).engine
    joined(stream, ["é " + MAIL[:3], MAIL[3:]])
    assert engine.stats() == {"texts": 1, "bytes": 18, "findings": 1, "changed": 0}
