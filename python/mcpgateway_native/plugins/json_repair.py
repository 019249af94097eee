"""JSON repair as a plugin of the gateway."""

import json
from types import MappingProxyType
from typing import Any, ClassVar

from mcpgateway_native.engine import Outcome, TextEngine
from mcpgateway_native.plugins._adapter import TextPlugin
from mcpgateway_native.plugins._resources import replace_field
from mcpgateway_native.plugins._stages import Block, Stage

__all__ = ["JSONRepairPlugin"]

# Text of an MCP result: that of its content items, and nothing of the structured part, which is JSON already.
_TEXT_ITEMS = ("content.text",)
_MAX_RULES = 32


class JSONRepairPlugin(TextPlugin):
    """Repairs tool results that were meant to be JSON: a bare string, or the text items of an MCP content list."""

    ENGINE = "json_repair"
    DISPLAY = "JSON Repair"
    NOUN = "Broken JSON"
    SUMMARY = "Repairs tool results that were meant to be JSON and leaves all others alone"
    CONTEXT_KEY = "json_repairs"
    LIMIT = Block("JSON_REPAIR_LIMIT_EXCEEDED", "JSON repair limit exceeded", "The result could not be read completely")
    BLOCKS: ClassVar = MappingProxyType({})

    def __init__(self, config: Any) -> None:
        """Build the engine, and the one that reads the text items of a result only."""
        self._items: TextEngine | None = None
        self._fills = False
        super().__init__(config)

    def _settings(self, config: Any) -> dict[str, Any]:
        settings = super()._settings(config)
        if self._engine is not None:
            self._fills = settings.get("fill_structured_content") is True
            checked = json.loads(self._engine.twin_json)
            if not checked.get("include_fields"):
                checked["include_fields"] = list(_TEXT_ITEMS)
                toggle = {"native": settings["native"]} if "native" in settings else {}
                self._items = TextEngine(self.ENGINE, {**checked, **toggle})
        return settings

    def _run(
        self, engine: TextEngine, stage: Stage, payload: Any, context: Any, extensions: Any
    ) -> tuple[Any, Outcome | None]:
        value = getattr(payload, stage.fields[0], None)
        if value is None:
            return value, None
        if isinstance(value, str) or self._items is None:
            return value, engine.process(value)
        if isinstance(value, list):
            # A content list without its result around it.
            wrapped = self._items.process({"content": value})
            return value, wrapped if wrapped.blocked else wrapped._replace(payload=wrapped.payload["content"])
        outcome = self._items.process(value)
        return value, self._filled(outcome) if self._fills and not outcome.blocked else outcome

    def _conclude(
        self,
        engine: TextEngine,
        stage: Stage,
        payload: Any,
        context: Any,
        extensions: Any,
        value: Any,
        outcome: Outcome,
    ) -> Any:
        result = super()._conclude(engine, stage, payload, context, extensions, value, outcome)
        if outcome.findings and outcome.changed and not outcome.blocked:
            rules = sorted({finding[0] for finding in outcome.findings})[:_MAX_RULES]
            least = min(finding[3] for finding in outcome.findings)
            report = {"repairs": len(outcome.findings), "rules": rules, "confidence": least}
            traced = (result.metadata or {}).get(self.ENGINE) or {}
            result.metadata = {**(result.metadata or {}), "repaired": True, self.ENGINE: {**traced, **report}}
        return result

    def _filled(self, outcome: Outcome) -> Outcome:
        """Put the value of the only text item into a `structuredContent` that is not there."""
        result = outcome.payload
        is_mapping = isinstance(result, dict)
        content = result.get("content") if is_mapping else getattr(result, "content", None)
        present = result.get("structuredContent") if is_mapping else getattr(result, "structuredContent", False)
        texts = [_text_of(item) for item in content] if isinstance(content, list) else []
        if present is not None or len(texts) != 1 or texts[0] is None:
            return outcome
        try:
            value = json.loads(texts[0])
        except (ValueError, RecursionError):
            return outcome
        if not isinstance(value, dict):
            return outcome
        filled = (
            {**result, "structuredContent": value}
            if is_mapping
            else replace_field(result, {"structuredContent": value})
        )
        return outcome._replace(payload=filled, changed=True)


def _text_of(item: Any) -> str | None:
    """Return the text of a content item; None for items of other kinds."""
    text = item.get("text") if isinstance(item, dict) else getattr(item, "text", None)
    return text if isinstance(text, str) else None
