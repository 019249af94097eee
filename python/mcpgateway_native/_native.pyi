"""
Rust engines of the package; use `mcpgateway_native`, which falls back to Python where this is missing.
"""

from typing import Any, final

from _typeshed import SupportsGetItem

__all__ = ["ChainEngine", "TextEngine", "TextStream", "build_info", "cache_size", "entries", "load"]

@final
class ChainEngine:
    """
    A built engine that rewrites text rule after rule. Instances of equal configuration share one engine.
    """
    def explain(self, /) -> list[dict[str, str]]:
        """
        The rules: name, mode, who runs each and why.
        """
    @property
    def name(self, /) -> str:
        """
        Registry name.
        """
    def process(self, payload: Any, /) -> tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None]:
        """
        Walks any value: `(payload, findings, changed, complete, reason)`.
        """
    def rewrite(self, text: str, /) -> str:
        """
        What the rules make of `text`; the same object when nothing changes.
        """
    def scan(self, text: str, /) -> list[tuple[str, int, int, float]]:
        """
        Findings in `text`: `(rule, start, end, confidence)`, offsets in code points.
        """
    def stats(self, /) -> dict[str, int]:
        """
        Totals over all users of this engine in the process.
        """

@final
class TextEngine:
    """
    A built engine that reads text. Instances of equal configuration share one engine.
    """
    @property
    def name(self, /) -> str:
        """
        Registry name.
        """
    def process(self, payload: Any, /) -> tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None]:
        """
        Walks any value: `(payload, findings, changed, complete, reason)`.
        """
    def pseudonymize(
        self, payload: Any, scope: str | None, known: SupportsGetItem[int, str], /
    ) -> tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None, dict[str, str], list[str]]:
        """
        As `process`, for masks that can be put back: `(…, pairs, suspects)`.

        With a scope, pseudonyms are written and `pairs` says what each stands for (an empty text: two values);
        with the empty scope, tokens; with none, the usual masks. Pseudonyms in `known` are no findings; those in
        `suspects` were.
        """
    def rewrite(self, text: str, /) -> str:
        """
        `text` with every finding replaced; the same object when there is none.
        """
    def scan(self, text: str, /) -> list[tuple[str, int, int, float]]:
        """
        Findings in `text`: `(rule, start, end, confidence)`, offsets in code points.
        """
    def stats(self, /) -> dict[str, int]:
        """
        Totals over all users of this engine in the process.
        """
    def stream(self, /) -> TextStream:
        """
        A stream through this engine.
        """
    def why(self, text: str, /) -> str | None:
        """
        Why `text` is left as it is although something is wrong with it; `None` without such a reason.
        """

@final
class TextStream:
    """
    A text on its way through an engine, piece by piece.
    """
    def feed(self, chunk: str, /) -> str:
        """
        Takes a piece; returns what can be let go.
        """
    @property
    def findings(self, /) -> int:
        """
        How many findings were replaced so far.
        """
    def finish(self, /) -> str:
        """
        Returns the rest.
        """
    @property
    def held_back(self, /) -> int:
        """
        Characters that have come and were not let go.
        """
    @property
    def window(self, /) -> int:
        """
        The characters that are held back at most, besides the piece that came last.
        """

def build_info() -> dict[str, str]:
    """
    Version, profile, target and compiler of this build.
    """

def cache_size() -> int:
    """
    How many different engines this process holds.
    """

def entries() -> list[tuple[str, str, str]]:
    """
    Engines of this build: `(name, family, summary)`.
    """

def load(name: str, config_json: str, /) -> TextEngine | ChainEngine:
    """
    The engine `name` with a configuration in JSON.
    """
