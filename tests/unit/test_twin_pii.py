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
from mcpgateway_native.errors import ConfigError, LimitError, UnknownPluginError
from mcpgateway_native.fallback._automaton import Automaton, character_class
from mcpgateway_native.fallback._boundaries import BOUNDARIES, after, before
from mcpgateway_native.fallback._spans import Span, resolve_overlaps
from mcpgateway_native.fallback.pii_filter import FAMILY, SUMMARY, Engine
from mcpgateway_native.fallback.pii_filter.context import Context
from mcpgateway_native.fallback.pii_filter.rules import CHECKS, compiled, outlines
from mcpgateway_native.fallback.pii_filter.scanner import Scanner

EVERYTHING = {"detect_aws_keys": True, "detect_api_keys": True, "detect_date_of_birth": "any"}


def found(text: str, **config: Any) -> list[tuple[str, str]]:
    return [(rule, text[start:end]) for rule, start, end, _ in Engine(config).scan(text)]


def test_the_twin_is_found_by_name() -> None:
    assert "pii_filter" in fallback.names()
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
        ("fe80::1%eth0", [("ip_address", "fe80::1%eth0")]),
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
        ("GB82 WEST 1234 5698 7654 33", []),
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


def test_the_automaton_of_every_rule_knows_all_ends() -> None:
    generator = random.Random(7)
    for row in _rules.load("pii_filter")["rule"]:
        automaton, pattern = Automaton(row["pattern"]), re.compile(row["pattern"])
        alphabet = sorted(automaton.alphabet & set("0123459aAK@:.-/ ()+=_")) or sorted(automaton.alphabet)
        for _ in range(300):
            text = "".join(generator.choices(alphabet, k=generator.randint(1, 45)))
            ends = automaton.ends(text, 0)
            assert bool(ends) == bool(pattern.match(text)), (row["id"], text)
            assert ends == [end for end in range(1, len(text) + 1) if pattern.fullmatch(text, 0, end)], (
                row["id"],
                text,
            )
            assert automaton.ends(text, 0, 9) == [end for end in ends if end <= 9]


def test_an_automaton_refuses_what_rule_files_do_not_use() -> None:
    for pattern in (r"\d", ".", "[^a]", "a(?=b)", "^a"):
        with pytest.raises(ValueError, match="cannot use"):
            Automaton(pattern)
    assert character_class("[a-c_]") == set("abc_")
    assert Automaton("ab?|[x-z]{2,}").ends("xyzz", 0) == [2, 3, 4]
    assert Automaton("a(?:bc?)?").ends("éabc", 1) == [2, 3, 4]


def test_every_rule_names_things_that_exist() -> None:
    rows = [*_rules.load("pii_filter")["rule"], *_rules.load("pii_filter_locales")["rule"]]
    for number, row in enumerate(rows):
        compiled(number, row)
    assert len(outlines()) == len(rows)
    assert [outline.number for outline in outlines()] == list(range(len(rows)))


def spans(text: str, **row: Any) -> list[str]:
    """What one row finds."""
    rule = compiled(0, {"id": "x", "type": "x", "trigger": "token", "right": "word", "confidence": 50} | row)
    return [text[span.start : span.end] for span in sorted(Scanner([rule]).find(text))]


def test_a_lead_stands_between_label_and_token() -> None:
    row = {"lead": ["mar", "march"], "pattern": "[0-9]{1,2}, [0-9]{4}"}
    text = "born March 12, 1990, MAR. 3, 1991; born: Mar 1, 1992, born Marc 2, 1993, born x3, 1994"
    assert spans(text, labels=["born"], **row) == ["March 12, 1990", "Mar 1, 1992"]
    assert spans(text, left="word", **row) == ["March 12, 1990", "MAR. 3, 1991", "Mar 1, 1992"]
    assert spans("xMar 1, 1990", left="word", **row) == []
    # The token rule is asked behind the lead.
    assert spans("Mar x-1", left="word", lead=["mar"], pattern="x-[0-9]") == []


def test_the_longest_lead_counts() -> None:
    row = {"lead": ["b", "a-b"], "pattern": "[0-9]"}
    assert spans("a-b 1 b 2 xb 3", left="alnum", **row) == ["a-b 1", "b 2"]
    # It alone is asked for what stands before it.
    assert spans("xa-b 1", left="alnum", **row) == []


def test_shapes_begin_anywhere() -> None:
    row = {"trigger": "shape", "shape": "mac", "left": "group", "right": "group"}
    text = "ab:cd:ef:01:23:45 x00:11:22:33:44:55 00-1A-2b-3c-4d-5e-6f 001a.2b3c.4d5e 0011.2233.4455.66"
    pattern = "(?:[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}|[0-9A-Fa-f]{4}(?:[.][0-9A-Fa-f]{4}){2})"
    assert spans(text, pattern=pattern, **row) == ["ab:cd:ef:01:23:45", "001a.2b3c.4d5e"]


def test_no_more_than_before_max_characters_are_looked_at() -> None:
    row = {"trigger": "byte", "byte": "@", "before": "[a-z.]", "trim": ".", "pattern": "@[a-z]", "right": "none"}
    assert spans("abc@d", before_max=2, **row) == ["bc@d"]
    assert spans("abc@d", before_max=2, left="word", **row) == []
    assert spans("x..@d", before_max=2, before_required=True, **row) == []
    assert [len(value) for value in spans("a" * 300 + "@d", **row)] == [256 + 2]


def test_matches_have_a_greatest_length() -> None:
    row = {"trigger": "literal", "literal": "k", "left": "none", "right": "none", "pattern": "k[0-9]+"}
    assert spans("k" + "1" * 9, max_length=4, **row) == ["k111"]
    assert spans("k" + "1" * 9, max_length=4, **row | {"right": "alnum"}) == []
    assert [len(value) for value in spans("k" + "1" * 900, **row)] == [640]


def test_labels_begin_at_words_and_at_capitals_inside_them() -> None:
    row = {"labels": ["phone no"], "pattern": "[0-9]{4}"}
    text = "homePhone no 1111, iPhone no 2222, xphone no 3333, PhoneNo 4444, HOMEPhone no 5555, éphone no 6666"
    assert spans(text, **row) == ["1111", "4444", "6666"]


def test_one_label_does_not_hide_another() -> None:
    text = "max api key: abcdefghijklmnopqrst"
    assert found(text, detect_api_keys=True) == [("api_key", "abcdefghijklmnopqrst")]


def test_serial_numbers_are_no_tails_of_uuids() -> None:
    serial = BOUNDARIES["serial"]
    assert not before(serial, "-a71e-446655440000", 6)
    assert before(serial, "-card-446655440000", 6) and before(serial, "d-4466", 2)
    assert not after(serial, "44.5", 2) and after(serial, "44. ", 2)


def adjusted(text: str) -> int:
    """The confidence, 50 at first, in what stands behind `<`."""
    context = Context.of({"raise": ["phone", "té"], "lower": ["order", "id"]})
    start = text.index("<")
    return context.adjusted(50, text.replace("<", ""), start, start + 1)


def test_words_near_a_value_speak_for_or_against_it() -> None:
    expected = {
        "call <1": 50,
        "Phone: <1": 70,
        "<1 is my phone": 70,
        "order <1": 20,
        "<1 order": 50,
        "phone, order <1": 40,
        "té <1": 70,
        "TÉ <1": 50,
        "phones <1": 50,
        "phoneNumber <1": 70,
        "homePhone <1": 70,
        "iPhone <1": 50,
        "phone_number2<1": 70,
        "éphone <1": 50,
        "#<1": 30,
        "order #<1": 1,
    }
    assert {text: adjusted(text) for text in expected} == expected


def test_words_at_the_outer_edge_of_a_window_do_not_count() -> None:
    assert [adjusted(f"x phone{' ' * gap}<1") for gap in (44, 45)] == [70, 50]
    assert adjusted(f"phone{' ' * 45}<1") == 70
    assert adjusted(f"é phone{' ' * 44}<1") == 70
    # The letters before the window tell the capital inside it.
    assert adjusted(f"homePhone{' ' * 44}<1") == 70
    behind = [("", 25), (" x", 25), (" x", 24), ("", 26)]
    assert [adjusted(f"<1{' ' * gap}phone{tail}") for tail, gap in behind] == [70, 50, 70, 50]


def test_findings_must_be_sure_enough() -> None:
    text = "4155552671 or 555 or call 4155552671"
    assert found(text[:10]) == []
    assert found(text[:10], min_confidence={"phone": 0.35}) == [("phone", "4155552671")]
    assert found("call " + text[:10]) == [("phone", "4155552671")]
    assert found("call " + text[:10], min_confidence=0.56) == []
    assert found("a@b.com", min_confidence=1) == []
    assert found("a@b.com", min_confidence={"email": 0.95, "default": 1}) == [("email", "a@b.com")]
    custom = [{"pattern": "x1", "description": "d"}]
    assert found("x1", min_confidence=1, custom_patterns=custom) == [("custom", "x1")]


def test_the_reported_confidence_is_the_adjusted_one() -> None:
    config = {"min_confidence": 0}
    assert Engine(config).scan("4155552671") == [("phone", 0, 10, 0.35)]
    assert Engine(config).scan("call 4155552671") == [("phone", 5, 15, 0.55)]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.5, "min_confidence must be between 0 and 1"),
        (-5, "min_confidence must be between 0 and 1"),
        (10**25, "min_confidence must be between 0 and 1"),
        (-1e-7, "min_confidence must be between 0 and 1"),
        (True, "min_confidence must be a number or a mapping, not a boolean"),
        (None, "min_confidence must be a number or a mapping, not nothing"),
        ({"ssn": "x"}, "min_confidence.ssn must be a number, not a string"),
        ({"ssn": 2}, "min_confidence.ssn must be between 0 and 1"),
        ({"emial": 2}, 'unknown key "min_confidence.emial"; did you mean "email"?'),
        ({"custom": 1}, 'unknown key "min_confidence.custom"'),
    ],
)
def test_wrong_thresholds_are_refused(value: Any, message: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        Engine({"min_confidence": value})
    assert str(refusal.value).startswith(f"pii_filter: {message}")


def test_locales_are_asked_for_by_name() -> None:
    with pytest.raises(ConfigError, match=r"^pii_filter: locales\[1\] must be one of .*\bgb\b.*, not \"xx\"$"):
        Engine({"locales": ["gb", "xx"]})
    assert found("NHS number 943 476 5919") == []
    assert found("NHS number 943 476 5919", locales=["gb"]) == [("gb_nhs", "943 476 5919")]
    assert Engine({"locales": ["gb"], "min_confidence": {"gb_nhs": 1}}).scan("NHS number 943 476 5919") == []


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
