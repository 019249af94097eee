"""The PII filter: finds personal data and puts masks in its place."""

from collections.abc import Iterable, Iterator
from typing import Any

from mcpgateway_native.fallback._spans import Span, resolve_overlaps
from mcpgateway_native.fallback._text import TextTwin
from mcpgateway_native.fallback.pii_filter.config import NAME, read_config
from mcpgateway_native.fallback.pii_filter.context import most
from mcpgateway_native.fallback.pii_filter.masks import Masker, tag_of
from mcpgateway_native.fallback.pii_filter.rules import outlines, rule
from mcpgateway_native.fallback.pii_filter.scanner import Scanner
from mcpgateway_native.fallback.pii_filter.stream import NORMALIZED_WINDOW, WINDOW, Stream

# Custom patterns are taken at their word.
_CUSTOM_CONFIDENCE = 100


class Engine(TextTwin):
    """Built from a checked configuration; custom patterns are numbered after the rules of the files."""

    name = NAME

    def __init__(self, config: Any) -> None:
        """Read `config`; raises `ConfigError`."""
        settings = read_config(config)
        super().__init__(settings.walk)
        rules = outlines()
        self._contexts = [outline.context for outline in rules]
        self._least = [settings.min_confidence.of(outline.type) for outline in rules]
        enabled = [outline for outline in rules if settings.enables(outline)]
        # Rules that cannot become sure enough need not be asked.
        sure = [one for one in enabled if most(one.confidence, one.context) >= self._least[one.number]]
        self._scanner = Scanner([rule(outline.number) for outline in sure])
        self._names = [outline.type for outline in rules] + [pattern.name for pattern in settings.custom]
        self._first_custom = len(rules)
        self._custom = [custom.regex for custom in settings.custom]
        per_type = settings.masking.per_type
        self._own = [per_type.get(outline.type) for outline in rules]
        self._own += [pattern.strategy or per_type.get(pattern.name) for pattern in settings.custom]
        self._strategies = [own or settings.strategy for own in self._own]
        self._tags = [tag_of(name) for name in self._names]
        self._whitelist = settings.whitelist
        self._normalize = settings.normalize
        self._masker = Masker(settings.redaction_text, settings.mask_key, settings.masking.preserve)

    def find(self, text: str) -> list[Span]:
        """Return what is in `text`, in order and without overlaps."""
        spans = self.candidates(text)
        for index in range(self.custom):
            spans += self.not_allowed(text, self.custom_matches(index, text))
        return resolve_overlaps(spans)

    def stream(self) -> Stream:
        """Return a rewriter for one text that comes in chunks."""
        return Stream(self, NORMALIZED_WINDOW if self._normalize else WINDOW)

    @property
    def custom(self) -> int:
        """How many custom patterns there are."""
        return len(self._custom)

    def candidates(self, text: str) -> list[Span]:
        """Return what the rules find in `text`, and with `normalize` what anything finds in views of it.

        They may overlap and are in no particular order.
        """
        spans = self.not_allowed(text, self._sure(text, self._scanner.find(text)))
        if self._normalize:
            from mcpgateway_native.fallback import _normalize

            # What a view shows was allowed there or not; the original may still be.
            spans += self.not_allowed(text, _normalize.find(text, self._candidates_in_view))
        return spans

    def custom_matches(self, index: int, text: str, start: int = 0) -> Iterator[Span]:
        """Yield the matches of one custom pattern in `text` from `start` on, one behind the other."""
        for match in self._custom[index].finditer(text, start):
            yield Span(match.start(), match.end(), self._first_custom + index, _CUSTOM_CONFIDENCE)

    def not_allowed(self, text: str, spans: Iterable[Span]) -> list[Span]:
        """Return those of `spans` that the whitelist does not let through."""
        if not self._whitelist:
            return list(spans)
        return [span for span in spans if not self._whitelisted(text[span.start : span.end])]

    def rule_name(self, rule: int) -> str:
        """Return the type that `rule` finds."""
        return self._names[rule]

    def mask(self, rule: int, value: str) -> str:
        """Return the mask of `value`."""
        return self._masker.mask(self._strategies[rule], self._names[rule], value)

    def pseudonym(self, rule: int, value: str, scope: str | None) -> tuple[str, bool]:
        """Return a pseudonym of `value` in `scope`, or a token; what was asked for by name is not for the way back."""
        if self._own[rule] is not None:
            return self.mask(rule, value), False
        if scope is None:
            return self._masker.mask("tokenize", self._names[rule], value), False
        return self._masker.pseudonym(scope, self._tags[rule], self._names[rule], value), True

    def _candidates_in_view(self, view: str) -> list[Span]:
        spans = self._sure(view, self._scanner.find(view))
        for index in range(self.custom):
            spans += self.custom_matches(index, view)
        return self.not_allowed(view, spans)

    def _sure(self, text: str, spans: list[Span]) -> list[Span]:
        """Weigh `spans` by their surroundings and drop those that are not sure enough."""
        sure = []
        for span in spans:
            context = self._contexts[span.rule]
            if context is not None:
                confidence = context.adjusted(span.confidence, text, span.start, span.end)
                if confidence < self._least[span.rule]:
                    continue
                span = span._replace(confidence=confidence)
            sure.append(span)
        return sure

    def _whitelisted(self, value: str) -> bool:
        return any(regex.search(value) for regex in self._whitelist)
