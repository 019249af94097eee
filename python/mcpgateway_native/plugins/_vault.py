"""The way back from pseudonyms: what each stands for, in which session and for which server.

One store for the process, because the gateway builds its plugin objects anew all the time. A forked process begins
with an empty one. Nothing is written anywhere.
"""

import os
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

from mcpgateway_native.fallback._json_text import JsonText
from mcpgateway_native.fallback._options import WalkOptions
from mcpgateway_native.fallback._pseudonyms import PSEUDONYM
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback._text import TextTwin

DEFAULT_ENTRIES = 10_000

# Of scopes, pseudonyms and values together; long before that the number of entries is the bound.
_MAX_CHARACTERS = 16 << 20

Entry = tuple[str, str]  # scope and pseudonym


class Vault:
    """Values by scope and pseudonym; those that were not used for longest are forgotten first."""

    def __init__(self, max_characters: int = _MAX_CHARACTERS) -> None:
        """Keep at most `max_characters`."""
        self._max_characters = max_characters
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._values: OrderedDict[Entry, str] = OrderedDict()
        self._holders: Counter[str] = Counter()  # in how many scopes a pseudonym is known
        self._characters = 0
        self._counts = dict.fromkeys(("remembered", "restored", "evicted", "foreign"), 0)

    def __repr__(self) -> str:
        """Show the number of entries: the content is personal data."""
        return f"<Vault: {len(self._values)} entries>"

    def remember(self, scope: str, pairs: Mapping[str, str], max_entries: int = DEFAULT_ENTRIES) -> None:
        """Keep what the pseudonyms of `scope` stand for, and no more than `max_entries` in all."""
        with self._lock:
            for pseudonym, value in pairs.items():
                self._put((scope, pseudonym), value)
            while self._values and (len(self._values) > max_entries or self._characters > self._max_characters):
                self._forget_oldest()

    def known(self, pseudonyms: Iterable[str]) -> frozenset[str]:
        """Return those of `pseudonyms` that stand for something in any scope."""
        with self._lock:
            return frozenset(pseudonym for pseudonym in pseudonyms if pseudonym in self._holders)

    def value(self, scope: str, pseudonym: str) -> str | None:
        """Return what `pseudonym` stands for in `scope`; None when it is nothing, or not clear."""
        with self._lock:
            value = self._values.get((scope, pseudonym))
            if value:
                self._values.move_to_end((scope, pseudonym))
                self._counts["restored"] += 1
            elif value is None and pseudonym in self._holders:
                self._counts["foreign"] += 1
            return value or None

    def restore(self, scope: str, payload: Any) -> Any:
        """Put values in the place of the pseudonyms of `scope` in any value; the same object without any."""
        if not self._values:
            return payload
        return _Restorer(self, scope).process(payload)[0]

    def stats(self) -> dict[str, int]:
        """Return the number of entries, and what happened so far."""
        with self._lock:
            return {"entries": len(self._values), "characters": self._characters, **self._counts}

    def clear(self) -> None:
        """Forget everything."""
        self._reset()

    def _put(self, entry: Entry, value: str) -> None:
        earlier = self._values.get(entry)
        if earlier is None:
            self._values[entry] = value
            self._holders[entry[1]] += 1
            self._characters += _size(entry, value)
            self._counts["remembered"] += 1
            return
        self._values.move_to_end(entry)
        if earlier != value:
            # Two values with one digest: which was meant cannot be known, so it is put back no more.
            self._values[entry] = ""
            self._characters -= len(earlier)

    def _forget_oldest(self) -> None:
        entry, value = self._values.popitem(last=False)
        self._characters -= _size(entry, value)
        self._holders[entry[1]] -= 1
        if not self._holders[entry[1]]:
            del self._holders[entry[1]]
        self._counts["evicted"] += 1


def _size(entry: Entry, value: str) -> int:
    return len(entry[0]) + len(entry[1]) + len(value)


class _Restorer(TextTwin):
    """An engine that finds the pseudonyms of a scope, in keys as well, and whose masks are the values."""

    name = "vault"

    def __init__(self, vault: Vault, scope: str) -> None:
        # What cannot be rewritten keeps its pseudonyms.
        super().__init__(WalkOptions(keys=True, block=False))
        self._vault = vault
        self._scope = scope
        self._values: dict[str, str] = {}

    def __repr__(self) -> str:
        return "<Restorer>"

    def find(self, text: str) -> list[Span]:
        """Return where pseudonyms of the scope are."""
        spans = []
        for match in PSEUDONYM.finditer(text) if "[" in text else ():
            value = self._vault.value(self._scope, match[0])
            if value is not None:
                self._values[match[0]] = value
                spans.append(Span(match.start(), match.end(), 0, 100))
        return spans

    def rule_name(self, rule: int) -> str:
        return self.name

    def mask(self, rule: int, value: str) -> str:
        return self._values[value]

    def replace(self, text: str, whole: str, spans: list[Span], replacements: list[str] | None = None) -> str:
        """Put the values in; inside a JSON document so that it stays one."""
        plain = all(_is_plain(self._values[whole[span.start : span.end]]) for span in spans)
        document = None if plain else JsonText.parse(whole)
        return super().replace(text, whole, spans) if document is None else document.rewrite(text, spans, self.mask)


def _is_plain(value: str) -> bool:
    """Whether a value stands in a JSON string as it is."""
    return '"' not in value and "\\" not in value and min(value, default=" ") >= " "


VAULT = Vault()

if hasattr(os, "register_at_fork"):
    # Another thread may have held the lock, or been halfway, when this process was made.
    os.register_at_fork(after_in_child=VAULT.clear)
