"""The driver leaves nothing behind: no process, no directory, whatever happens in between."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from . import driver
from .driver import HERE, running_gateway
from .processes import Child, StartError, child_environment, free_port

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def test_a_child_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], tmp_path, {})
    while "up" not in child.output():
        assert child.running()
    child.stop(patience=0.2)
    assert not child.running()
    child.stop()


def test_a_child_that_ends_early_is_reported_with_its_output(tmp_path: Path) -> None:
    child = Child("short", [sys.executable, "-c", "raise SystemExit('cannot start')"], tmp_path, {})
    with pytest.raises(StartError, match=r"short ended while starting(.|\n)*cannot start"):
        child.wait_for_port(free_port())


def test_settings_of_the_shell_do_not_reach_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////elsewhere.db")
    monkeypatch.setenv("MCPGATEWAY_NATIVE", "0")
    assert not {"DATABASE_URL", "MCPGATEWAY_NATIVE"} & set(child_environment({}))


def test_a_failed_start_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Child] = []

    class Recorded(Child):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments)  # type: ignore[arg-type]
            started.append(self)

    monkeypatch.setattr(driver, "Child", Recorded)
    # No application of this name: the gateway's process ends while the MCP server may be up.
    with (
        pytest.raises(StartError) as failure,
        running_gateway(Path(sys.executable), HERE / "configs" / "mixed.yaml", ["lane"], app="no_such_module:app"),
    ):
        pass
    assert [child.name for child in started] == ["mcp-server", "gateway"]
    assert not any(child.running() for child in started)
    assert not any(child.log.parent.exists() for child in started)
    assert any("end of" in note for note in failure.value.__notes__)
