"""Texts that a pattern of the rule files matches, without asking an engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

# Python's own parser: what it takes apart is what the twin runs.
_parser = re._parser  # type: ignore[attr-defined]
_LITERAL, _IN, _RANGE = _parser.LITERAL, _parser.IN, _parser.RANGE
_BRANCH, _SUBPATTERN, _MAX_REPEAT = _parser.BRANCH, _parser.SUBPATTERN, _parser.MAX_REPEAT

# Stands for a repeat without a bound; one inside another still stays below the longest value that may be.
_ENDLESS = 12


def longest(pattern: str, random: Random) -> str:
    """A match with every repeat at its upper bound and, of alternatives, the longest."""
    return _text(_parser.parse(pattern), random, most=True)


def shortest(pattern: str, random: Random) -> str:
    """A match with every repeat at its lower bound and, of alternatives, the shortest."""
    return _text(_parser.parse(pattern), random, most=False)


def marks(pattern: str) -> str:
    """The ASCII characters of a pattern that are neither letters nor digits, each once."""
    used = set(_characters(_parser.parse(pattern)))
    return "".join(sorted(char for char in used if char.isascii() and not char.isalnum()))


def _text(items: Any, random: Random, *, most: bool) -> str:
    parts = []
    for kind, value in items:
        if kind is _LITERAL:
            parts.append(chr(value))
        elif kind is _IN:
            parts.append(_member(value, random))
        elif kind is _MAX_REPEAT:
            low, high, body = value
            count = min(int(high), max(int(low), _ENDLESS)) if most else int(low)
            parts += [_text(body, random, most=most) for _ in range(count)]
        elif kind is _SUBPATTERN:
            parts.append(_text(value[-1], random, most=most))
        elif kind is _BRANCH:
            texts = [_text(branch, random, most=most) for branch in value[1]]
            parts.append((max if most else min)(texts, key=len))
        else:
            raise ValueError(f"the rule files do not use {kind}")
    return "".join(parts)


def _member(ranges: Any, random: Random) -> str:
    """A character of a class; of those beyond ASCII only where there is no other."""
    spans = [(value, value) if kind is _LITERAL else value for kind, value in ranges if kind in (_LITERAL, _RANGE)]
    plain = [span for span in spans if span[1] < 0x80] or spans
    alphanumeric = [span for span in plain if chr(span[0]).isalnum()] or plain
    low, high = random.choice(alphanumeric)
    return chr(random.randint(low, high))


def _characters(items: Any) -> Iterator[str]:
    for kind, value in items:
        if kind is _LITERAL:
            yield chr(value)
        elif kind is _IN:
            yield from (chr(char) for which, char in value if which is _LITERAL)
        elif kind is _MAX_REPEAT or kind is _SUBPATTERN:
            yield from _characters(value[-1])
        elif kind is _BRANCH:
            for branch in value[1]:
                yield from _characters(branch)
