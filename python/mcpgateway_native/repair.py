"""JSON repair for direct use: one call for a text, one for its value, a report, and a stream."""

import functools
import json
import re
from typing import Any, NamedTuple

from mcpgateway_native.engine import TextEngine
from mcpgateway_native.fallback._measure import measure

_ENGINE = "json_repair"

# Who calls these functions asks for JSON by name, so they reach further than the gateway does.
_DEFAULTS = {"extract": "all", "top_level": "scalars", "concatenated": "list"}


class Repair(NamedTuple):
    """One repair: the rule, the place in the text that it replaces (code points), and how sure it is, from 0 to 1."""

    rule: str
    start: int
    end: int
    confidence: float


class RepairReport(NamedTuple):
    """What became of a text.

    `text` is the very text that was given when nothing was repaired. `reason` says why a text that is not valid JSON
    was left alone: `not_json`, `ambiguous`, `unrepairable`, `too_deep` or `too_long`.
    """

    text: str
    changed: bool
    repairs: list[Repair]
    reason: str | None

    def __repr__(self) -> str:
        """Show counts only: the text may not reach a log."""
        return f"RepairReport(changed={self.changed}, repairs={len(self.repairs)}, reason={self.reason!r})"


def repair_json(text: str, **options: Any) -> str:
    """Return `text` repaired: valid JSON, or the same object when it is valid already or was left alone.

    `options` are the keys of the configuration of the engine; see its page. Raises `ConfigError` for others and
    `TypeError` for what is no string.
    """
    return _engine(options).rewrite(text)


def loads(text: str, **options: Any) -> Any:
    """Return the value of `text` after repair; raises `ValueError` (`json.JSONDecodeError`) when there is none."""
    return json.loads(repair_json(text, **options))


def repair_report(text: str, **options: Any) -> RepairReport:
    """Return `text` repaired, and what was repaired where, or why it was left alone."""
    engine = _engine(options)
    repairs = [Repair._make(finding) for finding in engine.scan(text)]
    if not repairs:
        return RepairReport(text, False, [], engine.why(text))
    repaired = engine.rewrite(text)
    return RepairReport(repaired, repaired != text, repairs, None)


def _engine(options: dict[str, Any]) -> TextEngine:
    if not options:
        return _default()
    return TextEngine(_ENGINE, {**_DEFAULTS, **options})


@functools.cache
def _default() -> TextEngine:
    return TextEngine(_ENGINE, _DEFAULTS)


# A text that begins like this is a document under no continuation, unless prose around one may be removed: neither
# with an opener, a quote or a comment, nor with the words before `(` or `=`.
_NOT_JSON = re.compile(
    r"[ \t\n\r\x0b\x0c]*(?:[A-Za-z0-9_$.][A-Za-z0-9_$. ]{0,95}(?![A-Za-z0-9_$. (={\[])."
    r"|[A-Za-z0-9_$.][A-Za-z0-9_$. ]{96}|[!%&*+,\-:;<>?@~^|)\]}])",
    re.DOTALL,
)


# How much of a text is looked at for that.
_BEGINNING = 1024


class JSONRepairStream:
    """Repairs a text that comes in chunks, with the result that `rewrite` has for the whole text.

    Whether a text is repaired at all is settled at its end, since one doubtful repair leaves all of it alone. So a text
    that may be a document is held back until `finish`; let go chunk by chunk is what is no document under any
    continuation: text longer than `max_bytes`, and, unless `extract` is `all` or `top_level` another than `containers`,
    text that begins like prose.

    Attributes: `implementation` ("rust" or "python") and `reason`.
    """

    __slots__ = ("_chunks", "_early", "_engine", "_finished", "_limit", "_passes", "_size", "implementation", "reason")

    def __init__(self, config: Any = None, *, native: bool | str | None = "auto") -> None:
        """Begin a text; `config` and `native` as in `mcpgateway_native.load`."""
        self._engine = TextEngine(_ENGINE, config, native=native)
        settings = json.loads(self._engine.twin_json)
        self.implementation, self.reason = self._engine.implementation, self._engine.reason
        self._early = settings.get("extract") != "all" and settings.get("top_level", "containers") == "containers"
        self._limit = settings.get("max_bytes")
        self._chunks: list[str] = []
        self._size = 0
        self._passes = False
        self._finished = False

    def feed(self, chunk: str) -> str:
        """Take the next part of the text; return what can be let go."""
        if not isinstance(chunk, str):
            raise TypeError(f"feed() takes a str, not {type(chunk).__name__}")
        if self._finished:
            raise ValueError("the stream is finished")
        if self._passes:
            return chunk
        self._chunks.append(chunk)
        if self._limit is not None:
            self._size += measure(chunk)[1]
        if not self._is_decided():
            return ""
        self._passes = True
        return self._taken()

    def finish(self) -> str:
        """End the text and return the rest of it; afterwards `feed` and `finish` raise `ValueError`."""
        if self._finished:
            raise ValueError("the stream is finished")
        self._finished = True
        rest = self._taken()
        return rest if self._passes else self._engine.rewrite(rest)

    @property
    def held_back(self) -> int:
        """How many characters wait for what follows them."""
        return sum(map(len, self._chunks))

    def __repr__(self) -> str:
        """Show what runs, and nothing of the text."""
        return f"<{type(self).__name__} ({self.implementation})>"

    def _is_decided(self) -> bool:
        """Whether the text is left alone whatever follows."""
        if self._limit is not None and self._size > self._limit:
            return True
        if not self._early:
            return False
        # The beginning decides or nothing does.
        self._chunks = ["".join(self._chunks)]
        self._early = len(self._chunks[0]) < _BEGINNING
        return _NOT_JSON.match(self._chunks[0]) is not None

    def _taken(self) -> str:
        text = "".join(self._chunks)
        self._chunks = []
        return text
