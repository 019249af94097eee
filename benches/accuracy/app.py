"""The command line: measure accuracy, print it, keep it, and judge it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benches.accuracy import engines
from benches.accuracy.engines import Options
from benches.compare.machine import ROOT

RESULTS = ROOT / "benches" / "results"
DOCS = ROOT / "docs"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or with `--gate` 1 when a figure of ours is too low."""
    parser = _parser()
    given = parser.parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if given.pages:
        write_pages()
        return 0
    chosen = [given.engine] if given.engine else engines.names()
    known = {name: engines.find(name).keys() for name in chosen}
    if given.set is not None:
        chosen = [name for name in chosen if given.set in known[name]]
        if not chosen:
            parser.error(f"no set {given.set}; there are {', '.join(key for keys in known.values() for key in keys)}")
    failed: list[str] = []
    for name in chosen:
        failed += _run(name, given)
    for line in failed:
        print(f"FAILED {line}", file=sys.stderr)
    return 1 if failed else 0


def write_pages() -> None:
    """Writes the pages and the plots from the results on disk."""
    (DOCS / "assets").mkdir(parents=True, exist_ok=True)
    for name in engines.names():
        engine, kept = engines.find(name), RESULTS / f"accuracy_{name}.json"
        if kept.is_file():
            measured = engine.read_json(kept)
            _write(DOCS / "assets" / f"accuracy_{name}.svg", engine.chart(measured))
            _write(DOCS / engine.PAGE, engine.page(measured))


def _run(name: str, given: argparse.Namespace) -> list[str]:
    """Measures one engine; what is too low, when that is asked."""
    engine = engines.find(name)
    wanted = ("set", "quick", "ours", "dev", "held_out", "twin")
    options = Options(_command(name, given), **{key: getattr(given, key) for key in wanted})
    if given.errors is not None:
        for line in engine.mistakes(options, given.errors):
            print(line)
        return []
    measured = engine.measure(options)
    print(engine.screen(measured))
    if not (given.quick or given.ours or given.dev or given.set):
        engine.write_json(measured, RESULTS / f"accuracy_{name}.json")
        write_pages()
        print(f"wrote benches/results/accuracy_{name}.json and docs/{engine.PAGE}", file=sys.stderr, flush=True)
    return engine.failures(measured) if given.gate else []


def _command(name: str, given: argparse.Namespace) -> str:
    flags = [f"--{flag}" for flag in ("quick", "ours", "dev") if getattr(given, flag)]
    flags += ["--set", given.set] if given.set else []
    return " ".join(["python -m benches.accuracy", name, *flags])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benches.accuracy",
        description="Measures how often our engines, their twins and rivals are right, on sets with known answers.",
    )
    parser.add_argument("engine", nargs="?", choices=engines.names(), help="one engine (default: all)")
    parser.add_argument("--quick", action="store_true", help="a tenth of each set; keeps no results")
    parser.add_argument("--ours", action="store_true", help="only Rust and its twin; keeps no results")
    parser.add_argument("--dev", action="store_true", help="the sets that rules are tuned on; keeps no results")
    parser.add_argument("--set", metavar="KEY", help="only this set; keeps no results")
    parser.add_argument("--gate", action="store_true", help="fail when a figure of ours is too low")
    parser.add_argument("--errors", type=int, metavar="N", help="print N mistakes of each sort per set (dev seed)")
    parser.add_argument("--held-out", action="store_true", help="with --errors: of the published sets")
    parser.add_argument("--twin", action="store_true", help="with --errors: those of the Python twin")
    parser.add_argument("--pages", action="store_true", help="only rewrite the pages from the kept results")
    return parser
