"""Runs a text engine over a payload: gather, scan, rewrite."""

from typing import TYPE_CHECKING, Any

from mcpgateway_native.fallback._json_text import JsonText
from mcpgateway_native.fallback._rewrite import Rewriter
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback._walk import Gatherer, Leaf, LimitReached

if TYPE_CHECKING:
    from mcpgateway_native.fallback._text import PathFinding, Result, TextTwin, Twin


def process(twin: "Twin", payload: Any) -> "Result":
    """Return what `twin` makes of `payload`; see `Twin.process`."""
    gathered = Gatherer(twin.options)
    try:
        gathered.run(payload)
    except LimitReached:
        return None, [], True, False, gathered.reason
    findings: list[PathFinding] = []
    rewriter = Rewriter(gathered)
    size = 0
    for leaf in gathered.leaves:
        size += leaf.size
        found, new = twin.work(leaf)
        if found:
            path = gathered.path(leaf.place) + ("(key)" if leaf.is_key else "")
            findings.extend((*finding, path) for finding in found)
            if new is not leaf.raw:
                rewriter.edit(leaf, new)
    result = rewriter.run(payload)
    changed = result is not payload
    twin.count(len(gathered.leaves), size, len(findings), changed)
    if rewriter.unwritable and twin.options.block:
        return None, findings, True, False, "unwritable"
    reason = gathered.reason or ("unwritable" if rewriter.unwritable else None)
    return result, findings, changed, reason is None, reason


def work(twin: "TextTwin", leaf: Leaf) -> "tuple[list[tuple[str, int, int, float]], Any]":
    """Return what `TextTwin.work` does where a subclass has no way of its own."""
    raw, whole = leaf.raw, leaf.text
    is_text = isinstance(raw, str)
    document = JsonText.parse(whole) if twin.options.json_strings and is_text else None
    replacements: list[str] | None = None
    if document is None:
        spans, replacements = twin.edits(whole)
    else:
        spans = document.findings(twin.options.keys, twin.find)
    if not spans:
        return [], raw
    text = str.__str__(raw) if is_text else whole
    found = [(twin.rule_name(span.rule), span.start, span.end, span.confidence / 100) for span in spans]
    if isinstance(raw, bytes | bytearray):
        new_bytes = _rewritten_bytes(twin, bytes(raw), whole, spans, replacements)
        if new_bytes == raw:
            return found, raw
        return found, bytearray(new_bytes) if isinstance(raw, bytearray) else new_bytes
    if document is None:
        new = twin.replace(text, whole, spans, replacements)
    else:
        new = document.rewrite(text, spans, twin.mask)
    return found, raw if new == text else new


def _rewritten_bytes(
    twin: "TextTwin", raw: bytes, text: str, spans: list[Span], replacements: list[str] | None
) -> bytes:
    """Replace `spans` of `text`, which is `raw` decoded, in bytes: masks are UTF-8, the rest stays as it was."""
    if text.encode() == raw:
        return twin.replace(text, text, spans, replacements).encode()
    # Latin-1: a byte for every character.
    parts: list[bytes] = []
    copied = 0
    for index, span in enumerate(spans):
        new = twin.mask(span.rule, text[span.start : span.end]) if replacements is None else replacements[index]
        parts += raw[copied : span.start], new.encode()
        copied = span.end
    return b"".join((*parts, raw[copied:]))
