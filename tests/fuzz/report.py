"""What a run came to in a line, and a failure as the vector that keeps it from coming back."""

from __future__ import annotations

from typing import Any

from tests.fuzz.verdict import Failure, Tally


def summary(tally: Tally, seconds: float) -> str:
    """The counts, and how fast they came."""
    rules = tally.native_rules + tally.python_rules
    share = 100 * tally.native_rules / rules if rules else 0.0
    return (
        f"{tally.cases:,} cases, {len(tally.failures)} mismatches; {tally.cases / seconds:,.0f} a second, "
        f"{tally.lists:,} rule lists, {share:.0f} % of the rules native, {tally.changed:,} texts changed; "
        f"refused like Python {tally.refused:,}, too slow in Python {tally.late:,}, broken in Python {tally.broken:,}"
    )


def vector(failure: Failure, name: str) -> str:
    """TOML for `tests/vectors/regex_filter.toml`."""
    rules = [rule.settings() for rule in failure.rules]
    note = ""
    if any("\ud800" <= letter <= "\udfff" for letter in failure.text):
        note = "# TOML holds no lone surrogates: this one belongs into the differential test.\n"
    words = ", ".join(_table(rule) for rule in rules)
    lines = [
        f"\n{note}# expected {_quoted(failure.expected)}",
        f"# got      {_quoted(failure.answer)}",
        "[[case]]",
        f'name = "{name}"',
        f"config = {{ words = [{words}] }}",
        f"text = {_quoted(failure.text)}",
    ]
    return "\n".join(lines)


def _table(values: dict[str, Any]) -> str:
    return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in values.items()) + " }"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return _quoted(value) if isinstance(value, str) else str(value).lower()


def _quoted(text: str) -> str:
    """A basic TOML string; beyond ASCII it is escaped, as what matters about such a text is invisible."""
    return '"' + "".join(_escape(letter) for letter in text) + '"'


def _escape(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    if " " <= letter <= "~":
        return letter
    return f"\\u{ord(letter):04x}" if letter < "\U00010000" else f"\\U{ord(letter):08x}"
