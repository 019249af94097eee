"""Both implementations as fixtures, and how many examples Hypothesis tries."""

import os
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import mcpgateway_native as native

# The helpers assert too: their failures should say as much as those of the tests.
pytest.register_assert_rewrite("comparison", "vector_files")

# Documents and configurations are slow to generate; that is no finding.
_CALM = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture)
settings.register_profile(
    "quick",
    max_examples=600,
    deadline=timedelta(seconds=20),
    suppress_health_check=_CALM,
    # The same examples on every CI run: a red run is a change of ours. Locally every run looks elsewhere.
    derandomize=os.environ.get("CI") == "true",
)
settings.register_profile("long", max_examples=30_000, deadline=None, suppress_health_check=_CALM, derandomize=False)
settings.load_profile("quick")

Load = Callable[..., native.TextEngine]


def why_no_rust() -> str | None:
    """Why the compiled module is not in use; None when it is."""
    return None if native.available() else str(native.status()["reason"])


def need_rust() -> None:
    """Skip the running test where there is no compiled module; in CI its absence is a failure."""
    reason = why_no_rust()
    if reason is None:
        return
    message = f"the compiled module is not in use: {reason}"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def rust() -> None:
    """Marks a test that needs the compiled module."""
    need_rust()


@pytest.fixture(params=["rust", "python"])
def backend(request: pytest.FixtureRequest) -> str:
    """Each of the two implementations in turn."""
    if request.param == "rust":
        need_rust()
    return str(request.param)


@pytest.fixture
def load(backend: str) -> Load:
    """`native.load` bound to one implementation; `auto=True` leaves the choice to the configuration."""

    def build(name: str, config: Any = None, *, auto: bool = False) -> native.TextEngine:
        demand = None if auto and backend == "rust" else backend == "rust"
        engine = native.load(name, config, native=demand)
        assert auto or engine.implementation == backend
        return engine

    return build


@pytest.fixture
def pii(load: Load) -> Callable[..., native.TextEngine]:
    """Builds a PII filter from keyword arguments."""
    return lambda **config: load("pii_filter", config)
