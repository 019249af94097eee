"""Who takes part: our two implementations and the rivals, with their names of things in terms of our types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from benches.accuracy.model import PYTHON, RUST, Contestant, Detector, Skip, Span
from benches.accuracy.national import KINDS
from benches.compare.machine import package_version

ENGINE = "pii_filter"
TYPES = (
    "ssn", "bsn", "credit_card", "email", "phone", "ip_address", "mac_address", "crypto_address", "date_of_birth",
    "passport", "driver_license", "bank_account", "medical_record",
)  # fmt: skip

# A rival's name of a kind of value, and ours. What is not listed (names, plain dates, postcodes, links) is no type of
# ours and is left out of its findings.
NAMES: dict[str, dict[str, str]] = {
    "cpex-pii-filter": {
        "ssn": "ssn",
        "bsn": "bsn",
        "credit_card": "credit_card",
        "email": "email",
        "phone": "phone",
        "ip_address": "ip_address",
        "date_of_birth": "date_of_birth",
        "passport": "passport",
        "driver_license": "driver_license",
        "bank_account": "bank_account",
        "medical_record": "medical_record",
    },
    "presidio": {
        "US_SSN": "ssn",
        "CREDIT_CARD": "credit_card",
        "EMAIL_ADDRESS": "email",
        "PHONE_NUMBER": "phone",
        "IP_ADDRESS": "ip_address",
        "MAC_ADDRESS": "mac_address",
        "CRYPTO": "crypto_address",
        "IBAN_CODE": "bank_account",
        "US_BANK_NUMBER": "bank_account",
        "ABA_ROUTING_NUMBER": "bank_account",
        "US_PASSPORT": "passport",
        "US_DRIVER_LICENSE": "driver_license",
        "UK_DRIVING_LICENCE": "driver_license",
    },
    "datafog": {
        "SSN": "ssn",
        "CREDIT_CARD": "credit_card",
        "EMAIL": "email",
        "PHONE": "phone",
        "IP_ADDRESS": "ip_address",
    },
    "datafog-core": {
        "SSN": "ssn",
        "CREDIT_CARD": "credit_card",
        "EMAIL": "email",
        "PHONE": "phone",
        "IP_ADDRESS": "ip_address",
        "US_ROUTING_NUMBER": "bank_account",
    },
    "cloakrs": {
        "ssn": "ssn",
        "credit-card": "credit_card",
        "email": "email",
        "phone-number": "phone",
        "ip-address": "ip_address",
        "mac-address": "mac_address",
        "crypto-address": "crypto_address",
        "date-of-birth": "date_of_birth",
        "iban": "bank_account",
    },
    "scrubadub": {
        "social_security_number": "ssn",
        "credit_card": "credit_card",
        "email": "email",
        "phone": "phone",
    },
}

# Presidio's own demonstration drops what scores less: bare numbers that no word beside them explains.
PRESIDIO_THRESHOLD = 0.35
_PRESIDIO = (
    "UsSsnRecognizer", "CreditCardRecognizer", "EmailRecognizer", "PhoneRecognizer", "IpRecognizer",
    "MacAddressRecognizer", "CryptoRecognizer", "IbanRecognizer", "UsBankRecognizer", "AbaRoutingRecognizer",
    "UsPassportRecognizer", "UsLicenseRecognizer", "UkDrivingLicenceRecognizer",
)  # fmt: skip


def gather() -> tuple[list[Contestant], list[Skip]]:
    """Everybody that can be loaded, and the others with the reason."""
    present: list[Contestant] = []
    absent: list[Skip] = []
    loaders: dict[str, Callable[[], Contestant]] = {name: partial(ours, name) for name in (RUST, PYTHON)}
    loaders |= {name: partial(_rival, name) for name in NAMES}
    for name, load in loaders.items():
        try:
            present.append(load())
        except ImportError as error:
            absent.append(Skip(name, f"not installed ({error})"))
        except Exception as error:  # A rival may fail in any way while it loads; the run goes on without it.
            absent.append(Skip(name, f"does not load ({type(error).__name__}: {error})"))
    return present, absent


def ours(name: str, config: Mapping[str, object] | None = None) -> Contestant:
    """The Rust engine or its twin, as a user gets it from `load`; by default with no configuration."""
    import mcpgateway_native

    engine = mcpgateway_native.load(ENGINE, dict(config or {}), native=name == RUST)
    if engine.implementation != ("rust" if name == RUST else "python"):
        raise ImportError(engine.reason)

    def detect(text: str) -> list[Span]:
        return [Span(str(found[0]), found[1], found[2]) for found in engine.scan(text)]

    national = (kind.type for kind in KINDS) if config else ()
    return Contestant(name, mcpgateway_native.__version__, detect, frozenset({*TYPES, *national}), ours=True)


def resolved(found: Iterable[tuple[float, Span]]) -> list[Span]:
    """Of findings that overlap, the surest stays, then the longest: where a rival leaves that to its caller."""
    kept: list[Span] = []
    for _, span in sorted(found, key=lambda item: (-item[0], item[1].start - item[1].end, item[1])):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def code_points(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets in UTF-8 bytes as offsets in code points."""
    if text.isascii():
        return start, end
    data = text.encode()
    return len(data[:start].decode(errors="ignore")), len(data[:end].decode(errors="ignore"))


def _rival(name: str) -> Contestant:
    package, detector = _DETECTORS[name]
    return Contestant(name, package_version(package), detector(NAMES[name]), frozenset(NAMES[name].values()))


def _cpex(names: Mapping[str, str]) -> Detector:
    from cpex_pii_filter.pii_filter_rust import PIIDetectorRust

    detector = PIIDetectorRust({})

    def detect(text: str) -> list[Span]:
        return [
            Span(names[str(kind)], *code_points(text, item["start"], item["end"]))
            for kind, items in detector.detect(text).items()
            if str(kind) in names
            for item in items
        ]

    return detect


def _presidio(names: Mapping[str, str]) -> Detector:
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer import predefined_recognizers as known
    from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

    # The e-mail recognizer would fetch a list of domains from the network at its first match.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    tokenizer = spacy.blank("en")

    class Words(NlpEngine):  # type: ignore[misc]
        """Words without a language model: enough for the recognizers to look for theirs beside a number."""

        def load(self) -> None: ...

        def is_loaded(self) -> bool:
            return True

        def process_text(self, text: str, language: str) -> Any:
            tokens = tokenizer(text)
            indices = [token.idx for token in tokens]
            return NlpArtifacts([], tokens, indices, [token.lower_ for token in tokens], self, language)

        def process_batch(self, texts: Any, language: str, *_: Any, **__: Any) -> Any:
            return ((text, self.process_text(text, language)) for text in texts)

        def is_stopword(self, word: str, language: str) -> bool:
            return bool(tokenizer.vocab[word].is_stop)

        def is_punct(self, word: str, language: str) -> bool:
            return bool(tokenizer.vocab[word].is_punct)

        def get_supported_entities(self) -> list[str]:
            return []

        def get_supported_languages(self) -> list[str]:
            return ["en"]

    registry = RecognizerRegistry([getattr(known, name)() for name in _PRESIDIO], supported_languages=["en"])
    engine = AnalyzerEngine(registry, Words(), supported_languages=["en"])

    def detect(text: str) -> list[Span]:
        found = engine.analyze(text, "en", score_threshold=PRESIDIO_THRESHOLD)
        return resolved(
            (item.score, Span(names[item.entity_type], item.start, item.end))
            for item in found
            if item.entity_type in names
        )

    return detect


def _datafog(names: Mapping[str, str]) -> Detector:
    from datafog.engine import scan

    def detect(text: str) -> list[Span]:
        found = scan(text, engine="regex").entities
        return [Span(names[item.type], item.start, item.end) for item in found if item.type in names]

    return detect


def _datafog_core(names: Mapping[str, str]) -> Detector:
    import datafog_core

    def detect(text: str) -> list[Span]:
        found = [item for item in datafog_core.scan(text) if item.entity_type in names]
        return [Span(names[item.entity_type], item.codepoint_range.start, item.codepoint_range.end) for item in found]

    return detect


def _cloakrs(names: Mapping[str, str]) -> Detector:
    from cloakrs import Scanner

    scanner = Scanner(locale="us")

    def detect(text: str) -> list[Span]:
        return resolved(
            (item.confidence, Span(names[item.entity_type], item.start, item.end))
            for item in scanner.scan(text).findings
            if item.entity_type in names
        )

    return detect


def _scrubadub(names: Mapping[str, str]) -> Detector:
    import scrubadub

    scrubber = scrubadub.Scrubber()

    def detect(text: str) -> list[Span]:
        spans = []
        for filth in scrubber.iter_filth(text):
            # Overlapping findings come merged; the parts have the types.
            for part in getattr(filth, "filths", None) or [filth]:
                if part.type in names:
                    spans.append(Span(names[part.type], part.beg, part.end))
        return spans

    return detect


_DETECTORS: dict[str, tuple[str, Callable[[Mapping[str, str]], Detector]]] = {
    "cpex-pii-filter": ("cpex-pii-filter", _cpex),
    "presidio": ("presidio-analyzer", _presidio),
    "datafog": ("datafog", _datafog),
    "datafog-core": ("datafog-core", _datafog_core),
    "cloakrs": ("cloakrs", _cloakrs),
    "scrubadub": ("scrubadub", _scrubadub),
}
