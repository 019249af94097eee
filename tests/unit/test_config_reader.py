"""The strict reading of configurations: what is refused, and in which words."""

from typing import Any

import pytest

from mcpgateway_native._config import ConfigReader, closest, kind
from mcpgateway_native.errors import ConfigError
from mcpgateway_native.fallback._options import FieldPaths, WalkOptions
from mcpgateway_native.fallback.pii_filter.config import read_config


def message(config: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        read_config(config)
    return str(caught.value).removeprefix("pii_filter: ")


def test_an_empty_configuration_has_the_documented_defaults() -> None:
    config = read_config({})
    assert config.strategy == "redact"
    assert config.redaction_text == "[REDACTED]"
    assert config.mask_key is None
    assert config.types == {
        "ssn", "bsn", "credit_card", "email", "phone", "ip_address", "date_of_birth", "passport", "driver_license",
        "bank_account", "medical_record", "mac_address", "crypto_address",
    }  # fmt: skip
    assert config.walk == WalkOptions(json_strings=True)
    assert config.walk.block


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ({"detect_sn": True}, 'unknown key "detect_sn"; did you mean "detect_ssn"?'),
        ({"foo": 1}, 'unknown key "foo"'),
        ({"x" * 100_000: 1}, f'unknown key "{"x" * 100_000}"'),
        ({"detect_ssn": "yes"}, "detect_ssn must be true or false, not a string"),
        ({"detect_ssn": None}, "detect_ssn must be true or false, not nothing"),
        ({"detect_ssn": 1}, "detect_ssn must be true or false, not a number"),
        ({"detect_date_of_birth": "all"}, 'detect_date_of_birth must be true, false or "any", not a string'),
        ({"detect_date_of_birth": None}, 'detect_date_of_birth must be true, false or "any", not nothing'),
        (
            {"default_mask_strategy": "Redact"},
            'default_mask_strategy must be one of redact, partial, hash, tokenize, remove, not "Redact"',
        ),
        ({"default_mask_strategy": 5}, "default_mask_strategy must be a string, not a number"),
        ({"redaction_text": []}, "redaction_text must be a string, not a list"),
        ({"redaction_text": "\ud800"}, "redaction_text holds half a surrogate pair"),
        ({"mask_key": ""}, "mask_key must not be empty"),
        ({"max_text_bytes": 0}, "max_text_bytes must be between 1 and 104857600, not 0"),
        ({"max_nested_depth": 1001}, "max_nested_depth must be between 1 and 1000, not 1001"),
        ({"max_collection_items": -1}, "max_collection_items must be between 1 and 1000000, not -1"),
        ({"max_text_bytes": 1.0}, "max_text_bytes must be a whole number, not a number"),
        ({"max_text_bytes": 2**64}, "max_text_bytes must be a whole number, not a number"),
        ({"max_text_bytes": True}, "max_text_bytes must be a whole number, not a boolean"),
        ({"on_limit": "ignore"}, 'on_limit must be one of block, scan_partial, not "ignore"'),
        ({"include_fields": "a"}, "include_fields must be a list of strings, not a string"),
        ({"include_fields": ["a", 1]}, "include_fields[1] must be a string, not a number"),
        ({"exclude_fields": [""]}, "exclude_fields[0] must not be empty"),
        ({"custom_patterns": {}}, "custom_patterns must be a list, not a mapping"),
        ({"custom_patterns": ["x"]}, "custom_patterns[0] must be a mapping, not a string"),
        (
            {"custom_patterns": [{"patern": "x"}]},
            'unknown key "custom_patterns[0].patern"; did you mean "pattern"?',
        ),
        ({"custom_patterns": [{"description": "d"}]}, "custom_patterns[0].pattern is missing"),
        ({"custom_patterns": [{"pattern": "x"}]}, "custom_patterns[0].description is missing"),
        ({"custom_patterns": [{"pattern": "", "description": "d"}]}, "custom_patterns[0].pattern must not be empty"),
        (
            {"custom_patterns": [{"pattern": "[", "description": "d"}]},
            "custom_patterns[0].pattern is not a valid pattern: unterminated character set at position 0",
        ),
        (
            {"custom_patterns": [{"pattern": "x*", "description": "d", "enabled": False}]},
            "custom_patterns[0].pattern can match the empty text",
        ),
        (
            {"whitelist_patterns": ["a", "b?"]},
            "whitelist_patterns[1] can match the empty text, so it would allow everything",
        ),
        (
            {"include_fields": [".".join("a" * 100)], "exclude_fields": [".".join("a" * 29)]},
            "include_fields and exclude_fields have 129 segments together; at most 128 are possible",
        ),
        ([], "the configuration must be a mapping, not a list"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else "",
)  # fmt: skip
def test_mistakes_are_named(config: Any, expected: str) -> None:
    assert message(config) == expected


def test_unknown_keys_come_first_and_then_documentation_order() -> None:
    assert message({"detect_ssn": 1, "foo": 1}) == 'unknown key "foo"'
    assert message({"on_limit": 1, "detect_ssn": 1}) == "detect_ssn must be true or false, not a number"
    both = {"custom_patterns": [{"pattern": "["}, 3]}
    assert message(both) == "custom_patterns[1] must be a mapping, not a number"


def test_the_closest_key_is_near_and_the_first_of_equals() -> None:
    assert closest("detect_sn", ["detect_bsn", "detect_ssn"]) == "detect_bsn"
    assert closest("detect_phon", ["detect_ssn", "detect_phone"]) == "detect_phone"
    assert closest("colour", ["detect_ssn"]) is None
    assert closest("ab", ["cd"]) == "cd"  # two edits are always allowed


def test_kinds_are_named_in_plain_words() -> None:
    values = [None, True, 1, 1.5, "x", [], (), {}]
    words = ["nothing", "a boolean", "a number", "a number", "a string", "a list", "a list", "a mapping"]
    assert [kind(value) for value in values] == words


def test_null_means_no_limit_and_only_limits_may_be_null() -> None:
    assert read_config({"max_text_bytes": None}).walk.max_text_bytes is None
    assert message({"mask_key": None}) == "mask_key must be a string, not nothing"


def test_secrets_do_not_show() -> None:
    assert "hunter2" not in repr(read_config({"mask_key": "hunter2"}))


def test_a_reader_of_a_nested_mapping_knows_its_place() -> None:
    (inner,) = ConfigReader("demo", {"rows": [{"a": 1}]}).mappings("rows")
    with pytest.raises(ConfigError, match=r"^demo: rows\[0\]\.a must be a string, not a number$"):
        inner.string("a")


def reads(include: list[str], exclude: list[str], path: str) -> bool:
    reader = ConfigReader("demo", {"include_fields": include, "exclude_fields": exclude})
    paths = FieldPaths(WalkOptions.read(reader))
    state = paths.root()
    for segment in path.split("."):
        following = paths.child(state, segment)
        if following is None:
            return False
        state = following
    return state.included


@pytest.mark.parametrize(
    ("include", "exclude", "path", "expected"),
    [
        (["a.b"], [], "a.b", True),
        (["a.b"], [], "a.b.c", True),
        (["a.b"], [], "a", False),
        (["a.b"], [], "a.c", False),
        (["*.id"], [], "x.id", True),
        (["a"], ["a.b"], "a.c", True),
        (["a"], ["a.b"], "a.b.c", False),
        ([], ["*.secret"], "x.secret", False),
        ([], ["*.secret"], "secret", True),
        (["a.b", "a"], [], "a", True),
    ],
)
def test_field_paths(include: list[str], exclude: list[str], path: str, expected: bool) -> None:
    assert reads(include, exclude, path) is expected
