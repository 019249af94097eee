"""The PII filter of the gateway, and the names that code written for the older PII filters imports."""

from types import MappingProxyType
from typing import Any, ClassVar

from mcpgateway_native import backends
from mcpgateway_native.compat import PIIDetectorRust
from mcpgateway_native.engine import Outcome, TextEngine
from mcpgateway_native.plugins import _report
from mcpgateway_native.plugins._adapter import TextPlugin
from mcpgateway_native.plugins._pii_names import MaskingStrategy, PIIDetector, PIIFilterConfig, PIIPattern, PIIType
from mcpgateway_native.plugins._pseudonyms import Pseudonymizer, fingerprint
from mcpgateway_native.plugins._scopes import origin_of, session_of
from mcpgateway_native.plugins._stages import RESULTS, Block, Stage
from mcpgateway_native.plugins._vault import DEFAULT_ENTRIES, VAULT

__all__ = [
    "RUST_AVAILABLE",
    "MaskingStrategy",
    "PIIDetector",
    "PIIDetectorRust",
    "PIIFilterConfig",
    "PIIFilterPlugin",
    "PIIPattern",
    "PIIType",
    "RustPIIDetector",
]

RUST_AVAILABLE = "pii_filter" in backends.available()
RustPIIDetector = PIIDetectorRust

# Older tests patch or read the names with an underscore.
_RUST_AVAILABLE = RUST_AVAILABLE
_RustPIIDetector = PIIDetectorRust if RUST_AVAILABLE else None


def _block(code: str, where: str, what: str | None = None) -> Block:
    return Block(code, f"PII detected in {where}", f"Sensitive information detected in {what or where}")


class PIIFilterPlugin(TextPlugin):
    """Finds personal data in prompts, tool calls and resources, and masks it or blocks the call."""

    ENGINE = "pii_filter"
    DISPLAY = "PII Filter"
    NOUN = "PII"
    SUMMARY = "Finds and masks personal data in prompts, tool calls and resources"
    CONTEXT_KEY = "pii_detections"
    SECRET_KEYS = frozenset({"mask_key", "whitelist_values"})
    LIMIT = Block("PII_LIMIT_EXCEEDED", "PII filter limit exceeded", "The payload could not be scanned completely")
    BLOCKS: ClassVar = MappingProxyType(
        {
            "prompt_pre_fetch": _block("PII_DETECTED", "prompt arguments"),
            "prompt_post_fetch": _block("PII_DETECTED_IN_PROMPT_RESULT", "prompt messages", "prompt result"),
            "tool_pre_invoke": _block("PII_DETECTED_IN_TOOL_ARGS", "tool arguments"),
            "tool_post_invoke": _block("PII_DETECTED_IN_TOOL_RESULT", "tool result"),
            "resource_pre_fetch": _block("PII_DETECTED_IN_RESOURCE_REQUEST", "resource request"),
            "resource_post_fetch": _block("PII_DETECTED_IN_RESOURCE", "resource content"),
        }
    )

    def __init__(self, config: Any) -> None:
        """Build the engine, and know the vault's settings."""
        self._vault_key: str | None = None
        self._vault_entries = DEFAULT_ENTRIES
        super().__init__(config)

    def _settings(self, config: Any) -> dict[str, Any]:
        settings = super()._settings(config)
        if self._engine is not None and settings.get("vault") == "session":
            self._vault_key = fingerprint(self._engine)
            self._vault_entries = settings.get("vault_max_entries") or DEFAULT_ENTRIES
        return settings

    def _run(
        self, engine: TextEngine, stage: Stage, payload: Any, context: Any, extensions: Any
    ) -> tuple[Any, Outcome | None]:
        # Where findings block, no result with a pseudonym ever gets out.
        if self._vault_key is None or self._blocks:
            return super()._run(engine, stage, payload, context, extensions)
        session, origin = session_of(payload, context, extensions), origin_of(stage, context)
        scope = None if session is None or origin is None else f"{session}\0{origin}"
        if stage in RESULTS:
            return self._run_result(engine, stage, payload, scope, session)
        value, outcome = self._through(Pseudonymizer(engine, None), stage, payload)
        if scope is not None and outcome is not None and not outcome.blocked:
            restored = VAULT.restore(self._entry_scope(scope), outcome.payload)
            if restored is not outcome.payload:
                outcome = outcome._replace(payload=restored, changed=True)
        return value, outcome

    def _run_result(
        self, engine: TextEngine, stage: Stage, payload: Any, scope: str | None, session: str | None
    ) -> tuple[Any, Outcome | None]:
        pseudonymizer = Pseudonymizer(engine, scope or "")
        value, outcome = self._through(pseudonymizer, stage, payload)
        if outcome is None or outcome.blocked:
            return value, outcome
        if scope is not None:
            VAULT.remember(self._entry_scope(scope), pseudonymizer.pairs, self._vault_entries)
        elif outcome.findings:
            self._warn_of_tokens("session" if session is None else stage.hook)
        return value, outcome

    def _entry_scope(self, scope: str) -> str:
        """Return a scope of the vault: a configuration with another key has no part in it."""
        return f"{self._vault_key}\0{scope}"

    def _warn_of_tokens(self, missing: str) -> None:
        if _report.first_time("vault", missing):
            why = (
                "has no MCP session id" if missing == "session" else f"does not say in {missing} which server it is of"
            )
            self._log.warning(
                "%s: vault: session is set, but a request %s; its values get tokens, which are not put back",
                self.ENGINE,
                why,
            )
