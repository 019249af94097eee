"""The worst texts of a rule, made from the rule itself: what begins like a match over and over and never is one,
what is one over and over, and what the rule is looked for by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from tests.growth import patterns

_SEED = 20_261_122
# Longer than any value may be.
_RUN = 700


def units(rule: Mapping[str, Any], rules: Mapping[str, Any], *, brief: bool = False) -> dict[str, str]:
    """Pieces that are repeated to a text, by what they are; the same piece has one name. `brief`: the foremost few."""
    named: dict[str, str] = {}
    for what, piece in _foremost(rule) if brief else _all(rule, rules):
        if piece and piece not in named.values():
            named[what] = piece
    return named


def shared() -> dict[str, str]:
    """Pieces that belong to no rule: runs, and digits with single marks, where many rules begin at once."""
    singles = {f"1{mark} repeated": f"1{mark}" for mark in " -./:(+,_é"}
    letters = {f"a{mark} repeated": f"a{mark}" for mark in " -.@:%_é"}
    others = {
        "one digit": "1",
        "one letter": "a",
        "letters and digits": "a1",
        "digits in twos": "12 ",
        "digits in threes": "123-",
        "digits in fours": "4111 ",
        "hex digits and colons": "ab:1f:",
        "colons": ":",
        "address without end": "@a.a.a",
        "brackets": "(1)",
        "signs": "+(",
        "lines": "1\n",
        "percent signs": "%40",
        "entities": "&#64;",
        "base64": "QUJDREVG",
        "marks that are dropped": "1\u200b",
        "other digits": "١٢٣ ",
    }
    return singles | letters | others


def text(piece: str, size: int) -> str:
    """The piece over and over, in about `size` bytes of UTF-8."""
    return piece * max(1, round(size / len(piece.encode())))


def _foremost(rule: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    many, _ = _matches(rule)
    for head in _heads(rule)[:2]:
        name = f"{head!r} and " if head else ""
        yield f"{name}longest match, apart", "".join(f"{head}{value}, " for value in many)
        yield f"{name}longest match, cut off", "".join(f"{head}{value[:-1]}, " for value in many)
        yield f"{name}longest match, cut off, joined", "".join(head + value[:-1] for value in many)
    for mark in patterns.marks(rule["pattern"]) or " ":
        yield f"half matches joined by {mark!r}", "".join(value[: len(value) // 2 + 1] + mark for value in many)


def _all(rule: Mapping[str, Any], rules: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    pattern, before = rule["pattern"], patterns.longest(rule["before"], Random(_SEED)) if "before" in rule else ""
    heads = _heads(rule)
    many, few = _matches(rule)
    for head in heads:
        name = f"{head!r} and " if head else ""
        for kind, values in (("longest", many), ("shortest", few)):
            yield f"{name}{kind} match, apart", "".join(f"{head}{value}, " for value in values)
            yield f"{name}{kind} match, by blanks", "".join(f"{head}{value} " for value in values)
            yield f"{name}{kind} match, joined", "".join(head + value for value in values)
            yield f"{name}{kind} match, cut off", "".join(f"{head}{value[:-1]}, " for value in values)
            yield f"{name}{kind} match, cut off, joined", "".join(head + value[:-1] for value in values)
            yield f"{name}{kind} match, gone too far", "".join(f"{head}{value}{value[-1]}, " for value in values)
    for mark in patterns.marks(pattern):
        yield f"matches joined by {mark!r}", "".join(value + mark for value in few)
        yield f"half matches joined by {mark!r}", "".join(value[: len(value) // 2 + 1] + mark for value in few)
        yield f"{mark!r} and how a match begins", mark + few[0][:1]
        yield f"{mark!r} and how a match ends", mark + few[0][-1:]
    yield "how a match begins", few[0][:2]
    yield from _searched(rule, before, few[0])
    for head in heads[1:]:
        yield f"{head!r} alone", head
        yield f"{head.rstrip()!r} joined", head.rstrip()
        yield f"{head!r} with marks", head.rstrip() + ":#=.-"
        yield f"{head!r} and one character", head + few[0][:1]
        yield f"{head!r} and one long value", head + few[0][-1:] * _RUN
    yield from _weighed(rule, rules, few[0])


def _matches(rule: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Some of the longest and of the shortest; whether a check accepts them is left to chance."""
    random = Random(_SEED)
    pattern = rule.get("lead", "") + rule["pattern"]
    # What stands left of a `byte` is no part of the pattern.
    before = patterns.longest(rule["before"], random) if "before" in rule else ""
    many = [before * 3 + patterns.longest(pattern, random) for _ in range(8)]
    return many, [before + patterns.shortest(pattern, random) for _ in range(8)]


def _heads(rule: Mapping[str, Any]) -> list[str]:
    """Nothing, and the longest and the shortest label with a separator."""
    labels = sorted(rule.get("labels", ()), key=lambda label: (len(label), label))
    return ["", *(f"{label}: " for label in dict.fromkeys((labels[-1:] + labels[:1]) if labels else ()))]


def _searched(rule: Mapping[str, Any], before: str, match: str) -> Iterator[tuple[str, str]]:
    """What the scan stops at: bytes with long stretches on either side, and literals."""
    if "byte" in rule:
        byte, after = rule["byte"], match.partition(rule["byte"])[2]
        yield "its byte", byte
        yield "its byte and what stands before it", before + byte
        yield "its byte behind a long stretch", before * _RUN + byte
        yield "its byte and a long stretch", byte + after[:1] * _RUN
        for mark in patterns.marks(rule["pattern"]).replace(byte, ""):
            yield f"its byte and a long chain of {mark!r}", before + byte + (after[:1] + mark) * _RUN
            yield f"its byte and a chain of {mark!r}", before + byte + (after[:1] + mark) * 3
    if "literal" in rule:
        yield "its literal", rule["literal"]
        yield "its literal behind a letter", "x" + rule["literal"]


def _weighed(rule: Mapping[str, Any], rules: Mapping[str, Any], match: str) -> Iterator[tuple[str, str]]:
    """Matches among words that say what they are."""
    context = rules.get("context", {}).get(rule.get("context"), {})
    for direction in ("raise", "lower"):
        for word in context.get(direction, ())[:1]:
            yield f"matches with {word!r} between", f"{match} {word} "
            yield f"matches with {word!r} and others between", f"{match} {word} a b c d e f "
