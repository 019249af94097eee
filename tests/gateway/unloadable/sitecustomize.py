"""Makes the import of the compiled module fail the way a wheel for another system does."""

import sys
from importlib.abc import MetaPathFinder


class Refusal(MetaPathFinder):
    """Refuses one module."""

    def find_spec(self, fullname, path=None, target=None):  # type: ignore[no-untyped-def]
        """Raise for the compiled module, leave all others to the next finder."""
        if fullname == "mcpgateway_native._native":
            raise ImportError("version `GLIBC_2.99' not found (required by _native.abi3.so)")


sys.meta_path.insert(0, Refusal())
