"""Checks of national identity numbers, by the names of the rule file; one module per family of checksum."""

from collections.abc import Callable

from mcpgateway_native.fallback.pii_filter.national import (
    eleven,
    iso7064,
    letters,
    remainders,
    shapes,
    ten,
    verhoeff,
)

CHECKS: dict[str, Callable[[str], bool]] = {
    **shapes.CHECKS,
    **ten.CHECKS,
    **eleven.CHECKS,
    **remainders.CHECKS,
    **iso7064.CHECKS,
    **verhoeff.CHECKS,
    **letters.CHECKS,
}
