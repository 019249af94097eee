"""Regex filter: twenty rules on clean and on full texts of several scripts, on a payload, and deny lists of two sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benches.compare import corpora
from benches.compare.checks import equal_to
from benches.compare.contestants import Loader, gather, ours
from benches.compare.engines._regex_rivals import LISTS, LOADERS, loop
from benches.compare.engines._regex_rules import RULES, SENTENCE, SENTENCE_WITH_HITS, denied, long, planted
from benches.compare.model import Case, Contestant, Figure, Operation, Skip
from benches.compare.timing import Effort

TITLE = "Regex Filter"
NAME = "regex_filter"
RIVAL = "flpc"

_CORPUS = 100_000
