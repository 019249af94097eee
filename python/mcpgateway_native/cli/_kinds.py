"""Which of our engines stands behind a plugin ``kind``, without importing the gateway's framework."""

from __future__ import annotations

from importlib import import_module

PACKAGE = "mcpgateway_native.plugins"
BACKENDS = "NativeBackends"


def engine_of(kind: str) -> str | None:
    """Return the engine behind one of our kinds or of the kinds that ``install()`` answers for."""
    module, _, name = kind.rpartition(".")
    known = _class_modules().get(name)
    if module != PACKAGE:
        ours = _historic_targets().get(module, module)
        if ours.removeprefix(PACKAGE + ".") != known:
            return None
    engines: dict[str, str] = import_module(PACKAGE)._ENGINES
    return None if known is None else engines.get(known, known)


def is_ours(kind: str) -> bool:
    """Whether the kind names this package, spelt right or not."""
    return kind == PACKAGE or kind.startswith("mcpgateway_native.")


def is_backends_entry(kind: str) -> bool:
    """Whether the kind is the entry that switches the historic kinds over."""
    return kind in (f"{PACKAGE}.{BACKENDS}", f"{PACKAGE}.native_backends.{BACKENDS}")


def class_names() -> list[str]:
    """Return the plugin classes that this package offers."""
    return [*_class_modules(), BACKENDS]


def _class_modules() -> dict[str, str]:
    classes = dict(import_module(PACKAGE)._MODULES)
    classes.pop(BACKENDS, None)  # a switch, not an engine
    return classes


def _historic_targets() -> dict[str, str]:
    from mcpgateway_native.install import ALIASES

    return {alias.name: alias.target for alias in ALIASES}
