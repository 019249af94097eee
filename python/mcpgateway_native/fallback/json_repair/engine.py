"""JSON repair: edits to a text that was meant to be JSON, and none to any other."""

from typing import Any

from mcpgateway_native.fallback._measure import measure
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback._text import TextTwin
from mcpgateway_native.fallback.json_repair import duplicates, strict
from mcpgateway_native.fallback.json_repair.config import NAME, NO_LIMIT, Options, read_config
from mcpgateway_native.fallback.json_repair.document import Document
from mcpgateway_native.fallback.json_repair.rules import ROWS, Rule
from mcpgateway_native.fallback.json_repair.script import Script
from mcpgateway_native.fallback.json_repair.state import Refused

# Levels of escapes that are taken off, at most.
_DEEPEST = 3


class Engine(TextTwin):
    """Built from a checked configuration."""

    name = NAME

    def __init__(self, config: Any) -> None:
        """Read `config`; raises `ConfigError`."""
        self._options, walk = read_config(config)
        super().__init__(walk)

    def find(self, text: str) -> list[Span]:
        """Return the repairs of `text` in order, without what they write."""
        return self.edits(text)[0]

    def edits(self, text: str) -> tuple[list[Span], list[str] | None]:
        """Return the repairs of `text` in order, and what each writes."""
        data = text.encode()
        try:
            script = repair(data, self._options)
        except Refused:
            return [], []
        places = _CodePoints(data, len(data) == len(text))
        spans = [Span(places.at(one.start), places.at(one.end), one.rule, one.confidence) for one in script.edits]
        return spans, [one.text.decode() for one in script.edits]

    def why(self, text: str) -> str | None:
        """Return why a text is left as it is although something is wrong with it."""
        data = measure(text)[0].encode()
        if strict.is_json(data, NO_LIMIT):
            return None
        try:
            repair(data, self._options)
        except Refused as refused:
            return str(refused)
        return None

    def rule_name(self, rule: int) -> str:
        """Return the name of a rule."""
        return ROWS[rule].name

    def mask(self, rule: int, value: str) -> str:
        """Return `value`: only edits know what takes the place of a finding."""
        return value


class _CodePoints:
    """Turns ascending byte offsets of one text into code points."""

    def __init__(self, data: bytes, plain: bool) -> None:
        self._data, self._plain = data, plain
        self._byte = self._count = 0

    def at(self, offset: int) -> int:
        if self._plain:
            return offset
        if offset < self._byte:
            self._byte = self._count = 0
        self._count += len(self._data[self._byte : offset].decode())
        self._byte = offset
        return self._count


def repair(text: bytes, options: Options, level: int = 0) -> Script:
    """Return the edits that make `text` valid, none when it is; raises `Refused`."""
    if len(text) > options.max_bytes:
        raise Refused("too_long")
    if strict.is_json(text, options.max_depth):
        return Script()
    script, refused = _tried(text, options, level, False)
    # Indentation knows where a closer is missing; it is asked only when one is.
    if (script is None or script.has_closers) and b"\n" in text:
        script = _tried(text, options, level, True)[0] or script
    if script is None:
        raise refused or Refused("unrepairable")
    kept = Rule.NOT_A_NUMBER if options.nan == "keep" else Rule.DUPLICATE_KEY
    if level == 0 and options.duplicate_keys != "keep" and script.has_others(kept):
        removed = duplicates.remove(text, script, options.duplicate_keys)
        if removed and not _is_valid(script.apply(text), options):
            raise Refused("unrepairable")
    if options.nan == "keep":
        script.drop_rule(Rule.NOT_A_NUMBER)
    if script.confidence < options.min_confidence:
        raise Refused("ambiguous")
    return script


def _tried(text: bytes, options: Options, level: int, indented: bool) -> tuple[Script | None, Refused | None]:
    """Return the edits of one pass over `text`, or why there are none.

    With `indented`, indentation closes containers, and the pass counts only if it did.
    """
    document = Document(text, options, indented)

    def inner(plain: bytes) -> bytes:
        if level >= _DEEPEST:
            raise Refused("unrepairable")
        return repair(plain, options, level + 1).apply(plain)

    try:
        document.whole(inner)
    except Refused as refused:
        return None, refused
    script = document.script
    script.sort()
    if document.dedented != indented or not script.is_consistent or not _is_valid(script.apply(text), options):
        return None, None
    return script, None


def _is_valid(text: bytes, options: Options) -> bool:
    """Whether `text` is what a repair may return: a document, or several where those are kept."""
    at = 0
    while True:
        stop = strict.check(text, at, options.max_depth)
        if stop.complete:
            return True
        if not stop.closed or stop.at <= at or options.concatenated != "keep":
            return False
        at = stop.at
