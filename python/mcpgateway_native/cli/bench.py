"""``bench``: Rust against the Python twin on this machine, on built-in payloads or on the user's own."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from mcpgateway_native._timing import best_of
from mcpgateway_native.cli._engine_config import add_config_arguments, engine_config
from mcpgateway_native.cli._json_file import NotWalkableError, leaves, parse
from mcpgateway_native.cli.output import Output, plural
from mcpgateway_native.errors import NativeError

SUMMARY = "time the Rust engines against their Python twins, here"
EPILOG = """Each payload is run on both first; where the answers differ there is no speed.
exit status: 0 timed, 1 Rust did not load, 2 the answers differ"""

_PROSE_BYTES = 100_000
_ROWS = 1_000


class Timing(NamedTuple):
    """One payload on one engine; times in seconds per call, None where it did not run."""

    engine: str
    payload: str
    size: int
    findings: int
    python: float
    rust: float | None
    equal: bool | None

    def as_dict(self) -> dict[str, Any]:
        """Return the figures, ready for JSON."""
        ratio = self.python / self.rust if self.rust else None
        rates = {"python_mb_s": self.rate(self.python), "rust_mb_s": self.rate(self.rust)}
        return {**self._asdict(), **rates, "speedup": ratio}

    def rate(self, seconds: float | None) -> float | None:
        """Return megabytes of text per second."""
        return self.size / seconds / 1e6 if seconds else None


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("engine", metavar="ENGINE", nargs="?", help="one engine only (default: all)")
    parser.add_argument("--file", metavar="F", action="append", help="your own payload: JSON or text; may be repeated")
    add_config_arguments(parser)
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    import mcpgateway_native as native

    names = [args.engine] if args.engine else [row["name"] for row in native.plugins() if row["family"] == "text"]
    timings = []
    for name in names:
        config = engine_config(name, args.config) if args.config else _built_in(name)
        native.load(name, config)  # a wrong name or key is said before anything is timed
        for label, payload in _payloads(name, args.file):
            out.talk(f"timing {name} on {label} ...")
            timings.append(measure(name, label, payload, config))
    reason = native.status()["reason"]
    if args.json:
        out.json({"reason": reason, "timings": [timing.as_dict() for timing in timings]})
    else:
        out.table(("ENGINE", "PAYLOAD", "FOUND", "PYTHON", "RUST", "SPEEDUP"), [_row(timing) for timing in timings])
    if any(timing.equal is False for timing in timings):
        out.talk("error: Rust and Python give different answers; please report this with the payload")
        return 2
    if any(timing.rust is None for timing in timings):
        out.talk(f"only Python was timed: {reason}")
        return 1
    return 0


def measure(
    name: str, label: str, payload: Any, config: dict[str, Any], timer: Callable[..., float] = best_of
) -> Timing:
    """Compare the answers of both implementations and time them where they agree."""
    import mcpgateway_native as native

    twin = native.load(name, config, native=False)
    expected = twin.process(payload)
    size = sum(len(text.encode("utf-8", "surrogatepass")) for _, text in _texts(payload))
    try:
        rust = native.load(name, config, native=True)
    except NativeError:
        seconds = timer(lambda: twin.process(payload))
        return Timing(name, label, size, len(expected.findings), seconds, None, None)
    if rust.process(payload) != expected:
        return Timing(name, label, size, len(expected.findings), 0.0, None, equal=False)
    python_seconds = timer(lambda: twin.process(payload))
    rust_seconds = timer(lambda: rust.process(payload))
    return Timing(name, label, size, len(expected.findings), python_seconds, rust_seconds, equal=True)


def _built_in(name: str) -> dict[str, Any]:
    """The configuration of the exhibit: some engines do nothing without rules."""
    from mcpgateway_native.cli.demo_data import EXHIBITS

    return dict(EXHIBITS[name].config) if name in EXHIBITS else {}


def _texts(payload: Any) -> Iterator[tuple[str, str]]:
    return ((path, text) for path, text in leaves(payload) if not path.endswith("(key)"))


def _payloads(name: str, files: list[str] | None) -> Iterator[tuple[str, Any]]:
    if files:
        for file in files:
            yield Path(file).name, _read(file)
        return
    from mcpgateway_native.cli.demo_data import EXHIBITS

    exhibit = EXHIBITS.get(name)
    if exhibit is None:
        raise NativeError(f"{name} has no built-in payloads; give your own with --file")
    yield "a small tool result", dict(exhibit.result)
    yield "100 KB of prose", _prose(exhibit.prose)
    yield "100 KB of prose, 1 % to find", _prose(exhibit.prose, exhibit.gone)
    rows = [dict(exhibit.row) for _ in range(_ROWS)]
    yield f"{plural(_ROWS, 'row')} of a result", {"structuredContent": {"rows": rows}}


def _read(path: str) -> Any:
    text = Path(path).read_bytes().decode("utf-8-sig", "surrogateescape")
    try:
        return parse(text)
    except NotWalkableError:
        return text


def _prose(paragraph: str, canaries: tuple[str, ...] = ()) -> str:
    parts, size, number = [], 0, 0
    while size < _PROSE_BYTES:
        text = paragraph.format(n=number)
        if canaries and number % 8 == 0:
            text += canaries[number // 8 % len(canaries)] + ". "
        parts.append(text)
        size += len(text)
        number += 1
    return "".join(parts)


def _row(timing: Timing) -> tuple[str, ...]:
    head = (timing.engine, timing.payload, f"{timing.findings:,}")
    if timing.equal is False:
        return (*head, "-", "-", "answers differ")
    speedup = f"{timing.python / timing.rust:.1f}x" if timing.rust else "-"
    return (*head, _speed(timing, timing.python), _speed(timing, timing.rust), speedup)


def _speed(timing: Timing, seconds: float | None) -> str:
    rate = timing.rate(seconds)
    if seconds is None or rate is None:
        return "-"
    return f"{duration(seconds)} ({rate:,.{0 if rate >= 100 else 1}f} MB/s)"


def duration(seconds: float) -> str:
    """Return a time with three digits and a unit."""
    if seconds >= 1e-3:
        return f"{seconds * 1e3:.3g} ms" if seconds < 1 else f"{seconds:.2f} s"
    return f"{seconds * 1e6:.3g} us"
