"""JSON repair: valid tool results by what they are full of, broken ones by defect, prose, and MCP content lists."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count
from typing import Any

from benches.accuracy.engines.json_repair import truth
from benches.compare import concurrency, corpora
from benches.compare.checks import equal_to
from benches.compare.contestants import Loader, gather, ours
from benches.compare.engines import _json_texts as texts
from benches.compare.engines._json_rivals import LOADERS
from benches.compare.model import PYTHON, RUST, Case, Contestant, Figure, Operation, Skip
from benches.compare.timing import Effort, interleave

TITLE = "JSON Repair"
NAME = "json_repair"
RIVAL = "repairjson"

_SIZES = {"2k": 2_000, "200k": 200_000}
# The defaults of `native.repair_json`.
_CONFIG = {"extract": "all", "top_level": "scalars", "concatenated": "list"}
_HEADLINE = {"valid_rows_200k", "comma_200k", "repr_200k"}
_PLOTTED = {*_HEADLINE, "fence_200k", "truncated_200k"}


def cases() -> list[Case]:
    """Everything at 2 KB and at 200 KB."""
    found = [
        _repairing(f"valid_{key}_{name}", f"Valid, {title}", (text := make(size)), text)
        for key, (title, make) in texts.CLASSES.items()
        for name, size in _SIZES.items()
    ]
    for key, (title, break_one) in texts.BROKEN.items():
        for name, size in _SIZES.items():
            text = break_one(size)
            found.append(_repairing(f"{key}_{name}", title, text.given, text.wanted))
    for name, size in _SIZES.items():
        found.append(_left_alone(f"prose_{name}", "Prose, left alone", corpora.prose(size).text))
    found += [_content(f"content_{name}", size) for name, size in _SIZES.items()]
    return found


def floor(size: int = 10_000_000) -> Iterator[Case]:
    """Valid and broken texts at a size where a cost that grows faster than the text shows; one at a time."""
    for key, (title, make) in texts.CLASSES.items():
        text = make(size)
        yield _repairing(f"valid_{key}_200k", f"Valid, {title}", text, text)
    for key, (title, break_one) in texts.BROKEN.items():
        broken = break_one(size)
        yield _repairing(f"{key}_200k", title, broken.given, broken.wanted)


def contestants() -> tuple[list[Contestant], list[Skip]]:
    """The twin, the Rust engine, and the rivals that are installed."""
    return gather(loaders())


def loaders() -> dict[str, Loader]:
    """How to get each contestant, by name."""
    return ours(NAME, _CONFIG, _operations) | LOADERS


def figures(present: Sequence[Contestant], effort: Effort) -> list[Figure]:
    """A short text in microseconds, construction, threads."""
    by_name = {each.name: each for each in present}
    us, them = by_name.get(RUST) or by_name.get(PYTHON), by_name.get(RIVAL)
    if us is None:
        return []
    pair = [us] if them is None else [us, them]
    return [*_short(pair, effort), *_construction(us, effort), *_threads(pair, effort)]


def _operations(engine: Any) -> dict[str, Operation]:
    return {
        "repair": Operation(engine.rewrite),
        "walk": Operation(engine.process, lambda _value, outcome: outcome.payload),
    }


def _repairing(key: str, title: str, given: str, wanted: str) -> Case:
    size = len(given.encode())
    problem = partial(_judged, wanted=wanted)
    return Case(key, title, "repair", given, size, problem, key in _HEADLINE, key in _PLOTTED)


def _judged(answer: object, wanted: str) -> str | None:
    """What is wrong with an answer; nothing when it is JSON of the value that is wanted."""
    if not isinstance(answer, str) or not truth.valid(answer):
        return "no JSON"
    return None if truth.same_value(answer, wanted) else "another value"


def _left_alone(key: str, title: str, text: str) -> Case:
    def problem(answer: object) -> str | None:
        return "made JSON of it" if isinstance(answer, str) and truth.valid(answer) else None

    return Case(key, title, "repair", text, len(text.encode()), problem)


def _content(key: str, size: int) -> Case:
    """A tool result as the gateway hands it over: four text items, one of them broken."""
    broken = texts.python_repr(size // 4)
    valid = json.dumps(texts.rows(size // 4))
    plain = corpora.prose(size // 4).text

    def build(last: str) -> dict[str, Any]:
        items = [plain, valid, valid, last]
        return {"content": [{"type": "text", "text": text} for text in items], "isError": False}

    wanted = build("")
    wanted["content"].pop()

    def problem(answer: Any) -> str | None:
        *kept, last = answer["content"]
        if equal_to(wanted["content"])(kept) is not None:
            return "other result"
        return _judged(last["text"], broken.wanted)

    value = build(broken.given)
    length = sum(len(item["text"].encode()) for item in value["content"])
    return Case(key, "MCP content list, one item of four broken", "walk", value, length, problem)


def _short(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    for key, title, text in (
        ("short", "60 bytes of valid JSON", '{"id": 12345, "name": "Ann Smith", "ok": true, "tags": ["a"]}'),
        (
            "short_broken",
            "60 bytes with a comma too many",
            '{"id": 12345, "name": "Ann Smith", "ok": true, "tags": ["a"],}',
        ),
        ("short_prose", "60 bytes of prose", "The meeting is at ten, and the room is the one with the door."),
    ):
        timings = interleave({each.name: _call(each, text) for each in pair}, effort)
        best = [timings[each.name].best * 1e6 for each in pair]
        yield Figure(key, title, best[0], "µs", rival=best[1] if len(best) > 1 else None)


def _construction(us: Contestant, effort: Effort) -> Iterator[Figure]:
    """A configuration that was never seen, and one that was."""
    import mcpgateway_native

    serial = count(1_000)
    native = us.name == RUST

    def new() -> object:
        return mcpgateway_native.load(NAME, {"max_depth": next(serial)}, native=native)

    def again() -> object:
        return mcpgateway_native.load(NAME, {"max_depth": 999}, native=native)

    once = Effort(min_time=0.0, rounds=max(3, effort.rounds))
    first = interleave({"new": new}, once)["new"]
    second = interleave({"again": again}, effort)["again"]
    yield Figure("construct_first", "first construction of a configuration", first.best * 1e6, "µs", 10_000.0)
    yield Figure("construct_again", "second construction of it", second.best * 1e6, "µs", 20.0)


def _threads(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    calls = {each.name: each.operations["repair"].call for each in pair}
    for key, title, text in (
        ("threads", "two threads on 1 MB of valid rows", texts.CLASSES["rows"][1](1_000_000)),
        ("threads_repr", "two threads on 1 MB of Python repr", texts.python_repr(1_000_000).given),
    ):
        speedups = concurrency.two_thread_speedup(calls, text, effort)
        rival = speedups.get(pair[1].name) if len(pair) > 1 else None
        yield Figure(key, title, speedups[pair[0].name], "x", 1.8, at_least=True, rival=rival)


def _call(contestant: Contestant, text: str) -> Callable[[], object]:
    call = contestant.operations["repair"].call
    return lambda: call(text)
