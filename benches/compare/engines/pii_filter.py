"""PII filter: one number, many kinds, a thousand values; then texts that detectors stumble over; then payloads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benches.compare import corpora, spine
from benches.compare.checks import equal_to, found_in, masked_in
from benches.compare.contestants import Loader, gather, ours
from benches.compare.corpora import Payload, Sample
from benches.compare.engines._pii_rivals import LOADERS
from benches.compare.model import Case, Contestant, Figure, Operation, Skip
from benches.compare.timing import Effort

TITLE = "PII Filter"
NAME = "pii_filter"
RIVAL = "cpex-pii-filter"

_SMALL = 1_071
_LARGE = 107_100
_CORPUS = 100_000

_PLOTTED = {"single_ssn", "large", "prose", "accent", "rows_payload"}

_CORPORA: dict[str, tuple[str, Callable[[int], Sample]]] = {
    "prose": ("Clean prose", corpora.prose),
    "accent": ("Clean prose with one é", corpora.prose_with_accent),
    "german": ("Clean German", corpora.german),
    "cyrillic": ("Clean Cyrillic", corpora.cyrillic),
    "chinese": ("Clean Chinese", corpora.chinese),
    "emoji": ("Clean prose with emoji", corpora.emoji),
    "json_rows": ("JSON rows full of digits", corpora.json_rows),
    "digits": ("Numbers only", corpora.digits),
    "digit_run": ("One long number", corpora.digit_run),
    "dotted": ("Dotted numbers", corpora.dotted),
    "hex_colons": ("Hex and colons", corpora.hex_colons),
    "phone_like": ("Almost telephone numbers", corpora.phone_near_misses),
    "iban_like": ("Almost account numbers", corpora.iban_near_misses),
    "bare_ats": ("a@ repeated", corpora.bare_ats),
    "bare_dots": ("a. repeated", corpora.bare_dots),
}


def cases() -> list[Case]:
    """The three headline cases, masking, the corpora of 100 KB, and two payloads."""
    large = corpora.planted(1000, _LARGE)
    found = [
        _text("single_ssn", "Single SSN Detection", corpora.single_ssn(_SMALL), headline=True),
        _text("multiple", "Multiple PII Types Detection", corpora.planted(10, _SMALL), headline=True),
        _text("large", "Large Text Performance (1000 PII instances)", large, headline=True),
        Case("mask_large", "Masking 1000 PII instances", "mask", large.text, large.size, masked_in(large)),
    ]
    found += [_text(key, title, make(_CORPUS)) for key, (title, make) in _CORPORA.items()]
    found += _dense(_CORPUS)
    found.append(_payload("small_payload", "Nested result of 2 KB, one finding", corpora.small_payload()))
    found.append(_payload("rows_payload", "450 KB as 3,600 strings", corpora.rows_payload()))
    return found


def floor(size: int = 10_000_000) -> Iterator[Case]:
    """Every corpus at a size where a cost that grows faster than the text shows; one at a time, for they are large."""
    for key, (title, make) in _CORPORA.items():
        # One é means one: that text must not be made of copies.
        yield _text(key, title, make(size) if key == "accent" else corpora.long_version(make, size))
    yield from _dense(size)


def contestants() -> tuple[list[Contestant], list[Skip]]:
    """The twin, the Rust engine, and the rivals that are installed."""
    return gather(loaders())


def loaders() -> dict[str, Loader]:
    """How to get each contestant, by name."""
    return ours(NAME, {}, _operations) | LOADERS


def figures(present: Sequence[Contestant], effort: Effort) -> list[Figure]:
    """The spine: what the boundary and the walk cost, whatever the patterns do."""
    return spine.figures(NAME, present, RIVAL, constructors(), effort)


def constructors() -> Mapping[str, Callable[[dict[str, object]], object]]:
    """How each contestant that is measured in the spine is built from a configuration."""

    def native(config: dict[str, object]) -> object:
        import mcpgateway_native

        return mcpgateway_native.load(NAME, config, native=True)

    def twin(config: dict[str, object]) -> object:
        import mcpgateway_native

        return mcpgateway_native.load(NAME, config, native=False)

    def rival(config: dict[str, object]) -> object:
        from cpex_pii_filter.pii_filter_rust import PIIDetectorRust

        return PIIDetectorRust(config)

    return {"Rust": native, "Python": twin, RIVAL: rival}


def _operations(engine: Any) -> dict[str, Operation]:
    return {
        "detect": Operation(engine.scan, lambda _text, found: [(item[1], item[2]) for item in found]),
        "mask": Operation(engine.rewrite),
        "walk": Operation(engine.process, lambda _value, outcome: outcome.payload),
    }


def _text(key: str, title: str, sample: Sample, *, headline: bool = False) -> Case:
    return Case(key, title, "detect", sample.text, sample.size, found_in(sample), headline, key in _PLOTTED)


def _dense(size: int) -> list[Case]:
    """A text full of values, to find and to mask."""
    title = "Dense PII"
    sample = corpora.long_version(lambda length: corpora.planted(length // 30, length), size)
    masking = Case("dense_mask", f"{title}, masking", "mask", sample.text, sample.size, masked_in(sample))
    return [_text("dense", title, sample), masking]


def _payload(key: str, title: str, payload: Payload) -> Case:
    return Case(key, title, "walk", payload.value, payload.size, equal_to(payload.masked), plotted=key in _PLOTTED)
