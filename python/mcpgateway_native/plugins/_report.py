"""What a plugin says about itself and its work: log lines, metrics and the name of its implementation."""

import functools
import json
import logging
from importlib import resources
from typing import Any

_MAX_TYPES = 32
_MAX_SUBJECT = 120

_said: set[tuple[Any, ...]] = set()


class Implementation(str):
    """`"rust"` or `"python"`, equal to every spelling: older admin pages compare with `"Rust"`."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self.lower() == other.lower()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self.lower())


def first_time(*key: Any) -> bool:
    """Return whether this is the first call with `key` in the process; the gateway rebuilds plugins all the time."""
    if key in _said:
        return False
    _said.add(key)
    return True


def announce(log: logging.Logger, owner: type, display: str, engine: Any) -> None:
    """Log once per class which implementation runs."""
    if not first_time("implementation", owner, engine.implementation):
        return
    if engine.implementation == "rust":
        factor = measured(engine.name)
        log.info("✓ %s: Using Rust implementation%s", display, f" ({factor}x faster)" if factor else "")
        return
    log.warning("%s: Using Python implementation", display)
    if not engine.reason.startswith(("switched off", "native: false")):
        log.warning("💡 Build Rust plugins for better performance")
    log.info("%s: Python because %s", display, engine.reason)


@functools.cache
def measured(name: str) -> str | None:
    """Return how many times faster than Python the engine was measured to be, as text; None when it was not."""
    try:
        table = json.loads(resources.files("mcpgateway_native").joinpath("measured.json").read_text("utf-8"))
        factor = table[name]["speedup"]
    except (OSError, ValueError, LookupError, TypeError):
        return None  # a number in a log line is not worth a plugin
    return None if factor is None else f"{factor:g}" if isinstance(factor, int | float) else str(factor)


def traced(extensions: Any) -> bool:
    """Return whether the request is traced; only then do plugins of this framework emit metrics."""
    trace_id = getattr(getattr(extensions, "request", None), "trace_id", None)
    return isinstance(trace_id, str) and bool(trace_id)


def types_of(findings: Any) -> list[str]:
    """Return the names of the rules that found something: sorted, and few enough for a metric."""
    return sorted({finding[0] for finding in findings})[:_MAX_TYPES]


def one_line(text: str) -> str:
    """Return text that cannot forge or flood a log line."""
    return "".join(character if character.isprintable() else "?" for character in text[:_MAX_SUBJECT])
