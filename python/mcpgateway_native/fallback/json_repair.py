"""The twin of Json repair."""

import re
from typing import Any

from mcpgateway_native._config import ConfigReader
from mcpgateway_native.fallback._options import WALK_KEYS, WalkOptions
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback._text import TextTwin

NAME = "json_repair"
FAMILY = "text"
SUMMARY = "Finds a word and replaces it"

_SWITCHES = ("block_on_detection", "log_detections", "include_detection_details")
_KNOWN_KEYS = ("word", "replacement", *_SWITCHES, *WALK_KEYS)


class Engine(TextTwin):
    """Finds every occurrence of one word and puts another text in its place."""

    name = NAME

    def __init__(self, config: Any) -> None:
        """Read `config`; raises `ConfigError`."""
        reader = ConfigReader(NAME, config)
        reader.refuse_unknown(_KNOWN_KEYS)
        word = reader.filled_string("word")
        replacement = reader.string("replacement")
        for key in _SWITCHES:
            reader.boolean(key, False)
        super().__init__(WalkOptions.read(reader))
        self._word = re.compile(re.escape("example" if word is None else word))
        self._replacement = "[EXAMPLE]" if replacement is None else replacement

    def find(self, text: str) -> list[Span]:
        """Return what is in `text`, in order and without overlaps."""
        return [Span(match.start(), match.end(), 0, 100) for match in self._word.finditer(text)]

    def rule_name(self, rule: int) -> str:
        """Return the type that `rule` finds."""
        return "word"

    def mask(self, rule: int, value: str) -> str:
        """Return the mask of `value`."""
        return self._replacement
