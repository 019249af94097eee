"""The public names, the exceptions, and the classes that older documentation promised."""

import pickle
from collections import namedtuple
from dataclasses import dataclass

import pytest

import mcpgateway_native as native
from mcpgateway_native import errors


def test_every_public_name_exists():
    for name in native.__all__:
        assert getattr(native, name) is not None
    assert set(native.__all__) <= set(dir(native))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        native.nothing  # noqa: B018


def test_the_version_is_a_version():
    assert native.__version__[0].isdigit()


@pytest.mark.parametrize(
    ("error", "bases"),
    [
        (errors.UnknownPluginError, (errors.NativeError, LookupError)),
        (errors.ConfigError, (errors.NativeError, ValueError)),
        (errors.UnsupportedError, (errors.NativeError,)),
        (errors.LimitError, (errors.NativeError, ValueError)),
        (errors.EngineFailure, (errors.NativeError,)),
    ],
)
def test_exceptions_are_also_what_callers_expect(error, bases):
    assert issubclass(error, bases)
    assert issubclass(error, Exception)


def test_functions_and_submodules_of_one_name_get_along():
    import mcpgateway_native.install
    import mcpgateway_native.plugins

    assert {row["name"] for row in native.plugins()} >= {"pii_filter"}
    native.install()
    native.uninstall()
    assert mcpgateway_native.plugins.__all__ == [
        "DenyListPlugin",
        "JSONRepairPlugin",
        "NativeBackends",
        "PIIFilterPlugin",
        "SearchReplacePlugin",
    ]
    assert mcpgateway_native.install.installed() is False


def test_load_gives_the_documented_engine(backend, load):
    engine = load("pii_filter", {"detect_email": False})
    assert engine.name == "pii_filter"
    assert engine.implementation == backend
    assert engine.reason
    assert isinstance(engine, native.TextEngine)
    assert [finding[:3] for finding in engine.scan("SSN 219-09-9999 a@example.com")] == [("ssn", 4, 15)]
    clean = "nothing here"
    assert engine.rewrite(clean) is clean
    before = engine.stats()
    engine.rewrite("SSN 219-09-9999")
    assert {"texts", "bytes", "findings", "changed"} <= before.keys()
    assert engine.stats()["findings"] > before["findings"]


def test_process_returns_an_outcome_and_leaves_the_payload_alone(load):
    payload = {"clean": ["x"], "dirty": {"mail": "mail jane@example.com"}}
    outcome = load("pii_filter").process(payload)
    assert isinstance(outcome, native.Outcome)
    assert outcome.payload == {"clean": ["x"], "dirty": {"mail": "mail [REDACTED]"}}
    assert outcome.payload["clean"] is payload["clean"]
    assert payload["dirty"]["mail"] == "mail jane@example.com"
    assert (outcome.changed, outcome.complete, outcome.reason, outcome.blocked) == (True, True, None, False)
    assert [(rule, start, end, path) for rule, start, end, _, path in outcome.findings] == [
        ("email", 5, 21, "dirty.mail")
    ]


def test_a_clean_payload_is_the_same_object(load):
    payload = {"a": [1, None, "x", {"b": ("y",)}]}
    outcome = load("pii_filter").process(payload)
    assert outcome.payload is payload
    assert outcome == (payload, [], False, True, None)


def test_limits_block_or_scan_partially(load):
    payload = ["x", "SSN 219-09-9999", "SSN 219-09-9999"]
    blocked = load("pii_filter", {"max_collection_items": 2}).process(payload)
    assert blocked.blocked
    assert (blocked.payload, blocked.changed, blocked.complete) == (None, True, False)
    assert blocked.reason == "max_collection_items"
    partial = load("pii_filter", {"max_collection_items": 2, "on_limit": "scan_partial"}).process(payload)
    assert not partial.blocked
    assert partial.payload == ["x", "SSN [REDACTED]", "SSN 219-09-9999"]
    assert (partial.complete, partial.reason) == (False, "max_collection_items")


def test_a_payload_of_none_is_not_blocked(load):
    assert load("pii_filter").process(None).blocked is False


def test_an_outcome_can_be_pickled_and_unpacked():
    outcome = native.Outcome(["x"], [], False)
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    payload, findings, changed, complete, reason = outcome
    assert (payload, findings, changed, complete, reason) == (["x"], [], False, True, None)


def test_the_typed_class_is_the_loaded_engine(backend):
    if backend == "rust" and not native.available():
        pytest.skip("no compiled module")
    engine = native.PIIFilter({"detect_ssn": False}, native=backend == "rust")
    assert engine.implementation == backend
    assert engine.rewrite("SSN 219-09-9999 jane@example.com") == "SSN 219-09-9999 [REDACTED]"
    assert repr(engine) == f"<PIIFilter pii_filter ({backend})>"
    assert native.PIIFilter().name == "pii_filter"


# The names of the older documentation.


@pytest.fixture
def detector():
    return native.PIIDetectorRust({"default_mask_strategy": "partial"})


def test_detect_has_the_documented_shape_and_counts_code_points(detector):
    text = "Zoë's SSN é 219-09-9999, mail jane@example.com"
    found = detector.detect(text)
    assert found == {
        "ssn": [{"value": "219-09-9999", "start": 12, "end": 23, "mask_strategy": "partial"}],
        "email": [{"value": "jane@example.com", "start": 30, "end": 46, "mask_strategy": "partial"}],
    }
    for hits in found.values():
        assert all(text[hit["start"] : hit["end"]] == hit["value"] for hit in hits)


def test_mask_applies_what_detect_found(detector):
    text = "Zoë's SSN é 219-09-9999, mail jane@example.com"
    assert detector.mask(text, detector.detect(text)) == "Zoë's SSN é ***-**-9999, mail j***e@example.com"
    assert detector.mask(text, {}) is text


def test_mask_agrees_with_rewrite_for_every_strategy():
    text = "SSN 219-09-9999, mail jane@example.com, card 4111 1111 1111 1111"
    for strategy in ("redact", "partial", "hash", "tokenize", "remove"):
        config = {"default_mask_strategy": strategy, "mask_key": "k"}
        detector = native.PIIDetectorRust(config)
        assert detector.mask(text, detector.detect(text)) == native.load("pii_filter", config).rewrite(text)


def test_mask_reads_the_strategy_and_the_value_of_the_detection(detector):
    hit = {"value": "123-45-6789", "start": 0, "end": 3, "mask_strategy": "partial"}
    assert detector.mask("abcdef", {"ssn": [hit]}) == "***-**-6789def"
    assert detector.mask("abcdef", {"ssn": [{**hit, "mask_strategy": "remove"}]}) == "def"
    assert detector.mask("abcdef", {"ssn": [{**hit, "mask_strategy": "unheard of"}]}) == "[REDACTED]def"
    assert detector.mask("abcdef", {"no_such_type": [hit]}) == "abcdef"


@pytest.mark.parametrize("field", ["value", "start", "end", "mask_strategy"])
def test_mask_names_a_missing_field(detector, field):
    hit = {"value": "123", "start": 0, "end": 3, "mask_strategy": "redact"}
    del hit[field]
    with pytest.raises(ValueError, match=f"Detection is missing required field '{field}'"):
        detector.mask("123 456", {"ssn": [hit]})


@pytest.mark.parametrize("spans", [[(0, 3), (2, 5)], [(0, 99)], [(-1, 2)], [(3, 1)]])
def test_mask_refuses_spans_that_cannot_be(detector, spans):
    hits = [{"value": "x", "start": start, "end": end, "mask_strategy": "redact"} for start, end in spans]
    with pytest.raises(ValueError):
        detector.mask("1234567", {"ssn": hits})


def test_a_custom_pattern_keeps_its_own_strategy():
    config = {
        "custom_patterns": [
            {"pattern": r"EMP\d{4}", "description": "employee", "mask_strategy": "remove"},
            {"pattern": r"PRJ\d{4}", "description": "project", "type": "project"},
        ]
    }
    detector = native.PIIDetectorRust(config)
    found = detector.detect("EMP1234 PRJ5678")
    assert found["custom"][0]["mask_strategy"] == "remove"
    assert found["project"][0]["mask_strategy"] == "redact"
    assert detector.mask("EMP1234 PRJ5678", found) == " [REDACTED]"


Point = namedtuple("Point", "x y")


@dataclass
class Person:
    mail: str


def test_process_nested_returns_values_and_a_new_structure(detector):
    person = Person("jane@example.com")
    data = {"a": ["SSN 219-09-9999", {"b": Point("x", "bob@example.com")}], "p": person, "clean": [1, None]}
    modified, new, found = detector.process_nested(data, "root")
    assert modified is True
    assert new["a"] == ["SSN ***-**-9999", {"b": Point("x", "b***b@example.com")}]
    assert new["p"].mail == "j***e@example.com"
    assert new["clean"] is data["clean"]
    assert data["a"][0] == "SSN 219-09-9999"
    assert found["ssn"] == [{"value": "219-09-9999", "start": 4, "end": 15, "mask_strategy": "partial"}]
    assert [hit["value"] for hit in found["email"]] == ["bob@example.com", "jane@example.com"]


def test_process_nested_of_clean_data_is_the_same_object(detector):
    data = {"a": [1, "x"]}
    assert detector.process_nested(data) == (False, data, {})
    assert detector.process_nested(data)[1] is data


def test_process_nested_finds_the_values_of_every_kind_of_leaf():
    config = {"scan_keys": True, "scan_integers": True, "scan_bytes": True}
    data = {"jane@example.com": b"bob@example.com", "card": 4111111111111111, "set": {"ann@example.com"}}
    _, _, found = native.PIIDetectorRust(config).process_nested(data)
    assert sorted(hit["value"] for hit in found["email"]) == ["ann@example.com", "bob@example.com", "jane@example.com"]
    assert [hit["value"] for hit in found["credit_card"]] == ["4111111111111111"]


def test_process_nested_raises_when_a_limit_withholds_the_payload():
    detector = native.PIIDetectorRust({"max_collection_items": 1})
    with pytest.raises(ValueError, match="max_collection_items"):
        detector.process_nested(["a", "b"])


def test_the_detector_takes_a_model_and_refuses_mistakes():
    pydantic = pytest.importorskip("pydantic")

    class Config(pydantic.BaseModel):
        detect_ssn: bool = False

    assert native.PIIDetectorRust(Config()).detect("SSN 219-09-9999") == {}
    with pytest.raises(ValueError, match="did you mean"):
        native.PIIDetectorRust({"detect_sn": True})
    assert native.PIIDetectorRust().implementation in {"rust", "python"}
