"""Strict reading of an engine's configuration, with the messages that the Rust reader gives for the same mistakes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mcpgateway_native.errors import ConfigError

# Whole numbers beyond these are floats to a JSON reader with 64-bit integers.
_SMALLEST_INTEGER = -(2**63)
_LARGEST_INTEGER = 2**64 - 1


class ConfigReader:
    """Reads the keys of one mapping and remembers how to name them in messages."""

    __slots__ = ("_prefix", "_values", "engine")

    def __init__(self, engine: str, values: Any, prefix: str = "") -> None:
        """Read `values` for `engine`; `prefix` stands before a key in messages, for example `custom_patterns[0].`."""
        self.engine = engine
        self._prefix = prefix
        if not isinstance(values, Mapping):
            raise ConfigError(f"{engine}: the configuration must be a mapping, not {kind(values)}")
        self._values = values

    def refuse_unknown(self, known: Sequence[str]) -> None:
        """Refuse keys that are not in `known`, which is in documentation order."""
        for key in self._values:
            if key not in known:
                near = closest(str(key), known)
                hint = "" if near is None else f'; did you mean "{near}"?'
                raise self._error(f'unknown key "{self._prefix}{key}"{hint}')

    def raw(self, key: str) -> Any:
        """Return the value of `key` as it stands; None when it is absent or null."""
        return self._values.get(key)

    def boolean(self, key: str, default: bool) -> bool:
        """Read a boolean."""
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong_type(key, "true or false", value)
        return value

    def string(self, key: str) -> str | None:
        """Read a string; None when the key is absent."""
        if key not in self._values:
            return None
        return self._string(key, self._values[key])

    def filled_string(self, key: str) -> str | None:
        """Read a string that has at least one character; None when the key is absent."""
        value = self.string(key)
        if value == "":
            raise self.invalid(key, "must not be empty")
        return value

    def required_string(self, key: str) -> str:
        """Read a string that must be there and must not be empty."""
        value = self.filled_string(key)
        if value is None:
            raise self.missing(key)
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str | None:
        """Read one of `choices`; None when the key is absent."""
        value = self.string(key)
        if value is not None and value not in choices:
            raise self.invalid(key, f'must be one of {", ".join(choices)}, not "{value}"')
        return value

    def whole_number(self, key: str, low: int, high: int) -> int | None:
        """Read a whole number within `low` and `high`; absent and null both mean None."""
        value = self._values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not _SMALLEST_INTEGER <= value <= _LARGEST_INTEGER:
            raise self.wrong_type(key, "a whole number", value)
        if not low <= value <= high:
            raise self.invalid(key, f"must be between {low} and {high}, not {value}")
        return value

    def strings(self, key: str) -> list[str]:
        """Read a list of strings that are not empty."""
        items = self._list(key, "a list of strings")
        strings = []
        for index, item in enumerate(items):
            place = f"{key}[{index}]"
            strings.append(self._string(place, item))
            if not item:
                raise self.invalid(place, "must not be empty")
        return strings

    def mappings(self, key: str) -> "list[ConfigReader]":
        """Return a reader for each mapping of a list."""
        items = self._list(key, "a list")
        readers = []
        for index, item in enumerate(items):
            if not isinstance(item, Mapping):
                raise self.wrong_type(f"{key}[{index}]", "a mapping", item)
            readers.append(ConfigReader(self.engine, item, f"{self._prefix}{key}[{index}]."))
        return readers

    def mapping(self, key: str) -> "ConfigReader | None":
        """Return a reader for a mapping; None when the key is absent."""
        if key not in self._values:
            return None
        value = self._values[key]
        if not isinstance(value, Mapping):
            raise self.wrong_type(key, "a mapping", value)
        return ConfigReader(self.engine, value, f"{self._prefix}{key}.")

    def __iter__(self) -> Iterator[str]:
        """Iterate over the keys."""
        return iter(self._values)

    def missing(self, key: str) -> ConfigError:
        """Return the error for an absent key."""
        return self.invalid(key, "is missing")

    def wrong_type(self, key: str, expected: str, given: Any) -> ConfigError:
        """Return the error for a value of the wrong kind."""
        return self.invalid(key, f"must be {expected}, not {kind(given)}")

    def invalid(self, key: str, message: str) -> ConfigError:
        """Return an error about `key`, said as `message`."""
        return self._error(f"{self._prefix}{key} {message}")

    def _string(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            raise self.wrong_type(key, "a string", value)
        if not value.isascii():
            try:
                value.encode()
            except UnicodeEncodeError:
                # Such a text cannot be UTF-8, so it could neither be written out nor reach the Rust engine.
                raise self.invalid(key, "holds half a surrogate pair") from None
        return value

    def _list(self, key: str, expected: str) -> Sequence[Any]:
        value = self._values.get(key, ())
        if not isinstance(value, list | tuple):
            raise self.wrong_type(key, expected, value)
        return value

    def _error(self, message: str) -> ConfigError:
        return ConfigError(f"{self.engine}: {message}")


def kind(value: Any) -> str:
    """Name the kind of a configuration value in the words of the messages."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, list | tuple):
        return "a list"
    return "a mapping" if isinstance(value, Mapping) else f"an object of type {type(value).__name__}"


def closest(key: str, known: Sequence[str]) -> str | None:
    """Return the known key that a mistyped one was probably meant to be."""
    allowed = max(2, len(key) // 3)
    # The length alone is a lower bound of the distance, so an absurdly long key costs nothing.
    near = [(_distance(key, name), index) for index, name in enumerate(known) if abs(len(name) - len(key)) <= allowed]
    best = min((pair for pair in near if pair[0] <= allowed), default=None)
    return None if best is None else known[best[1]]


def _distance(left: str, right: str) -> int:
    """Levenshtein distance, by the two-row dynamic programme of Wagner and Fischer (1974)."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left):
        diagonal, row[0] = i, i + 1
        for j, b in enumerate(right):
            replaced = diagonal + (a != b)
            diagonal = row[j + 1]
            row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    return row[-1]
