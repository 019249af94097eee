"""What is written so that a plain scan does not see it; the twin of `src/text/normalize`.

A text is read a second time as it would be understood, and what is found there is mapped back. Only the surroundings of
places that read differently are read again.
"""

from collections.abc import Callable

from mcpgateway_native.fallback._normalize import _base64, _escapes, _folded, _spoken
from mcpgateway_native.fallback._normalize._view import Change, View
from mcpgateway_native.fallback._spans import Span

Scan = Callable[[str], list[Span]]

# What is done to a text, one after the other; twice for escapes of escapes.
_PASSES: tuple[Callable[[str], list[Change]], ...] = (
    _escapes.read,
    _escapes.read,
    _folded.fold,
    _folded.unmask,
    _spoken.read,
)

# Characters around a change that are read with it: more than the longest value with its label and context, and what one
# pass makes of the work of another.
_MARGIN = 1536

# Characters at a cut of the text in which nothing counts: what is found there may have lost its neighbours.
_EDGE = 256


def find(text: str, scan: Scan) -> list[Span]:
    """Return what `scan` finds in other readings of `text`, mapped back; not what it finds in `text` itself."""

    def innermost(decoded: str) -> list[Span]:
        return scan(decoded) + _folded_views(decoded, scan)

    def within(decoded: str) -> list[Span]:
        return innermost(decoded) + _base64.find(decoded, innermost)

    return _folded_views(text, scan) + _base64.find(text, within)


def view(text: str) -> View | None:
    """Read `text` by all passes; None when that changes nothing."""
    return View.of(text, _PASSES)


def _folded_views(text: str, scan: Scan) -> list[Span]:
    """Return what `scan` finds around the places of `text` that read differently."""
    found = []
    for start, end in _windows(text):
        read = view(text[start:end])
        if read is None:
            continue
        first = start + _EDGE if start > 0 else 0
        last = end - _EDGE if end < len(text) else end
        for span in scan(read.text):
            begin, stop = read.original(span.start, span.end)
            if start + begin >= first and start + stop <= last:
                found.append(span._replace(start=start + begin, end=start + stop))
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """Return the surroundings of all places that read differently, in order and apart from each other."""
    # The second round of escapes has nothing to do where the first one has not.
    places = sorted((change.start, change.end) for read in _PASSES[1:] for change in read(text))
    merged: list[tuple[int, int]] = []
    for start, end in places:
        if merged and start - merged[-1][1] <= 2 * _MARGIN:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, end))
    return [(max(start - _MARGIN, 0), min(end + _MARGIN, len(text))) for start, end in merged]
