"""Sets of characters as ranges of code points, written as classes that every regex engine reads alike."""

from bisect import bisect_left

Ranges = list[tuple[int, int]]

_LAST = 0x10FFFF
_SURROGATES = (0xD800, 0xDFFF)
_CASE = 0x20  # between an ASCII letter and its other case

ANY: Ranges = [(0, _LAST)]


def normalized(ranges: Ranges) -> Ranges:
    """Return the same set with its ranges in order, apart from each other."""
    merged: Ranges = []
    for low, high in sorted(ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(high, merged[-1][1])
        else:
            merged.append((low, high))
    return merged


def complement(ranges: Ranges) -> Ranges:
    """Return what is not in the set."""
    outside: Ranges = []
    following = 0
    for low, high in normalized(ranges):
        if low > following:
            outside.append((following, low - 1))
        following = high + 1
    return [*outside, (following, _LAST)] if following <= _LAST else outside


def common(left: Ranges, right: Ranges) -> Ranges:
    """Return what is in both sets; `right` is in order."""
    both: Ranges = []
    for low, high in left:
        for index in range(bisect_left(right, low, key=lambda one: one[1]), len(right)):
            start, end = right[index]
            if start > high:
                break
            both.append((max(low, start), min(high, end)))
    return both


def either_case(ranges: Ranges) -> Ranges:
    """Return the set with the other case of its ASCII letters; other letters are left alone."""
    more: Ranges = []
    for first, last, shift in ((0x41, 0x5A, _CASE), (0x61, 0x7A, -_CASE)):
        for low, high in ranges:
            low, high = max(low, first), min(high, last)
            if low <= high:
                more.append((low + shift, high + shift))
    return ranges + more


def written(ranges: Ranges) -> str:
    """Return a pattern for one character of the set."""
    pieces: Ranges = []
    for low, high in normalized(ranges):
        # Text that has become UTF-8 holds no surrogates, and other engines refuse to name them.
        pieces += (
            (start, end)
            for start, end in ((low, min(high, _SURROGATES[0] - 1)), (max(low, _SURROGATES[1] + 1), high))
            if start <= end
        )
    pieces = normalized(pieces)
    if not pieces:
        return r"[^\x{0}-\x{10FFFF}]"
    if pieces == [(0, _SURROGATES[0] - 1), (_SURROGATES[1] + 1, _LAST)]:
        return r"[\x{0}-\x{10FFFF}]"
    if len(pieces) == 1 and pieces[0][0] == pieces[0][1]:
        return _character(pieces[0][0])
    return f"[{''.join(_range(low, high) for low, high in pieces)}]"


def _range(low: int, high: int) -> str:
    return _character(low) if low == high else f"{_character(low)}-{_character(high)}"


def _character(code: int) -> str:
    character = chr(code)
    return character if character.isascii() and character.isalnum() else f"\\x{{{code:X}}}"
