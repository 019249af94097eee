"""Hostile shapes, each in a process of its own: some contestants hang on them or take the process down."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from benches.compare import memory
from benches.compare.machine import ROOT

VALUE = "123-45-6789"
MASK = "[REDACTED]"
PATIENCE = 20.0


@dataclass(frozen=True)
class Shape:
    """A payload, the test of its result, and the time that it may take."""

    key: str
    title: str
    build: Callable[[], Any]
    right: Callable[[Any], bool]
    target_ms: float


@dataclass(frozen=True)
class Outcome:
    """A right answer: how long it took and what it added to the process's peak memory."""

    seconds: float
    megabytes: float | None

    @property
    def memory(self) -> str:
        """The memory as a remark."""
        return "" if self.megabytes is None else f"+{self.megabytes:.0f} MB"


def run(engine: str, contestant: str, shape: str) -> Outcome | str:
    """The outcome of one contestant, or in a few words what happened instead."""
    command = [sys.executable, "-m", "benches.compare.probe", engine, contestant, shape]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return f"not done in {PATIENCE:.0f} s"
    if done.returncode < 0:
        return f"process died ({signal.Signals(-done.returncode).name})"
    if done.returncode:
        return f"process failed (exit {done.returncode})"
    said = json.loads(done.stdout.splitlines()[-1])
    return str(said["failure"]) if "failure" in said else Outcome(said["seconds"], said["megabytes"])


def deep(levels: int = 100_000) -> Any:
    """A list in a list in a list, with one value at the bottom."""
    value: Any = [VALUE]
    for _ in range(levels - 1):
        value = [value]
    return value


def deep_is_right(result: Any) -> bool:
    """Whether the bottom is reached and masked."""
    while isinstance(result, list) and len(result) == 1:
        result = result[0]
    return bool(result == MASK)


def shared(levels: int = 40) -> Any:
    """A list that holds the next one twice, forty times over: 2^40 paths to one value."""
    value: Any = [VALUE]
    for _ in range(levels):
        value = [value, value]
    return value


def shared_is_right(result: Any) -> bool:
    """Whether the value is masked and every level still holds one list twice."""
    while len(result) == 2:
        if result[0] is not result[1]:
            return False
        result = result[0]
    return bool(result == [MASK])


def cycle() -> Any:
    """A mapping that holds itself, once directly and once inside a list."""
    value: dict[str, Any] = {"value": VALUE, "list": []}
    value["self"] = value
    value["list"].append(value)
    return value


def cycle_is_right(result: Any) -> bool:
    """Whether the value is masked and the copy holds itself, not the original."""
    return bool(result["value"] == MASK and result["self"] is result and result["list"][0] is result)


SHAPES = {
    shape.key: shape
    for shape in (
        Shape("deep", "100,000 levels of nesting", deep, deep_is_right, 500.0),
        Shape("shared", "2^40 paths through shared references", shared, shared_is_right, 50.0),
        Shape("cycle", "a cycle", cycle, cycle_is_right, 50.0),
    )
}


def main(engine: str, contestant: str, key: str) -> None:
    """Runs inside the probe's process and prints one line of JSON."""
    from benches.compare import engines

    shape = SHAPES[key]
    walk = engines.find(engine).loaders()[contestant]().operations["walk"]
    payload = shape.build()
    walk.call({"warm": VALUE})
    before = memory.peak()
    start = perf_counter()
    try:
        result = walk.call(payload)
    except BaseException as error:  # Panics of some rivals are no ordinary exceptions.
        print(json.dumps({"failure": type(error).__name__}))
        return
    seconds = perf_counter() - start
    after = memory.peak()
    if not shape.right(walk.answer(payload, result)):
        print(json.dumps({"failure": "wrong result"}))
        return
    megabytes = None if before is None or after is None else (after - before) / 1e6
    print(json.dumps({"seconds": seconds, "megabytes": megabytes}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
