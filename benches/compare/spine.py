"""Figures that are no throughput of patterns: walk, boundary, construction, import, shapes, memory, threads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from benches.compare import concurrency, corpora, memory, probe
from benches.compare.machine import ROOT
from benches.compare.model import FLOOR, PYTHON, RUST, Contestant, Figure, Timing
from benches.compare.timing import Effort, interleave

Constructor = Callable[[dict[str, object]], object]
# Longer texts keep the rival busy for no further insight.
_RIVAL_LIMIT = 10_000_000
ACCENT_RATIO = "accent_ratio"
MEMORY_RATIO = "memory_mask"


def figures(
    engine: str,
    present: Sequence[Contestant],
    rival: str,
    constructors: Mapping[str, Constructor],
    effort: Effort,
) -> list[Figure]:
    """All figures of one text engine, ours (Rust, or the twin where Rust is missing) beside one rival."""
    by_name = {each.name: each for each in present}
    us = by_name.get(RUST) or by_name.get(PYTHON)
    if us is None:
        return []
    them = by_name.get(rival)
    pair = [us] if them is None else [us, them]
    return [
        *_walk(pair, effort),
        *_clean_text(pair, effort),
        *_dense(pair, effort),
        *_construction(us, them, constructors, effort),
        *_imports(engine, them, effort),
        *_shapes(engine, us, them),
        *_memory(engine, us, them),
        *_threads(pair, effort),
    ]


def _walk(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    for key, title, payload, unit, target in (
        ("walk", "450 KB as 3,600 clean strings", corpora.rows_payload(), "ms", 2.0),
        ("walk_2k", "2 KB nested, one finding", corpora.small_payload(), "µs", 10.0),
        ("walk_10k", "10 KB as 80 clean strings", corpora.rows_payload(80, 10_000), "µs", 50.0),
        ("walk_10k_found", "10 KB as 600 short strings, one finding", corpora.small_payload(10_600), "µs", 50.0),
    ):
        timings = interleave({each.name: _call(each, "walk", payload.value) for each in pair}, effort)
        scale = 1e3 if unit == "ms" else 1e6
        ours, theirs = _two(timings, pair, lambda timing, scale=scale: timing.best * scale)
        yield Figure(key, title, ours, unit, target, rival=theirs)


def _clean_text(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    """Throughput on 100 KB, with and without `é`; a string that was scanned before already holds its UTF-8."""
    ascii_text, accent_text = corpora.prose(100_000).text, corpora.prose_with_accent(100_000).text
    functions: dict[str, Callable[[], object]] = {}
    for each in pair:
        functions[f"{each.name} ascii"] = _call(each, "detect", ascii_text)
        functions[f"{each.name} accent"] = _call(each, "detect", accent_text)
        functions[f"{each.name} fresh"] = _call_fresh(each, accent_text)
    timings = interleave(functions, effort)

    def rates(kind: str) -> tuple[float | None, float | None]:
        of_kind = {each.name: timings[f"{each.name} {kind}"] for each in pair}
        return _two(of_kind, pair, lambda timing: 0.1 / timing.best)

    for key, title, kind, target in (
        ("clean", "clean 100 KB", "ascii", 2000.0),
        ("accent", "the same with one é", "accent", 2000.0),
        # To join the string and to make its UTF-8 is the interpreter's work, and most of what this takes.
        ("accent_fresh", "the same with one é, a new string each time", "fresh", 500.0),
    ):
        ours, theirs = rates(kind)
        yield Figure(key, title, ours, "MB/s", target, at_least=True, rival=theirs)
    ratios = [timings[f"{each.name} accent"].best / timings[f"{each.name} ascii"].best for each in pair]
    yield Figure(ACCENT_RATIO, "cost of the é", ratios[0], "x", 1.5, rival=ratios[1] if len(ratios) > 1 else None)


def _dense(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    """Masking where there is a value in every thirty bytes."""
    sample = corpora.planted(3_333, 100_000)
    timings = interleave({each.name: _call(each, "mask", sample.text) for each in pair}, effort)
    ours, theirs = _two(timings, pair, lambda timing: sample.size / timing.best / 1e6)
    yield Figure("dense_mask", "masking 100 KB full of values", ours, "MB/s", FLOOR, at_least=True, rival=theirs)


def _construction(
    us: Contestant, them: Contestant | None, constructors: Mapping[str, Constructor], effort: Effort
) -> Iterator[Figure]:
    """A configuration that was never seen, and one that was."""
    serial = count()
    new = {each.name: _construct_new(constructors[each.name], serial) for each in (us, them) if each is not None}
    again = {name: _construct_again(constructors[name]) for name in new}
    pair = [us] if them is None else [us, them]
    once = Effort(min_time=0.0, rounds=max(3, effort.rounds))
    first = _two(interleave(new, once), pair, lambda timing: timing.best * 1e6)
    second = _two(interleave(again, effort), pair, lambda timing: timing.best * 1e6)
    yield Figure("construct_first", "first construction of a configuration", first[0], "µs", 10_000.0, rival=first[1])
    yield Figure("construct_again", "second construction of it", second[0], "µs", 20.0, rival=second[1])


def _imports(engine: str, them: Contestant | None, effort: Effort) -> Iterator[Figure]:
    """Seconds in fresh interpreters; the rival's import brings the plugin framework along."""
    tries = max(3, effort.rounds)
    ours = _import_ms("import mcpgateway_native", tries)
    answer = f"import mcpgateway_native; mcpgateway_native.load({engine!r}).scan('')"
    theirs = None if them is None else _import_ms("import cpex_pii_filter.pii_filter", 1)
    yield Figure("import", "import in a fresh interpreter, without cpex", ours, "ms", 15.0, rival=theirs)
    yield Figure("import_ready", "import, load and first scan", _import_ms(answer, tries), "ms")


def _shapes(engine: str, us: Contestant, them: Contestant | None) -> Iterator[Figure]:
    """Payloads that hang or crash a plain recursion, each in a process of its own."""
    for shape in probe.SHAPES.values():
        ours = probe.run(engine, us.name, shape.key)
        rival = "" if them is None else probe.run(engine, them.name, shape.key)
        yield Figure(
            shape.key,
            shape.title,
            None if isinstance(ours, str) else ours.seconds * 1e3,
            "ms",
            shape.target_ms,
            rival=None if isinstance(rival, str) else rival.seconds * 1e3,
            rival_note=rival if isinstance(rival, str) else "",
            note=ours if isinstance(ours, str) else ours.memory,
        )


def _memory(engine: str, us: Contestant, them: Contestant | None) -> Iterator[Figure]:
    """What 10 MB of the shortest findings need at the most, as a multiple of the text."""
    for key, title, operation, target in (
        (MEMORY_RATIO, "masks", "mask", 6.0),
        ("memory_walk", "masks and findings of a payload", "walk", None),
        ("memory_detect", "a list of all findings", "detect", None),
    ):
        ours = memory.run(engine, us.name, operation)
        rival = "" if them is None else memory.run(engine, them.name, operation)
        yield Figure(
            key,
            f"peak memory beyond 10 MB of `{memory.UNIT}`: {title}",
            None if isinstance(ours, str) else ours,
            "x",
            target,
            rival=None if isinstance(rival, str) else rival,
            rival_note=rival if isinstance(rival, str) else "",
            note=ours if isinstance(ours, str) else "",
        )


def _threads(pair: Sequence[Contestant], effort: Effort) -> Iterator[Figure]:
    sample = corpora.planted(1000, 1_000_000)
    calls = {each.name: each.operations["detect"].call for each in pair}
    rows = concurrency.two_thread_speedup(calls, corpora.json_rows(1_000_000).text, effort)
    found = concurrency.two_thread_speedup(calls, sample.text, effort)
    maskers = {each.name: each.operations["mask"].call for each in pair}
    masked = concurrency.two_thread_speedup(maskers, sample.text, effort)
    names = [each.name for each in pair]
    longest = {name: 64_000_000 if each.ours else _RIVAL_LIMIT for name, each in zip(names, pair, strict=True)}
    stalls = {name: concurrency.stall_share(calls[name], sample.text, longest[name], effort) for name in names}
    rival = names[1] if len(names) > 1 else ""
    # The list of findings is made under the interpreter lock, which is a quarter of that scan.
    for key, title, speedups in (
        ("threads", "two threads on 1 MB of JSON rows", rows),
        ("threads_found", "two threads on 1 MB with 1,000 findings", found),
        ("threads_mask", "two threads masking 1 MB with 1,000 findings", masked),
    ):
        yield Figure(key, title, speedups[names[0]], "x", 1.8, at_least=True, rival=speedups.get(rival))
    yield Figure(
        "stall",
        "longest stall of another thread, share of a long scan",
        stalls[names[0]] * 100,
        "%",
        25.0,
        rival=stalls[rival] * 100 if rival else None,
    )


def _call(contestant: Contestant, operation: str, value: object) -> Callable[[], object]:
    call = contestant.operations[operation].call
    return lambda: call(value)


def _call_fresh(contestant: Contestant, text: str) -> Callable[[], object]:
    call, head, tail = contestant.operations["detect"].call, text[:-1], text[-1]
    return lambda: call(head + tail)


def _construct_new(constructor: Constructor, serial: Iterator[int]) -> Callable[[], object]:
    return lambda: constructor({"redaction_text": f"[REDACTED {next(serial)}]"})


def _construct_again(constructor: Constructor) -> Callable[[], object]:
    return lambda: constructor({"redaction_text": "[GONE]"})


def _two(
    timings: Mapping[str, Timing], pair: Sequence[Contestant], figure: Callable[[Timing], float]
) -> tuple[float | None, float | None]:
    values = [figure(timings[each.name]) for each in pair]
    return values[0], values[1] if len(values) > 1 else None


def _import_ms(statement: str, tries: int) -> float | None:
    """The best of several fresh interpreters; nothing when the statement fails there or drags cpex in."""
    script = (
        "import sys, time\nstart = time.perf_counter()\n"
        f"{statement}\nspent = time.perf_counter() - start\n"
        "assert 'mcpgateway_native' not in sys.modules or 'cpex' not in sys.modules, 'imported cpex'\nprint(spent)"
    )
    spent = []
    for _ in range(tries):
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
        if done.returncode:
            return None
        spent.append(float(done.stdout.split()[-1]))
    return min(spent) * 1e3
