"""The plumbing that every text plugin shares: payload in, engine, hook result out."""

import asyncio
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from mcpgateway_native import backends
from mcpgateway_native.engine import Outcome, TextEngine
from mcpgateway_native.errors import NativeError
from mcpgateway_native.install import is_historic
from mcpgateway_native.plugins import _report, _results
from mcpgateway_native.plugins._framework import Plugin
from mcpgateway_native.plugins._lenient import relax
from mcpgateway_native.plugins._resources import Processor, process_content, size_of
from mcpgateway_native.plugins._stages import (
    PROMPT_POST,
    PROMPT_PRE,
    RESOURCE_POST,
    RESOURCE_PRE,
    TOOL_POST,
    TOOL_PRE,
    Block,
    Stage,
)

# Modes in which the framework drops a block and keeps a changed payload, by today's and by the older name.
_CHANGES_ONLY = frozenset({"transform", "permissive"})

# From here on a scan is handed to the event loop's own executor. Only resources get this large: the framework
# refuses arguments and tool results above a million characters.
_LARGE = 1 << 20


class TextPlugin(Plugin):
    """Base of the plugins around a text engine.

    The gateway skips a plugin whose constructor raises and goes on without it. So this one never raises: with a
    configuration or an engine that cannot work it logs an error and blocks every call.
    """

    ENGINE: ClassVar[str]
    DISPLAY: ClassVar[str]  # of the class, in log lines
    NOUN: ClassVar[str]  # of what it detects, in log lines
    ACTION: ClassVar[str] = "masked"  # what is done with it, in log lines
    SUMMARY: ClassVar[str]
    BLOCKS: ClassVar[Mapping[str, Block]]  # per hook
    LIMIT: ClassVar[Block]
    CONTEXT_KEY: ClassVar[str]  # of the findings in the context's metadata
    SECRET_KEYS: ClassVar[frozenset[str]] = frozenset()  # configuration keys that no page may show
    DEFAULTS: ClassVar[Mapping[str, Any]] = MappingProxyType({})  # where they are not the engine's

    def __init__(self, config: Any) -> None:
        """Build the engine from `config.config`; see the class for what happens when that is impossible."""
        self._log = logging.getLogger(type(self).__module__)
        self._engine: TextEngine | None = None
        self._misconfigured: str | None = None
        self.warnings: tuple[str, ...] = ()
        self.detection_count = 0
        self.masked_count = 0
        self.blocked_count = 0
        settings = self._settings(config)
        mode = getattr(config, "mode", "")
        # Where a block would be dropped, and the payload pass as it came, masking is what is left to do.
        self._can_block = getattr(mode, "value", mode) not in _CHANGES_ONLY
        self._blocks = settings.get("block_on_detection") is True and self._can_block
        self._logs = settings.get("log_detections") is True
        self._details = settings.get("include_detection_details") is True
        self._scans_bytes = settings.get("scan_bytes") is True
        super().__init__(self._shown(config))

    @property
    def implementation(self) -> str:
        """`"rust"` or `"python"`; equal to any spelling of it."""
        return _report.Implementation(self._engine.implementation if self._engine else "python")

    def _settings(self, config: Any) -> dict[str, Any]:
        """Build the engine and return the configuration that it accepted; remember why it did not."""
        name = str(getattr(config, "name", self.ENGINE))
        settings: dict[str, Any] = {}
        try:
            settings = {**self.DEFAULTS, **(getattr(config, "config", None) or {})}
            # Written into the configuration that the gateway shows, and it may come back from there.
            settings.pop("engine_active", None)
            if is_historic(str(getattr(config, "kind", ""))):
                settings, self.warnings = relax(self.ENGINE, settings)
            for warning in self.warnings:
                if _report.first_time("warning", name, warning):
                    self._log.warning("%s: %s", name, warning)
            engine = TextEngine(self.ENGINE, settings)
            _report.announce(self._log, type(self), self.DISPLAY, engine)
            self._engine = engine
        except NativeError as error:
            self._misconfigured = str(error)
        except Exception as error:
            self._misconfigured = f"{self.ENGINE}: {type(error).__name__} while the engine was built"
        if self._misconfigured and _report.first_time("misconfigured", name, self._misconfigured):
            self._log.error(
                "%s: %s. The plugin blocks every call until this is mended; `mcpgateway-native check` lists all "
                "problems of a configuration file.",
                name,
                self._misconfigured,
            )
        return settings

    def _shown(self, config: Any) -> Any:
        """Return the copy of the configuration that the gateway's plugin list shows, with the engine in it."""
        engine = self._engine
        active = (
            f"{engine.implementation} {backends.version()}" if engine else "none (misconfigured: blocks every call)"
        )
        try:
            settings = {"engine_active": active, **(config.config or {})}
            for key in self.SECRET_KEYS & settings.keys():
                settings[key] = ["***"] if isinstance(settings[key], list) else "***"
            settings["engine_active"] = active
            description = f"{config.description or self.SUMMARY} [engine: {active}]"
            return config.model_copy(update={"description": description, "config": settings})
        except Exception:
            # The display is a courtesy; a configuration object of another shape still has to reach the framework.
            return config

    # The hooks. The framework wants Python coroutine functions and inspects their signatures.

    async def prompt_pre_fetch(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle the arguments of a prompt."""
        return self._handle(PROMPT_PRE, payload, context, extensions)

    async def prompt_post_fetch(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle a rendered prompt."""
        return self._handle(PROMPT_POST, payload, context, extensions)

    async def tool_pre_invoke(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle the arguments of a tool call."""
        return self._handle(TOOL_PRE, payload, context, extensions)

    async def tool_post_invoke(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle the result of a tool call."""
        return self._handle(TOOL_POST, payload, context, extensions)

    async def resource_pre_fetch(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle the address and the metadata of a resource request."""
        return self._handle(RESOURCE_PRE, payload, context, extensions)

    async def resource_post_fetch(self, payload: Any, context: Any, extensions: Any = None) -> Any:
        """Handle the content of a resource."""
        if size_of(getattr(payload, "content", None)) >= _LARGE:
            return await asyncio.to_thread(self._handle, RESOURCE_POST, payload, context, extensions)
        return self._handle(RESOURCE_POST, payload, context, extensions)

    def _handle(self, stage: Stage, payload: Any, context: Any, extensions: Any) -> Any:
        if self._engine is None:
            self.blocked_count += 1
            return _results.misconfigured(stage, self.ENGINE, self._misconfigured or "")
        try:
            value, outcome = self._run(self._engine, stage, payload, context, extensions)
            if outcome is None or (outcome.complete and not outcome.changed and not outcome.findings):
                return _results.clean(stage)
            return self._conclude(self._engine, stage, payload, context, extensions, value, outcome)
        except Exception as error:
            # Raising would leave it to the entry's `on_error` whether the payload passes unseen.
            if _report.first_time("failed", type(self), stage.hook, type(error)):
                self._log.error("%s: %s during %s; the call is blocked", self.ENGINE, type(error).__name__, stage.hook)
            self.blocked_count += 1
            return _results.failed(stage, self.ENGINE)

    def _run(
        self, engine: TextEngine, stage: Stage, payload: Any, context: Any, extensions: Any
    ) -> tuple[Any, Outcome | None]:
        """Return what the hook's payload holds and what is made of it; None when there is nothing to do."""
        return self._through(engine, stage, payload)

    def _through(self, engine: Processor, stage: Stage, payload: Any) -> tuple[Any, Outcome | None]:
        """Send what the hook's payload holds through an engine."""
        if len(stage.fields) > 1:
            fields = {field: getattr(payload, field, None) for field in stage.fields}
            return fields, engine.process(fields)
        value = getattr(payload, stage.fields[0], None)
        if value is None:
            return value, None
        if stage is RESOURCE_POST:
            return value, process_content(engine, value, bytes_done=self._scans_bytes)
        return value, engine.process(value)

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
        """Turn an outcome that is not simply clean into a hook result, and count and report it."""
        found = len(outcome.findings)
        over_limit = outcome.blocked
        blocked = over_limit or self._stops(outcome)
        masked = 0 if blocked or not outcome.changed else self._rewritten(outcome)
        self.detection_count += found
        self.masked_count += masked
        self.blocked_count += blocked
        types = _report.types_of(outcome.findings)
        if self._logs and found:
            level, action = (logging.WARNING, "blocked") if blocked else (logging.INFO, self.ACTION)
            subject = self._subject(engine, stage, payload)
            line = "%s detected during %s: action=%s total=%d types=%s subject=%s"
            self._log.log(level, line, self.NOUN, stage.hook, action, found, ",".join(types), subject)
        if not outcome.complete and not blocked and _report.first_time("partial", type(self), outcome.reason):
            self._log.warning("%s: scanned only a part of a payload (%s)", self.ENGINE, outcome.reason)
        more = self._counts(outcome)
        _results.note(context, self.CONTEXT_KEY, self.ENGINE, stage, types, found, masked, more)
        metadata: dict[str, Any] = {}
        if _report.traced(extensions):
            metadata = _results.metrics(engine, stage, outcome, types, masked, blocked, more)
        if over_limit:
            return _results.over_limit(stage, self.LIMIT, outcome.reason, metadata)
        if blocked:
            return self._blocked(stage, types, outcome, metadata)
        return _results.passed(stage, payload, value, outcome, metadata)

    def _stops(self, outcome: Outcome) -> bool:
        """Whether the findings block the call."""
        return self._blocks and bool(outcome.findings)

    def _rewritten(self, outcome: Outcome) -> int:
        """How many of the findings were rewritten, when the payload was."""
        return len(outcome.findings)

    def _counts(self, outcome: Outcome) -> dict[str, Any]:
        """What the metadata say about the findings besides their number and types."""
        return {}

    def _blocked(self, stage: Stage, types: list[str], outcome: Outcome, metadata: dict[str, Any]) -> Any:
        """Return the result for a call that its findings block."""
        findings = outcome.findings if self._details else None
        return _results.detected(stage, self.BLOCKS[stage.hook], types, len(outcome.findings), findings, metadata)

    def _subject(self, engine: TextEngine, stage: Stage, payload: Any) -> str:
        """Return what the log may say about the payload: a name without findings; of a URI, only the scheme."""
        subject = str(getattr(payload, stage.subject, ""))
        if stage.subject == "uri":
            subject = subject.partition(":")[0] + ":" if ":" in subject else "-"
        return _report.one_line(engine.rewrite(subject[:1000]))
