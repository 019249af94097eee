"""``check``: what a gateway's plugins/config.yaml would run, and what is wrong with it."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import Any

from mcpgateway_native.cli._file_check import FileCheck, issue_lines
from mcpgateway_native.cli.output import Output, plural, printable

SUMMARY = "check a gateway's plugins/config.yaml before the gateway reads it"
EPILOG = """Run it in the gateway's environment, from the directory in which the gateway starts.
exit status: 0 clean, 1 warnings, 2 errors"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("file", metavar="FILE", help="for example plugins/config.yaml")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument(
        "--asgi", action="store_true", help="suppose the gateway runs as mcpgateway_native.asgi:app (historic kinds)"
    )


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    checked = check_file(args.file, asgi=args.asgi)
    if args.json:
        out.json(checked.as_dict())
    else:
        checked.print(out)
    counts = Counter(issue.level for issue in checked.issues)
    found = [plural(counts[level], level) for level in ("error", "warning") if counts[level]]
    out.talk(f"{printable(args.file)}: {' and '.join(found) or 'no errors and no warnings'}")
    return checked.exit_code


class CheckedFile(FileCheck):
    """A checked file that can be shown."""

    def as_dict(self) -> dict[str, Any]:
        """Return everything, ready for JSON."""
        return {
            "file": self.path,
            "plugins": [row._asdict() for row in self.rows],
            "issues": [issue._asdict() for issue in self.issues],
            "exit_code": self.exit_code,
        }

    def print(self, out: Output) -> None:
        """Write the table and the issues."""
        if self.rows:
            rows = [(row.name, row.mode, row.runs, row.why) for row in self.rows]
            out.table(("PLUGIN", "MODE", "RUNS ON", "WHY"), rows)
        if self.rows and self.issues:
            out.say()
        for line in issue_lines(self.issues):
            out.say(printable(line))


def check_file(path: str, *, asgi: bool) -> CheckedFile:
    """Read and check a file."""
    return CheckedFile(path, asgi=asgi)
