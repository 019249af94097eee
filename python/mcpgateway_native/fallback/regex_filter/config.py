"""The settings of the regex filter: rules in the order in which they run, compiled and checked."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from mcpgateway_native._config import ConfigReader
from mcpgateway_native._patterns import compile_pattern
from mcpgateway_native._regex.template import Pieces, read_template
from mcpgateway_native.errors import UnsupportedError
from mcpgateway_native.fallback._options import WALK_KEYS, WalkOptions
from mcpgateway_native.fallback.regex_filter.words import WordList

NAME = "regex_filter"
MODES = ("replace", "block", "report")

# How the deny words that stand in `words` as plain strings are called in findings.
_DENY = "deny"
# Rules run one after the other, and findings number them with 16 bits.
_MAX_RULES = 10_000
_MAX_COUNT = 1_000_000_000

FLAGS = {"a": re.ASCII, "i": re.IGNORECASE, "m": re.MULTILINE, "s": re.DOTALL, "x": re.VERBOSE}
_WORD_KEYS = ("case_sensitive", "whole_word")
_KNOWN_KEYS = (
    "words",
    "rule_sets",
    "mode",
    "flags",
    *_WORD_KEYS,
    "max_replacements",
    "allow_backtracking",
    "on_invalid",
    "log_detections",
    "include_detection_details",
    *WALK_KEYS,
)
_RULE_KEYS = ("search", "words", "replace", "name", "mode", "flags", "literal", *_WORD_KEYS, "max_replacements")


class Search(NamedTuple):
    """A regular expression and what replaces its matches, when anything does."""

    source: str
    flags: int
    regex: re.Pattern[str]
    template: str | None
    pieces: Pieces


class Words(NamedTuple):
    """Literal words and the literal text that replaces them."""

    listed: WordList
    replacement: str


class Rule(NamedTuple):
    """One rule: what it looks for, what it is called, what a match leads to."""

    key: str  # where it stands in the configuration
    name: str
    mode: str
    limit: int | None  # how many matches in one text are looked at
    what: Search | Words

    @property
    def replaces(self) -> bool:
        """Whether matches give way to something else."""
        return self.mode == "replace"


class Skipped(NamedTuple):
    """A rule that is left out under `on_invalid: skip`."""

    key: str
    name: str
    reason: str


class Config(NamedTuple):
    """Checked settings."""

    rules: tuple[Rule, ...]
    skipped: tuple[Skipped, ...]
    allow_backtracking: bool
    walk: WalkOptions


class _Defaults(NamedTuple):
    """What rules do not have to say themselves."""

    mode: str | None
    flags: int
    case_sensitive: bool
    whole_word: bool
    limit: int | None


class _InvalidError(Exception):
    """Python refuses a pattern or a replacement."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(message)
        self.key = key


def read_config(values: Any) -> Config:
    """Check the settings in `values`; raises `ConfigError` that names the first wrong key."""
    reader = ConfigReader(NAME, values)
    reader.refuse_unknown(_KNOWN_KEYS)
    defaults = _Defaults(
        mode=reader.choice("mode", MODES),
        flags=_flags(reader),
        case_sensitive=reader.boolean("case_sensitive", True),
        whole_word=reader.boolean("whole_word", False),
        limit=reader.whole_number("max_replacements", 1, _MAX_COUNT),
    )
    allow_backtracking = reader.boolean("allow_backtracking", True)
    skips = reader.choice("on_invalid", ("error", "skip")) == "skip"
    # What the gateway class acts on; a wrong value must not pass here unseen.
    for key in ("log_detections", "include_detection_details"):
        reader.boolean(key, False)
    if reader.boolean("scan_json_strings", False):
        raise reader.invalid("scan_json_strings", "must be false: patterns see texts as they stand")
    rules: list[Rule] = []
    skipped: list[Skipped] = []
    for key, name, entry in _entries(reader, values):
        if len(rules) + len(skipped) == _MAX_RULES:
            raise reader.invalid("words", f"and rule_sets have more than {_MAX_RULES} rules together")
        if isinstance(entry, list):
            rules.append(_deny_words(reader, key, entry, defaults))
            continue
        rule_name = _name(entry) or name
        try:
            rules.append(_rule(entry, key, rule_name, defaults))
        except _InvalidError as error:
            if not skips:
                raise entry.invalid(error.key, str(error)) from None
            skipped.append(Skipped(key, rule_name, f"{error.key} {error}"))
    _refuse_two_modes(reader, rules)
    if not allow_backtracking:
        _refuse_backtracking(reader, rules)
    return Config(tuple(rules), tuple(skipped), allow_backtracking, WalkOptions.read(reader))


def _entries(reader: ConfigReader, values: Mapping[str, Any]) -> Iterator[tuple[str, str, ConfigReader | list[str]]]:
    """Yield key, default name and reader of every rule in order; deny words together, where the first one stands."""
    words = _list(reader, values, "words")
    denied = [(index, word) for index, word in enumerate(words) if isinstance(word, str)]
    for index, word in denied:
        if not word:
            raise reader.invalid(f"words[{index}]", "must not be empty")
    for index, entry in enumerate(words):
        key = f"words[{index}]"
        if not isinstance(entry, str):
            yield key, key, _mapping(reader, key, entry)
        elif index == denied[0][0]:
            yield key, _DENY, [word for _, word in denied]
    sets = reader.mapping("rule_sets")
    for name in sets or ():
        _check_name(reader, f'rule_sets: the name "{name}"', name)
        for index, entry in enumerate(_list(reader, values["rule_sets"], name, "rule_sets.")):
            key = f"rule_sets.{name}[{index}]"
            yield key, name, _mapping(reader, key, entry)


def _list(reader: ConfigReader, values: Mapping[str, Any], key: str, prefix: str = "") -> Sequence[Any]:
    value = values.get(key, [])
    if not isinstance(value, list | tuple):
        raise reader.wrong_type(prefix + key, "a list", value)
    return value


def _mapping(reader: ConfigReader, key: str, entry: Any) -> ConfigReader:
    if not isinstance(entry, Mapping):
        raise reader.wrong_type(key, "a mapping or a string" if key.startswith("words") else "a mapping", entry)
    return ConfigReader(reader.engine, entry, f"{key}.")


def _deny_words(reader: ConfigReader, key: str, words: list[str], defaults: _Defaults) -> Rule:
    mode = "block" if defaults.mode is None else defaults.mode
    if mode == "replace":
        raise reader.invalid(key, "is a deny word, for which mode: replace has no replacement")
    listed = WordList(words, defaults.case_sensitive, defaults.whole_word)
    return Rule(key, _DENY, mode, defaults.limit, Words(listed, ""))


def _rule(entry: ConfigReader, key: str, name: str, defaults: _Defaults) -> Rule:
    entry.refuse_unknown(_RULE_KEYS)
    mode = entry.choice("mode", MODES) or defaults.mode or "replace"
    replace = entry.string("replace")
    if replace is None and mode == "replace":
        raise entry.missing("replace")
    literal = entry.boolean("literal", False)
    case_sensitive = entry.boolean("case_sensitive", defaults.case_sensitive)
    whole_word = entry.boolean("whole_word", defaults.whole_word)
    limit = entry.whole_number("max_replacements", 1, _MAX_COUNT) or defaults.limit
    flags = defaults.flags | _flags(entry)
    words = _words(entry, literal)
    what: Search | Words
    if words is not None:
        what = Words(WordList(words, case_sensitive, whole_word), replace or "")
    else:
        source = entry.string("search")
        if source is None:
            raise entry.missing("search")
        for one in _WORD_KEYS:
            if one in entry:
                raise entry.invalid(one, "is for literal words; a pattern says it with flags and \\b")
        what = _search(source, replace if mode == "replace" else None, flags)
    return Rule(key, name, mode, limit, what)


def _words(entry: ConfigReader, literal: bool) -> list[str] | None:
    """Return the literal words of a rule; None when it has a pattern."""
    if "words" in entry:
        if "search" in entry:
            raise entry.invalid("words", "cannot stand beside search")
        words = entry.strings("words")
        if not words:
            raise entry.invalid("words", "must not be empty")
        return words
    if literal:
        return [entry.required_string("search")]
    return None


def _search(source: str, template: str | None, flags: int) -> Search:
    try:
        regex = compile_pattern(source, flags)
    except re.error as error:
        raise _InvalidError("search", f"is not a valid pattern: {error}") from None
    try:
        pieces = [] if template is None else read_template(template, regex)
    except (re.error, IndexError) as error:
        raise _InvalidError("replace", f"is not a valid replacement: {error}") from None
    return Search(source, flags, regex, template, pieces)


def _name(entry: ConfigReader) -> str | None:
    name = entry.filled_string("name")
    if name is not None:
        _check_name(entry, "name", name)
    return name


def _check_name(reader: ConfigReader, key: str, name: str) -> None:
    if not name or not name.isprintable():
        raise reader.invalid(key, "must be of printable characters")


def _flags(reader: ConfigReader) -> int:
    flags = 0
    for letter in reader.string("flags") or "":
        if letter not in FLAGS:
            raise reader.invalid("flags", f'must be letters of {"".join(FLAGS)}, not "{letter}"')
        flags |= FLAGS[letter]
    return flags


def _refuse_two_modes(reader: ConfigReader, rules: list[Rule]) -> None:
    """A finding has the name of its rule, which has to say what the finding leads to."""
    modes: dict[str, str] = {}
    for rule in rules:
        mode = modes.setdefault(rule.name, rule.mode)
        if mode != rule.mode:
            raise reader.invalid(
                rule.key, f'is called "{rule.name}" like a rule of mode {mode}, but has mode {rule.mode}'
            )


def _refuse_backtracking(reader: ConfigReader, rules: list[Rule]) -> None:
    from mcpgateway_native._regex.lowering import Classes, lower_search

    for rule in rules:
        if isinstance(rule.what, Search):
            try:
                lower_search(rule.what.regex, rule.what.source, rule.what.pieces, Classes())
            except UnsupportedError as error:
                message = f"needs Python for {error}, and allow_backtracking is false"
                raise reader.invalid(f"{rule.key}.search", message) from None
