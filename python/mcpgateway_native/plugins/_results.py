"""Builds the framework's result objects: a new one per call, because callers may write into them."""

from collections.abc import Mapping
from typing import Any

from mcpgateway_native.engine import Outcome, TextEngine
from mcpgateway_native.plugins._framework import RESULTS, PluginViolation
from mcpgateway_native.plugins._resources import replace_field
from mcpgateway_native.plugins._stages import Block, Stage

_MAX_DETAILS = 100

_WHY_INCOMPLETE = {
    "unreadable": "a part of the payload could not be read",
    "unwritable": "a part of the payload could not be rewritten",
    "engine_failure": "the engine failed on the payload",
}


def clean(stage: Stage) -> Any:
    """Nothing to do."""
    return RESULTS[stage.hook]()


def passed(stage: Stage, payload: Any, value: Any, outcome: Outcome, metadata: dict[str, Any]) -> Any:
    """Pass the payload on, with what was rewritten in it."""
    if not outcome.changed:
        return RESULTS[stage.hook](metadata=metadata)
    if len(stage.fields) > 1:
        update = {field: new for field, new in outcome.payload.items() if new is not value[field]}
    else:
        update = {stage.fields[0]: outcome.payload}
    return RESULTS[stage.hook](modified_payload=replace_field(payload, update), metadata=metadata)


def detected(
    stage: Stage,
    block: Block,
    types: list[str],
    found: int,
    findings: list[tuple[str, int, int, float, str]] | None,
    metadata: dict[str, Any],
) -> Any:
    """Block because of findings; `findings` are spelled out (types and positions, no text, no paths) when given."""
    details: dict[str, Any] = {"detected_types": types, "count": found}
    if findings is not None:
        details["detections"] = [
            {"type": rule, "start": start, "end": end, "confidence": confidence}
            for rule, start, end, confidence, _ in findings[:_MAX_DETAILS]
        ]
    return _blocked(stage, block, details, metadata)


def denied(stage: Stage, block: Block, details: dict[str, Any], metadata: dict[str, Any]) -> Any:
    """Block with details of the plugin's own."""
    return _blocked(stage, block, details, metadata)


def over_limit(stage: Stage, block: Block, reason: str | None, metadata: dict[str, Any]) -> Any:
    """Block because the payload was not scanned to its end."""
    why = _WHY_INCOMPLETE.get(reason or "", f"the payload exceeds {reason}")
    return _blocked(stage, block._replace(description=f"{block.description}: {why}"), {"limit": reason}, metadata)


def misconfigured(stage: Stage, engine: str, message: str) -> Any:
    """Block because there is no engine to ask."""
    description = (
        f"{message}. Every call is blocked until the plugin's config is mended; "
        "`mcpgateway-native check` lists all problems of a configuration file"
    )
    return _blocked(stage, Block("PLUGIN_MISCONFIGURED", "Plugin misconfigured", description), {"plugin": engine}, {})


def failed(stage: Stage, engine: str) -> Any:
    """Block because the plugin itself failed."""
    block = Block("PLUGIN_FAILED", "Plugin failed", f"{engine} failed during {stage.hook}; the call is blocked")
    return _blocked(stage, block, {"plugin": engine}, {})


def metrics(
    engine: TextEngine,
    stage: Stage,
    outcome: Outcome,
    types: list[str],
    masked: int,
    blocked: bool,
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the metadata that the gateway's observability reads: counts and names, never content."""
    entry: dict[str, Any] = {
        "total_detections": len(outcome.findings),
        "total_masked": masked,
        "detection_types": types,
        "stage": stage.hook,
        "native": engine.implementation == "rust",
        "backend": engine.implementation,
        **more,
    }
    if blocked:
        entry["total_blocked"] = len(outcome.findings)
    if not outcome.complete:
        entry["complete"] = False
    return {engine.name: entry}


def note(
    context: Any,
    key: str,
    engine: str,
    stage: Stage,
    types: list[str],
    found: int,
    masked: int,
    more: Mapping[str, Any],
) -> None:
    """Leave counts and types in the request's context, where the older plugins left their findings."""
    metadata = getattr(context, "metadata", None)
    if not isinstance(metadata, dict):
        return
    earlier = metadata.get(key)
    stages = dict(earlier) if isinstance(earlier, Mapping) else {}
    stages[stage.context_key] = {"detected": found > 0, "types": types, "total_count": found, **more}
    metadata[key] = stages
    stats = f"{engine}_stats"
    before = metadata.get(stats)
    total = before if isinstance(before, Mapping) else {}
    metadata[stats] = {
        "total_detections": total.get("total_detections", 0) + found,
        "total_masked": total.get("total_masked", 0) + masked,
    }


def _blocked(stage: Stage, block: Block, details: dict[str, Any], metadata: dict[str, Any]) -> Any:
    violation = PluginViolation(reason=block.reason, description=block.description, code=block.code, details=details)
    return RESULTS[stage.hook](continue_processing=False, violation=violation, metadata=metadata)
