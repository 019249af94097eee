"""JSON repair: right, wrong and refused answers on broken JSON, and what is done to texts that are not broken."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from random import Random

from benches.accuracy.engines import Options
from benches.accuracy.engines.json_repair import contestants, datasets, gate, report
from benches.accuracy.engines.json_repair.model import REFUSED, RIGHT, WRONG, Contestant, Report, SetResult
from benches.accuracy.engines.json_repair.scoring import answer_of, judge, score
from benches.accuracy.model import PYTHON, RUST
from benches.compare.machine import machine, versions

TITLE = "JSON Repair"
PAGE = "accuracy_json_repair.md"

failures = gate.failures
screen = report.screen
page = report.page
chart = report.chart
read_json = report.read_json
write_json = report.write_json

# Characters of a text that a mistake shows.
_SHOWN = 700


def keys() -> Sequence[str]:
    """Names of the sets."""
    return datasets.KEYS


def measure(options: Options) -> Report:
    """All contestants on all chosen sets."""
    present, skips = contestants.gather(ours_only=options.ours)
    try:
        chosen = [options.set] if options.set else datasets.KEYS
        sets = [_one_set(key, present, options) for key in chosen]
    finally:
        for each in present:
            each.close()
    return Report(
        engine=contestants.ENGINE,
        title=TITLE,
        command=options.command,
        date=datetime.now(UTC).date().isoformat(),
        machine=machine(),
        versions=versions() | {each.name: each.version for each in present if not each.ours},
        sets=tuple(sets),
        skips=tuple(skips),
    )


def mistakes(options: Options, count: int) -> Iterator[str]:
    """Wrong answers and refusals with what was asked, `count` of each per set, drawn evenly."""
    contestant = contestants.ours(PYTHON if options.twin else RUST)
    for key in [options.set] if options.set else datasets.KEYS:
        dataset = datasets.build(key, held_out=options.held_out, quick=options.quick)
        found: dict[str, list[str]] = {WRONG: [], REFUSED: []}
        for example in dataset.examples:
            answer = answer_of(contestant, example.text)
            verdict = judge(example, answer)
            if verdict != RIGHT:
                wanted = example.answers[0] if example.answers else "(as it was)"
                shown = (
                    f"{name} {text!r:.{_SHOWN}}" for name, text in (("", example.text), ("→", answer), ("≠", wanted))
                )
                found[verdict].append("\n    ".join([f"  {example.kind}", *shown]))
        for verdict, lines in found.items():
            yield f"{dataset.title}: {len(lines)} {verdict}"
            yield from sorted(Random(0).sample(lines, min(count, len(lines))))


def _one_set(key: str, present: Sequence[Contestant], options: Options) -> SetResult:
    dataset = datasets.build(key, held_out=not options.dev, quick=options.quick)
    results = []
    for each in present:
        print(f"{dataset.title}: {each.name}", file=sys.stderr, flush=True)
        results.append(score(dataset, each))
    return SetResult(
        dataset.key, dataset.title, dataset.origin, dataset.seeds, len(dataset.examples), dataset.broken, tuple(results)
    )
