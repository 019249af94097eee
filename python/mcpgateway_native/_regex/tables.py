"""What the running interpreter's regular expressions know of characters; it differs between versions of Python."""

import _sre  # type: ignore[import-not-found]
import re
import sys
from array import array
from functools import cache
from re import _compiler  # type: ignore[attr-defined]

from mcpgateway_native._ranges import Ranges, complement

# No character beyond has another case; a test holds every interpreter to it.
_CASED_BELOW = 0x2_0000
_EVERY = range(0x11_0000)


@cache
def ranges_of(escape: str) -> Ranges:
    r"""Return the characters that `\w`, `\d` or `\s` matches."""
    return [(match.start(), match.end() - 1) for match in re.finditer(f"{escape}+", _every())]


@cache
def ascii_ranges_of(escape: str) -> Ranges:
    r"""Return the characters that `\w`, `\d` or `\s` matches under the flag `a`."""
    return [(match.start(), match.end() - 1) for match in re.finditer(f"{escape}+", _every()[:128], re.ASCII)]


@cache
def _every() -> str:
    return array("I", _EVERY).tobytes().decode(f"utf-32-{sys.byteorder[0]}e", "surrogatepass")


@cache
def cased() -> str:
    """Return every character that takes part in matching without regard to case."""
    others = {code for group in _compiler._EXTRA_CASES.items() for code in (group[0], *group[1])}
    return "".join(chr(code) for code in range(_CASED_BELOW) if code in others or _sre.unicode_iscased(code))


@cache
def not_cased() -> Ranges:
    """Return the characters that are not in `cased`."""
    return complement([(ord(character), ord(character)) for character in cased()])


@cache
def fold_table() -> dict[int, int]:
    """Return, by code point, the one that stands for all that match each other without regard to case."""
    table = {}
    for code in map(ord, cased()):
        lower = _sre.unicode_tolower(code)
        one = min(lower, *_compiler._EXTRA_CASES.get(lower, (lower,)))
        if one != code:
            table[code] = one
    return table


def folded(text: str) -> str:
    """Return `text` with every character replaced by the one that stands for all its cases; its length stays."""
    return text.lower() if text.isascii() else text.translate(fold_table())
