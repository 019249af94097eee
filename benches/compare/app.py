"""The command line: measure engines, print the report, keep it, and judge it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benches.compare import engines, gate, plot, render, report
from benches.compare.machine import ROOT, machine, versions
from benches.compare.model import PYTHON, RUST, CaseResult, Contestant, Figure, Report
from benches.compare.timing import Effort, run_case

RESULTS = ROOT / "benches" / "results"
DOCS = ROOT / "docs"
README = ROOT / "README.md"
FACTORS = ROOT / "python" / "mcpgateway_native" / "measured.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when every answer of ours was right and, with `--gate`, the ratios are reached."""
    options = _parser().parse_args(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if options.pages:
        write_pages()
        return 0
    failed: list[str] = []
    for name in [options.engine] if options.engine else engines.names():
        measured = measure(name, options)
        print(render.full(measured))
        if not (options.quick or options.ours or options.no_figures):
            _keep(measured)
        failed += gate.failures(measured) if options.gate else gate.wrong(measured)
    for line in failed:
        print(f"FAILED {line}", file=sys.stderr)
    return 1 if failed else 0


def measure(name: str, options: argparse.Namespace) -> Report:
    """One engine: all cases, then the figures."""
    engine = engines.find(name)
    effort = Effort.quick() if options.quick else Effort()
    present, absent = engine.contestants()
    if options.ours:
        present = [each for each in present if each.ours]
        absent = [skip for skip in absent if skip.name in (RUST, PYTHON)]
    built = versions()
    if built.get("extension profile") == "debug":
        _tell("warning: a debug build of the extension; its speed says nothing. `just bench-compare` builds a release.")
    results = []
    for case in engine.cases():
        _tell(f"{engine.TITLE}: {case.title}")
        # What the average and the plot are made of gets the most attention.
        shown = case.headline or case.plotted
        results.append(run_case(case, present, effort if shown else Effort(effort.min_time, min(5, effort.rounds))))
    floor: list[CaseResult] = []
    figures: list[Figure] = []
    if not options.no_figures:
        size = 1_000_000 if options.quick else 10_000_000
        floor = _floor(engine, size, present, effort)
        _tell(f"{engine.TITLE}: boundary, walk, construction, memory, threads")
        figures = engine.figures(present, effort)
    return Report(
        engine=name,
        title=engine.TITLE,
        command=_command(name, options),
        date=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        versions=built | _rival_versions(present),
        cases=tuple(results),
        figures=tuple(figures),
        skips=tuple(absent),
        floor=tuple(floor),
    )


def _floor(engine: engines.EngineBench, size: int, present: Sequence[Contestant], effort: Effort) -> list[CaseResult]:
    """The large texts, which only the fast ones get: the twin and most rivals would take minutes."""
    fast = [each for each in present if each.name in (RUST, engine.RIVAL)]
    results = []
    for case in engine.floor(size):
        _tell(f"{engine.TITLE}: {case.title}, {render.human_size(size)}")
        results.append(run_case(case, fast, Effort(effort.min_time, min(5, effort.rounds))))
    return results


def write_pages() -> None:
    """Writes the plots, the benchmarks page and the README's table from the results on disk."""
    # The figures of `benches.accuracy` lie in the same folder and have a page of their own.
    paths = [path for path in sorted(RESULTS.glob("*.json")) if not path.name.startswith("accuracy_")]
    reports = [report.read_json(path) for path in paths]
    (DOCS / "assets").mkdir(parents=True, exist_ok=True)
    for each in reports:
        _write(DOCS / "assets" / f"bench_{each.engine}.svg", plot.chart(each))
    _write(DOCS / "benchmarks.md", report.page(reports))
    if README.is_file():
        _write(README, report.with_summary(README.read_text(encoding="utf-8"), reports))


def _keep(measured: Report) -> None:
    path = RESULTS / f"{measured.engine}.json"
    report.write_json(measured, path)
    write_pages()
    average = render.average_speedup([case for case in measured.cases if case.headline])
    if average is not None and FACTORS.is_file() and measured.versions.get("extension profile") == "release":
        _keep_factor(measured.engine, average)
    _tell(f"wrote {path.relative_to(ROOT)}, docs/benchmarks.md and docs/assets/bench_{measured.engine}.svg")


def _keep_factor(engine: str, average: float) -> None:
    """Updates the factor that the package's log line quotes."""
    factors = json.loads(FACTORS.read_text(encoding="utf-8"))
    factors.setdefault(engine, {})["speedup"] = round(average, 1)
    _write(FACTORS, json.dumps(factors, indent=2) + "\n")


def _rival_versions(present: Sequence[Contestant]) -> dict[str, str]:
    return {each.name: each.version for each in present if not each.ours}


def _command(name: str, options: argparse.Namespace) -> str:
    flags = [f"--{flag.replace('_', '-')}" for flag in ("quick", "ours", "no_figures") if getattr(options, flag)]
    return " ".join(["python -m benches.compare", name, *flags])


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benches.compare",
        description="Measures Rust against its Python twin and against rivals, in one run.",
    )
    parser.add_argument("engine", nargs="?", choices=engines.names(), help="one engine (default: all)")
    parser.add_argument("--quick", action="store_true", help="orders of magnitude in seconds; keeps no results")
    parser.add_argument("--ours", action="store_true", help="only Rust and its twin; keeps no results")
    parser.add_argument("--no-figures", action="store_true", help="only the cases; keeps no results")
    parser.add_argument("--gate", action="store_true", help="fail when a ratio is not reached")
    parser.add_argument("--pages", action="store_true", help="only rewrite the pages from the kept results")
    return parser
