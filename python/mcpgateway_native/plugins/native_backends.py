"""A configuration entry that switches the historic plugin kinds below it over to this package."""

import logging
from typing import Any

from mcpgateway_native.install import install
from mcpgateway_native.plugins import _report
from mcpgateway_native.plugins._framework import Plugin


class NativeBackends(Plugin):
    """Calls `mcpgateway_native.install()` when it is constructed; it has no hooks.

    Plugins load in the order of the file, so the entry has to come before those it is meant for.
    """

    def __init__(self, config: Any) -> None:
        """Install the finder; a failure is logged, because a raising constructor would only skip this entry."""
        try:
            install()
        except Exception as error:
            if _report.first_time("install", type(error)):
                logging.getLogger(__name__).error("install() failed: %s", type(error).__name__)
        super().__init__(config)
