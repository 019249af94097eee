"""Runs a plugin's hooks with a vault: results get pseudonyms, arguments get their values back."""

import hashlib
import json
from typing import Any

from mcpgateway_native.engine import Outcome, TextEngine
from mcpgateway_native.plugins._vault import VAULT


class Pseudonymizer:
    """An engine for one payload whose masks are those of a scope; see `TextEngine.pseudonymize`."""

    def __init__(self, engine: TextEngine, scope: str | None) -> None:
        """Mask with `engine` for `scope`."""
        self._engine = engine
        self._scope = scope
        self.pairs: dict[str, str] = {}

    def __repr__(self) -> str:
        """Name the class only: the pairs are personal data."""
        return "<Pseudonymizer>"

    def process(self, payload: Any) -> Outcome:
        """Process a payload; pseudonyms that the vault knows are no findings."""
        done = self._engine.pseudonymize(payload, self._scope)
        known = VAULT.known(done.suspects)
        if known:
            done = self._engine.pseudonymize(payload, self._scope, known)
        for pseudonym, value in done.pairs.items():
            if self.pairs.setdefault(pseudonym, value) != value:
                self.pairs[pseudonym] = ""
        return done.outcome


def fingerprint(engine: TextEngine) -> str:
    """Return what tells the keys of engines apart and does not give them away."""
    key = str(json.loads(engine.twin_json).get("mask_key", ""))
    return hashlib.sha256(b"vault\0" + key.encode()).hexdigest()
