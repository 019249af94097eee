"""Personal data in a text that comes in chunks, such as the tokens of a language model."""

import json
from collections.abc import Callable
from typing import Any

from mcpgateway_native import backends
from mcpgateway_native.errors import EngineFailure, LimitError
from mcpgateway_native.fallback._measure import measure

_ENGINE = "pii_filter"


class PIIStream:
    """Rewrites a text chunk by chunk, with the result that `rewrite` has for the whole text.

    What could still become a part of a finding is held back: `window` characters at most, besides those of the chunk
    itself. When Rust fails in the middle of a text, its twin cannot take over, since it has not seen what was sent
    before: the stream then raises `EngineFailure` and goes on doing so. Nothing is sent that was not scanned.

    Attributes: `implementation` ("rust" or "python") and `reason`, `window`.
    """

    __slots__ = ("_failure", "_limit", "_size", "_stream", "implementation", "reason", "window")

    def __init__(self, config: Any = None, *, native: bool | str | None = "auto") -> None:
        """Begin a text; `config` and `native` as in `mcpgateway_native.load`.

        Raises `ConfigError` also for custom patterns that a stream cannot run: those without an upper bound on their
        length, or with one of more than 512 characters, and those that look around their match. `max_text_bytes`
        bounds the whole text.
        """
        from mcpgateway_native.fallback.pii_filter.stream import NORMALIZED_WINDOW, WINDOW, refuse_unbounded

        built = backends.build(_ENGINE, config, native)
        checked = json.loads(built.twin_json)
        refuse_unbounded(_ENGINE, checked)
        self.implementation, self.reason = built.decision
        self.window = NORMALIZED_WINDOW if checked.get("normalize") else WINDOW
        self._stream = built.engine.stream()
        self._limit = checked.get("max_text_bytes")
        self._size = 0
        self._failure: Exception | None = None  # why nothing can follow

    def feed(self, chunk: str) -> str:
        """Take the next part of the text; return what is safe to send, already rewritten."""
        if not isinstance(chunk, str):
            raise TypeError(f"feed() takes a str, not {type(chunk).__name__}")
        self._refuse_what_follows()
        if self._limit is not None:
            self._size += measure(chunk)[1]
            if self._size > self._limit:
                # Later chunks must not be sent as if they had followed earlier ones.
                self._failure = LimitError(f"{_ENGINE}: the text is longer than max_text_bytes ({self._limit})")
                raise self._failure
        return self._run("feed", self._stream.feed, chunk)

    def finish(self) -> str:
        """End the text and return the rest of it; afterwards `feed` and `finish` raise `ValueError`."""
        self._refuse_what_follows()
        rest = self._run("finish", self._stream.finish)
        self._failure = ValueError("the stream is finished")
        return rest

    @property
    def held_back(self) -> int:
        """How many characters wait for what follows them."""
        return int(self._stream.held_back)

    @property
    def findings(self) -> int:
        """How many values were found so far in what was sent."""
        return int(self._stream.findings)

    def __repr__(self) -> str:
        """Show what runs, and nothing of the text."""
        return f"<{type(self).__name__} ({self.implementation})>"

    def _refuse_what_follows(self) -> None:
        if self._failure is not None:
            # A new one each time: a raised exception collects the frames that it went through.
            raise type(self._failure)(str(self._failure))

    def _run(self, name: str, method: Callable[..., str], *arguments: str) -> str:
        try:
            return method(*arguments)
        except Exception as error:
            if self.implementation == "rust":
                backends.failed(_ENGINE, error)
            self._failure = EngineFailure(f"{_ENGINE}: {type(error).__name__} in {name}()")
        raise self._failure from None
