"""Patterns of Python as plain data: what a character matches is what the running interpreter says, and nothing else."""

import _sre
import json
import re
from typing import Any

import pytest

import vector_files
from mcpgateway_native._prepare import prepare
from mcpgateway_native._regex import tables
from mcpgateway_native._regex.lowering import Classes, lower, lower_search
from mcpgateway_native._regex.template import read_template
from mcpgateway_native.errors import UnsupportedError
from mcpgateway_native.fallback.regex_filter.positions import Positions

EVERY = "".join(map(chr, range(0x110000)))
FLAGS = (0, re.IGNORECASE, re.ASCII, re.IGNORECASE | re.ASCII, re.IGNORECASE | re.DOTALL)


def lowered(pattern: str, flags: int = 0, groups: tuple[int, ...] = ()) -> Any:
    return lower(re.compile(pattern, flags), pattern, groups, Classes())


@pytest.mark.parametrize("flags", FLAGS)
@pytest.mark.parametrize(
    "character",
    [
        *("k", "i", "ſ", "İ", "ß", "ẞ", "µ", "ΐ", ".", r"\W", "[a-z]", "[^i]", r"[k-s\W]", r"[^\w]", r"[\d_]", r"[\S]"),
        *("[ÿ-Ÿ]", "[\U00010400-\U00010500]", "[^\U00010400-\U00010500x]", "[\ud800-\udfffé]"),
    ],
)
def test_a_character_matches_what_it_matches_in_re(character: str, flags: int) -> None:
    classes = Classes()
    node = lower(re.compile(character, flags), character, (), classes)
    found = [(ord(node["lit"]), ord(node["lit"]))] if "lit" in node else classes.ranges[node["class"]]
    wanted = [(match.start(), match.end() - 1) for match in re.finditer(f"(?:{character})+", EVERY, flags)]
    assert [tuple(one) for one in found] == wanted


def test_no_character_beyond_the_second_plane_has_another_case() -> None:
    assert not any(_sre.unicode_iscased(code) for code in range(0x20000, 0x110000))


def test_characters_fold_alike_when_re_matches_them_without_regard_to_case() -> None:
    fold, cased = tables.fold_table(), tables.cased()
    of = {character: fold.get(ord(character), ord(character)) for character in cased}
    for character in cased:
        matching = {match[0] for match in re.finditer(character, cased, re.IGNORECASE)}
        assert matching == {other for other in cased if of[other] == of[character]}, hex(ord(character))
    assert tables.folded("AzKſ") == tables.folded("Az") + "ks"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("x*", "an empty match"),
        ("^", "an empty match"),
        ("(?=a)b", "look-ahead"),
        ("(?<!a)b", "look-behind"),
        (r"(a)\1", "a back-reference"),
        ("(a)?(?(1)b|c)", "a conditional group"),
        ("(?>a)b", "an atomic group"),
        ("a++b", "a possessive quantifier"),
        ("(a*)+b", "a repeat of something that may be empty"),
        (r"\w{1,1000}", "very many repetitions"),
        ("(" * 40 + "a" + ")" * 40, "deep nesting"),
        (r"a$|(?m:b$)", "$ both with and without the flag m"),
        (r"\ba|(?a:\b)b", "a flag a or u for a part of it"),
    ],
)
def test_what_only_python_can_run_is_named(pattern: str, reason: str) -> None:
    with pytest.raises(UnsupportedError) as refusal:
        lowered(pattern)
    assert str(refusal.value) == reason


def test_flags_reach_as_far_as_they_do_in_re() -> None:
    assert lowered("(?i:a)b") == {"seq": [{"class": 0}, {"lit": "b"}]}
    assert lowered(r"(?a)\bx") == {"seq": [{"look": "ascii_boundary"}, {"lit": "x"}]}
    assert lowered(r"\bx") == {"seq": [{"look": "boundary"}, {"lit": "x"}]}
    assert lowered("(?x) a b # c") == {"lit": "ab"}


def test_only_groups_that_are_asked_for_are_kept_and_are_numbered_anew() -> None:
    regex = re.compile("(a)(b)((c)|d)")
    pieces = read_template(r"\4-\2\g<0>", regex)
    node, template = lower_search(regex, regex.pattern, pieces, Classes())
    assert template == [2, "-", 1, 0]
    assert json.dumps(node).count("group") == 2


@pytest.mark.parametrize(
    "entry", [entry for engine, entry in vector_files.entries("case") if "lowered" in entry], ids=vector_files.label
)
def test_the_vectors_show_what_rust_gets(entry: dict[str, Any]) -> None:
    prepared = prepare("regex_filter", json.dumps(entry["config"]))
    assert json.loads(prepared.native_json) == json.loads(entry["lowered"])


def test_what_is_inserted_where_something_was_deleted_stands_before_it() -> None:
    positions = Positions()
    positions.rewrite([(1, 3, "")])
    positions.rewrite([(1, 1, "xy")])
    assert positions.original(1, 2) == (1, 1)
    assert positions.original(3, 4) == (3, 4)
