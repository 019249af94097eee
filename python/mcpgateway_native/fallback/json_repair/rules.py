"""The kinds of repair, their names and how sure each is: the rows of `rules/json_repair.toml`."""

from enum import IntEnum
from typing import NamedTuple

from mcpgateway_native import _rules


class Row(NamedTuple):
    """A row of the file; confidences in percent, the second one where the surroundings speak less clearly."""

    name: str
    sure: int
    doubtful: int


ROWS = [
    Row(row["name"], row["confidence"], row.get("doubtful", row["confidence"]))
    for row in _rules.load("json_repair")["rule"]
]


class Rule(IntEnum):
    """A kind of repair: the number of its row."""

    BYTE_ORDER_MARK = 0
    SURROUNDING_TEXT = 1
    CODE_FENCE = 2
    WRAPPER = 3
    TYPED_VALUE = 4
    COMMENT = 5
    SPECIAL_SPACE = 6
    TRAILING_COMMA = 7
    EXTRA_COMMA = 8
    MISSING_COMMA = 9
    MISSING_COLON = 10
    WRONG_SEPARATOR = 11
    SINGLE_QUOTES = 12
    SPECIAL_QUOTES = 13
    DOUBLED_QUOTES = 14
    UNQUOTED_KEY = 15
    UNQUOTED_VALUE = 16
    LITERAL = 17
    NOT_A_NUMBER = 18
    NUMBER = 19
    TUPLE = 20
    CONTROL_CHARACTER = 21
    INVALID_ESCAPE = 22
    INNER_QUOTE = 23
    MISSING_QUOTE = 24
    MISSING_CLOSER = 25
    WRONG_CLOSER = 26
    EXTRA_CLOSER = 27
    TRUNCATED = 28
    TRUNCATED_VALUE = 29
    MISSING_VALUE = 30
    MISSING_OPENER = 31
    ELLIPSIS = 32
    JOINED_STRINGS = 33
    SEVERAL_VALUES = 34
    ESCAPED_DOCUMENT = 35
    STRAY_TEXT = 36
    DUPLICATE_KEY = 37
