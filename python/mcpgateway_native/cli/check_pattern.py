"""``check-pattern``: how a regex rule would run, what it can cost, and what it does to a text."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any

from mcpgateway_native._patterns import compile_pattern, parse
from mcpgateway_native.cli._pattern_cost import worst_case
from mcpgateway_native.cli._pattern_sample import sample_match
from mcpgateway_native.cli.output import Output, printable

SUMMARY = "show which way a pattern of regex_filter goes, its worst case, and try it"
EPILOG = """examples:
  mcpgateway-native check-pattern '(\\w+)@example\\.com'
  mcpgateway-native check-pattern '(?<=id=)\\d+' 'id=12 id=x' --replace N
  mcpgateway-native check-pattern colou?r - --flags i < notes.txt

exit status: 0 linear, 1 only Python's backtracking `re` can run it, 2 refused"""

ENGINE = "regex_filter"
_FLAGS = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_STDIN = "-"
# Matches that are listed on a terminal; JSON has them all.
_LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("pattern", metavar="PATTERN", help="a Python regular expression")
    parser.add_argument("text", metavar="TEXT", nargs="?", help="a text to try it on; stdin for -")
    parser.add_argument("--flags", metavar="LETTERS", default="", help="flags of the rule: letters of aimsx")
    parser.add_argument("--replace", metavar="TEMPLATE", help="the rule's template, and show the text that it makes")
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    rule = Rule(args.pattern, args.flags, args.replace)
    report = rule.describe()
    if args.text is not None:
        report |= rule.applied(sys.stdin.read() if args.text == _STDIN else args.text)
    if args.json:
        out.json(report)
    else:
        _print(report, out)
    return int(report["route"] != "native")


class Rule:
    """One pattern, built as the engine would build it; raises `ConfigError` where that refuses it."""

    def __init__(self, pattern: str, flags: str, template: str | None) -> None:
        """Build the engine with this rule alone."""
        import mcpgateway_native as native

        rule: dict[str, Any] = {"search": pattern, "flags": flags}
        rule |= {"mode": "report"} if template is None else {"replace": template}
        self._pattern, self._replaces = pattern, template is not None
        self._engine = native.load(ENGINE, {"words": [rule]})
        self._flags = sum(_FLAGS[letter] for letter in set(flags))

    def describe(self) -> dict[str, Any]:
        """Return route, reason, worst case and a sample match."""
        (row,) = self._engine.explain()
        compiled = compile_pattern(self._pattern, self._flags)
        tree = parse(self._pattern, self._flags)
        return {
            "pattern": self._pattern,
            "implementation": self._engine.implementation,
            "route": row["route"],
            "reason": row["reason"],
            "worst_case": "linear in the text" if row["route"] == "native" else worst_case(tree),
            "sample": sample_match(compiled, tree),
        }

    def applied(self, text: str) -> dict[str, Any]:
        """Return the matches in a text and, with a template, what becomes of it."""
        found = [{"start": start, "end": end, "text": text[start:end]} for _, start, end, _ in self._engine.scan(text)]
        return {"matches": found, "result": self._engine.rewrite(text) if self._replaces else None}


def _print(report: dict[str, Any], out: Output) -> None:
    sample = report["sample"]
    rows = [
        ("pattern", printable(report["pattern"])),
        ("route", f"{report['route']}: {report['reason']}"),
        ("worst case", report["worst_case"]),
        ("sample", "none comes to mind" if sample is None else f'"{printable(sample)}"'),
    ]
    if "matches" in report:
        rows.append(("matches", f"{len(report['matches']):,}"))
        for match in report["matches"][:_LISTED]:
            rows.append(("", f'{match["start"]}-{match["end"]} "{printable(match["text"])}"'))
        if len(report["matches"]) > _LISTED:
            rows.append(("", "… (all of them: --json)"))
        if report["result"] is not None:
            rows.append(("result", f'"{printable(report["result"])}"'))
    width = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        out.say(f"{name:<{width}}{value}")
