"""Every case of `tests/vectors/`, on Rust through Python and on the Python twin."""

import copy
import json
from collections import Counter
from typing import Any

import pytest

import mcpgateway_native as native
import vector_files

cases = pytest.mark.parametrize(("engine", "entry"), vector_files.entries("case"), ids=vector_files.label)
errors = pytest.mark.parametrize(("engine", "entry"), vector_files.entries("config_error"), ids=vector_files.label)
payloads = pytest.mark.parametrize(("engine", "entry"), vector_files.entries("payload"), ids=vector_files.label)


@cases
def test_a_text_is_scanned_and_rewritten_as_written_down(load: Any, engine: str, entry: dict[str, Any]) -> None:
    built = load(engine, entry.get("config"), auto=entry.get("python_only", False))
    text = entry["text"]

    found = built.scan(text)
    assert [list(finding[:3]) for finding in found] == entry["findings"]
    assert all(0.0 < confidence <= 1.0 for *_, confidence in found)
    if "confidence" in entry:
        assert [confidence for *_, confidence in found] == [percent / 100 for percent in entry["confidence"]]

    rewritten = built.rewrite(text)
    if "rewritten" in entry:
        assert rewritten == entry["rewritten"]
    else:
        assert rewritten is text


@cases
def test_a_text_as_payload_gives_the_same_answer(load: Any, engine: str, entry: dict[str, Any]) -> None:
    # What stands inside JSON strings is for the payloads below.
    config = {"scan_json_strings": False, **entry.get("config", {})}
    built = load(engine, config, auto=entry.get("python_only", False))
    text = entry["text"]

    outcome = built.process(text)
    assert outcome.payload == entry.get("rewritten", text)
    assert [list(finding[:3]) for finding in outcome.findings] == entry["findings"]
    assert {finding[4] for finding in outcome.findings} <= {""}
    assert (outcome.changed, outcome.complete, outcome.reason) == ("rewritten" in entry, True, None)
    if "rewritten" not in entry:
        assert outcome.payload is text


@errors
def test_a_wrong_configuration_is_refused_in_these_words(load: Any, engine: str, entry: dict[str, Any]) -> None:
    with pytest.raises(native.ConfigError) as refusal:
        load(engine, entry["config"], auto=entry.get("python_only", False))
    assert str(refusal.value) == entry["message"]
    assert isinstance(refusal.value, ValueError)


@payloads
def test_a_payload_is_walked_as_written_down(load: Any, engine: str, entry: dict[str, Any]) -> None:
    built = load(engine, entry.get("config"))
    payload = json.loads(entry["json"])
    before = copy.deepcopy(payload)

    outcome = built.process(payload)
    assert [[*finding[:3], finding[4]] for finding in outcome.findings] == entry["findings"]
    if "expected" in entry:
        # As text: `==` on the objects would take 1 for true and would not see the order of keys.
        assert json.dumps(outcome.payload) == json.dumps(json.loads(entry["expected"]))
    else:
        assert outcome.payload is payload
    assert outcome.changed == ("expected" in entry)
    assert (outcome.complete, outcome.reason) == ("reason" not in entry, entry.get("reason"))
    assert json.dumps(payload) == json.dumps(before)


@pytest.mark.parametrize(
    ("stem", "engine"),
    [
        ("pii", "pii"),
        ("pii_filter", "pii_filter"),
        ("pii_more", "pii"),
        ("pii_filter_more_cases", "pii_filter"),
        ("pii_filters", "pii"),
        ("rate", None),
    ],
)
def test_a_vector_file_belongs_to_the_engine_with_the_longest_name(stem: str, engine: str | None) -> None:
    assert vector_files.owner(stem, ["pii", "pii_filter", "rate_limiter"]) == engine


@pytest.mark.parametrize("engine", vector_files.engines())
def test_the_names_of_cases_are_unique(engine: str) -> None:
    vectors = vector_files.read(engine)
    names = Counter(entry["name"] for kind in ("case", "config_error", "payload") for entry in vectors.get(kind, []))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_built_in_type_of_the_pii_filter_is_found_and_is_left_alone_somewhere() -> None:
    entries = vector_files.read("pii_filter")["case"]
    found = {kind for entry in entries for kind, *_ in entry["findings"]}
    built_in = {
        "ssn",
        "bsn",
        "credit_card",
        "email",
        "phone",
        "ip_address",
        "mac_address",
        "crypto_address",
        "date_of_birth",
        "passport",
        "driver_license",
        "bank_account",
        "medical_record",
        "aws_key",
        "api_key",
    }
    assert built_in <= found
    assert sum(not entry["findings"] for entry in entries) >= len(entries) / 4
