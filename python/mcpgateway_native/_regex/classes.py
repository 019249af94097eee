"""Single characters of a parse tree as sets of code points, as the running interpreter matches them."""

import re
from functools import lru_cache
from re import _compiler, _parser  # type: ignore[attr-defined]
from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

from mcpgateway_native._ranges import ANY, Ranges, common, complement, normalized
from mcpgateway_native._regex import tables

_NEWLINE: Ranges = [(0x0A, 0x0A)]
_ESCAPES = {
    op.CATEGORY_DIGIT: (r"\d", False),
    op.CATEGORY_NOT_DIGIT: (r"\d", True),
    op.CATEGORY_SPACE: (r"\s", False),
    op.CATEGORY_NOT_SPACE: (r"\s", True),
    op.CATEGORY_WORD: (r"\w", False),
    op.CATEGORY_NOT_WORD: (r"\w", True),
}
# What a character may mean depends on these only.
_RELEVANT = re.ASCII | re.IGNORECASE | re.DOTALL | re.UNICODE


def class_of(code: Any, argument: Any, flags: int) -> Ranges:
    """Return what one character of a tree (LITERAL, NOT_LITERAL, IN or ANY) matches under `flags`."""
    frozen = tuple(argument) if isinstance(argument, list) else argument
    return list(_class_of(code, frozen, flags & _RELEVANT))


@lru_cache(maxsize=512)
def _class_of(code: Any, argument: Any, flags: int) -> tuple[tuple[int, int], ...]:
    ranges = _regardless_of_case(code, argument, flags)
    if flags & re.IGNORECASE and code is not op.ANY:
        # Which characters match each other is asked of `re` itself: its rules have grown case by case.
        matching = _alone(code, argument, flags).finditer(tables.cased())
        ranges = [*common(ranges, tables.not_cased()), *((ord(match[0]), ord(match[0])) for match in matching)]
    return tuple(normalized(ranges))


def _regardless_of_case(code: Any, argument: Any, flags: int) -> Ranges:
    if code is op.ANY:
        return ANY if flags & re.DOTALL else complement(_NEWLINE)
    if code is op.LITERAL:
        return [(argument, argument)]
    if code is op.NOT_LITERAL:
        return complement([(argument, argument)])
    ranges: Ranges = []
    for kind, value in argument:
        if kind is op.LITERAL:
            ranges.append((value, value))
        elif kind is op.RANGE:
            ranges.append(value)
        elif kind is op.CATEGORY:
            ranges += _category(value, flags)
    return complement(ranges) if argument[0][0] is op.NEGATE else ranges


@lru_cache(maxsize=16)
def _category(category: Any, flags: int) -> Ranges:
    escape, negated = _ESCAPES[category]
    ranges = tables.ascii_ranges_of(escape) if flags & re.ASCII else tables.ranges_of(escape)
    return complement(ranges) if negated else ranges


def _alone(code: Any, argument: Any, flags: int) -> re.Pattern[str]:
    """Return a pattern of nothing but this character."""
    tree = _parser.SubPattern(_parser.State())
    tree.append((code, list(argument) if isinstance(argument, tuple) else argument))
    pattern: re.Pattern[str] = _compiler.compile(tree, flags)
    return pattern
