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

# By name: its number.
Rule = IntEnum("Rule", [(row.name.upper(), number) for number, row in enumerate(ROWS)])  # type: ignore[misc]
