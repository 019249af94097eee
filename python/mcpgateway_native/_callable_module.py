"""Lets a submodule be called like the function of the same name that it would otherwise hide."""

import sys
from types import ModuleType
from typing import Any


class _CallableModule(ModuleType):
    """A module whose call is the call of one of its functions."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__dict__["_call"](*args, **kwargs)


def make_callable(name: str) -> None:
    """Make the module `name` callable; it has to define `_call`.

    Importing `package.sub` binds the attribute `sub` of the package to the module, which would silently replace
    a function `package.sub`. The package has two such pairs: `plugins()` and `install()`.
    """
    sys.modules[name].__class__ = _CallableModule
