"""The configuration of the regex filter as Rust reads it: rules with lowered patterns, and sets of characters."""

import json
from typing import Any

from mcpgateway_native._regex import tables
from mcpgateway_native._regex.lowering import Classes, lower_search
from mcpgateway_native.errors import UnsupportedError
from mcpgateway_native.fallback._options import WALK_KEYS
from mcpgateway_native.fallback.regex_filter.config import FLAGS, Config, Rule, Search, Words, read_config


def lower_config(values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the lowered configuration, and the keys of patterns that only Python can run with the reason of each.

    Raises `ConfigError` for whatever is wrong with `values`.
    """
    config = read_config(values)
    classes = Classes()
    rules = [_rule(rule, classes) for rule in config.rules]
    lowered = {
        "rules": rules,
        "skipped": [skipped._asdict() for skipped in config.skipped],
        "classes": classes.ranges,
        "word": tables.ranges_of(r"\w") if _needs_word(config, classes) else [],
        "fold": list(tables.fold_table().items()) if _needs_fold(config) else [],
        **{key: values[key] for key in WALK_KEYS if key in values},
    }
    foreign = [(rule["key"], rule["what"]["foreign"]["reason"]) for rule in rules if "foreign" in rule["what"]]
    return lowered, [f"{key}.search needs Python for {reason}" for key, reason in foreign]


def _rule(rule: Rule, classes: Classes) -> dict[str, Any]:
    lowered = {"key": rule.key, "name": rule.name, "mode": rule.mode, "limit": rule.limit}
    if isinstance(rule.what, Words):
        return {**lowered, "what": _words(rule.what)}
    try:
        node, template = lower_search(rule.what.regex, rule.what.source, rule.what.pieces, classes)
    except UnsupportedError as error:
        written = json.dumps(_written(rule.what, rule.mode))
        return {**lowered, "what": {"foreign": {"rule": written, "reason": str(error)}}}
    return {**lowered, "what": {"pattern": {"node": node, "template": template}}}


def _words(words: Words) -> dict[str, Any]:
    listed = words.listed
    return {
        "words": {
            "words": listed.words,
            "case_sensitive": listed.case_sensitive,
            "whole_word": listed.whole_word,
            "replacement": words.replacement,
        }
    }


def _written(search: Search, mode: str) -> dict[str, Any]:
    """Return a configuration of one rule, as a user would write it."""
    flags = "".join(letter for letter, flag in FLAGS.items() if search.flags & flag)
    written = {"search": search.source, "flags": flags, "mode": mode}
    if search.template is not None:
        written["replace"] = search.template
    return {"words": [written]}


def _needs_word(config: Config, classes: Classes) -> bool:
    return classes.boundaries or any(
        isinstance(rule.what, Words) and rule.what.listed.whole_word for rule in config.rules
    )


def _needs_fold(config: Config) -> bool:
    return any(isinstance(rule.what, Words) and not rule.what.listed.case_sensitive for rule in config.rules)
