"""The twin of a text engine: a subclass says what it finds and what takes its place, the rest is here."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from mcpgateway_native.errors import LimitError
from mcpgateway_native.fallback._options import WalkOptions
from mcpgateway_native.fallback._spans import Span, replace_spans

Finding = tuple[str, int, int, float]
PathFinding = tuple[str, int, int, float, str]
Result = tuple[Any, list[PathFinding], bool, bool, str | None]
Pseudonymized = tuple[Any, list[PathFinding], bool, bool, str | None, dict[str, str], list[str]]

_SURROGATE = re.compile("[\ud800-\udfff]")


class TextTwin(ABC):
    """Scans and rewrites texts and walks payloads; `find`, `rule_name` and `mask` make an engine of it."""

    name: str

    def __init__(self, options: WalkOptions) -> None:
        """Walk payloads by `options`."""
        self.options = options
        self._stats = {"texts": 0, "bytes": 0, "findings": 0, "changed": 0}

    @abstractmethod
    def find(self, text: str) -> list[Span]:
        """Return what is in `text`, which has no lone surrogates, in order and without overlaps."""

    @abstractmethod
    def rule_name(self, rule: int) -> str:
        """Return the name of a rule as findings show it."""

    @abstractmethod
    def mask(self, rule: int, value: str) -> str:
        """Return what takes the place of `value`, which `rule` found."""

    def scan(self, text: str) -> list[Finding]:
        """Return the findings in `text` as (rule, start, end, confidence), offsets in code points."""
        _, spans = self._scan(text, "scan")
        return [(self.rule_name(span.rule), span.start, span.end, span.confidence / 100) for span in spans]

    def rewrite(self, text: str) -> str:
        """Return `text` with every finding replaced; the same object when that changes nothing."""
        whole, spans = self._scan(text, "rewrite")
        if not spans:
            return text
        rewritten = self.replace(text, whole, spans)
        if rewritten == text:
            return text
        self._stats["changed"] += 1
        return rewritten

    def process(self, payload: Any) -> Result:
        """Walk any value and rewrite the text in it.

        Returns the payload (the same object when nothing changed), the findings with their paths, whether it changed,
        whether everything was looked at, and if not, why.
        """
        from mcpgateway_native.fallback._process import process

        return process(self, payload)

    def pseudonym(self, rule: int, value: str, scope: str | None) -> tuple[str, bool]:
        """As `mask`, where masks may be put back: a pseudonym of `value` in `scope`, or without one a token.

        Returns the mask and whether it is one to be put back.
        """
        return self.mask(rule, value), False

    def pseudonymize(self, payload: Any, scope: str | None, known: Iterable[str]) -> Pseudonymized:
        """As `process`, for masks that can be put back; returns `pairs` and `suspects` as well.

        With a scope, pseudonyms are written and `pairs` says what each stands for (an empty text: two values); with
        the empty scope, tokens; with none, the usual masks. Pseudonyms in `known` are no findings; those in `suspects`
        were.
        """
        from mcpgateway_native.fallback._pseudonyms import Pseudonymizer

        engine = Pseudonymizer(self, scope, known)
        return *engine.process(payload), engine.pairs, sorted(engine.suspects)

    def stats(self) -> dict[str, int]:
        """Return the running totals."""
        return dict(self._stats)

    def count(self, texts: int, size: int, findings: int, changed: bool) -> None:
        """Add one call's work to the totals."""
        self._stats["texts"] += texts
        self._stats["bytes"] += size
        self._stats["findings"] += findings
        self._stats["changed"] += changed

    def replace(self, text: str, whole: str, spans: list[Span]) -> str:
        """Replace `spans` in `text`; `whole` is the text without lone surrogates, which masks are made from."""
        return replace_spans(text, spans, lambda span: self.mask(span.rule, whole[span.start : span.end]))

    def _scan(self, text: str, method: str) -> tuple[str, list[Span]]:
        if not isinstance(text, str):
            raise TypeError(f"{method}() takes a str, not {type(text).__name__}")
        whole, size = measure(text)
        limit = self.options.max_text_bytes
        if limit is not None and size > limit:
            raise LimitError(f"{self.name}: the text is longer than max_text_bytes ({limit})")
        spans = self.find(whole)
        self.count(1, size, len(spans), False)
        return whole, spans


def measure(text: str) -> tuple[str, int]:
    """Return `text` with U+FFFD for every lone surrogate, and its length in bytes of UTF-8."""
    whole = str.__str__(text)  # plain, whatever a subclass does
    if whole.isascii():
        return whole, len(whole)
    try:
        return whole, len(whole.encode())
    except UnicodeEncodeError:
        whole = _SURROGATE.sub("\ufffd", whole)
        return whole, len(whole.encode())
