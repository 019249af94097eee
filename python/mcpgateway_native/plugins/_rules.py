"""What the plugins around the engine of rules share: a match does what the mode of its rule says."""

from collections import Counter
from typing import Any

from mcpgateway_native.engine import Outcome
from mcpgateway_native.plugins._adapter import TextPlugin

# Rules that the metadata count one by one; a deny list may have very many sets.
_MAX_COUNTS = 100


class RulesPlugin(TextPlugin):
    """Blocks the call when a rule of mode `block` matches; reports how often each rule matched."""

    ENGINE = "regex_filter"
    ACTION = "passed on"

    def __init__(self, config: Any) -> None:
        """Build the engine, and know what each rule leads to."""
        self._modes: dict[str, str] = {}
        super().__init__(config)

    def _settings(self, config: Any) -> dict[str, Any]:
        settings = super()._settings(config)
        if self._engine is not None:
            self._modes = {row["name"]: row["mode"] for row in self._engine.explain()}
        return settings

    def _stops(self, outcome: Outcome) -> bool:
        return self._can_block and self._count(outcome, "block") > 0

    def _rewritten(self, outcome: Outcome) -> int:
        return self._count(outcome, "replace")

    def _counts(self, outcome: Outcome) -> dict[str, Any]:
        counts = Counter(finding[0] for finding in outcome.findings)
        return {"matches": dict(counts.most_common(_MAX_COUNTS))}

    def _count(self, outcome: Outcome, mode: str) -> int:
        return sum(self._modes.get(finding[0]) == mode for finding in outcome.findings)
