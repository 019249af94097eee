"""What threads get out of an engine: parallel work, and progress of the others during a long scan."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from threading import Barrier, Event, Thread
from time import perf_counter

from benches.compare.timing import Effort
from mcpgateway_native._timing import best_of, calls_for

Scan = Callable[[str], object]


def two_thread_speedup(scans: Mapping[str, Scan], text: str, effort: Effort) -> dict[str, float]:
    """Work per second of two threads over that of one: the best try of each, all tries interleaved."""
    calls = {name: max(2, calls_for(_bound(scan, text), effort.min_time)) for name, scan in scans.items()}
    alone: dict[str, list[float]] = {name: [] for name in scans}
    together: dict[str, list[float]] = {name: [] for name in scans}
    # Two texts: the same object would share one reference count between the processors.
    texts = (text, text[:-1] + text[-1])
    # The rivals' hundreds of thousands of objects would be walked by the garbage collector on our time.
    gc.collect()
    gc.freeze()
    # More tries than elsewhere: both processors have to be free at the same time.
    for _ in range(5 * max(1, effort.rounds)):
        for name, scan in scans.items():
            alone[name].append(_in_threads(scan, texts[:1], calls[name]))
            together[name].append(_in_threads(scan, texts, calls[name]))
    gc.unfreeze()
    return {name: 2 * min(alone[name]) / min(together[name]) for name in scans}


def stall_share(scan: Scan, text: str, longest: int, effort: Effort) -> float:
    """The longest time that another thread stood still during one long scan, as a share of the scan.

    `longest` bounds the text. The best try counts: a machine with other work stalls threads for reasons of its own.
    """
    seconds = best_of(_bound(scan, text), min_time=0.0, rounds=2)
    # The interpreter switches threads every 5 ms: the scan must be much longer to tell a stall from a switch.
    copies = max(1, min(int(0.2 / seconds), longest // len(text)))
    long_text = text * copies
    scan(long_text)
    return min(_one_stall(scan, long_text) for _ in range(max(3, effort.rounds // 2)))


def _one_stall(scan: Scan, text: str) -> float:
    ready, done = Event(), Event()
    longest = 0.0

    def tick() -> None:
        nonlocal longest
        ready.set()
        last = perf_counter()
        while not done.is_set():
            now = perf_counter()
            longest = max(longest, now - last)
            last = now

    other = Thread(target=tick)
    other.start()
    ready.wait()
    start = perf_counter()
    scan(text)
    spent = perf_counter() - start
    done.set()
    other.join()
    return min(1.0, longest / spent)


def _in_threads(scan: Scan, texts: tuple[str, ...], calls: int) -> float:
    gate = Barrier(len(texts) + 1)

    def work(text: str) -> None:
        gate.wait()
        for _ in range(calls):
            scan(text)

    threads = [Thread(target=work, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    gate.wait()
    start = perf_counter()
    for thread in threads:
        thread.join()
    return perf_counter() - start


def _bound(scan: Scan, text: str) -> Callable[[], object]:
    return lambda: scan(text)
