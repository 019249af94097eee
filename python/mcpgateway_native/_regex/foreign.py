"""Runs, for Rust, the patterns that only Python's own regular expressions can run."""

import json
from collections.abc import Callable

from mcpgateway_native.fallback.regex_filter.config import read_config
from mcpgateway_native.fallback.regex_filter.engine import matches
from mcpgateway_native.fallback.regex_filter.positions import Edit

Finder = Callable[[str, int | None], list[Edit]]


def finder(rule_json: str) -> Finder:
    """Return a function for the rule of a configuration with one rule: text and limit in, matches out."""
    (rule,) = read_config(json.loads(rule_json)).rules

    def find(text: str, limit: int | None) -> list[Edit]:
        return list(matches(rule._replace(limit=limit), text))

    return find
