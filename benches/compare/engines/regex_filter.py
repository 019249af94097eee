"""Regex filter: twenty rules on clean and on full texts of several scripts and on payloads, and deny lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from benches.compare import concurrency, corpora
from benches.compare.checks import equal_to
from benches.compare.contestants import Loader, gather, ours
from benches.compare.engines import _regex_rules as given
from benches.compare.engines._regex_rivals import LISTS, LOADERS
from benches.compare.model import PYTHON, RUST, Case, Contestant, Figure, Operation, Skip
from benches.compare.timing import Effort, interleave

TITLE = "Regex Filter"
NAME = "regex_filter"
RIVAL = "flpc"

_CORPUS = 100_000
_CONFIG = {"words": [{"search": search, "replace": replace} for search, replace in given.RULES]}
_CATASTROPHE = {"words": [{"search": "(a+)+$", "replace": ""}]}

_PLOTTED = {"clean", "dense", "rows", "deny_1k", "deny_100k"}

# Texts that no rule finds anything in.
_CLEAN: dict[str, tuple[str, Callable[[int], str]]] = {
    "clean": ("20 rules, clean prose", lambda size: corpora.prose(size).text),
    "accent": ("20 rules, clean prose with one é", lambda size: corpora.prose_with_accent(size).text),
    "german": ("20 rules, clean German", lambda size: corpora.german(size).text),
    "cyrillic": ("20 rules, clean Cyrillic", lambda size: corpora.cyrillic(size).text),
    "chinese": ("20 rules, clean Chinese", lambda size: corpora.chinese(size).text),
    "emoji": ("20 rules, clean prose with emoji", lambda size: corpora.emoji(size).text),
    "rows": ("20 rules, JSON rows full of digits", lambda size: corpora.json_rows(size).text),
    "digits": ("20 rules, numbers only", lambda size: corpora.digits(size).text),
    "dotted": ("20 rules, dotted numbers", lambda size: corpora.dotted(size).text),
    "digit_run": ("20 rules, one long number", lambda size: corpora.digit_run(size).text),
    "hex_colons": ("20 rules, hex and colons", lambda size: corpora.hex_colons(size).text),
}


def cases() -> list[Case]:
    """Short, clean and full texts; other scripts; payloads; deny lists that find nothing, or their last word."""
    prose = corpora.prose(_CORPUS).text
    found = [
        _replacing("short", "20 rules, 101 bytes, nothing found", given.SENTENCE, headline=True),
        _replacing("clean", "20 rules, clean prose", prose, headline=True),
        _replacing("dense", "20 rules, a match every 30 bytes", given.planted(_CORPUS), headline=True),
        _replacing("short_found", "20 rules, 101 bytes, three found", given.SENTENCE_WITH_HITS),
    ]
    found += [_replacing(key, title, make(_CORPUS)) for key, (title, make) in _CLEAN.items() if key != "clean"]
    found.append(_payload())
    for key, size in LISTS.items():
        title = f"{size:,} deny words"
        word = given.denied(size)[-1]
        found.append(_deny(key, f"{title}, clean prose", prose, found=False))
        found.append(_deny(key, f"{title}, one at the end", f"{prose} {word}", found=True, suffix="_found"))
        found.append(_deny(key, f"{title}, 101 bytes", given.SENTENCE, found=False, suffix="_short"))
    return found


def floor(size: int = 10_000_000) -> Iterator[Case]:
    """The clean texts at a size where a cost that grows faster than the text shows; one at a time."""
    for key, (title, make) in _CLEAN.items():
        # One é means one: that text must not be made of copies.
        yield _replacing(key, title, make(size) if key == "accent" else given.long(make, size))


def contestants() -> tuple[list[Contestant], list[Skip]]:
    """The twin, the Rust engine, and the rivals that are installed."""
    return gather(loaders())


def loaders() -> dict[str, Loader]:
    """How to get each contestant, by name."""
    return ours(NAME, _CONFIG, _operations) | LOADERS


def figures(present: Sequence[Contestant], effort: Effort) -> list[Figure]:
    """A short text in microseconds, construction, a pattern that hangs a backtracking engine, threads."""
    by_name = {each.name: each for each in present}
    us = by_name.get(RUST) or by_name.get(PYTHON)
    if us is None:
        return []
    them = by_name.get(RIVAL)
    return [*_short(us, them, effort), *_construction(us, effort), _catastrophe(us), *_threads(us, effort)]


def _operations(engine: Any) -> dict[str, Operation]:
    import mcpgateway_native

    operations = {
        "replace": Operation(engine.rewrite),
        "walk": Operation(engine.process, lambda _value, outcome: outcome.payload),
    }
    for key, size in LISTS.items():
        words = {"words": given.denied(size)}
        deny = mcpgateway_native.load(NAME, words, native=engine.implementation == "rust")
        operations[key] = Operation(deny.scan, lambda _text, found: bool(found))
    return operations


def _replacing(key: str, title: str, text: str, *, headline: bool = False) -> Case:
    r"""What `re.sub` makes of the text, rule after rule, is right; of a clean one nothing, without asking.

    On one long number `re` would take hours: `(\w+)@` begins anew at every digit.
    """
    expected = text
    for search, replace in () if key in _CLEAN else given.RULES:
        expected = re.sub(search, replace, expected)
    right = equal_to(expected)
    return Case(key, title, "replace", text, len(text.encode()), right, headline, key in _PLOTTED)


def _deny(key: str, title: str, text: str, *, found: bool, suffix: str = "") -> Case:
    name = key + suffix
    return Case(name, title, key, text, len(text.encode()), equal_to(found), plotted=name in _PLOTTED)


def _payload() -> Case:
    payload = corpora.rows_payload()
    return Case(
        "payload", "20 rules, 450 KB as 3,600 strings", "walk", payload.value, payload.size, equal_to(payload.masked)
    )


def _short(us: Contestant, them: Contestant | None, effort: Effort) -> Iterator[Figure]:
    for key, title, text, target in (
        ("short_us", "101 bytes, nothing found", given.SENTENCE, 2.0),
        ("short_found_us", "101 bytes, three found", given.SENTENCE_WITH_HITS, None),
    ):
        calls = {each.name: _call(each, text) for each in (us, them) if each is not None}
        timings = interleave(calls, effort)
        rival = None if them is None else timings[them.name].best * 1e6
        yield Figure(key, title, timings[us.name].best * 1e6, "µs", target, rival=rival)


def _construction(us: Contestant, effort: Effort) -> Iterator[Figure]:
    serial = count()

    def load(config: dict[str, object]) -> Callable[[], object]:
        return lambda: _load(us, config)

    def load_new() -> object:
        return _load(us, {"words": [*_CONFIG["words"], {"search": f"x{next(serial)}", "replace": ""}]})

    once = Effort(min_time=0.0, rounds=max(3, effort.rounds))
    words: dict[str, object] = {"words": given.denied(100_000)}
    first = interleave({"rules": load_new}, once)["rules"].best
    again = interleave({"rules": load(_CONFIG), "words": load(words)}, effort)
    yield Figure("construct_first", "first construction of 20 rules", first * 1e6, "µs", 10_000.0)
    yield Figure("construct_again", "second construction of them", again["rules"].best * 1e6, "µs")
    yield Figure("construct_words", "second construction of 100,000 deny words", again["words"].best * 1e3, "ms")


def _catastrophe(us: Contestant) -> Figure:
    """`(a+)+$` on 25 letters and a `!` takes a backtracking engine 2^25 steps, and twice as many for a letter more."""
    engine = _load(us, _CATASTROPHE)
    text = "a" * 25 + "!"
    if us.name != RUST:
        return Figure("catastrophe", "`(a+)+$` on 25 letters", None, "µs")
    spent = interleave({us.name: lambda: engine.rewrite(text)}, Effort(0.01, 3))[us.name].best
    return Figure("catastrophe", "`(a+)+$` on 25 letters", spent * 1e6, "µs", 100.0)


def _threads(us: Contestant, effort: Effort) -> Iterator[Figure]:
    calls = {us.name: us.operations["replace"].call}
    for key, title, text in (
        ("threads", "two threads on 1 MB of clean prose", corpora.prose(1_000_000).text),
        ("threads_found", "two threads on 1 MB full of matches", given.planted(1_000_000)),
    ):
        speedups = concurrency.two_thread_speedup(calls, text, effort)
        yield Figure(key, title, speedups[us.name], "x", 1.8, at_least=True)


def _load(us: Contestant, config: dict[str, object]) -> Any:
    import mcpgateway_native

    return mcpgateway_native.load(NAME, config, native=us.name == RUST)


def _call(contestant: Contestant, text: str) -> Callable[[], object]:
    call = contestant.operations["replace"].call
    return lambda: call(text)
