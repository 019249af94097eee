"""Plain-Python twins of the Rust engines: the same results where the compiled module does not load."""

import functools
from importlib import import_module
from types import ModuleType

from mcpgateway_native.errors import UnknownPluginError


@functools.cache
def names() -> tuple[str, ...]:
    """Return the names of all twins, sorted."""
    from pkgutil import iter_modules

    return tuple(sorted(entry.name for entry in iter_modules(__path__) if not entry.name.startswith("_")))


def find(name: str) -> ModuleType:
    """Return the module of the twin called `name`: it has `Engine`, `FAMILY` and `SUMMARY`."""
    if name not in names():
        raise UnknownPluginError(f'no engine is called "{name}"')
    return import_module(f"{__name__}.{name}")
