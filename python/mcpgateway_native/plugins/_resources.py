"""Scans the content of a resource, text that hides in its blob included."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any, Protocol

from mcpgateway_native.engine import Outcome


class Processor(Protocol):
    """An engine, or something that stands for one."""

    def process(self, payload: Any) -> Outcome:
        """Walk any value and rewrite the text in it."""


def process_content(engine: Processor, content: Any, *, bytes_done: bool = False) -> Outcome:
    """Run the engine over a resource content (model, mapping or plain value) and over a blob that is really text.

    `bytes_done` says that the engine itself scans bytes.
    """
    outcome = engine.process(content)
    if outcome.blocked:
        return outcome
    blob = _field(content, "blob")
    if isinstance(blob, bytes | bytearray) and bytes_done:
        return outcome
    text = blob_text(blob)
    if text is None:
        return outcome
    # Walked under its own key, so that include_fields and exclude_fields apply to it.
    inner = engine.process({"blob": text})
    findings = [*outcome.findings, *inner.findings]
    complete = outcome.complete and inner.complete
    reason = outcome.reason or inner.reason
    if inner.blocked:
        return Outcome(None, findings, True, False, reason)
    if not inner.changed:
        return Outcome(outcome.payload, findings, outcome.changed, complete, reason)
    payload = _replace(outcome.payload, "blob", _encode(inner.payload["blob"], blob))
    return Outcome(payload, findings, True, complete, reason)


def blob_text(blob: Any) -> str | None:
    """Return the text in a blob (bytes, or base64 as MCP transports it); None when it is not text."""
    if isinstance(blob, str):
        try:
            blob = base64.b64decode(blob, validate=True)
        except (binascii.Error, ValueError):
            return None
    if not isinstance(blob, bytes | bytearray) or not blob or b"\0" in blob:
        return None
    try:
        return blob.decode("utf-8")
    except UnicodeDecodeError:
        return None


def size_of(content: Any) -> int:
    """Return roughly how much text a resource content holds."""
    if isinstance(content, str | bytes | bytearray):
        return len(content)
    parts = (_field(content, name) for name in ("text", "blob"))
    return sum(len(part) for part in parts if isinstance(part, str | bytes | bytearray))


def _encode(text: str, like: Any) -> Any:
    data = text.encode("utf-8", "surrogatepass")
    return base64.b64encode(data).decode("ascii") if isinstance(like, str) else type(like)(data)


def _field(content: Any, name: str) -> Any:
    return content.get(name) if isinstance(content, Mapping) else getattr(content, name, None)


def _replace(content: Any, name: str, value: Any) -> Any:
    if isinstance(content, Mapping):
        return {**content, name: value}
    return replace_field(content, {name: value})


def replace_field(owner: Any, update: dict[str, Any]) -> Any:
    """Return a copy of a model or object with some attributes replaced."""
    model_copy = getattr(owner, "model_copy", None)
    if callable(model_copy):
        return model_copy(update=update)
    import copy

    clone = copy.copy(owner)
    for name, value in update.items():
        object.__setattr__(clone, name, value)
    return clone
