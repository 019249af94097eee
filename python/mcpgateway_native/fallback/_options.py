"""Which values of a payload a text engine reads, and what bounds the work: settings that all text engines share."""

from typing import NamedTuple

from mcpgateway_native._config import ConfigReader

MAX_TOTAL_BYTES = 64 << 20
MAX_TOTAL_NODES = 5_000_000
_MAX_PATH_SEGMENTS = 128

# In documentation order.
WALK_KEYS = (
    "scan_keys",
    "scan_integers",
    "scan_bytes",
    "scan_json_strings",
    "include_fields",
    "exclude_fields",
    "max_text_bytes",
    "max_nested_depth",
    "max_collection_items",
    "on_limit",
)

FieldPath = tuple[str, ...]


class WalkOptions(NamedTuple):
    """The settings; `WALK_KEYS` has their names in a configuration."""

    keys: bool = False
    integers: bool = False
    bytes: bool = False
    json_strings: bool = False
    include: tuple[FieldPath, ...] = ()
    exclude: tuple[FieldPath, ...] = ()
    max_text_bytes: int | None = None
    max_depth: int | None = None
    max_items: int | None = None
    block: bool = True

    @classmethod
    def read(cls, reader: ConfigReader, *, json_strings: bool = False) -> "WalkOptions":
        """Read the shared settings out of an engine's configuration; raises `ConfigError`.

        `json_strings` is what this engine does with JSON in strings unless the configuration says otherwise.
        """
        options = cls(
            keys=reader.boolean("scan_keys", False),
            integers=reader.boolean("scan_integers", False),
            bytes=reader.boolean("scan_bytes", False),
            json_strings=reader.boolean("scan_json_strings", json_strings),
            include=_paths(reader.strings("include_fields")),
            exclude=_paths(reader.strings("exclude_fields")),
            max_text_bytes=reader.whole_number("max_text_bytes", 1, 100 << 20),
            max_depth=reader.whole_number("max_nested_depth", 1, 1000),
            max_items=reader.whole_number("max_collection_items", 1, 1_000_000),
            block=reader.choice("on_limit", ("block", "scan_partial")) != "scan_partial",
        )
        segments = sum(map(len, options.include + options.exclude))
        if segments > _MAX_PATH_SEGMENTS:
            raise reader.invalid(
                "include_fields",
                f"and exclude_fields have {segments} segments together; at most {_MAX_PATH_SEGMENTS} are possible",
            )
        return options


def _paths(dotted: list[str]) -> tuple[FieldPath, ...]:
    return tuple(tuple(path.split(".")) for path in dotted)


class FieldPaths:
    """All field paths of an engine, their segments numbered one after the other."""

    __slots__ = ("_included", "_segments")

    def __init__(self, options: WalkOptions) -> None:
        """Number the segments of the paths in `options`."""
        # By number: the segment, what matching it means (None: go on with the next one; else whether the path, which
        # ends here, is one to include).
        self._segments: list[tuple[str, bool | None]] = []
        self._included = not options.include
        for paths, include in ((options.include, True), (options.exclude, False)):
            for path in paths:
                self._segments += ((segment, None) for segment in path[:-1])
                self._segments.append((path[-1], include))

    def root(self) -> "FieldState":
        """Return the state of the root."""
        starts = 1
        for number, (_, ends) in enumerate(self._segments[:-1]):
            if ends is not None:
                starts |= 2 << number
        return FieldState(starts, self._included)

    def child(self, state: "FieldState", segment: str) -> "FieldState | None":
        """Return the state one step down, under the name `segment`; None when nothing there is looked at."""
        waiting = 0
        included = state.included
        for number, (wanted, ends) in enumerate(self._segments):
            if state.waiting >> number & 1 and wanted in ("*", segment):
                if ends is None:
                    waiting |= 2 << number
                elif ends:
                    included = True
                else:
                    return None
        return FieldState(waiting, included) if included or waiting else None


class FieldState(NamedTuple):
    """Where a value stands relative to the field paths; excluded values have no state, they are not looked at."""

    waiting: int  # one bit per segment: those that would have to match next
    included: bool  # whether a text here is read
