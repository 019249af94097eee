"""Users' own patterns: validated by Python's `re`, and lowered to the syntax that the Rust automata read alike.

Lowering works on the parse tree, so inline flags and verbose mode are already understood. Every letter and class is
written out as explicit code points: the result means the same whatever flags the other engine would like to set.
"""

import re
import warnings
from collections.abc import Sequence
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

from mcpgateway_native._ranges import ANY, Ranges, complement, either_case, written
from mcpgateway_native.errors import UnsupportedError

# How both backends read a user's pattern: letters in either case, and classes, by ASCII rules.
_FLAGS = re.IGNORECASE | re.ASCII

# Characters that a pattern may stand for with all its repeats written out; the automaton grows with them.
_LARGEST = 4000

_DIGITS: Ranges = [(0x30, 0x39)]
_SPACES: Ranges = [(0x09, 0x0D), (0x20, 0x20)]
_WORD: Ranges = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]
_NEWLINE: Ranges = [(0x0A, 0x0A)]
_CATEGORIES: dict[Any, Ranges] = {
    op.CATEGORY_DIGIT: _DIGITS,
    op.CATEGORY_NOT_DIGIT: complement(_DIGITS),
    op.CATEGORY_SPACE: _SPACES,
    op.CATEGORY_NOT_SPACE: complement(_SPACES),
    op.CATEGORY_WORD: _WORD,
    op.CATEGORY_NOT_WORD: complement(_WORD),
}
_ANCHORS = {
    op.AT_BEGINNING_STRING: r"\A",
    op.AT_END_STRING: r"\z",
    op.AT_BOUNDARY: r"(?-u:\b)",
    op.AT_NON_BOUNDARY: r"(?-u:\B)",
}
# What only a backtracking engine can run, by the name that users read.
_BACKTRACKING = {
    op.GROUPREF: "a back-reference",
    op.GROUPREF_EXISTS: "a conditional group",
    op.ATOMIC_GROUP: "an atomic group",
    op.POSSESSIVE_REPEAT: "a possessive quantifier",
    op.FAILURE: "look-ahead",
}


def compile_pattern(pattern: str, flags: int = _FLAGS) -> re.Pattern[str]:
    """Compile a user's pattern as the twins run it; raises `re.error` for whatever is wrong with it."""
    try:
        with warnings.catch_warnings():
            # A doubtful spelling is the user's choice, not news for whoever runs the gateway.
            warnings.simplefilter("ignore")
            return re.compile(pattern, flags)
    except RecursionError:
        raise re.error("it is nested too deeply") from None
    except (OverflowError, ValueError) as error:
        raise re.error(str(error)) from None


def matches_empty(pattern: str) -> bool:
    """Whether a valid pattern can match without a character."""
    shortest: int = parse(pattern).getwidth()[0]
    return shortest == 0


def lower_custom(pattern: str) -> str:
    """Return a pattern for searching in texts in portable syntax.

    Raises `re.error` when it is not valid, and `UnsupportedError`, with the name of the construct, when only Python
    can run it.
    """
    return _lower(pattern, False)


def lower_whitelist(pattern: str) -> str:
    """Return a pattern for testing whole values in portable syntax; raises as `lower_custom` does."""
    return _lower(pattern, True)


lower = lower_custom


def _lower(pattern: str, whole_value: bool) -> str:
    compile_pattern(pattern)
    tree = parse(pattern)
    try:
        lowering = _Lowering(whole_value)
        lowered = lowering.sequence(tree, tree.state.flags, True)
    except RecursionError:
        raise UnsupportedError("deep nesting") from None
    return f"(?u-i:{lowered})"


def parse(pattern: str, flags: int = _FLAGS) -> Any:
    """Return the parse tree of a valid pattern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _parser.parse(pattern, flags)


class _Lowering:
    """Writes a parse tree; counts what it stands for."""

    def __init__(self, whole_value: bool) -> None:
        self._whole_value = whole_value
        self._size = 0
        self._copies = 1

    def sequence(self, items: Any, flags: int, last: bool) -> str:
        """Write items that follow each other; `last`: nothing of the pattern comes after them."""
        items = list(items)
        return "".join(
            self._item(code, argument, flags, last and index == len(items) - 1)
            for index, (code, argument) in enumerate(items)
        )

    def _item(self, code: Any, argument: Any, flags: int, last: bool) -> str:
        if code is op.LITERAL:
            return self._class([(argument, argument)], flags)
        if code is op.NOT_LITERAL:
            return self._complement([(argument, argument)], flags)
        if code is op.ANY:
            return self._class(ANY if flags & re.DOTALL else complement(_NEWLINE), 0)
        if code is op.IN:
            return self._set(argument, flags)
        if code is op.AT:
            return self._anchor(argument, flags, last)
        if code is op.BRANCH:
            return f"(?:{'|'.join(self.sequence(branch, flags, last) for branch in argument[1])})"
        if code is op.SUBPATTERN:
            _, added, removed, body = argument
            if added & re.UNICODE:
                raise UnsupportedError("Unicode classes")
            return f"(?:{self.sequence(body, (flags | added) & ~removed, last)})"
        if code is op.MAX_REPEAT or code is op.MIN_REPEAT:
            low, high, body = argument
            return self._repeat(low, high, body, flags) + ("" if code is op.MAX_REPEAT else "?")
        if code is op.ASSERT or code is op.ASSERT_NOT:
            raise UnsupportedError("look-ahead" if argument[0] > 0 else "look-behind")
        raise UnsupportedError(_BACKTRACKING.get(code, "a construct of its own"))

    def _class(self, ranges: Ranges, flags: int) -> str:
        self._size += self._copies
        if self._size > _LARGEST:
            raise UnsupportedError("very many repetitions")
        return written(either_case(ranges) if flags & re.IGNORECASE else ranges)

    def _complement(self, ranges: Ranges, flags: int) -> str:
        return self._class(complement(either_case(ranges) if flags & re.IGNORECASE else ranges), 0)

    def _set(self, items: Sequence[tuple[Any, Any]], flags: int) -> str:
        ranges: Ranges = []
        for code, argument in items:
            if code is op.LITERAL:
                ranges.append((argument, argument))
            elif code is op.RANGE:
                if flags & re.IGNORECASE and not _folds_by_ascii(*argument):
                    raise UnsupportedError("a range of letters beyond U+FFFF without regard to case")
                ranges.append(argument)
            elif code is op.CATEGORY:
                ranges += _CATEGORIES[argument]
        negated = items[0][0] is op.NEGATE
        return self._complement(ranges, flags) if negated else self._class(ranges, flags)

    def _anchor(self, anchor: Any, flags: int, last: bool) -> str:
        if anchor is op.AT_BEGINNING:
            return "(?m:^)" if flags & re.MULTILINE else r"\A"
        if anchor is op.AT_END:
            if flags & re.MULTILINE:
                return "(?m:$)"
            if not (last and self._whole_value):
                raise UnsupportedError("a $ without the flag m")
            # Python's `$` also holds before a newline that ends the text.
            return r"\n?\z"
        return _ANCHORS[anchor]

    def _repeat(self, low: int, high: Any, body: Any, flags: int) -> str:
        if body.getwidth()[0] == 0:
            # The engines disagree on when such a loop ends.
            raise UnsupportedError("a repeat of something that may be empty")
        endless = high is op.MAXREPEAT
        copies, self._copies = self._copies, self._copies * max(low if endless else int(high), 1)
        written_body = self.sequence(body, flags, False)
        self._copies = copies
        return f"(?:{written_body}){{{low},{'' if endless else int(high)}}}"


def _folds_by_ascii(low: int, high: int) -> bool:
    """Whether Python compares a range by ASCII rules.

    Beyond U+FFFF it also tries the upper case of a character, by Unicode rules. That makes no difference where there
    are no letters with case, nor when nothing but ASCII is left out.
    """
    return high <= 0xFFFF or low >= 0x1F000 or (low <= 0x80 and high == 0x10FFFF)
