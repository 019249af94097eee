"""Makes historic plugin kinds resolve to the classes of this package, for configurations that nobody may edit.

`install()` puts a finder in front of the import system that answers for exactly the module names in `ALIASES`,
also when a package of that name is installed. `uninstall()` takes it out and puts back what was there.
"""

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NamedTuple

from mcpgateway_native._callable_module import make_callable


class Alias(NamedTuple):
    """A module name that other code imports, and the module whose names it gets."""

    name: str
    target: str
    package: bool = False


_JSON_PLUGIN = "mcpgateway_native.plugins.json_repair"
_PII_PLUGIN = "mcpgateway_native.plugins.pii_filter"
_PII_DIRECT = "mcpgateway_native.compat"

# One block of rows per plugin: kinds of the gateway's own plugins, kinds of the published packages, and the
# names under which the older plugins looked for a compiled engine.
ALIASES = (
    Alias("plugins.json_repair.json_repair", _JSON_PLUGIN),
    Alias("plugins.pii_filter.pii_filter", _PII_PLUGIN),
    Alias("plugins.pii_filter.pii_filter_rust", _PII_PLUGIN),
    Alias("cpex_pii_filter", _PII_PLUGIN, package=True),
    Alias("cpex_pii_filter.pii_filter", _PII_PLUGIN),
    Alias("cpex_pii_filter.pii_filter_rust", _PII_DIRECT),
    Alias("pii_filter_rust", _PII_DIRECT, package=True),
    Alias("pii_filter_rust.pii_filter_rust", _PII_DIRECT),
    Alias("plugins_rust", _PII_DIRECT, package=True),
    Alias("plugins.regex_filter.search_replace", "mcpgateway_native.plugins.search_replace"),
    Alias("plugins.deny_filter.deny", "mcpgateway_native.plugins.deny_list"),
)

_BY_NAME = {alias.name: alias for alias in ALIASES}

# Packages above an alias. They are made up only where nothing else provides them: the gateway's wheel has no
# `plugins` package, a checkout or a working directory may have one.
_PARENTS = frozenset(
    alias.name[:position]
    for alias in ALIASES
    for position, character in enumerate(alias.name)
    if character == "." and alias.name[:position] not in _BY_NAME
)


def install() -> None:
    """Let the names in `ALIASES` import as ours from now on; calling it again changes nothing."""
    if _FINDER in sys.meta_path:
        return
    for name in _BY_NAME:
        _set_aside(name)
    sys.meta_path.insert(0, _FINDER)
    _forget_imports()


def uninstall() -> None:
    """Undo `install()`: modules imported before it are back in place; calling it again changes nothing."""
    if _FINDER not in sys.meta_path:
        return
    sys.meta_path.remove(_FINDER)
    for name in sorted({*_BY_NAME, *_PARENTS}, reverse=True):
        module = sys.modules.get(name)
        if module is not None and getattr(module.__spec__, "loader", None) is _LOADER:
            del sys.modules[name]
            _bind(name, None)
    for name, module in _aside.items():
        sys.modules[name] = module
        _bind(name, module)
    _aside.clear()
    _forget_imports()


def installed() -> bool:
    """Return whether the historic names resolve to this package."""
    return _FINDER in sys.meta_path


def is_historic(kind: str) -> bool:
    """Return whether a plugin kind (`module.Class`) is one that `install()` answers for."""
    return kind.rpartition(".")[0] in _BY_NAME


_aside: dict[str, ModuleType] = {}


def _set_aside(name: str) -> None:
    """Take a module that was imported before `install()` out of the way."""
    module = sys.modules.pop(name, None)
    if module is not None:
        _aside[name] = module
        _bind(name, None)


def _bind(name: str, module: ModuleType | None) -> None:
    """Set or clear the attribute by which a parent package knows a submodule."""
    parent, _, child = name.rpartition(".")
    package = sys.modules.get(parent) if parent else None
    if package is None:
        return
    if module is not None:
        setattr(package, child, module)
    elif isinstance(package.__dict__.get(child), ModuleType):
        delattr(package, child)


def _forget_imports() -> None:
    """Drop what the framework remembers of earlier imports; its import helper keeps modules by name."""
    importlib.invalidate_caches()
    for framework in ("cpex.framework.utils", "mcpgateway.plugins.framework.utils"):
        helper = getattr(sys.modules.get(framework), "import_module", None)
        clear = getattr(helper, "cache_clear", None)
        if callable(clear):
            clear()


class _Directories(Sequence[str]):
    """The `__path__` of a made-up package: the directories of its name on `sys.path` as it is now.

    The framework extends `sys.path` (`plugin_dirs`) after this package was imported, and plugins of the operator
    that live there have to stay importable.
    """

    def __init__(self, package: str) -> None:
        self._tail = package.replace(".", os.sep)

    def __iter__(self) -> Iterator[str]:
        candidates = (os.path.join(entry or os.getcwd(), self._tail) for entry in sys.path)
        return (directory for directory in candidates if os.path.isdir(directory))

    def __getitem__(self, index: Any) -> Any:
        return list(self)[index]

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _AliasLoader(Loader):
    """Fills an alias with a live view of its target; a made-up parent package stays empty."""

    def exec_module(self, module: ModuleType) -> None:
        alias = _BY_NAME.get(module.__name__)
        if alias is None:
            return
        target = alias.target

        def look_up(name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            # The target is imported on first use: it needs the framework, this module does not.
            return getattr(importlib.import_module(target), name)

        module.__dict__["__getattr__"] = look_up
        module.__doc__ = f"Alias of `{target}`, installed by `mcpgateway_native.install()`."


class _AliasFinder(MetaPathFinder):
    """Answers for the aliases always, and for the packages above them when nobody else does."""

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        alias = _BY_NAME.get(fullname)
        if alias is not None:
            return ModuleSpec(fullname, _LOADER, is_package=alias.package)
        if fullname in _PARENTS and not self._found_elsewhere(fullname, path):
            spec = ModuleSpec(fullname, _LOADER, is_package=True)
            spec.submodule_search_locations = _Directories(fullname)  # type: ignore[assignment]
            return spec
        return None

    def _found_elsewhere(self, fullname: str, path: Any) -> bool:
        others = (finder for finder in sys.meta_path if finder is not self)
        return any(getattr(finder, "find_spec", _nothing)(fullname, path, None) for finder in others)


def _nothing(*_: Any) -> None:
    """Stand in for finders of the old protocol, which have no `find_spec`."""


_LOADER = _AliasLoader()
_FINDER = _AliasFinder()

_call = install
make_callable(__name__)
