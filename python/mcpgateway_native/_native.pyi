"""
Rust engines of the package; use `mcpgateway_native`, which falls back to Python where this is missing.
"""

from typing import Any, final

__all__ = ["TextEngine", "build_info", "cache_size", "entries", "load"]

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

def load(name: str, config_json: str, /) -> TextEngine:
    """
    The engine `name` with a configuration in JSON.
    """
