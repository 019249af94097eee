"""Direct use of the PII filter: the typed engine, and the class that older documentation promised."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mcpgateway_native import backends
from mcpgateway_native.engine import Finding, TextEngine
from mcpgateway_native.errors import LimitError

Detections = dict[str, list[dict[str, Any]]]

_FIELDS = ("value", "start", "end", "mask_strategy")


class PIIFilter(TextEngine):
    """The PII filter as a class: `PIIFilter(config)` is `load("pii_filter", config)`."""

    __slots__ = ()

    def __init__(self, config: Any = None, *, native: bool | str | None = None) -> None:
        """Build the engine; `config` and `native` as in `mcpgateway_native.load`."""
        super().__init__("pii_filter", config, native=native)


class Detector:
    """Detections by type, with the found values in them; these calls are the only ones that return found text."""

    def __init__(self, config: Any = None, *, native: bool | str | None = None) -> None:
        """Build the detector; `config` and `native` as in `mcpgateway_native.load`."""
        from mcpgateway_native.fallback.pii_filter.config import TYPE_KEYS, read_config
        from mcpgateway_native.fallback.pii_filter.masks import STRATEGIES, Masker

        self._engine = PIIFilter(config, native=native)
        self._config = read_config(json.loads(self._engine.twin_json))
        masking = self._config.masking
        self._masker = Masker(self._config.redaction_text, self._config.mask_key, masking.preserve)
        self._strategies = frozenset(STRATEGIES)
        self._types = frozenset({kind for kind, _, _ in TYPE_KEYS} | {custom.name for custom in self._config.custom})

    @property
    def implementation(self) -> str:
        """`"rust"` or `"python"`."""
        return self._engine.implementation

    def detect(self, text: str) -> Detections:
        """Return, by type, the found values with their offsets in code points and how they would be masked."""
        detections: Detections = {}
        for kind, start, end, confidence in self._engine.scan(text):
            self._add(detections, kind, text[start:end], start, end, confidence)
        return detections

    def mask(self, text: str, detections: Mapping[str, list[dict[str, Any]]]) -> str:
        """Return the text with the given detections masked; types that the detector does not know are ignored."""
        hits = sorted(
            (
                _checked(hit, kind, len(text))
                for kind, hits in detections.items()
                if kind in self._types
                for hit in hits
            ),
            key=lambda hit: (hit[0], hit[1]),
        )
        if not hits:
            return text
        parts: list[str] = []
        copied = 0
        for start, end, kind, value, strategy in hits:
            if start < copied:
                raise ValueError("Detections overlap")
            known = strategy if strategy in self._strategies else "redact"
            parts += (text[copied:start], self._masker.mask(known, kind, value))
            copied = end
        return "".join((*parts, text[copied:]))

    def process_nested(self, data: Any, path: str = "") -> tuple[bool, Any, Detections]:
        """Mask any value; return whether something changed, the new value and the detections in it.

        `path` names the value in the caller's terms; it is accepted for compatibility and has no effect.
        """
        outcome = self._engine.process(data)
        if outcome.blocked:
            raise LimitError(f"pii_filter: the value was not scanned completely: {outcome.reason}")
        detections: Detections = {}
        if outcome.findings:
            for text, (kind, start, end, confidence) in self._found_in(data):
                self._add(detections, kind, text[start:end], start, end, confidence)
        return outcome.changed, outcome.payload, detections

    def __repr__(self) -> str:
        """Show the implementation and nothing of the configuration, which may hold a key."""
        return f"<{type(self).__name__} ({self.implementation})>"

    def _found_in(self, data: Any) -> Iterator[tuple[str, Finding]]:
        """Yield each text of `data` that holds something, with what is in it; engines do not hand out texts."""
        from mcpgateway_native.fallback._walk import Gatherer

        gathered = Gatherer(self._config.walk)
        gathered.run(data)
        twin = backends.twin("pii_filter", self._engine.twin_json) if self._config.walk.json_strings else None
        for leaf in gathered.leaves:
            # Offsets in JSON text depend on the whole document, which only the walk looks at.
            document = leaf.text.lstrip()[:1] in ("{", "[", '"')
            found = twin.work(leaf)[0] if twin is not None and document else self._engine.scan(leaf.text)
            for finding in found:
                yield leaf.text, finding

    def _add(self, detections: Detections, kind: str, value: str, start: int, end: int, confidence: float) -> None:
        strategy = self._strategy(kind, value, confidence)
        hit = {"value": value, "start": start, "end": end, "mask_strategy": strategy}
        detections.setdefault(kind, []).append(hit)

    def _strategy(self, kind: str, value: str, confidence: float) -> str:
        """Return the strategy for a value: that of the user's pattern that found it, of its type, or the default."""
        if confidence == 1.0:
            for custom in self._config.custom:
                if custom.name == kind and custom.strategy and custom.regex.fullmatch(value):
                    return custom.strategy
        return self._config.masking.per_type.get(kind, self._config.strategy)


class PIIDetectorRust(Detector):
    """The detector under the name of the older documentation; without a compiled module, Python answers."""


def _checked(hit: Any, kind: str, length: int) -> tuple[int, int, str, str, str]:
    """Return a detection of a caller as (start, end, type, value, strategy), or raise for what cannot be."""
    for field in _FIELDS:
        if field not in hit:
            raise ValueError(f"Detection is missing required field '{field}'")
    start, end, value = hit["start"], hit["end"], hit["value"]
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(value, str):
        raise ValueError("Detection has a field of the wrong type")
    if not 0 <= start <= end <= length:
        raise ValueError("Detection lies outside the text")
    strategy = hit["mask_strategy"]
    return start, end, str(getattr(kind, "value", kind)), value, str(getattr(strategy, "value", strategy))
