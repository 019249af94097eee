"""Events of the Rust core arrive in Python's `logging`, below the logger `mcpgateway_native`."""

import logging
from typing import Any

import pytest

import mcpgateway_native as native

pytestmark = pytest.mark.usefixtures("rust")

MAIL = "ann@example.com"


def incomplete() -> native.Outcome:
    """A call that makes the core say something: a limit stops the walk."""
    return native.load("pii_filter", {"max_nested_depth": 1}, native=True).process([[MAIL]])


def core_records(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name.startswith("mcpgateway_native.python")]


def test_an_event_of_the_core_becomes_a_record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="mcpgateway_native")
    assert not incomplete().complete
    (record,) = core_records(caplog)
    assert record.levelno == logging.DEBUG
    message = record.getMessage()
    assert message.startswith("a payload was not scanned completely")
    assert "max_nested_depth" in message


def test_the_parent_logger_decides_what_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="mcpgateway_native")
    incomplete()
    assert core_records(caplog) == []


def test_a_handler_that_raises_does_not_change_the_answer(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(logging.Handler):
        def emit(self, record: Any) -> None:
            raise RuntimeError("a handler of the host is broken")

    logger = logging.getLogger("mcpgateway_native")
    handler = Broken()
    monkeypatch.setattr("sys.unraisablehook", lambda _: None)
    caplog.set_level(logging.DEBUG, logger="mcpgateway_native")
    logger.addHandler(handler)
    try:
        outcome = incomplete()
    finally:
        logger.removeHandler(handler)
    assert (outcome.payload, outcome.reason) == (None, "max_nested_depth")


def test_events_hold_no_text_of_the_payload(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    incomplete()
    assert not [record for record in caplog.records if "ann@" in record.getMessage()]
