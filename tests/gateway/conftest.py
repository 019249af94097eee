"""Gateways for the tests: one process per configuration and release, started once and shared by a whole run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import environment
from .conversation import GatewayUnderTest
from .driver import HERE, running_gateway
from .processes import stop_on_sigterm

EVERYTHING = os.environ.get("MCPGATEWAY_NATIVE_GATEWAY_FULL") == "1"
NEWEST = environment.RELEASES[0]

MIXED_LANES = ("plain", "rust", "python", "historic", "stop", "broken", "vault", "rules", "deny")
UNTOUCHED_LANES = ("auto", "strict", "historic")
OUR_APP = "mcpgateway_native.asgi:app"

# How the extension is taken away: by the documented variable, or by an import that fails.
EXTENSION: dict[str, dict[str, str]] = {
    "present": {},
    "switched-off": {"MCPGATEWAY_NATIVE": "0"},
    "unloadable": {"PYTHONPATH": str(HERE / "unloadable")},
}


def for_releases(releases: tuple[environment.GatewayRelease, ...]) -> list[object]:
    return [pytest.param(release, id=f"gateway-{release.short}") for release in releases]


Pythons = dict[environment.GatewayRelease, Path]


@pytest.fixture(scope="session")
def pythons() -> Pythons:
    """The interpreter of the environment of each gateway that this machine can run, with one wheel in all of them."""
    stop_on_sigterm()
    releases = environment.available_releases()
    return dict(zip(releases, environment.prepare(releases), strict=True))


def interpreter_of(release: environment.GatewayRelease, pythons: Pythons) -> Path:
    if release not in pythons:
        pytest.skip(f"gateway {release.short} needs Python {release.python}, which is not on this machine")
    return pythons[release]


@pytest.fixture(scope="module", params=for_releases(environment.RELEASES))
def mixed(request: pytest.FixtureRequest, pythons: Pythons) -> Iterator[GatewayUnderTest]:
    """The gateway with one plugin entry per lane, started as users start it."""
    python = interpreter_of(request.param, pythons)
    with running_gateway(python, HERE / "configs" / "mixed.yaml", MIXED_LANES) as gateway:
        yield GatewayUnderTest(gateway, "present")


def untouched_cases() -> list[object]:
    releases = environment.RELEASES if EVERYTHING else (NEWEST,)
    cases = [(release, extension) for release in releases for extension in EXTENSION]
    return [pytest.param(case, id=f"gateway-{case[0].short}-{case[1]}") for case in cases]


@pytest.fixture(scope="module", params=untouched_cases())
def untouched(request: pytest.FixtureRequest, pythons: Pythons) -> Iterator[GatewayUnderTest]:
    """The gateway behind our ASGI application, with the extension present or taken away."""
    release, extension = request.param
    python = interpreter_of(release, pythons)
    config = HERE / "configs" / "untouched.yaml"
    with running_gateway(python, config, UNTOUCHED_LANES, app=OUR_APP, extra=EXTENSION[extension]) as gateway:
        yield GatewayUnderTest(gateway, extension)
