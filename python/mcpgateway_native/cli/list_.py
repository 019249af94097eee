"""``list``: every engine, what it does, and what runs it here."""

from __future__ import annotations

import argparse

from mcpgateway_native.cli.output import Output

SUMMARY = "show every engine, what it does and what runs it here"
EPILOG = "exit status: 0"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    import mcpgateway_native as native

    engines = native.plugins()
    if args.json:
        out.json(engines)
        return 0
    header = ("NAME", "FAMILY", "RUNS ON", "WHAT IT DOES")
    out.table(header, [(row["name"], row["family"], row["implementation"], row["summary"]) for row in engines])
    for reason in sorted({row["reason"] for row in engines if row["implementation"] != "rust"}):
        out.talk(f"python: {reason}; for the mend: mcpgateway-native doctor")
    return 0
