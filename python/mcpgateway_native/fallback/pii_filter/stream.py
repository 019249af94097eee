"""Rewrites a text that comes in chunks as if it had come in one piece."""

from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from mcpgateway_native._patterns import parse
from mcpgateway_native.errors import ConfigError
from mcpgateway_native.fallback._measure import measure
from mcpgateway_native.fallback._spans import Span, resolve_overlaps

if TYPE_CHECKING:
    from mcpgateway_native.fallback.pii_filter.engine import Engine

# Characters that decide whether something begins at a place: the longest match, what its boundaries and the words near
# it take, and as much before it. A view of a text may drop many characters, so it takes more of them.
WINDOW = 1024
NORMALIZED_WINDOW = 16384

# The longest match of a custom pattern that leaves room for its neighbours.
_LONGEST_CUSTOM = 512


class Stream:
    """One text in chunks; whoever uses it sees to it that nothing follows the end.

    The buffer holds what was sent already but can still be asked for as context, and what is held back. Everything
    that begins before the frontier, one window before the end of the buffer, is decided: no text to come can change
    it. Everything that begins behind the frontier waits.
    """

    __slots__ = (
        "_buffer",
        "_decided",
        "_engine",
        "_resumes",
        "_sent",
        "_window",
        "findings",
    )

    def __init__(self, engine: "Engine", window: int) -> None:
        """Rewrite as `engine` does, holding back `window` characters."""
        self.findings = 0
        self._engine = engine
        self._window = window
        self._buffer = ""
        # Offsets into the buffer: what begins before is final; what stands before was sent (a finding may reach over
        # the frontier); where the search for each custom pattern goes on.
        self._decided = 0
        self._sent = 0
        self._resumes = [0] * engine.custom

    @property
    def held_back(self) -> int:
        """How many characters wait for what follows them."""
        return len(self._buffer) - self._sent

    def feed(self, chunk: str) -> str:
        """Take the next part of the text; return what is safe to send, rewritten."""
        self._engine.count(0, measure(chunk)[1], 0, False)
        self._buffer += str.__str__(chunk)
        frontier = len(self._buffer) - self._window
        return self._advance(frontier) if frontier > self._decided else ""

    def finish(self) -> str:
        """End the text; return the rest of it, rewritten."""
        rest = self._advance(len(self._buffer))
        self._engine.count(1, 0, 0, False)
        return rest

    def _advance(self, frontier: int) -> str:
        """Decide everything up to `frontier` and return the text up to it, or to the end of what reaches over it."""
        whole = measure(self._buffer)[0]
        spans = [span for span in self._engine.candidates(whole) if self._decided <= span.start < frontier]
        for index in range(len(self._resumes)):
            spans += self._engine.not_allowed(whole, self._custom_matches(index, whole, frontier))
        found = resolve_overlaps(spans, self._sent)
        reached = max(frontier, found[-1].end) if found else max(frontier, self._sent)
        rewritten = self._rewritten(whole, found, reached)
        self.findings += len(found)
        self._engine.count(0, 0, len(found), False)
        cut = max(frontier - self._window, 0)
        self._buffer = self._buffer[cut:]
        self._decided = frontier - cut
        self._sent = reached - cut
        self._resumes = [max(resume, frontier) - cut for resume in self._resumes]
        return rewritten

    def _custom_matches(self, index: int, whole: str, frontier: int) -> list[Span]:
        """Return the matches of a custom pattern that begin before `frontier`.

        Its matches do not overlap each other, so where one may begin depends on where the one before it ended.
        """
        spans = []
        for span in self._engine.custom_matches(index, whole, self._resumes[index]):
            if span.start >= frontier:
                break
            spans.append(span)
            self._resumes[index] = span.end
        return spans

    def _rewritten(self, whole: str, found: list[Span], to: int) -> str:
        """Return the text from where the last part ended up to `to`, with `found` replaced."""
        begin = self._sent
        text, whole = self._buffer[begin:to], whole[begin:to]
        moved = [span._replace(start=span.start - begin, end=span.end - begin) for span in found]
        return self._engine.replace(text, whole, moved) if moved else text


def refuse_unbounded(engine: str, config: dict[str, Any]) -> None:
    """Refuse custom patterns whose matches a stream cannot wait for; `config` is a checked configuration."""
    for index, custom in enumerate(config.get("custom_patterns", ())):
        if not custom.get("enabled", True):
            continue
        why = _why_not(parse(custom["pattern"]))
        if why is not None:
            raise ConfigError(f"{engine}: custom_patterns[{index}].pattern {why}")


def _why_not(tree: Any) -> str | None:
    longest = tree.getwidth()[1]
    if longest >= op.MAXREPEAT:
        return "has no upper bound on its length, which a stream needs"
    if longest > _LONGEST_CUSTOM:
        return f"can match more than {_LONGEST_CUSTOM} characters, which is too long for a stream"
    if _looks_around(tree):
        return "looks around its match, which a stream cannot do"
    return None


def _looks_around(items: Any) -> bool:
    """Whether there is a look-ahead or look-behind anywhere in a parse tree."""
    waiting = [items]
    while waiting:
        item = waiting.pop()
        # By identity: as numbers they could be characters.
        if item is op.ASSERT or item is op.ASSERT_NOT:
            return True
        if isinstance(item, list | tuple | _parser.SubPattern):
            waiting.extend(item)
    return False
