"""Who takes part: our two implementations through the public API, and rivals that are loaded only when installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from benches.compare.model import PYTHON, RUST, Contestant, Operation, Skip

Loader = Callable[[], Contestant]
Operations = Callable[[Any], Mapping[str, Operation]]


def gather(loaders: Mapping[str, Loader]) -> tuple[list[Contestant], list[Skip]]:
    """Loads everybody that can be loaded and names the others with the reason."""
    present: list[Contestant] = []
    absent: list[Skip] = []
    for name, load in loaders.items():
        try:
            present.append(load())
        except ImportError as error:
            absent.append(Skip(name, f"not installed ({error})"))
        except Exception as error:  # A rival may fail in any way while it loads; the run goes on without it.
            absent.append(Skip(name, f"does not load ({type(error).__name__}: {error})"))
    return present, absent


def ours(engine: str, config: Mapping[str, object], operations: Operations) -> dict[str, Loader]:
    """Loaders of the Python twin and of the Rust engine, as a user gets them from `load`."""

    def loader(name: str, native: bool) -> Loader:
        def load() -> Contestant:
            import mcpgateway_native

            built = mcpgateway_native.load(engine, dict(config), native=native)
            wanted = "rust" if native else "python"
            if built.implementation != wanted:
                raise ImportError(built.reason)
            return Contestant(name, mcpgateway_native.__version__, operations(built), ours=True)

        return load

    return {PYTHON: loader(PYTHON, native=False), RUST: loader(RUST, native=True)}


def spans_of(items: Iterable[Any], start: str = "start", end: str = "end") -> list[tuple[int, int]]:
    """Spans of finding objects by attribute name."""
    return [(getattr(item, start), getattr(item, end)) for item in items]
