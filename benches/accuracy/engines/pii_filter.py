"""PII filter: precision and recall on labelled texts. Its parts are the modules of `benches.accuracy`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from benches.accuracy import contestants, datasets, errors, gate, plot, report
from benches.accuracy.engines import Options
from benches.accuracy.model import PYTHON, RUST, Contestant, Dataset, Report, SetResult, Skip
from benches.accuracy.scoring import score
from benches.compare.machine import machine, versions

TITLE = "PII Filter"
PAGE = "accuracy.md"

keys = datasets.keys
failures = gate.failures
screen = report.screen
chart = plot.chart
read_json = report.read_json
write_json = report.write_json


def page(measured: Report) -> str:
    """The page of one run."""
    return report.page([measured])


def measure(options: Options) -> Report:
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
        command=options.command,
        date=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        versions=versions() | {each.name: each.version for each in present if not each.ours},
        sets=tuple(each for each in results if each.results),
        names=contestants.NAMES,
        skips=tuple(skips),
    )


def mistakes(options: Options, count: int) -> Iterator[str]:
    """False and missed values, with what stands around them."""
    name = PYTHON if options.twin else RUST
    for key in [options.set] if options.set else datasets.keys():
        dataset = datasets.build(key, held_out=options.held_out, quick=options.quick)
        if isinstance(dataset, Skip):
            _tell(f"{dataset.name}: {dataset.reason}")
            continue
        try:
            contestant = contestants.ours(name, dataset.config)
        except Exception as error:  # The set needs keys that this build does not know.
            _tell(f"{dataset.title}: {type(error).__name__}: {error}")
            continue
        yield from errors.lines(dataset, contestant, count)


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


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
