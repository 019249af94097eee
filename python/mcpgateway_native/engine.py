"""A built text engine with one face for both implementations; when Rust fails on an input, its twin answers."""

from collections.abc import Collection
from typing import Any, NamedTuple

from mcpgateway_native import backends
from mcpgateway_native.errors import EngineFailure, LimitError

Finding = tuple[str, int, int, float]


class Outcome(NamedTuple):
    """What `process` made of a payload.

    `payload` is the same object when nothing changed. `findings` are (rule, start, end, confidence, path). When a
    limit stopped the walk, `complete` is false and `reason` names the limit; under `on_limit: block` the payload is
    then withheld (None, with `changed` true).
    """

    payload: Any
    findings: list[tuple[str, int, int, float, str]]
    changed: bool
    complete: bool = True
    reason: str | None = None

    @property
    def blocked(self) -> bool:
        """Whether a limit withheld the payload."""
        return not self.complete and self.payload is None and self.changed

    def __repr__(self) -> str:
        """Show counts only: neither the payload nor the paths, which hold its keys, may reach a log."""
        return (
            f"Outcome(findings={len(self.findings)}, changed={self.changed}, complete={self.complete}, "
            f"reason={self.reason!r})"
        )


class Pseudonymized(NamedTuple):
    """What `pseudonymize` made of a payload: an outcome, what its pseudonyms stand for, and what looked like one."""

    outcome: Outcome
    pairs: dict[str, str]
    suspects: list[str]

    def __repr__(self) -> str:
        """Show counts only: the pairs are personal data."""
        return f"Pseudonymized({self.outcome!r}, pairs={len(self.pairs)}, suspects={len(self.suspects)})"


class TextEngine:
    """Finds and rewrites text: `scan` and `rewrite` for one string, `process` for any value."""

    __slots__ = (
        "_backend",
        "_process",
        "_rewrite",
        "_scan",
        "failures",
        "implementation",
        "name",
        "reason",
        "twin_json",
    )

    def __init__(self, name: str, config: Any = None, *, native: bool | str | None = None) -> None:
        """Build the engine; `config` and `native` as in `mcpgateway_native.load`."""
        built = backends.build(name, config, native)
        self.name = name
        self.implementation, self.reason = built.decision
        self.failures = 0  # how often the twin had to answer
        self.twin_json = built.twin_json  # the checked configuration, as the twin reads it
        self._backend = built.engine
        # Bound once: a look-up per call is a measurable part of a call on a short text.
        self._scan = built.engine.scan
        self._rewrite = built.engine.rewrite
        self._process = built.engine.process

    def scan(self, text: str) -> list[Finding]:
        """Return the findings in a text as (rule, start, end, confidence), offsets in code points."""
        try:
            findings: list[Finding] = self._scan(text)
        except LimitError:
            raise
        except Exception as error:
            findings = self._second("scan", text, error)
        return findings

    def rewrite(self, text: str) -> str:
        """Return the text with every finding rewritten, the same object when there is none."""
        try:
            rewritten: str = self._rewrite(text)
        except LimitError:
            raise
        except Exception as error:
            rewritten = self._second("rewrite", text, error)
        return rewritten

    def why(self, text: str) -> str | None:
        """Return why a text is left as it is although something is wrong with it; None without such a reason."""
        try:
            reason: str | None = self._backend.why(text)
        except Exception as error:
            reason = self._second("why", text, error)
        return reason

    def process(self, payload: Any) -> Outcome:
        """Walk any value and rewrite the text in it; never raises and never changes its input."""
        try:
            return Outcome._make(self._process(payload))
        except Exception as error:
            try:
                return Outcome._make(self._second("process", payload, error))
            except Exception:
                return Outcome(None, [], True, False, "engine_failure")

    def pseudonymize(self, payload: Any, scope: str | None, known: Collection[str] = ()) -> Pseudonymized:
        """As `process`, for masks that can be put back; never raises either.

        With a scope, findings become pseudonyms of it, and `pairs` says what each stands for (an empty text: more than
        one value). With the empty scope they become tokens, with none the usual masks. Findings in texts of the form of
        a pseudonym do not count when it is in `known`; else it is in `suspects`.
        """
        try:
            *outcome, pairs, suspects = self._backend.pseudonymize(payload, scope, list(known))
        except Exception as error:
            try:
                *outcome, pairs, suspects = self._second("pseudonymize", payload, error, scope, known)
            except Exception:
                return Pseudonymized(Outcome(None, [], True, False, "engine_failure"), {}, [])
        return Pseudonymized(Outcome._make(outcome), pairs, suspects)

    def explain(self) -> list[dict[str, str]]:
        """Return, for an engine of rules, a row per rule in order: where it stands and what it is called (`key`,
        `name`), its `mode`, who runs it (`route`: native, python or skipped), why (`reason`), and its `worst_case`
        (linear, backtracking or none). Empty for other engines.
        """
        explain = getattr(self._backend, "explain", None)
        return [] if explain is None else list(explain())

    def stats(self) -> dict[str, int]:
        """Return the counters of the built engine, which all its users in the process share."""
        return dict(self._backend.stats())

    def __repr__(self) -> str:
        """Show what runs where."""
        return f"<{type(self).__name__} {self.name} ({self.implementation})>"

    def _second(self, method: str, value: Any, error: Exception, *more: Any) -> Any:
        """Let the twin answer a call on which Rust failed; raise without content when there is no one left to ask."""
        if isinstance(error, TypeError) and method in ("scan", "rewrite", "why") and not isinstance(value, str):
            raise TypeError(f"{method}() takes a str, not {type(value).__name__}") from None
        if self.implementation == "rust":
            self.failures += 1
            backends.failed(self.name, error)
            try:
                return getattr(backends.twin(self.name, self.twin_json), method)(value, *more)
            except LimitError:
                raise
            except Exception as second:
                error = second
        raise EngineFailure(f"{self.name}: {type(error).__name__} in {method}()") from None
