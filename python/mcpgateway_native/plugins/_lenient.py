"""Accepts, with a warning for each, what older plugins accepted in a configuration.

Used under historic kinds only: an untouched configuration must not start to block calls. Under our own kinds the
same things are errors.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

_TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})
_FALSE = frozenset({"0", "off", "f", "false", "n", "no"})

_DROP = object()

_Relaxer = Callable[[str, Any, list[str]], Any]


def relax(engine: str, config: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the configuration without what the strict engine would refuse, and a message per change.

    What the older plugins refused as well is left alone, for the engine to refuse.
    """
    table = _TABLES.get(engine)
    if table is None:
        return dict(config), ()
    messages: list[str] = []
    relaxed = _relax_keys(engine, "", config, table, messages)
    return relaxed, tuple(messages)


def _relax_keys(
    engine: str, prefix: str, config: Mapping[str, Any], table: Mapping[str, _Relaxer], messages: list[str]
) -> dict[str, Any]:
    relaxed = {}
    for key, value in config.items():
        relaxer = table.get(key)
        where = f"{engine}: {prefix}{key}"
        if relaxer is None:
            messages.append(f'{engine}: unknown key "{prefix}{key}" is ignored')
            continue
        value = relaxer(where, value, messages)
        if value is not _DROP:
            relaxed[key] = value
    return relaxed


def _same(_where: str, value: Any, _messages: list[str]) -> Any:
    return value


def _bool(where: str, value: Any, messages: list[str]) -> Any:
    if isinstance(value, bool):
        return value
    spelled = str(int(value) if value in (0.0, 1.0) else value).lower()
    if spelled not in _TRUE | _FALSE or not isinstance(value, str | int | float):
        return value
    read = spelled in _TRUE
    messages.append(f"{where} is read as {str(read).lower()}; write true or false")
    return read


def _birth(where: str, value: Any, messages: list[str]) -> Any:
    return value if value == "any" else _bool(where, value, messages)


def _int(where: str, value: Any, messages: list[str]) -> Any:
    digits = isinstance(value, str) and re.fullmatch(r"\s*[+-]?[0-9]{1,18}\s*", value)
    if not digits and not (isinstance(value, float) and value.is_integer()):
        return value
    read = int(value)
    messages.append(f"{where} is read as {read}; write a whole number")
    return read


def _customs(where: str, value: Any, messages: list[str]) -> Any:
    if not isinstance(value, list | tuple):
        messages.append(f"{where} is not a list and is ignored")
        return _DROP
    kept = []
    engine = where.partition(":")[0]
    for index, entry in enumerate(value):
        label = f"custom_patterns[{index}]"
        if not isinstance(entry, Mapping):
            messages.append(f"{engine}: {label} is not a mapping and is ignored")
            continue
        relaxed = _relax_keys(engine, f"{label}.", entry, _CUSTOM_PATTERN, messages)
        if _matches_empty(relaxed.get("pattern")):
            messages.append(f"{engine}: {label}.pattern can match the empty text and is ignored")
            continue
        kept.append(relaxed)
    return kept


def _whitelist(where: str, value: Any, messages: list[str]) -> Any:
    if not isinstance(value, list | tuple):
        return value
    kept = []
    for index, pattern in enumerate(value):
        if _matches_empty(pattern):
            messages.append(f"{where}[{index}] can match the empty text, would allow everything, and is ignored")
        else:
            kept.append(pattern)
    return kept


def _not_null(where: str, value: Any, messages: list[str]) -> Any:
    if value is None:
        messages.append(f"{where} is empty and is ignored")
        return _DROP
    return value


def _matches_empty(pattern: Any) -> bool:
    if not isinstance(pattern, str):
        return False
    from mcpgateway_native._patterns import matches_empty

    try:
        return matches_empty(pattern)
    except re.error:
        return False  # the engine says what is wrong with it


_CUSTOM_PATTERN: dict[str, _Relaxer] = {
    "pattern": _same,
    "description": _same,
    "type": _not_null,
    "mask_strategy": _not_null,
    "enabled": _bool,
}

_WALK: dict[str, _Relaxer] = {
    **dict.fromkeys(("scan_keys", "scan_integers", "scan_bytes", "scan_json_strings"), _bool),
    **dict.fromkeys(("include_fields", "exclude_fields"), _same),
    **dict.fromkeys(("max_text_bytes", "max_nested_depth", "max_collection_items"), _int),
    "on_limit": _same,
    "native": _same,
}

_TYPES = (
    *("ssn", "bsn", "credit_card", "email", "phone", "ip_address", "date_of_birth", "passport", "driver_license"),
    *("bank_account", "medical_record", "aws_keys", "api_keys", "mac_address", "crypto_address"),
)

_PII_FILTER: dict[str, _Relaxer] = {
    **{f"detect_{name}": _bool for name in _TYPES},
    "detect_date_of_birth": _birth,
    **dict.fromkeys(("default_mask_strategy", "redaction_text", "mask_key"), _same),
    **dict.fromkeys(("block_on_detection", "log_detections", "include_detection_details"), _bool),
    **dict.fromkeys(("locales", "min_confidence"), _same),
    "normalize": _bool,
    "custom_patterns": _customs,
    "whitelist_patterns": _whitelist,
    **dict.fromkeys(("per_type", "format", "whitelist_values", "vault"), _same),
    "vault_max_entries": _int,
    **_WALK,
}


def _rules(where: str, value: Any, messages: list[str]) -> Any:
    """Relax the rules and deny words of a list; what Python's `re` refuses was skipped silently."""
    if not isinstance(value, list | tuple):
        return value
    engine = where.partition(":")[0]
    kept = []
    for index, entry in enumerate(value):
        label = f"words[{index}]"
        if isinstance(entry, Mapping):
            entry = _relax_keys(engine, f"{label}.", entry, _RULE, messages)
            refusal = _refusal(entry)
            if refusal is not None:
                messages.append(f"{engine}: {label}.{refusal}, and the rule is ignored")
                continue
        elif entry == "":
            messages.append(f"{engine}: {label} is empty, would deny everything, and is ignored")
            continue
        kept.append(entry)
    return kept


def _refusal(rule: Mapping[str, Any]) -> str | None:
    """Return what Python has against the pattern or the replacement of a rule in the older form."""
    from mcpgateway_native._patterns import compile_pattern
    from mcpgateway_native._regex.template import read_template

    search, replace = rule.get("search"), rule.get("replace")
    if not isinstance(search, str) or not isinstance(replace, str) or rule.keys() - {"search", "replace"}:
        return None
    try:
        regex = compile_pattern(search, 0)
    except re.error as error:
        return f"search is not a valid pattern: {error}"
    try:
        read_template(replace, regex)
    except (re.error, IndexError) as error:
        return f"replace is not a valid replacement: {error}"
    return None


_RULE: dict[str, _Relaxer] = {
    **dict.fromkeys(("search", "words", "replace"), _same),
    **dict.fromkeys(("name", "mode", "flags"), _not_null),
    **dict.fromkeys(("literal", "case_sensitive", "whole_word"), _bool),
    "max_replacements": _int,
}

_REGEX_FILTER: dict[str, _Relaxer] = {
    "words": _rules,
    **dict.fromkeys(("rule_sets", "mode", "flags", "on_invalid"), _same),
    **dict.fromkeys(("case_sensitive", "whole_word", "allow_backtracking"), _bool),
    "max_replacements": _int,
    **dict.fromkeys(("log_detections", "include_detection_details"), _bool),
    **_WALK,
}

_JSON_REPAIR: dict[str, _Relaxer] = {
    **dict.fromkeys(("min_confidence", "extract", "top_level", "concatenated", "nan", "duplicate_keys"), _same),
    **dict.fromkeys(("max_depth", "max_bytes"), _int),
    **dict.fromkeys(("fill_structured_content", "log_detections"), _bool),
    **_WALK,
}

_TABLES: dict[str, Mapping[str, _Relaxer]] = {
    "json_repair": _JSON_REPAIR,
    "pii_filter": _PII_FILTER,
    "regex_filter": _REGEX_FILTER,
}
