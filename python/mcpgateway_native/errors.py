"""The exceptions that the compiled engines and their Python twins both raise."""


class NativeError(Exception):
    """Base of everything that this package raises on purpose."""


class UnknownPluginError(NativeError, LookupError):
    """No engine has this name."""


class ConfigError(NativeError, ValueError):
    """A configuration cannot be used; the message names the key."""


class UnsupportedError(NativeError):
    """A valid configuration that only the Python twin can honour."""


class LimitError(NativeError, ValueError):
    """An input exceeds a configured limit; the message names the limit, never the input."""


class EngineFailure(NativeError):  # noqa: N818 - the name is public: a failure of ours, not an error of the caller
    """An engine failed at run time; the message never holds text of the payload."""
