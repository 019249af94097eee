"""Who else replaces by patterns or looks for words; each takes part when installed (`benches/compare/rivals.txt`).

All of them run one rule after the other, each over the result of the one before, as `re.sub` in a loop does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benches.compare.contestants import Loader
from benches.compare.engines._regex_rules import RULES, denied
from benches.compare.machine import package_version
from benches.compare.model import Contestant, Operation

# Sizes of the deny lists by the operation that searches with them.
LISTS = {"deny_1k": 1_000, "deny_100k": 100_000}

Substitute = Callable[[str], str]


def loop() -> Contestant:
    """What the gateway's first plugins do: `re.sub` in a loop, and `in` in a loop."""
    rules = [(re.compile(search), replace) for search, replace in RULES]

    def replace_all(text: str) -> str:
        for pattern, replace in rules:
            text = pattern.sub(replace, text)
        return text

    lists = {name: denied(count) for name, count in LISTS.items()}
    finders = {name: _contained(words) for name, words in lists.items()}
    return _contestant("re, in", "", replace_all, finders)


def google_re2() -> Contestant:
    """Google's RE2 in its own binding, which speaks Python's template syntax."""
    import re2

    rules = [(re2.compile(search), replace) for search, replace in RULES]

    def replace_all(text: str) -> str:
        for pattern, replace in rules:
            text = pattern.sub(replace, text)
        return text

    return _contestant("google-re2", package_version("google-re2"), replace_all)


def flpc() -> Contestant:
    """A binding of Rust's `regex` crate, with that crate's template syntax."""
    import flpc as library

    rules = [(library.compile(search), re.sub(r"\\(\d)", r"${\1}", replace)) for search, replace in _rust_rules()]

    def replace_all(text: str) -> str:
        for pattern, replace in rules:
            text = library.sub(pattern, replace, text)
        return text

    return _contestant("flpc", package_version("flpc"), replace_all)


def ahocorasick_rs() -> Contestant:
    """A binding of Rust's `aho-corasick` crate; for deny lists."""
    import ahocorasick_rs as library

    def finder(words: Sequence[str]) -> Callable[[str], bool]:
        find = library.AhoCorasick(words).find_matches_as_indexes
        return lambda text: bool(find(text))

    finders = {name: finder(denied(count)) for name, count in LISTS.items()}
    return _contestant("ahocorasick_rs", package_version("ahocorasick_rs"), None, finders)


def pyahocorasick() -> Contestant:
    """An automaton in C; for deny lists."""
    import ahocorasick as library

    def finder(words: Sequence[str]) -> Callable[[str], bool]:
        automaton = library.Automaton()
        for word in words:
            automaton.add_word(word, word)
        automaton.make_automaton()
        return lambda text: next(automaton.iter(text), None) is not None

    finders = {name: finder(denied(count)) for name, count in LISTS.items()}
    return _contestant("pyahocorasick", package_version("pyahocorasick"), None, finders)


LOADERS: dict[str, Loader] = {
    "re, in": loop,
    "google-re2": google_re2,
    "flpc": flpc,
    "ahocorasick_rs": ahocorasick_rs,
    "pyahocorasick": pyahocorasick,
}


def _contestant(
    name: str, version: str, replace: Substitute | None, finders: Mapping[str, Callable[[str], bool]] | None = None
) -> Contestant:
    operations: dict[str, Operation] = {} if replace is None else {"replace": Operation(replace)}
    operations |= {key: Operation(find) for key, find in (finders or {}).items()}
    return Contestant(name, version, operations)


def _contained(words: Sequence[str]) -> Callable[[str], bool]:
    return lambda text: any(word in text for word in words)


def _rust_rules() -> list[tuple[str, Any]]:
    # Newlines of a template are escapes in Python's syntax only.
    return [(search, replace.replace(r"\n", "\n")) for search, replace in RULES]
