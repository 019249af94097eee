"""The settings of the PII filter."""

import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from mcpgateway_native._config import ConfigReader
from mcpgateway_native._patterns import compile_pattern, matches_empty
from mcpgateway_native.fallback._options import WALK_KEYS, WalkOptions
from mcpgateway_native.fallback.pii_filter.masking import AllowedValues, Allows, Masking
from mcpgateway_native.fallback.pii_filter.masks import STRATEGIES
from mcpgateway_native.fallback.pii_filter.rules import Outline, locale_types, locales

NAME = "pii_filter"
_DATE_OF_BIRTH_KEY = "detect_date_of_birth"

# Type, the key that switches it on, and whether it is on by default; in documentation order.
TYPE_KEYS = (
    ("ssn", "detect_ssn", True),
    ("bsn", "detect_bsn", True),
    ("credit_card", "detect_credit_card", True),
    ("email", "detect_email", True),
    ("phone", "detect_phone", True),
    ("ip_address", "detect_ip_address", True),
    ("mac_address", "detect_mac_address", True),
    ("crypto_address", "detect_crypto_address", True),
    ("date_of_birth", _DATE_OF_BIRTH_KEY, True),
    ("passport", "detect_passport", True),
    ("driver_license", "detect_driver_license", True),
    ("bank_account", "detect_bank_account", True),
    ("medical_record", "detect_medical_record", True),
    ("aws_key", "detect_aws_keys", False),
    ("api_key", "detect_api_keys", False),
)

_OWN_KEYS = (
    "locales",
    "min_confidence",
    "normalize",
    "default_mask_strategy",
    "redaction_text",
    "mask_key",
    "block_on_detection",
    "log_detections",
    "include_detection_details",
    "custom_patterns",
    "whitelist_patterns",
    "per_type",
    "format",
    "whitelist_values",
    "vault",
    "vault_max_entries",
)
_KNOWN_KEYS = (*(key for _, key, _ in TYPE_KEYS), *_OWN_KEYS, *WALK_KEYS)
_CUSTOM_KEYS = ("pattern", "description", "type", "mask_strategy", "enabled")


class Custom(NamedTuple):
    """A user's own pattern."""

    name: str
    regex: re.Pattern[str]
    strategy: str | None


class Thresholds(NamedTuple):
    """The least confidence, in percent, with which a finding counts."""

    by_type: dict[str, int]
    default: int = 50

    def of(self, name: str) -> int:
        """Return the threshold for findings of type `name`."""
        return self.by_type.get(name, self.default)


class Config(NamedTuple):
    """Checked settings."""

    types: frozenset[str]
    any_date: bool
    locales: frozenset[str]
    min_confidence: Thresholds
    normalize: bool
    strategy: str
    redaction_text: str
    mask_key: str | None
    custom: tuple[Custom, ...]
    masking: Masking
    whitelist: tuple[Allows, ...]
    walk: WalkOptions

    def __repr__(self) -> str:
        """Name the class only: the key must not be readable in a log."""
        return "<Config of pii_filter>"

    def enables(self, rule: Outline) -> bool:
        """Whether `rule` runs: its type is switched on, with the value that it asks for, or its locale is listed."""
        if rule.locale is not None:
            return rule.locale in self.locales
        return rule.type in self.types and (rule.opt_in is None or (rule.opt_in == "any" and self.any_date))


def read_config(values: Any) -> Config:
    """Check the settings in `values`; raises `ConfigError` that names the first wrong key."""
    reader = ConfigReader(NAME, values)
    reader.refuse_unknown(_KNOWN_KEYS)
    types = frozenset(name for name, key, default in TYPE_KEYS if _enabled(reader, key, default))
    strategy = reader.choice("default_mask_strategy", STRATEGIES)
    redaction_text = reader.string("redaction_text")
    mask_key = reader.filled_string("mask_key")
    # What the gateway class acts on; a wrong value must not pass here unseen.
    for key in ("block_on_detection", "log_detections", "include_detection_details"):
        reader.boolean(key, False)
    custom = _custom(reader)
    return Config(
        types=types,
        any_date=reader.raw(_DATE_OF_BIRTH_KEY) == "any",
        locales=_locales(reader),
        min_confidence=_thresholds(reader, values, custom),
        normalize=reader.boolean("normalize", False),
        strategy=strategy or "redact",
        redaction_text="[REDACTED]" if redaction_text is None else redaction_text,
        mask_key=mask_key,
        custom=custom,
        masking=Masking.read(reader, type_names(custom)),
        whitelist=(*_whitelist(reader), *AllowedValues.read(reader)),
        walk=WalkOptions.read(reader, json_strings=True),
    )


def _enabled(reader: ConfigReader, key: str, default: bool) -> bool:
    if key == _DATE_OF_BIRTH_KEY:
        value = reader.raw(key)
        if value == "any":
            return True
        try:
            return reader.boolean(key, default)
        except ValueError:
            raise reader.wrong_type(key, 'true, false or "any"', value) from None
    return reader.boolean(key, default)


def type_names(custom: tuple[Custom, ...]) -> list[str]:
    """Return all types that findings can have under a configuration with these patterns."""
    return [*(name for name, _, _ in TYPE_KEYS), *locale_types(), *(pattern.name for pattern in custom)]


def _locales(reader: ConfigReader) -> frozenset[str]:
    known = locales()
    listed = reader.strings("locales")
    for index, locale in enumerate(listed):
        if locale not in known:
            raise reader.invalid(f"locales[{index}]", f'must be one of {", ".join(known)}, not "{locale}"')
    return frozenset(listed)


def _thresholds(reader: ConfigReader, values: Mapping[str, Any], custom: tuple[Custom, ...]) -> Thresholds:
    key = "min_confidence"
    if key not in values:
        return Thresholds({})
    value = values[key]
    if not isinstance(value, Mapping):
        return Thresholds({}, _percent(reader, key, value, "a number or a mapping"))
    nested = ConfigReader(reader.engine, value, f"{key}.")
    nested.refuse_unknown([*type_names(custom), "default"])
    by_type = {name: _percent(nested, name, share, "a number") for name, share in value.items()}
    return Thresholds(by_type, by_type.get("default", Thresholds({}).default))


def _percent(reader: ConfigReader, key: str, share: Any, expected: str) -> int:
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise reader.wrong_type(key, expected, share)
    if not 0 <= share <= 1:
        raise reader.invalid(key, "must be between 0 and 1")
    # A hundredth is the finest step; what is a hair above one is one.
    return max(math.ceil(share * 100 - 1e-9), 0)


def _custom(reader: ConfigReader) -> tuple[Custom, ...]:
    custom = []
    for item in reader.mappings("custom_patterns"):
        item.refuse_unknown(_CUSTOM_KEYS)
        pattern = item.required_string("pattern")
        if item.string("description") is None:
            raise item.missing("description")
        name = item.filled_string("type")
        strategy = item.choice("mask_strategy", STRATEGIES)
        enabled = item.boolean("enabled", True)
        regex = _compile(item, "pattern", pattern)
        if matches_empty(pattern):
            raise item.invalid("pattern", "can match the empty text")
        if enabled:
            custom.append(Custom(name or "custom", regex, strategy))
    return tuple(custom)


def _whitelist(reader: ConfigReader) -> tuple[re.Pattern[str], ...]:
    whitelist = []
    for index, pattern in enumerate(reader.strings("whitelist_patterns")):
        key = f"whitelist_patterns[{index}]"
        whitelist.append(_compile(reader, key, pattern))
        if matches_empty(pattern):
            raise reader.invalid(key, "can match the empty text, so it would allow everything")
    return tuple(whitelist)


def _compile(reader: ConfigReader, key: str, pattern: str) -> re.Pattern[str]:
    try:
        return compile_pattern(pattern)
    except re.error as error:
        raise reader.invalid(key, f"is not a valid pattern: {error}") from None
