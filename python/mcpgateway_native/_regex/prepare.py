"""The configuration of the regex filter as Rust reads it: rules with lowered patterns, and sets of characters."""

import json
from typing import Any

from mcpgateway_native._regex import tables
from mcpgateway_native._regex.lowering import Classes, has_surrogates, lower_search
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
    lowered = {"key": rule.key, "name": rule.name, "mode": rule.mode, "count": rule.count}
    try:
        lowered["what"] = _search(rule.what, classes) if isinstance(rule.what, Search) else _words(rule.what)
    except UnsupportedError as error:
        lowered["what"] = {"foreign": {"rule": json.dumps(_written(rule)), "reason": str(error)}}
    return lowered


def _search(search: Search, classes: Classes) -> dict[str, Any]:
    node, template = lower_search(search.regex, search.source, search.pieces, classes)
    return {"pattern": {"node": node, "template": template}}


def _words(words: Words) -> dict[str, Any]:
    listed = words.listed
    if any(map(has_surrogates, (*listed.words, words.replacement))):
        raise UnsupportedError("a lone surrogate")
    return {
        "words": {
            "words": listed.words,
            "case_sensitive": listed.case_sensitive,
            "whole_word": listed.whole_word,
            "replacement": words.replacement,
        }
    }


def _written(rule: Rule) -> dict[str, Any]:
    """Return a configuration of one rule, as a user would write it."""
    what = rule.what
    written: dict[str, Any] = {"mode": rule.mode}
    if isinstance(what, Search):
        written["search"] = what.source
        written["flags"] = "".join(letter for letter, flag in FLAGS.items() if what.flags & flag)
        if what.template is not None:
            written["replace"] = what.template
    else:
        listed = what.listed
        written |= {"words": listed.words, "replace": what.replacement}
        written |= {"case_sensitive": listed.case_sensitive, "whole_word": listed.whole_word}
    return {"words": [written]}


def _needs_word(config: Config, classes: Classes) -> bool:
    return classes.boundaries or any(
        isinstance(rule.what, Words) and rule.what.listed.whole_word for rule in config.rules
    )


def _needs_fold(config: Config) -> bool:
    return any(isinstance(rule.what, Words) and not rule.what.listed.case_sensitive for rule in config.rules)
