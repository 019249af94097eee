"""The regex filter: rules that run one after the other, each on what the ones before left."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from mcpgateway_native._regex.template import expanded
from mcpgateway_native.fallback._text import Finding, Twin
from mcpgateway_native.fallback._walk import Leaf
from mcpgateway_native.fallback.regex_filter.config import NAME, Rule, Search, read_config
from mcpgateway_native.fallback.regex_filter.positions import Edit, Positions


class Engine(Twin):
    """Built from a checked configuration; by definition `re.sub`, rule after rule."""

    name = NAME

    def __init__(self, config: Any) -> None:
        """Read `config`; raises `ConfigError`."""
        settings = read_config(config)
        super().__init__(settings.walk)
        self._rules = settings.rules
        self._skipped = settings.skipped

    def scan(self, text: str) -> list[Finding]:
        """Return the findings in `text` as (rule, start, end, confidence), offsets in code points."""
        self._checked(text, "scan")
        findings, _ = self._run(str.__str__(text))
        self.count(0, 0, len(findings), False)
        return findings

    def rewrite(self, text: str) -> str:
        """Return what the rules make of `text`; the same object when that changes nothing."""
        self._checked(text, "rewrite")
        findings, new = self._run(str.__str__(text))
        changed = new != text
        self.count(0, 0, len(findings), changed)
        return new if changed else text

    def work(self, leaf: Leaf) -> tuple[list[Finding], Any]:
        """Return the findings in one text of a payload and what takes its place."""
        raw = leaf.raw
        text = str.__str__(raw) if isinstance(raw, str) else leaf.text
        findings, new = self._run(text)
        if new == text:
            return findings, raw
        if isinstance(raw, bytes | bytearray):
            return findings, type(raw)(_encoded(new, text, bytes(raw)))
        return findings, new

    def explain(self) -> list[dict[str, Any]]:
        """Return name, mode and way of every rule; here Python runs them all."""
        reason = "the compiled module is not in use"
        rows = [explanation(rule, "python", reason) for rule in self._rules]
        return rows + [
            {"key": key, "name": name, "mode": "none", "route": "skipped", "reason": why, "worst_case": "none"}
            for key, name, why in self._skipped
        ]

    def _run(self, text: str) -> tuple[list[Finding], str]:
        """Return what was found, at its places in `text`, and what the rules make of it."""
        found: list[tuple[int, int, int]] = []
        positions = Positions()
        for number, rule in enumerate(self._rules):
            edits = list(matches(rule, text))
            found.extend((*positions.original(start, end), number) for start, end, _ in edits)
            if edits and rule.replaces:
                text = _rewritten(text, edits)
                positions.rewrite(edits)
        found.sort()
        return [(self._rules[number].name, start, end, 1.0) for start, end, number in found], text


def matches(rule: Rule, text: str) -> Iterable[Edit]:
    """Yield where `rule` matches in `text`, from left to right, and what it writes there."""
    what = rule.what
    found: Iterable[Edit]
    if isinstance(what, Search):
        pieces = what.pieces
        found = ((match.start(), match.end(), expanded(pieces, match)) for match in what.regex.finditer(text))
    else:
        found = ((start, end, what.replacement) for start, end in what.listed.find(text))
    return islice(found, rule.limit)


def explanation(rule: Rule, route: str, reason: str) -> dict[str, Any]:
    """Return one row of `explain()`."""
    return {
        "key": rule.key,
        "name": rule.name,
        "mode": rule.mode,
        "route": route,
        "reason": reason,
        "worst_case": "backtracking" if route == "python" and isinstance(rule.what, Search) else "linear",
    }


def _rewritten(text: str, edits: list[Edit]) -> str:
    parts: list[str] = []
    copied = 0
    for start, end, new in edits:
        parts += text[copied:start], new
        copied = end
    return "".join((*parts, text[copied:]))


def _encoded(new: str, text: str, raw: bytes) -> bytes:
    """Return `new` in the encoding of `raw`, which is `text`: UTF-8, or Latin-1 as long as that has the characters."""
    if text.encode("utf-8", "surrogatepass") != raw and max(new, default="") <= "\xff":
        return new.encode("latin-1")
    return new.encode("utf-8", "surrogatepass")
