"""The PII filter's twin: rules, masks, and time that grows with the text and no faster."""

import hashlib
import hmac
import random
import re
import string
import time
from typing import Any

import pytest

from mcpgateway_native import _rules, fallback
from mcpgateway_native.errors import LimitError, UnknownPluginError
from mcpgateway_native.fallback._automaton import Automaton, character_class
from mcpgateway_native.fallback._boundaries import BOUNDARIES, after, before
from mcpgateway_native.fallback._spans import Span, resolve_overlaps
from mcpgateway_native.fallback.pii_filter import FAMILY, SUMMARY, Engine
from mcpgateway_native.fallback.pii_filter.checks import CHECKS
from mcpgateway_native.fallback.pii_filter.rules import all_rules

EVERYTHING = {"detect_aws_keys": True, "detect_api_keys": True, "detect_date_of_birth": "any"}


def found(text: str, **config: Any) -> list[tuple[str, str]]:
    return [(rule, text[start:end]) for rule, start, end, _ in Engine(config).scan(text)]


def test_the_twin_is_found_by_name() -> None:
    assert fallback.names() == ("pii_filter",)
    module = fallback.find("pii_filter")
    assert (module.Engine, module.FAMILY, module.SUMMARY) == (Engine, FAMILY, SUMMARY)
    with pytest.raises(UnknownPluginError):
        fallback.find("_walk")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SSN: 123-45-6789.", [("ssn", "123-45-6789")]),
        ("ssn123456789", [("ssn", "123456789")]),
        ("ssn 000-45-6789", []),
        ("1123-45-6789", []),
        ("my BSN is 111222333", [("bsn", "111222333")]),
        ("bsn 123456789", []),
        ("pay 4111-1111-1111-1111 now", [("credit_card", "4111-1111-1111-1111")]),
        ("4111111111111112", []),
        ("1234567812345678", []),
        ("to ..john.doe@mail.example.com.", [("email", "john.doe@mail.example.com")]),
        ("john@example.c", []),
        ("a@b.com.x1", [("email", "a@b.com")]),
        ("call (415) 555-2671", [("phone", "(415) 555-2671")]),
        ("+31 20 123 4567", [("phone", "+31 20 123 4567")]),
        ("epoch 1700000000", []),
        ("pi is 3.1415926535", []),
        ("host 10.0.0.1 up", [("ip_address", "10.0.0.1")]),
        ("version 1.2.3.4.5", []),
        ("999.1.1.1", []),
        ("fe80::1%eth0", [("ip_address", "fe80::1")]),
        ("::ffff:10.0.0.1", [("ip_address", "::ffff:10.0.0.1")]),
        ("at 12:34:56", []),
        ("dead::beef", []),
        ("born on 12/31/1990", [("date_of_birth", "12/31/1990")]),
        ("due 12/31/1990", []),
        ("passport no: AB123456", [("passport", "AB123456")]),
        ("passport required", []),
        ("driver's license: D1234567", [("driver_license", "D1234567")]),
        ("acct 12345678", [("bank_account", "12345678")]),
        ("DE89 3704 0044 0532 0130 00", [("bank_account", "DE89 3704 0044 0532 0130 00")]),
        ("DE89 3704 0044 0532 0130 01", []),
        ("MRN#ABC123", [("medical_record", "ABC123")]),
        ("AKIAABCDEFGHIJKLMNOP", [("aws_key", "AKIAABCDEFGHIJKLMNOP")]),
        ("aws_secret_access_key = " + "a/" * 20, [("aws_key", "a/" * 20)]),
        ("x-api-key: abcdefghijklmnopqrst", [("api_key", "abcdefghijklmnopqrst")]),
    ],
)
def test_rules(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, detect_aws_keys=True, detect_api_keys=True) == expected


def test_a_date_without_a_label_counts_only_when_asked_for() -> None:
    assert found("due 12/31/1990") == []
    assert found("due 12/31/1990", detect_date_of_birth="any") == [("date_of_birth", "12/31/1990")]
    assert found("born 12/31/1990", detect_date_of_birth=False) == []


def test_switches_select_types() -> None:
    text = "a@example.com 123-45-6789"
    assert found(text, detect_ssn=False) == [("email", "a@example.com")]
    assert found("AKIAABCDEFGHIJKLMNOP") == []


def test_offsets_are_code_points_and_neighbours_beyond_ascii_do_not_bind() -> None:
    assert Engine({}).scan("Zoë \U0001f600 é123-45-6789é") == [("ssn", 7, 18, 0.85)]


def test_custom_patterns_are_case_blind_ascii_and_never_empty() -> None:
    config = {
        "custom_patterns": [{"pattern": r"emp-\d+", "description": "d", "type": "employee", "mask_strategy": "remove"}]
    }
    assert found("EMP-12 emp-٣ EMP-7", **config) == [("employee", "EMP-12"), ("employee", "EMP-7")]
    assert Engine(config).rewrite("EMP-12, a@b.com") == ", [REDACTED]"
    assert Engine(config).scan("EMP-12") == [("employee", 0, 6, 1.0)]
    config["custom_patterns"][0]["enabled"] = False
    assert found("EMP-12", **config) == []


def test_a_custom_pattern_without_type_is_custom() -> None:
    assert found("a1", custom_patterns=[{"pattern": "a1", "description": ""}]) == [("custom", "a1")]


def test_the_whitelist_drops_matches_that_it_hits() -> None:
    text = "test@example.com other@example.com"
    assert found(text, whitelist_patterns=["^TEST@"]) == [("email", "other@example.com")]


def test_overlaps_go_to_the_leftmost_then_the_longest_then_the_surest() -> None:
    spans = [Span(5, 9, 0, 90), Span(0, 6, 1, 10), Span(0, 3, 2, 99), Span(9, 10, 3, 1), Span(9, 10, 4, 5)]
    assert resolve_overlaps(spans) == [Span(0, 6, 1, 10), Span(9, 10, 4, 5)]


@pytest.mark.parametrize(
    ("strategy", "text", "expected"),
    [
        ("redact", "x 123-45-6789", "x [REDACTED]"),
        ("remove", "x 123-45-6789", "x "),
        ("partial", "123-45-6789", "***-**-6789"),
        ("partial", "bsn 111222333", "bsn *****2333"),
        ("partial", "4111-1111-1111-1111", "****-****-****-1111"),
        ("partial", "john.doe@example.com", "j***e@example.com"),
        ("partial", "jo@example.com", "***@example.com"),
        ("partial", "(415) 555-2671", "***-***-2671"),
        ("partial", "DE89370400440532013000", "DE****************3000"),
        ("partial", "account 12345678", "account [REDACTED]"),
        ("partial", "10.0.0.1", "1******1"),
    ],
)
def test_masks(strategy: str, text: str, expected: str) -> None:
    assert Engine({"default_mask_strategy": strategy}).rewrite(text) == expected


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("ssn", "12", "1*"),
        ("phone", "1a2", "***-***-****"),
        ("custom", "é", "*"),
        ("email", "ab", "a*"),
        ("x", "abcd", "a**d"),
    ],
)
def test_partial_masks_of_unusual_values(kind: str, value: str, expected: str) -> None:
    pattern = {"pattern": re.escape(value), "description": "d", "type": kind, "mask_strategy": "partial"}
    assert Engine({"custom_patterns": [pattern]}).rewrite(value) == expected


def test_digests_are_keyed_and_differ_by_purpose() -> None:
    def digest(purpose: str) -> str:
        return hmac.new(b"key", f"{purpose}:a@b.com".encode(), hashlib.sha256).hexdigest()

    hashed = Engine({"default_mask_strategy": "hash", "mask_key": "key"})
    assert hashed.rewrite("a@b.com") == f"[HASH:{digest('hash')[:16]}]"
    tokens = Engine({"default_mask_strategy": "tokenize", "mask_key": "key"})
    assert tokens.rewrite("a@b.com") == f"[TOKEN:{digest('token')[:8]}]"
    without_key = {"default_mask_strategy": "hash"}
    assert Engine(without_key).rewrite("a@b.com") == Engine(without_key).rewrite("a@b.com") != hashed.rewrite("a@b.com")


def test_a_clean_text_stays_the_same_object() -> None:
    text = "nothing to see " * 3
    assert Engine({}).rewrite(text) is text
    unchanged = Engine({"redaction_text": "a@b.com"})
    text = "".join(["mail ", "a@b.com"])
    assert unchanged.rewrite(text) is text
    assert unchanged.stats() == {"texts": 1, "bytes": 12, "findings": 1, "changed": 0}


def test_lone_surrogates_outside_of_findings_stay() -> None:
    engine = Engine({"custom_patterns": [{"pattern": "<.>", "description": "d", "mask_strategy": "partial"}]})
    assert engine.rewrite("\ud800 a@b.com \udfff") == "\ud800 [REDACTED] \udfff"
    assert engine.rewrite("<\ud800>\ud800") == "<*>\ud800"
    assert engine.stats()["bytes"] == 15 + 8


def test_a_text_over_the_limit_is_refused_by_name() -> None:
    engine = Engine({"max_text_bytes": 3})
    assert engine.scan("éa") == []
    for method in (engine.scan, engine.rewrite):
        with pytest.raises(LimitError, match=r"^pii_filter: the text is longer than max_text_bytes \(3\)$"):
            method("éaa")
        with pytest.raises(TypeError):
            method(b"bytes")  # type: ignore[arg-type]


def test_statistics_add_up() -> None:
    engine = Engine({})
    engine.scan("a@b.com")
    engine.rewrite("é a@b.com")
    engine.process(["a@b.com", "x"])
    assert engine.stats() == {"texts": 4, "bytes": 7 + 10 + 8, "findings": 3, "changed": 2}


def test_the_greedy_match_of_every_rule_is_its_longest() -> None:
    """What the scanner relies on when it asks `re` for the longest match first."""
    generator = random.Random(7)
    for row in _rules.load("pii_filter")["rule"]:
        automaton, pattern = Automaton(row["pattern"]), re.compile(row["pattern"])
        alphabet = sorted(automaton.alphabet & set("0123459aAK@:.-/ ()+=_")) or sorted(automaton.alphabet)
        for _ in range(300):
            text = "".join(generator.choices(alphabet, k=generator.randint(1, 45)))
            match = pattern.match(text)
            ends = automaton.ends(text, 0)
            assert (ends[-1:] or [None]) == [match.end() if match else None], (row["id"], text)
            expected = [end for end in range(1, len(text) + 1) if pattern.fullmatch(text, 0, end)]
            assert ends == expected, (row["id"], text)


def test_an_automaton_refuses_what_rule_files_do_not_use() -> None:
    for pattern in (r"\d", ".", "[^a]", "a(?=b)", "^a"):
        with pytest.raises(ValueError, match="cannot use"):
            Automaton(pattern)
    assert character_class("[a-c_]") == set("abc_")
    assert Automaton("ab?|[x-z]{2,}").ends("xyzz", 0) == [2, 3, 4]
    assert Automaton("a(?:bc?)?").ends("éabc", 1) == [2, 3, 4]


def test_every_rule_names_things_that_exist() -> None:
    for row in _rules.load("pii_filter")["rule"]:
        assert row.get("check") is None or row["check"] in CHECKS
        assert row.get("left", "none") in BOUNDARIES and row["right"] in BOUNDARIES
    assert len(all_rules()) == len(_rules.load("pii_filter")["rule"])


@pytest.mark.parametrize(
    ("name", "text", "position", "holds_before", "holds_after"),
    [
        ("number", "3.14", 2, False, False),
        ("number", "a.14", 2, True, False),
        ("number", "14.a", 2, False, True),
        ("word", "a_b", 1, False, False),
        ("alnum", "a_b", 1, False, True),
        ("hex", "a:b", 1, False, False),
        ("dotted", "1-2", 1, False, True),
        ("none", "aaa", 1, True, True),
        ("word", "éaé", 1, True, False),
    ],
)
def test_boundaries(name: str, text: str, position: int, holds_before: bool, holds_after: bool) -> None:
    boundary = BOUNDARIES[name]
    assert before(boundary, text, position) is holds_before
    assert after(boundary, text, position) is holds_after
    assert before(boundary, text, 0) and after(boundary, text, len(text))


@pytest.mark.parametrize(
    ("check", "value", "accepted"),
    [
        ("ssn", "666-45-6789", False),
        ("ssn", "900-45-6789", False),
        ("ssn", "123-00-6789", False),
        ("ssn", "123 45 6789", True),
        ("bsn", "000000000", False),
        ("card", "378282246310005", True),
        ("card", "6011-1111-1111-1117", True),
        ("card", "2223003122003222", True),
        ("phone", "(415 555-2671", False),
        ("phone", ")415( 555-2671", False),
        ("ipv4", "192.168.001.1", True),
        ("ipv6", "1:2:3:4:5:6:7:8", True),
        ("ipv6", "1:2:3:4:5:6:7::", True),
        ("ipv6", "1:2:3:4:5:6:7:8::", False),
        ("ipv6", "1::2::3", False),
        ("ipv6", ":::1", False),
        ("ipv6", "::1.2.3.04", False),
        ("ipv6", "1:2:3:4:5:6:7:1.2.3.4", False),
        ("ipv6", "1:2:3:4:5:6:1.2.3.4", True),
        ("ipv6", "::", False),
        ("date", "1990-12-31", True),
        ("date", "31.12.90", True),
        ("date", "13-45-99", False),
        ("date", "0/1/2000", False),
        ("iban", "de89370400440532013000", True),
        ("iban", "XX89370400440532013000", False),
    ],
)
def test_checks(check: str, value: str, accepted: bool) -> None:
    assert CHECKS[check](value) is accepted


UNIT = 20_000
HOSTILE = {
    "digits": lambda n: "1 2 3 4 5 6 " * (n // 12),
    "cards": lambda n: "4111 " * (n // 5),
    "domains": lambda n: "x@" + "a." * (n // 2) + "aa1",
    "ats": lambda n: "@" * n,
    "mails": lambda n: "a@b.co " * (n // 7),
    "letters": lambda n: "a" * n + "1",
    "letters before an at": lambda n: "a" * n + "@",
    "colons": lambda n: ":" * n,
    "hex": lambda n: ":1" * (n // 2),
    "dotted": lambda n: "1.1.1.1." * (n // 8),
    "dashes": lambda n: "1-" * (n // 2),
    "brackets": lambda n: "(" * n + "1",
    "labels": lambda n: "ssn " * (n // 4),
    "long label": lambda n: "social security" + " " * n,
    "labelled": lambda n: "ssn 1 phone 1 " * (n // 14),
    "api keys": lambda n: "api key " * (n // 8),
    "literals": lambda n: "AKIA" * (n // 4),
    "ibans": lambda n: "AB12 " * (n // 5),
    "license": lambda n: "DL " + "A" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(name: str) -> None:
    engine = Engine(EVERYTHING)
    small, large = HOSTILE[name](UNIT), HOSTILE[name](8 * UNIT)

    def cost(text: str) -> float:
        best = float("inf")
        for _ in range(2):
            begun = time.process_time()
            engine.find(text)
            best = min(best, time.process_time() - begun)
        return best

    # Eight times the text; quadratic work would cost 64 times as much.
    assert cost(large) < 24 * cost(small) + 0.1


def test_any_text_is_scanned_without_an_exception() -> None:
    engine = Engine(EVERYTHING)
    generator = random.Random(11)
    pieces = [
        *string.printable,
        "é",
        "\ud800",
        "\U0001f600",
        "\u00a0",
        "ssn ",
        "phone: ",
        "4111",
        "AKIA",
        "::",
        "@",
        "DE89",
    ]
    for _ in range(300):
        text = "".join(generator.choices(pieces, k=generator.randint(0, 80)))
        reached = 0
        for _, start, end, confidence in engine.scan(text):
            assert reached <= start < end <= len(text) and 0 < confidence <= 1
            reached = end
