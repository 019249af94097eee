"""Masks that can be put back: an engine whose masks are pseudonyms, and which keeps what they stand for."""

import re
from collections.abc import Iterable

from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback._text import TextTwin

PSEUDONYM = re.compile(r"\[[A-Z_]{2,40}:[0-9a-f]{12}\]")
_LONGEST = 55

# More of them in one payload are somebody's game, and looked at no more.
_MAX_SUSPECTS = 10_000


class Pseudonymizer(TextTwin):
    """An engine for one payload, around another; see `TextTwin.pseudonymize`."""

    def __init__(self, engine: TextTwin, scope: str | None, known: Iterable[str]) -> None:
        """Mask as `engine` does, but by `scope`; what is in `known` stays as it is."""
        super().__init__(engine.options)
        self.name = engine.name
        self._engine = engine
        self._scope = scope
        self._known = frozenset(known)
        self.pairs: dict[str, str] = {}
        self.suspects: set[str] = set()

    def __repr__(self) -> str:
        """Name the class only: neither scopes nor values may reach a log."""
        return "<Pseudonymizer>"

    def find(self, text: str) -> list[Span]:
        """Return what the engine finds in `text`, apart from known pseudonyms."""
        return [span for span in self._engine.find(text) if not self._stays(text, span)]

    def rule_name(self, rule: int) -> str:
        """Return the name of a rule."""
        return self._engine.rule_name(rule)

    def mask(self, rule: int, value: str) -> str:
        """Return what takes the place of `value`, and remember what it stands for."""
        if self._scope is None:
            return self._engine.mask(rule, value)
        mask, is_pseudonym = self._engine.pseudonym(rule, value, self._scope or None)
        if is_pseudonym and self.pairs.setdefault(mask, value) != value:
            self.pairs[mask] = ""
        return mask

    def count(self, texts: int, size: int, findings: int, changed: bool) -> None:
        """Count for the engine."""
        self._engine.count(texts, size, findings, changed)

    def _stays(self, text: str, span: Span) -> bool:
        """Whether a finding is nothing but a known pseudonym."""
        start = text.rfind("[", max(span.start - _LONGEST + 1, 0), span.start + 1)
        match = PSEUDONYM.match(text, start) if start >= 0 else None
        if match is None or span.end > match.end():
            return False
        if match[0] in self._known:
            return True
        if len(self.suspects) < _MAX_SUSPECTS:
            self.suspects.add(match[0])
        return False
