"""The PII filter: finds personal data and puts masks in its place."""

from typing import Any

from mcpgateway_native.fallback._spans import Span, resolve_overlaps
from mcpgateway_native.fallback._text import TextTwin
from mcpgateway_native.fallback.pii_filter.config import NAME, read_config
from mcpgateway_native.fallback.pii_filter.masks import Masker, tag_of
from mcpgateway_native.fallback.pii_filter.rules import all_rules
from mcpgateway_native.fallback.pii_filter.scanner import Scanner

# Custom patterns are taken at their word.
_CUSTOM_CONFIDENCE = 100


class Engine(TextTwin):
    """Built from a checked configuration; custom patterns are numbered after the rules of the file."""

    name = NAME

    def __init__(self, config: Any) -> None:
        """Read `config`; raises `ConfigError`."""
        settings = read_config(config)
        super().__init__(settings.walk)
        rules = all_rules()
        self._scanner = Scanner([rule for rule in rules if settings.enables(rule.type, rule.opt_in)])
        self._names = [rule.type for rule in rules] + [pattern.name for pattern in settings.custom]
        self._custom = [(len(rules) + index, custom.regex) for index, custom in enumerate(settings.custom)]
        per_type = settings.masking.per_type
        self._own = [per_type.get(rule.type) for rule in rules]
        self._own += [pattern.strategy or per_type.get(pattern.name) for pattern in settings.custom]
        self._strategies = [own or settings.strategy for own in self._own]
        self._tags = [tag_of(name) for name in self._names]
        self._whitelist = settings.whitelist
        self._masker = Masker(settings.redaction_text, settings.mask_key, settings.masking.preserve)

    def find(self, text: str) -> list[Span]:
        """Return what is in `text`, in order and without overlaps."""
        spans = self._scanner.find(text)
        for number, regex in self._custom:
            for match in regex.finditer(text):
                if match.end() > match.start():
                    spans.append(Span(match.start(), match.end(), number, _CUSTOM_CONFIDENCE))
        if self._whitelist and spans:
            spans = [span for span in spans if not self._whitelisted(text[span.start : span.end])]
        return resolve_overlaps(spans)

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

    def _whitelisted(self, value: str) -> bool:
        return any(regex.search(value) for regex in self._whitelist)
