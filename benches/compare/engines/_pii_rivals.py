"""Libraries that find personal data; each takes part when it is installed (`benches/compare/rivals.txt`)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from benches.compare.contestants import Loader, spans_of
from benches.compare.machine import ROOT, package_version
from benches.compare.model import Contestant, Operation

ORIGINAL_SOURCE = "MCPGATEWAY_ORIGINAL_PII_FILTER"
Span = tuple[int, int]


def cpex() -> Contestant:
    """The published Rust plugin of the gateway's own makers."""
    from cpex_pii_filter.pii_filter_rust import PIIDetectorRust

    # As it comes it refuses texts of more than 10 MiB.
    detector = PIIDetectorRust({"max_text_bytes": 100 << 20})
    operations = {
        "detect": Operation(detector.detect, _spans_by_type),
        "mask": Operation(lambda text: detector.mask(text, detector.detect(text))),
        "walk": Operation(lambda value: detector.process_nested(value, "")[1]),
    }
    return Contestant("cpex-pii-filter", package_version("cpex-pii-filter"), operations)


def original() -> Contestant:
    """The gateway's first plugin, plain Python, as shipped in the source archive of gateway 0.9.0."""
    source = Path(os.environ.get(ORIGINAL_SOURCE, ROOT / ".cache" / "original" / "pii_filter.py"))
    if not source.is_file():
        raise ImportError(f"{source} is missing; benches/compare/rivals.txt says where to get it")
    module = _load_original(source)
    detector = module.PIIDetector(module.PIIFilterConfig())
    operations = {
        "detect": Operation(detector.detect, _spans_by_type),
        "mask": Operation(lambda text: detector.mask(text, detector.detect(text))),
    }
    return Contestant("original plugin", "0.9.0", operations)


def datafog_core() -> Contestant:
    """DataFog's Rust core."""
    import datafog_core as library

    def spans(_text: str, found: Any) -> list[Span]:
        return spans_of(item.codepoint_range for item in found)

    return Contestant("datafog-core", package_version("datafog-core"), {"detect": Operation(library.scan, spans)})


def datafog() -> Contestant:
    """DataFog's Python package with its regex engine."""
    from datafog.engine import scan

    def call(text: str) -> Any:
        return scan(text, engine="regex")

    return Contestant(
        "datafog",
        package_version("datafog"),
        {"detect": Operation(call, lambda _text, result: spans_of(result.entities))},
    )


def cloakrs() -> Contestant:
    """A Rust scanner with a Python face."""
    from cloakrs import Scanner

    scanner = Scanner(locale="us")
    return Contestant(
        "cloakrs",
        package_version("cloakrs"),
        {
            "detect": Operation(scanner.scan, lambda _text, result: spans_of(result.findings)),
            "mask": Operation(scanner.mask, lambda _text, result: getattr(result, "masked_text", result)),
        },
    )


def admina() -> Contestant:
    """Admina's Rust core; it reports counts, not positions, so only its redaction can be checked."""
    from admina_core import RustPiiScanner

    mask = Operation(RustPiiScanner().redact, lambda _text, result: result.redacted_text)
    return Contestant("admina-core", package_version("admina-core"), {"mask": mask})


def scrubadub() -> Contestant:
    """Scrubadub with its default detectors."""
    import scrubadub as library

    scrubber = library.Scrubber()

    def call(text: str) -> Any:
        return list(scrubber.iter_filth(text))

    return Contestant(
        "scrubadub",
        package_version("scrubadub"),
        {"detect": Operation(call, lambda _text, found: spans_of(found, "beg", "end"))},
    )


def presidio() -> Contestant:
    """Presidio's pattern recognizers for our kinds of values, without a language model."""
    import tldextract
    from presidio_analyzer import predefined_recognizers as known

    # The e-mail recognizer would fetch a list of domains from the network at its first match.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    classes = ("UsSsnRecognizer", "EmailRecognizer", "PhoneRecognizer", "CreditCardRecognizer", "IpRecognizer")
    recognizers = [getattr(known, name)() for name in classes]

    def call(text: str) -> Any:
        return [found for each in recognizers for found in each.analyze(text, each.supported_entities, None)]

    return Contestant(
        "presidio",
        package_version("presidio-analyzer"),
        {"detect": Operation(call, lambda _text, found: spans_of(found))},
    )


LOADERS: dict[str, Loader] = {
    "cpex-pii-filter": cpex,
    "original plugin": original,
    "datafog-core": datafog_core,
    "cloakrs": cloakrs,
    "admina-core": admina,
    "datafog": datafog,
    "scrubadub": scrubadub,
    "presidio": presidio,
}


def _spans_by_type(text: str, found: dict[Any, list[dict[str, Any]]]) -> list[Span]:
    """Spans of a mapping from type to findings; offsets of the Rust plugin count bytes, which ASCII texts forgive."""
    return [(item["start"], item["end"]) for items in found.values() for item in items]


def _load_original(source: Path) -> ModuleType:
    """Imports one file of the old gateway without the gateway: its framework names are only base classes there."""
    spec = spec_from_file_location("original_pii_filter", source)
    if spec is None or spec.loader is None:
        raise ImportError(f"{source} is not a Python module")
    module = module_from_spec(spec)
    with _gateway_stand_in():
        spec.loader.exec_module(module)
    return module


@contextmanager
def _gateway_stand_in() -> Iterator[None]:
    class Framework(ModuleType):
        def __getattr__(self, name: str) -> type:
            if name.startswith("__"):
                raise AttributeError(name)
            return type(name, (), {})

    logger = SimpleNamespace(info=print, debug=lambda *_: None, warning=print)
    logging_service = ModuleType("mcpgateway.services.logging_service")
    logging_service.__dict__["LoggingService"] = lambda: SimpleNamespace(get_logger=lambda _name: logger)
    stand_ins = {
        "mcpgateway": ModuleType("mcpgateway"),
        "mcpgateway.plugins": ModuleType("mcpgateway.plugins"),
        "mcpgateway.plugins.framework": Framework("mcpgateway.plugins.framework"),
        "mcpgateway.services": ModuleType("mcpgateway.services"),
        logging_service.__name__: logging_service,
    }
    before = {name: sys.modules.get(name) for name in stand_ins}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
