"""Peak memory, measured in a process of its own: what a call needs beyond its input, the result included."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from benches.compare.machine import ROOT

# Nothing but the shortest of findings.
UNIT = "a@b.co "
_PATIENCE = 120.0
_STATUS = Path("/proc/self/status")


def run(engine: str, contestant: str, operation: str, size: int = 10_000_000) -> float | str:
    """How many times the size of its input one call takes, or in a few words what happened instead."""
    command = [sys.executable, "-m", "benches.compare.memory", engine, contestant, operation, str(size)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        return f"not done in {_PATIENCE:.0f} s"
    said = done.stdout.split()
    if done.returncode or not said:
        return "process failed"
    return float(said[-1]) if said[-1] != "unknown" else "not measured here"


def peak() -> int | None:
    """The most bytes that this process ever held; on Linux from /proc, because the resource call hands a parent's
    peak down to its children.
    """
    known = _status("VmHWM")
    if known is not None:
        return known
    try:
        import resource
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def resident() -> int | None:
    """The bytes that it holds now, or where only the peak is known, that."""
    known = _status("VmRSS")
    return peak() if known is None else known


def forget_peak() -> None:
    """Lets the peak begin anew where the system can do that: an import may have needed more than the call will."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def main(engine: str, contestant: str, operation: str, size: str) -> None:
    """Runs inside the process of its own and prints one number."""
    from benches.compare import engines

    built = engines.find(engine).loaders()[contestant]().operations[operation]
    text = UNIT * (int(size) // len(UNIT))
    wrap = (lambda value: {"text": value}) if operation == "walk" else (lambda value: value)
    payload = wrap(text)
    # The first call brings in what every later one shares.
    built.call(wrap(UNIT))
    forget_peak()
    before = resident()
    result = built.call(payload)
    after = peak()
    # The result is still here: it is part of what the caller has to hold.
    if result is None or before is None or after is None:
        print("unknown")
    else:
        print((after - before) / len(text))


def _status(field: str) -> int | None:
    try:
        lines = _STATUS.read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:")), None)


if __name__ == "__main__":
    main(*sys.argv[1:5])
