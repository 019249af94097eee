"""JSON repair in the unmodified gateway: a tool answers with broken JSON, and the client receives JSON."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .conftest import NEWEST, Pythons, interpreter_of
from .conversation import text_of
from .driver import HERE, RunningGateway, running_gateway, tool_name

LANES = ("plain", "rust", "python", "historic")
BROKEN = "{'subject': 'Ann', 'paid': True, 'amounts': [119.50, 2,],}"
REPAIRED = '{"subject": "Ann", "paid": true, "amounts": [119.50, 2]}'


@pytest.fixture(scope="module")
def gateway(pythons: Pythons) -> Iterator[RunningGateway]:
    """The newest gateway with one plugin entry per lane."""
    python = interpreter_of(NEWEST, pythons)
    with running_gateway(python, HERE / "configs" / "json_repair.yaml", LANES) as running:
        yield running


def test_without_a_plugin_the_broken_text_arrives(gateway: RunningGateway) -> None:
    assert text_of(gateway.call_tool("plain", "answer_badly", subject="Ann")["result"]) == BROKEN


@pytest.mark.parametrize("lane", LANES[1:])
def test_broken_json_arrives_repaired(gateway: RunningGateway, lane: str) -> None:
    assert text_of(gateway.call_tool(lane, "answer_badly", subject="Ann")["result"]) == REPAIRED
    (answer,) = gateway.mcp([("call_tool", [tool_name(lane, "answer_badly"), {"subject": "Ann"}])])
    assert text_of(answer) == REPAIRED


@pytest.mark.parametrize("lane", LANES[1:])
def test_prose_arrives_as_it_was_sent(gateway: RunningGateway, lane: str) -> None:
    plain = gateway.call_tool("plain", "read_letter", topic="invoice")["result"]
    assert text_of(gateway.call_tool(lane, "read_letter", topic="invoice")["result"]) == text_of(plain)
