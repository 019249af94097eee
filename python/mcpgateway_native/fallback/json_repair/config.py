"""The settings of the JSON repair engine."""

import math
from typing import Any, NamedTuple

from mcpgateway_native._config import ConfigReader
from mcpgateway_native.fallback._options import WALK_KEYS, WalkOptions

NAME = "json_repair"

NO_LIMIT = 1 << 62

_OWN_KEYS = (
    "min_confidence",
    "extract",
    "top_level",
    "concatenated",
    "nan",
    "duplicate_keys",
    "max_depth",
    "max_bytes",
    "fill_structured_content",
    "log_detections",
)


class Options(NamedTuple):
    """How a text is repaired."""

    min_confidence: int  # percent
    extract: str
    top_level: str
    concatenated: str
    nan: str
    duplicate_keys: str
    max_depth: int
    max_bytes: int

    @property
    def accepts_words(self) -> bool:
        """Whether words without quotes may be the whole document."""
        return self.top_level == "any"


def read_config(config: Any) -> tuple[Options, WalkOptions]:
    """Read a configuration; raises `ConfigError`."""
    reader = ConfigReader(NAME, config)
    reader.refuse_unknown((*_OWN_KEYS, *WALK_KEYS))
    options = Options(
        min_confidence=_confidence(reader),
        extract=reader.choice("extract", ("none", "fences", "all")) or "fences",
        top_level=reader.choice("top_level", ("containers", "scalars", "any")) or "containers",
        concatenated=reader.choice("concatenated", ("keep", "list", "first")) or "keep",
        nan=reader.choice("nan", ("null", "string", "keep")) or "null",
        duplicate_keys=reader.choice("duplicate_keys", ("keep", "first", "last")) or "keep",
        max_depth=reader.whole_number("max_depth", 1, 1_000_000) or NO_LIMIT,
        max_bytes=reader.whole_number("max_bytes", 1, 100 << 20) or NO_LIMIT,
    )
    for key in ("fill_structured_content", "log_detections"):
        reader.boolean(key, False)
    if reader.raw("scan_json_strings") is True:
        raise reader.invalid("scan_json_strings", "is not possible: this engine edits whole texts")
    return options, WalkOptions.read(reader)


def _confidence(reader: ConfigReader) -> int:
    key = "min_confidence"
    share = reader.raw(key) if key in tuple(reader) else 0.5
    if isinstance(share, bool) or not isinstance(share, int | float):
        raise reader.wrong_type(key, "a number", share)
    if not 0 <= share <= 1:
        raise reader.invalid(key, "must be between 0 and 1")
    # A hundredth is the finest step; what is a hair above one is one.
    return max(math.ceil(share * 100 - 1e-9), 0)
