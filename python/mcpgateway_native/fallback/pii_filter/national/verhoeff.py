"""The check digit of J. Verhoeff (1969), which catches every swap of neighbours."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national.reading import number


def _product(left: int, right: int) -> int:
    """The group of the symmetries of a pentagon: rotations 0 to 4, reflections 5 to 9."""
    if left < 5:
        return (left + right) % 5 if right < 5 else 5 + (left + right) % 5
    return 5 + (left - right) % 5 if right < 5 else (left - right) % 5


_PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _in_aadhaar(value: str) -> bool:
    """Indian Aadhaar (UIDAI): Verhoeff over twelve digits, the first of them 2 to 9."""
    figures = number(value, 12)
    if not figures or figures[0] < 2:
        return False
    total = 0
    for place, digit in enumerate(reversed(figures)):
        for _ in range(place % 8):
            digit = _PERMUTATION[digit]
        total = _product(total, digit)
    return total == 0


CHECKS: dict[str, Callable[[str], bool]] = {"in_aadhaar": _in_aadhaar}
