"""The fuzzer draws what it should, comes back with a seed, and makes failures small enough to read."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fuzz.cases import RefusedError, Rules, by_python, compiled, draw_rules, draw_text  # noqa: E402
from tests.fuzz.choices import Seeded  # noqa: E402
from tests.fuzz.report import summary, vector  # noqa: E402
from tests.fuzz.rules import PatternRule, WordRule  # noqa: E402
from tests.fuzz.trees import Tree, chain, leaf  # noqa: E402
from tests.fuzz.verdict import Difference, Failure, Tally, shrunk  # noqa: E402


def drawn(seed: str) -> tuple[Rules, str]:
    choices = Seeded(seed)
    rules, letters = draw_rules(choices)
    return rules, draw_text(choices, rules, letters)


def test_a_seed_always_draws_the_same() -> None:
    assert [drawn(str(number)) for number in range(50)] == [drawn(str(number)) for number in range(50)]
    assert drawn("1") != drawn("2")


CONSTRUCTS = {
    "look-ahead": r"\(\?[=!]",
    "look-behind": r"\(\?<[=!]",
    "named group": r"\(\?P<",
    "reference": r"\(\?:\\[1-9]",
    "named reference": r"\(\?P=",
    "conditional": r"\(\?\(",
    "atomic group": r"\(\?>",
    "possessive repeat": r"[*+?}]\+",
    "lazy repeat": r"[*+?}]\?",
    "inline flags": r"\(\?[aimsux-]+:",
    "global flags": r"^\(\?[aimsux]+\)",
    "negated set": r"\[\^",
    "alternatives": r"\|",
    "boundary": r"\\[bB]",
    "end": r"\$|\\Z",
    "half of a surrogate pair": r"\\ud[89ab-f]",
}


def test_patterns_hold_every_construct() -> None:
    rules = [rule for number in range(3000) for rule in drawn(str(number))[0] if isinstance(rule, PatternRule)]
    patterns = [rule.tree.written() for rule in rules]
    counts = {
        name: sum(re.search(mark, pattern) is not None for pattern in patterns) for name, mark in CONSTRUCTS.items()
    }
    assert min(counts.values()) >= 20, counts


def test_most_rules_are_valid_and_many_texts_hold_a_match() -> None:
    valid = matched = 0
    for number in range(400):
        rules, text = drawn(str(number))
        try:
            answer = by_python(compiled(rules), text)
        except (RefusedError, SystemError):
            continue
        valid += 1
        matched += any(answer.counts)
    assert valid > 300
    assert matched > 100


def test_a_failure_shrinks_to_what_it_takes() -> None:
    def judge(rules: Rules, text: str) -> Difference | None:
        held = any(isinstance(rule, PatternRule) and "x+?" in rule.tree.written() for rule in rules)
        return ("yes", "no") if held and "é" in text else None

    lazy = Tree(parts=(leaf("x", "x"),), after="+?", repeated=True)
    tree = Tree("(?:", (chain(leaf("b", "b"), lazy, leaf(r"\d", "1")), leaf("c", "c")), ")", "|")
    rules = (WordRule(("ab", "c"), "x"), PatternRule(tree, ("a", "\\1"), "im", 2))
    failure = shrunk(rules, "abcédefgh\n", ("yes", "no"), judge)
    assert failure == Failure((PatternRule(lazy, ()),), "é", "yes", "no")


def test_a_failure_is_printed_as_a_vector_that_toml_can_read() -> None:
    rule = PatternRule(leaf('"\\\\é\U0001f600\x00\n'), ("\\1", '"'), "i", 1)
    words = WordRule(("a\x7f", "'"), "", case_sensitive=False)
    printed = vector(Failure((rule, words), "\u2028\U0001f600", "one\n", "two"), "a-name")
    (case,) = tomllib.loads(printed)["case"]
    assert case["text"] == "\u2028\U0001f600"
    assert case["config"] == {"words": [rule.settings(), words.settings()]}
    assert "# TOML" not in printed
    assert "# TOML" in vector(Failure((rule,), "\ud800", "", ""), "a-name")


def test_word_lists_are_judged_by_a_search_of_their_own() -> None:
    rule = WordRule(("ab", "abc", "B"), "-", case_sensitive=False, whole_word=True)
    (run,) = compiled((rule,))
    assert run("ABC b abcd xb") == ("- - abcd xb", [(0, 3), (4, 5)])


@pytest.mark.parametrize("failures", [0, 1])
def test_the_summary_names_every_count(failures: int) -> None:
    failure = Failure((), "", "", "")
    tally = Tally(cases=2000, lists=10, native_rules=3, python_rules=1, changed=7, failures=[failure] * failures)
    line = summary(tally, 2.0)
    assert f"2,000 cases, {failures} mismatches; 1,000 a second" in line
    assert "75 % of the rules native" in line
