"""The twin of a text engine: a subclass says what it finds and what takes its place, the rest is here."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from mcpgateway_native.errors import LimitError
from mcpgateway_native.fallback import _process
from mcpgateway_native.fallback._measure import measure
from mcpgateway_native.fallback._options import WalkOptions
from mcpgateway_native.fallback._spans import Span, replace_spans
from mcpgateway_native.fallback._walk import Leaf

Finding = tuple[str, int, int, float]
PathFinding = tuple[str, int, int, float, str]
Result = tuple[Any, list[PathFinding], bool, bool, str | None]
Pseudonymized = tuple[Any, list[PathFinding], bool, bool, str | None, dict[str, str], list[str]]


class Twin(ABC):
    """Walks payloads and counts; what is done to a text is up to subclasses."""

    name: str

    def __init__(self, options: WalkOptions) -> None:
        """Walk payloads by `options`."""
        self.options = options
        self._stats = {"texts": 0, "bytes": 0, "findings": 0, "changed": 0}

    @abstractmethod
    def scan(self, text: str) -> list[Finding]:
        """Return the findings in `text` as (rule, start, end, confidence), offsets in code points."""

    @abstractmethod
    def rewrite(self, text: str) -> str:
        """Return `text` with every finding replaced; the same object when that changes nothing."""

    @abstractmethod
    def work(self, leaf: Leaf) -> tuple[list[Finding], Any]:
        """Return the findings in one text of a payload and what takes its place: the same object if nothing changes."""

    def process(self, payload: Any) -> Result:
        """Walk any value and rewrite the text in it.

        Returns the payload (the same object when nothing changed), the findings with their paths, whether it changed,
        whether everything was looked at, and if not, why.
        """
        return _process.process(self, payload)

    def stats(self) -> dict[str, int]:
        """Return the running totals."""
        return dict(self._stats)

    def count(self, texts: int, size: int, findings: int, changed: bool) -> None:
        """Add one call's work to the totals."""
        self._stats["texts"] += texts
        self._stats["bytes"] += size
        self._stats["findings"] += findings
        self._stats["changed"] += changed

    def _checked(self, text: str, method: str) -> str:
        """Return `text` counted and with U+FFFD for lone surrogates; raise for what is no text or too long."""
        if not isinstance(text, str):
            raise TypeError(f"{method}() takes a str, not {type(text).__name__}")
        whole, size = measure(text)
        limit = self.options.max_text_bytes
        if limit is not None and size > limit:
            raise LimitError(f"{self.name}: the text is longer than max_text_bytes ({limit})")
        self.count(1, size, 0, False)
        return whole


class TextTwin(Twin):
    """Replaces each finding by itself; `find`, `rule_name` and `mask` make an engine of it."""

    @abstractmethod
    def find(self, text: str) -> list[Span]:
        """Return what is in `text`, which has no lone surrogates, in order and without overlaps."""

    @abstractmethod
    def rule_name(self, rule: int) -> str:
        """Return the name of a rule as findings show it."""

    @abstractmethod
    def mask(self, rule: int, value: str) -> str:
        """Return what takes the place of `value`, which `rule` found."""

    def edits(self, text: str) -> tuple[list[Span], list[str] | None]:
        """As `find`, for engines whose replacements depend on more than the rule and the value.

        Returns the spans and the replacement of each; None where `mask` is to be asked.
        """
        return self.find(text), None

    def why(self, text: str) -> str | None:
        """Return why `text` is left as it is although something is wrong with it; None without such a reason."""
        return None

    def scan(self, text: str) -> list[Finding]:
        """Return the findings in `text` as (rule, start, end, confidence), offsets in code points."""
        whole = self._checked(text, "scan")
        spans = self.find(whole)
        self._stats["findings"] += len(spans)
        return [(self.rule_name(span.rule), span.start, span.end, span.confidence / 100) for span in spans]

    def rewrite(self, text: str) -> str:
        """Return `text` with every finding replaced; the same object when that changes nothing."""
        whole = self._checked(text, "rewrite")
        spans, replacements = self.edits(whole)
        if not spans:
            return text
        self._stats["findings"] += len(spans)
        rewritten = self.replace(text, whole, spans, replacements)
        if rewritten == text:
            return text
        self._stats["changed"] += 1
        return rewritten

    def work(self, leaf: Leaf) -> tuple[list[Finding], Any]:
        """Return the findings in one text of a payload and what takes its place: the same object if nothing changes."""
        return _process.work(self, leaf)

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

    def replace(self, text: str, whole: str, spans: list[Span], replacements: list[str] | None = None) -> str:
        """Replace `spans` in `text`; `whole` is the text without lone surrogates, which masks are made from."""
        if replacements is not None:
            following = iter(replacements)
            return replace_spans(text, spans, lambda _: next(following))
        return replace_spans(text, spans, lambda span: self.mask(span.rule, whole[span.start : span.end]))
