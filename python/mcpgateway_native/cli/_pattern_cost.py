"""What a backtracking search with a pattern can cost at the most, read off its parse tree."""

from __future__ import annotations

from re import _constants as op  # type: ignore[attr-defined]
from typing import Any

# From so many ways to try on, a bounded repeat is as bad as one without a bound.
_MANY = 64


def worst_case(tree: Any) -> str:
    """Return the bound in words.

    An upper bound: a pattern of this shape can cost as much, this one may be tamer. The search starts at every
    character, which is one power of the length; every repeat without a bound that follows another adds one; a repeat
    or a choice inside a repeat can split the same text in exponentially many ways.
    """
    try:
        power = _power(tree, False)
    except RecursionError:
        return "exponential: it is nested too deeply to tell"
    except _Exponential as found:
        return f"exponential: {found} can split the same text in many ways"
    if power == 0:
        return "linear: no repeat without a bound"
    return (
        f"up to the power {power + 1} of the length: {'a repeat' if power == 1 else f'{power} repeats'} without a bound"
    )


class _Exponential(Exception):  # noqa: N818 - found, not wrong
    """What makes it so."""


def _power(items: Any, repeated: bool) -> int:
    """How many repeats without a bound can follow each other in a match."""
    return sum(_item(code, argument, repeated) for code, argument in items)


def _item(code: Any, argument: Any, repeated: bool) -> int:
    if code is op.BRANCH:
        if repeated and len(argument[1]) > 1:
            raise _Exponential("a choice inside a repeat")
        return max(_power(branch, repeated) for branch in argument[1])
    if code is op.SUBPATTERN:
        return _power(argument[3], repeated)
    if code in (op.MAX_REPEAT, op.MIN_REPEAT):
        low, high, body = argument
        unbounded = high is op.MAXREPEAT or int(high) - low >= _MANY
        if repeated and high != low:
            raise _Exponential("a repeat inside a repeat")
        power = _power(body, repeated or unbounded)
        return power + 1 if unbounded else power * int(high)
    if code is op.POSSESSIVE_REPEAT:
        # It gives nothing back, but it reads on from every start, and what is inside it is searched as usual.
        return max(_power(argument[2], False), int(argument[1] is op.MAXREPEAT))
    if code is op.ATOMIC_GROUP:
        return _power(argument, False)
    if code in (op.ASSERT, op.ASSERT_NOT):
        return _power(argument[1], False)
    if code is op.GROUPREF_EXISTS:
        _, present, missing = argument
        return max(_power(present, repeated), _power(missing or (), repeated))
    return 0
