"""The command line: measure accuracy, print it, keep it, and judge it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benches.accuracy import contestants, datasets, errors, gate, plot, report
from benches.accuracy.model import PYTHON, RUST, Contestant, Dataset, Report, SetResult, Skip
from benches.accuracy.scoring import score
from benches.compare.machine import ROOT, machine, versions

RESULTS = ROOT / "benches" / "results"
PAGE = ROOT / "docs" / "accuracy.md"
ASSETS = ROOT / "docs" / "assets"
TITLE = "PII Filter"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0, or with `--gate` 1 when a figure of ours is too low."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if options.pages:
        write_pages()
        return 0
    if options.errors is not None:
        return _print_errors(options)
    measured = measure(options)
    print(report.screen(measured))
    if _is_whole(options):
        report.write_json(measured, RESULTS / f"accuracy_{measured.engine}.json")
        write_pages()
        _tell(f"wrote benches/results/accuracy_{measured.engine}.json and {PAGE.relative_to(ROOT)}")
    failed = gate.failures(measured) if options.gate else []
    for line in failed:
        print(f"FAILED {line}", file=sys.stderr)
    return 1 if failed else 0


def measure(options: argparse.Namespace) -> Report:
    """All contestants on all chosen sets."""
    present, skips = contestants.gather()
    if options.ours:
        present = [each for each in present if each.ours]
    results = []
    for key in [options.set] if options.set else datasets.keys():
        dataset = datasets.build(key, held_out=not options.dev, quick=options.quick)
        if isinstance(dataset, Skip):
            skips.append(dataset)
            continue
        results.append(_one_set(dataset, present, skips))
    return Report(
        engine=contestants.ENGINE,
        title=TITLE,
        command=_command(options),
        date=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        versions=versions() | {each.name: each.version for each in present if not each.ours},
        sets=tuple(each for each in results if each.results),
        names=contestants.NAMES,
        skips=tuple(skips),
    )


def write_pages() -> None:
    """Writes the page and the plots from the results on disk."""
    reports = [report.read_json(path) for path in sorted(RESULTS.glob("accuracy_*.json"))]
    ASSETS.mkdir(parents=True, exist_ok=True)
    for each in reports:
        _write(ASSETS / f"accuracy_{each.engine}.svg", plot.chart(each))
    _write(PAGE, report.page(reports))


def _one_set(dataset: Dataset, present: Sequence[Contestant], skips: list[Skip]) -> SetResult:
    taking_part = list(present)
    if dataset.ours_only:
        taking_part = []
        for name in [each.name for each in present if each.ours]:
            try:
                taking_part.append(contestants.ours(name, dataset.config))
            except Exception as error:  # An extension from before the configuration keys that the set needs.
                skips.append(Skip(f"{name} on {dataset.title}", f"{type(error).__name__}: {error}"))
    results = []
    for each in taking_part:
        _tell(f"{dataset.title}: {each.name}")
        results.append(score(dataset, each))
    return SetResult(
        dataset.key,
        dataset.title,
        dataset.origin,
        dataset.seeds,
        len(dataset.examples),
        dataset.values,
        sum(not example.gold for example in dataset.examples),
        tuple(results),
    )


def _print_errors(options: argparse.Namespace) -> int:
    name = PYTHON if options.twin else RUST
    for key in [options.set] if options.set else datasets.keys():
        dataset = datasets.build(key, held_out=options.held_out, quick=options.quick)
        if isinstance(dataset, Skip):
            _tell(f"{dataset.name}: {dataset.reason}")
            continue
        try:
            contestant = contestants.ours(name, dataset.config)
        except Exception as error:  # As above: the set needs keys that this build does not know.
            _tell(f"{dataset.title}: {type(error).__name__}: {error}")
            continue
        print("\n".join(errors.lines(dataset, contestant, options.errors)))
    return 0


def _is_whole(options: argparse.Namespace) -> bool:
    return not (options.quick or options.ours or options.dev or options.set)


def _command(options: argparse.Namespace) -> str:
    flags = [f"--{flag}" for flag in ("quick", "ours", "dev") if getattr(options, flag)]
    flags += ["--set", options.set] if options.set else []
    return " ".join(["python -m benches.accuracy", contestants.ENGINE, *flags])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benches.accuracy",
        description="Measures precision and recall of our engine, its twin and rivals on labelled sets.",
    )
    parser.add_argument("engine", nargs="?", choices=[contestants.ENGINE], help="one engine (default: all)")
    parser.add_argument("--quick", action="store_true", help="a tenth of each set; keeps no results")
    parser.add_argument("--ours", action="store_true", help="only Rust and its twin; keeps no results")
    parser.add_argument("--dev", action="store_true", help="the sets that rules are tuned on; keeps no results")
    parser.add_argument("--set", choices=datasets.keys(), help="only this set; keeps no results")
    parser.add_argument("--gate", action="store_true", help="fail when a figure of ours is too low")
    parser.add_argument("--errors", type=int, metavar="N", help="print N false and N missed values per set (dev seed)")
    parser.add_argument("--held-out", action="store_true", help="with --errors: of the published sets")
    parser.add_argument("--twin", action="store_true", help="with --errors: those of the Python twin")
    parser.add_argument("--pages", action="store_true", help="only rewrite the page from the kept results")
    return parser
