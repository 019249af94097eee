"""`python -m tests.fuzz.re_table`: which way the patterns of CPython's own `test/re_tests.py` go, for the docs page.

The table is that of the running interpreter; where it was installed without its tests there is none.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import mcpgateway_native as native

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engines" / "regex_filter.md"
START, END = "<!-- re_tests:start -->", "<!-- re_tests:end -->"


@dataclass(frozen=True)
class Row:
    """A pattern of the table and the text that goes with it."""

    number: int
    pattern: str
    text: str

    def by_python(self, flags: str = "") -> tuple[str, list[tuple[int, int]]] | None:
        """The text with every match and its groups marked, and where the matches are; nothing when it is refused."""
        compiled = self._compiled(flags)
        if compiled is None:
            return None
        spans = [match.span() for match in compiled.finditer(self.text)]
        return compiled.sub(_template(compiled.groups), self.text), spans

    def engine(self, flags: str = "") -> native.TextEngine:
        """Our engine with the same rule; raises `ConfigError`."""
        compiled = self._compiled(flags)
        template = _template(0 if compiled is None else compiled.groups)
        rule = {"search": self.pattern, "replace": template, "flags": flags}
        return native.load("regex_filter", {"words": [rule]}, native=True)

    def _compiled(self, flags: str) -> re.Pattern[str] | None:
        given = sum(getattr(re, flag.upper()) for flag in flags)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return re.compile(self.pattern, given)
            except (re.error, ValueError):
                return None


def missing() -> str | None:
    """Why there is no table; nothing where there is one."""
    try:
        import test.re_tests
    except ImportError as error:
        return f"this interpreter came without its tests ({error})"
    return None if test.re_tests.tests else "its table is empty"


def rows() -> list[Row]:
    """Every row of the table."""
    if missing() is not None:
        return []
    from test.re_tests import tests

    return [Row(number, pattern, text) for number, (pattern, text, *_) in enumerate(tests)]


def ways() -> Iterator[tuple[str, str]]:
    """Way and reason of every row."""
    for row in rows():
        if row.by_python() is None:
            yield "refused", "Python refuses the pattern, and so do we"
        else:
            (way,) = row.engine().explain()
            yield way["route"], way["reason"]


def markdown() -> str:
    """The counts as a table."""
    counted = Counter(ways())
    total, refused = sum(counted.values()), sum(n for (way, _), n in counted.items() if way == "refused")
    native_rows = sum(count for (way, _), count in counted.items() if way == "native")
    lines = [
        f"Python {sys.version_info[0]}.{sys.version_info[1]}: {total} rows, {total - refused} valid, of which "
        f"{native_rows} ({100 * native_rows / (total - refused):.0f} %) run natively.",
        "",
        "| rows | way | why |",
        "|---:|---|---|",
    ]
    order = {"native": 0, "python": 1, "refused": 2}
    for (way, why), count in sorted(counted.items(), key=lambda item: (order[item[0][0]], -item[1], item[0][1])):
        lines.append(f"| {count} | {way} | {why} |")
    return "\n".join(lines) + "\n"


def _template(groups: int) -> str:
    return "<\\g<0>" + "".join(f"|\\g<{group}>" for group in range(1, groups + 1)) + ">"


def main() -> int:
    """Prints the table and writes it into the page, between its two marks."""
    reason = missing()
    if reason is not None:
        print(f"SKIPPED: {reason}")
        return 0
    # Every pattern that backtracks is worth a warning; here they are counted.
    logging.disable()
    table = markdown()
    text = PAGE.read_text(encoding="utf-8")
    head, start, rest = text.partition(START)
    _, end, tail = rest.partition(END)
    if end:
        PAGE.write_text(f"{head}{start}\n{table}{end}{tail}", encoding="utf-8", newline="\n")
    print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
