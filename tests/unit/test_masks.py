"""Masks: what they depend on, that both implementations write the same, and that nothing shows values or keys."""

import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mcpgateway_native as native
from mcpgateway_native import backends
from mcpgateway_native._config import ConfigReader
from mcpgateway_native.fallback.pii_filter.masking import AllowedValues, Masking
from mcpgateway_native.fallback.pii_filter.masks import Masker, tag_of

KEY = "mask key of the tests"
SSN = "123-45-6789"
MAIL = "ann@example.com"
SCOPE = "session\0gateway:a"
PSEUDONYM = re.compile(r"\[[A-Z_]{2,40}:[0-9a-f]{12}\]")


def digest(message):
    return hmac.new(KEY.encode(), message.encode(), hashlib.sha256).hexdigest()


def pseudonym(tag, kind, value, scope=SCOPE):
    return f"[{tag}:{digest(f'vault:{scope}{chr(0)}{kind}{chr(0)}{value}')[:12]}]"


# Masks.


@given(st.text(min_size=1), st.sampled_from(["hash", "tokenize"]))
def test_a_preserved_mask_has_the_length_and_the_classes_of_the_value(value, strategy):
    masker = Masker("[X]", KEY, preserve=True)
    mask = masker.mask(strategy, "x", value)
    assert len(mask) == len(value)
    for before, after in zip(value, mask, strict=True):
        if not before.isascii():
            assert after in "abcdefghijklmnopqrstuvwxyz"
        elif before.isalnum():
            assert (after.isdigit(), after.isupper(), after.islower()) == (
                before.isdigit(), before.isupper(), before.islower()
            )  # fmt: skip
        else:
            assert after == before
    assert (mask == value) == (not re.search(r"[0-9A-Za-z]|[^\x00-\x7f]", value))
    assert mask == masker.mask(strategy, "y", value)


@given(value=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80), preserve=st.booleans())
def test_both_implementations_write_the_same(rust, value, preserve):
    pattern = {"pattern": "<[^<>]{1,90}>", "description": "d", "type": "Ünser Typ 1"}
    text = "<" + re.sub("[<>]", "", value) + "x>"
    config = {"mask_key": KEY, "custom_patterns": [pattern], "format": "preserve" if preserve else "tag"}
    for strategy in ("hash", "tokenize"):
        rewritten = {
            native.load("pii_filter", {**config, "default_mask_strategy": strategy}, native=demand).rewrite(text)
            for demand in (True, False)
        }
        assert len(rewritten) == 1
    engines = [native.load("pii_filter", config, native=demand) for demand in (True, False)]
    for scope in (None, "", SCOPE):
        first, second = (engine.pseudonymize([text], scope) for engine in engines)
        assert tuple(first) == tuple(second)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("credit_card", "CREDIT_CARD"), ("k 1", "K__"), ("é", "__"), ("", "__"), ("x", "X_"), ("ab" * 50, "AB" * 20)],
)
def test_tags_are_letters_and_underscores(name, tag):
    assert tag_of(name) == tag
    assert PSEUDONYM.fullmatch(f"[{tag}:0123456789ab]")


# Pseudonyms.


def test_pseudonyms_are_the_documented_digest(load):
    engine = load("pii_filter", {"mask_key": KEY})
    done = engine.pseudonymize({"a": [f"{SSN}, {MAIL}, {SSN}"]}, SCOPE)
    ssn, mail = pseudonym("SSN", "ssn", SSN), pseudonym("EMAIL", "email", MAIL)
    assert done.outcome.payload == {"a": [f"{ssn}, {mail}, {ssn}"]}
    assert done.pairs == {ssn: SSN, mail: MAIL}
    assert done.suspects == []
    assert [finding[0] for finding in done.outcome.findings] == ["ssn", "email", "ssn"]
    assert (done.outcome.changed, done.outcome.complete) == (True, True)


def test_another_scope_key_or_type_gives_another_pseudonym(load):
    def one(config, scope):
        return next(iter(load("pii_filter", config).pseudonymize(SSN, scope).pairs))

    texts = {
        one({"mask_key": KEY}, SCOPE),
        one({"mask_key": KEY}, "session\0gateway:b"),
        one({"mask_key": KEY}, "other\0gateway:a"),
        one({"mask_key": "another"}, SCOPE),
    }
    assert len(texts) == 4


def test_without_a_scope_there_are_tokens_or_the_usual_masks(load):
    engine = load("pii_filter", {"mask_key": KEY, "default_mask_strategy": "partial"})
    tokens = engine.pseudonymize([SSN], "")
    assert tokens.outcome.payload == [f"[TOKEN:{digest('token:' + SSN)[:8]}]"]
    usual = engine.pseudonymize([SSN], None)
    assert usual.outcome == engine.process([SSN])
    assert tokens.pairs == usual.pairs == {}


def test_a_strategy_asked_for_by_name_is_kept(load):
    custom = {"pattern": "K-[0-9]{2}", "description": "d", "type": "k", "mask_strategy": "remove"}
    config = {"mask_key": KEY, "per_type": {"email": "redact"}, "custom_patterns": [custom]}
    for scope in (SCOPE, ""):
        done = load("pii_filter", config).pseudonymize([MAIL, "K-42.", SSN], scope)
        assert done.outcome.payload[:2] == ["[REDACTED]", "."]
        assert set(done.pairs.values()) <= {SSN}


def test_pseudonyms_in_keys_numbers_bytes_and_json(load):
    engine = load("pii_filter", {"mask_key": KEY, "scan_keys": True, "scan_integers": True, "scan_bytes": True})
    card = "4111111111111111"
    payload = {MAIL: [int(card), MAIL.encode(), f'{{"n": {card}, "m": "ann\\u0040example.com"}}']}
    mail, number = pseudonym("EMAIL", "email", MAIL), pseudonym("CREDIT_CARD", "credit_card", card)
    done = engine.pseudonymize(payload, SCOPE)
    assert done.outcome.payload == {mail: [number, mail.encode(), f'{{"n": "{number}", "m": "{mail}"}}']}
    assert done.pairs == {mail: MAIL, number: card}


def test_a_clean_payload_comes_back(load):
    payload = {"a": ["nothing", 1]}
    done = load("pii_filter", {}).pseudonymize(payload, SCOPE)
    assert done.outcome.payload is payload
    assert (done.pairs, done.suspects, done.outcome.changed) == ({}, [], False)


def test_known_pseudonyms_are_no_findings(load):
    custom = {"pattern": "[0-9]{12}", "description": "d", "type": "number"}
    engine = load("pii_filter", {"mask_key": KEY, "custom_patterns": [custom]})
    mine, other = "[NUMBER:012345678901]", "[NUMBER:111111111111]"
    text = f"{mine} {other} 222222222222 [n:333333333333]"
    first = engine.pseudonymize([text], SCOPE)
    assert first.suspects == [mine, other]
    assert len(first.outcome.findings) == 4
    second = engine.pseudonymize([text], SCOPE, [mine])
    assert second.suspects == [other]
    assert second.outcome.payload[0].startswith(f"{mine} [NUMBER:[NUMBER:")
    assert len(second.outcome.findings) == 3
    assert engine.pseudonymize([mine], None, [mine]).outcome.payload == [mine]


def test_what_reaches_beyond_a_known_pseudonym_counts(load):
    custom = {"pattern": "x[^y]{5,60}", "description": "d", "type": "wide"}
    mine = "[NUMBER:012345678901]"
    engine = load("pii_filter", {"mask_key": KEY, "custom_patterns": [custom]})
    for text in (f"x {mine}", f"x{mine}z"):
        done = engine.pseudonymize([text], None, [mine])
        assert done.outcome.payload == ["[REDACTED]"]
        assert done.suspects == []


def test_limits_withhold_as_they_do_in_process(load):
    done = load("pii_filter", {"max_text_bytes": 5}).pseudonymize([SSN], SCOPE)
    assert done.outcome.blocked
    assert (done.pairs, done.outcome.reason) == ({}, "max_text_bytes")


def test_the_twin_answers_when_rust_fails(monkeypatch):
    class Broken:
        def pseudonymize(self, *args):
            raise RuntimeError(SSN)

    engine = native.load("pii_filter", {"mask_key": KEY}, native=False)
    good = engine.pseudonymize([SSN], SCOPE)
    engine.implementation = "rust"
    engine._backend = Broken()
    monkeypatch.setattr(backends, "_failures", type(backends._failures)())
    assert engine.pseudonymize([SSN], SCOPE) == good
    assert engine.failures == 1
    monkeypatch.setattr(backends, "twin", lambda *args: Broken())
    failed = engine.pseudonymize([SSN], SCOPE)
    assert (failed.outcome.payload, failed.outcome.reason, failed.pairs) == (None, "engine_failure", {})


# The detector of older documentation.


def test_the_detector_names_the_strategy_of_the_type():
    detector = native.PIIDetectorRust({"per_type": {"email": "hash"}, "mask_key": KEY, "format": "preserve"})
    found = detector.detect(f"{SSN} {MAIL}")
    assert [found[kind][0]["mask_strategy"] for kind in ("ssn", "email")] == ["redact", "hash"]
    masked = native.load("pii_filter", {"per_type": {"email": "hash"}, "mask_key": KEY, "format": "preserve"})
    assert detector.mask(f"{SSN} {MAIL}", found) == masked.rewrite(f"{SSN} {MAIL}")


# Nothing is shown.


def test_reprs_show_neither_values_nor_keys(load):
    config = {"mask_key": KEY, "whitelist_values": [MAIL]}
    engine = load("pii_filter", config)
    done = engine.pseudonymize([SSN, MAIL], SCOPE)
    reader = ConfigReader("pii_filter", config)
    twin = backends.twin("pii_filter", engine.twin_json)
    for value in (
        done, done.outcome, AllowedValues.read(reader), Masking.read(reader, []), Masker("", KEY, True), twin
    ):  # fmt: skip
        for canary in (SSN, MAIL, KEY, "session", *done.pairs):
            assert canary not in repr(value) + str(value)
    assert repr(done) == (
        "Pseudonymized(Outcome(findings=1, changed=True, complete=True, reason=None), pairs=1, suspects=0)"
    )
