"""The settings of masks.

A strategy per type, their format, values that are never masked, and the keys of the vault, which the gateway class
acts on.
"""

import string
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from mcpgateway_native._config import ConfigReader
from mcpgateway_native.fallback.pii_filter.masks import STRATEGIES

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Masking(NamedTuple):
    """What decides how a value is masked, apart from the default."""

    per_type: Mapping[str, str]
    preserve: bool

    @classmethod
    def read(cls, reader: ConfigReader, types: Sequence[str]) -> "Masking":
        """Read the settings; `types` are all that findings can have."""
        per_type = _per_type(reader, types)
        preserve = reader.choice("format", ("tag", "preserve")) == "preserve"
        # The gateway class acts on these; a wrong value must not pass here unseen. A bare `off` is false to YAML.
        if reader.raw("vault") is not False:
            reader.choice("vault", ("off", "session"))
        reader.whole_number("vault_max_entries", 1, 1_000_000)
        return cls(per_type, preserve)


def _per_type(reader: ConfigReader, types: Sequence[str]) -> Mapping[str, str]:
    nested = reader.mapping("per_type")
    if nested is None:
        return {}
    nested.refuse_unknown(types)
    return {name: strategy for name in nested if (strategy := nested.choice(name, STRATEGIES)) is not None}


class Allows(Protocol):
    """Says which values are never masked; a compiled pattern is one."""

    def search(self, value: str, /) -> object:
        """Return something true for a value that is not masked."""


class AllowedValues:
    """Values that are never masked, whatever the case of their ASCII letters."""

    __slots__ = ("_values",)

    def __init__(self, values: Iterable[str]) -> None:
        """Allow `values`."""
        self._values = frozenset(value.translate(_LOWER) for value in values)

    @classmethod
    def read(cls, reader: ConfigReader) -> "tuple[AllowedValues, ...]":
        """Read them from the configuration; there may be none."""
        values = reader.strings("whitelist_values")
        return (cls(values),) if values else ()

    def search(self, value: str, /) -> bool:
        """Return whether `value` is one of them."""
        return value.translate(_LOWER) in self._values

    def __repr__(self) -> str:
        """Show the count only: the values are personal data."""
        return f"<{len(self._values)} allowed values>"
