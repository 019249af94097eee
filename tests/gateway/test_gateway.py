"""Our plugins in the unmodified gateway: what clients receive, what is refused, and what the plugin list says."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from . import environment
from .conversation import CALLS, EMAIL, ROUTES, SSN, GatewayUnderTest, leaks, refusal, text_of
from .driver import tool_name

MASKING_LANES = ("rust", "python", "historic", "rules")
REPAIRING_LANES = ("rust", "python", "historic")
BROKEN = "{'subject': 'Ann', 'paid': True, 'amounts': [119.50, 2,],}"
REPAIRED = '{"subject": "Ann", "paid": true, "amounts": [119.50, 2]}'
CUSTOMER = {
    "name": "Ann",
    "contact": {"email": "[REDACTED]", "notes": ["SSN [REDACTED]", "prefers paper"]},
    "orders": [{"id": 1, "total": 12.5}, {"id": 2, "total": 20}],
}
LETTER = "Re: invoice. Write to [REDACTED], my SSN is [REDACTED]. Grüße"
FILE = "Customer Ann Lee\nemail: [REDACTED]\nSSN: [REDACTED]\n"
GREETING = "Greet Bob. Their address for replies is [REDACTED]."


def test_at_least_one_gateway_can_be_tried() -> None:
    assert environment.available_releases(), "neither Python 3.12 nor Python 3.11 is on this machine"


@pytest.mark.parametrize("route", ROUTES)
class TestOneLanePerPlugin:
    """The gateway with a plugin entry per lane: Rust, Python, historic kind, blocking, misconfigured."""

    @pytest.fixture
    def control(self, mixed: GatewayUnderTest, route: str) -> dict[str, dict[str, Any]]:
        """The lane without a plugin."""
        return mixed.answers("plain", route)

    def test_without_a_plugin_the_values_arrive(self, control: dict[str, dict[str, Any]]) -> None:
        assert {call: leaks(answer) for call, answer in control.items()} == {
            "structured": ["ssn", "email"],
            "text": ["ssn", "email"],
            "arguments": [],
            "clean": [],
            "resource": ["ssn", "email"],
            "prompt": ["email"],
        }
        assert text_of(control["arguments"]) == "the note has 9 digits and 1 at signs"

    @pytest.mark.parametrize("lane", MASKING_LANES)
    def test_results_are_masked(self, mixed: GatewayUnderTest, lane: str, route: str) -> None:
        check_masked(mixed.answers(lane, route))

    @pytest.mark.parametrize("lane", MASKING_LANES)
    def test_clean_results_are_untouched(
        self, mixed: GatewayUnderTest, lane: str, route: str, control: dict[str, dict[str, Any]]
    ) -> None:
        assert without_meta(mixed.answers(lane, route)["clean"]) == without_meta(control["clean"])

    def test_rust_and_python_agree(self, mixed: GatewayUnderTest, route: str) -> None:
        rust, python = (
            json.dumps({call: without_meta(mixed.answers(lane, route)[call]) for call in CALLS}).replace(lane, "lane")
            for lane in ("rust", "python")
        )
        assert rust == python

    def test_blocking_stops_what_holds_personal_data(self, mixed: GatewayUnderTest, route: str) -> None:
        answers = mixed.answers("stop", route)
        assert [call for call in CALLS if refusal(answers[call]) is None] == ["clean"]
        assert not any(leaks(answer) for answer in answers.values())

    def test_a_deny_list_under_its_older_kind_stops_what_holds_a_word(
        self, mixed: GatewayUnderTest, route: str
    ) -> None:
        answers = mixed.answers("deny", route)
        assert [call for call in CALLS if refusal(answers[call]) is None] == ["clean"]
        assert not any(leaks(answer) for answer in answers.values())

    def test_misconfigured_blocks_every_call(self, mixed: GatewayUnderTest, route: str) -> None:
        answers = mixed.answers("broken", route)
        assert [call for call in CALLS if refusal(answers[call]) is None] == []
        assert not any(leaks(answer) for answer in answers.values())


class TestVault:
    """Pseudonyms of one tool's result, given to the next tool, in sessions of the same gateway."""

    def given_back(self, mixed: GatewayUnderTest, found_in: str, used_in: str, lane: str = "vault") -> str:
        """Return what a tool of `lane` says of the note that holds what was found in another session."""
        customer = mixed.gateway.call_tool("vault", "lookup_customer", found_in, name="Ann")["result"]
        contact = customer["structuredContent"]["contact"]
        assert re.fullmatch(r"\[EMAIL:[0-9a-f]{12}\]", contact["email"])
        assert re.fullmatch(r"SSN \[SSN:[0-9a-f]{12}\]", contact["notes"][0])
        note = f"my {contact['notes'][0]}, mail {contact['email']}"
        return text_of(mixed.gateway.call_tool(lane, "describe_note", used_in, note=note)["result"])

    def test_the_server_gets_its_values_back(self, mixed: GatewayUnderTest) -> None:
        assert self.given_back(mixed, "session-one", "session-one") == "the note has 9 digits and 1 at signs"

    @pytest.mark.parametrize("used_in", ["session-two", "SESSION-ONE"])
    def test_another_session_does_not(self, mixed: GatewayUnderTest, used_in: str) -> None:
        assert self.given_back(mixed, "session-one", used_in).endswith("and 0 at signs")

    def test_another_server_does_not(self, mixed: GatewayUnderTest) -> None:
        assert self.given_back(mixed, "session-one", "session-one", "plain").endswith("and 0 at signs")


class TestJSONRepair:
    """A tool answers with broken JSON, and the client receives JSON."""

    def test_without_json_repair_the_broken_text_arrives(self, mixed: GatewayUnderTest) -> None:
        assert text_of(mixed.gateway.call_tool("plain", "answer_badly", subject="Ann")["result"]) == BROKEN

    @pytest.mark.parametrize("lane", REPAIRING_LANES)
    def test_json_repair_over_rpc(self, mixed: GatewayUnderTest, lane: str) -> None:
        assert text_of(mixed.gateway.call_tool(lane, "answer_badly", subject="Ann")["result"]) == REPAIRED

    def test_json_repair_over_mcp(self, mixed: GatewayUnderTest) -> None:
        tools = [tool_name(lane, "answer_badly") for lane in REPAIRING_LANES]
        answers = mixed.gateway.mcp([("call_tool", [tool, {"subject": "Ann"}]) for tool in tools])
        assert [text_of(answer) for answer in answers] == [REPAIRED] * len(tools)

    @pytest.mark.parametrize("lane", REPAIRING_LANES)
    def test_json_repair_leaves_prose_alone(self, mixed: GatewayUnderTest, lane: str) -> None:
        assert text_of(mixed.answers(lane, "rpc")["text"]) == LETTER


class TestWhatTheGatewaySays:
    """The plugin list, the error of a refused call and the log of the same gateway."""

    def test_plugin_list_names_the_implementation(self, mixed: GatewayUnderTest) -> None:
        plugins = mixed.gateway.plugins()
        assert {name: engine_of(plugins[name]) for name in plugins if name != "NativeBackends"} == {
            "RustLane": "rust",
            "PythonLane": "python",
            "HistoricLane": "rust",
            "StopLane": "rust",
            "BrokenLane": "none",
            "VaultLane": "rust",
            "RulesLane": "rust",
            "DenyLane": "rust",
            "RustRepair": "rust",
            "PythonRepair": "python",
            "HistoricRepair": "rust",
        }
        assert plugins["NativeBackends"]["status"] == "enabled"

    def test_details_of_every_plugin_can_be_shown(self, mixed: GatewayUnderTest) -> None:
        for name, plugin in mixed.gateway.plugins().items():
            details = mixed.gateway.get(f"/admin/plugins/{name}")
            assert details["description"] == plugin["description"]

    def test_the_refusal_names_code_and_key(self, mixed: GatewayUnderTest) -> None:
        answers = mixed.answers("broken", "rpc")
        for call in CALLS:
            data = answers[call]["error"]["data"]
            assert data["plugin_error_code"] == "PLUGIN_MISCONFIGURED", call
            assert 'unknown key "detect_sn"; did you mean "detect_ssn"?' in json.dumps(data).replace('\\"', '"'), call

    def test_the_violation_has_the_code_of_the_older_plugin(self, mixed: GatewayUnderTest) -> None:
        answers = mixed.answers("stop", "rpc")
        assert answers["structured"]["error"]["data"]["plugin_error_code"] == "PII_DETECTED_IN_TOOL_RESULT"

    def test_a_deny_list_has_the_code_of_the_older_plugin(self, mixed: GatewayUnderTest) -> None:
        data = mixed.answers("deny", "rpc")["structured"]["error"]["data"]
        assert data["plugin_error_code"] == "deny"
        assert EMAIL not in json.dumps(data).lower()

    def test_metrics_name_the_implementation(self, mixed: GatewayUnderTest) -> None:
        for lane in ("rust", "python"):
            mixed.answers(lane, "mcp")
        reported = mixed.gateway.plugin_metrics("pii_filter")
        # Calls that only put pseudonyms back are reported too, without detections.
        found = [metrics for metrics in reported if metrics["total_detections"] >= 1]
        assert {(metrics["native"], metrics["backend"]) for metrics in found} == {(True, "rust"), (False, "python")}
        assert {metrics["detection_types"] for metrics in found} == {"email", "email,ssn"}
        assert not any(SSN in str(metrics) or EMAIL in str(metrics) for metrics in reported)

    def test_each_implementation_is_logged_once(self, mixed: GatewayUnderTest) -> None:
        lines = our_log_lines(mixed)
        for plugin in ("PII Filter", "JSON Repair"):
            assert sum(f"{plugin}: Using Rust implementation" in line for line in lines) == 1
            assert sum(f"{plugin}: Using Python implementation" in line for line in lines) == 1
        assert sum("BrokenLane" in line and "detect_sn" in line for line in lines) == 1

    def test_the_log_holds_no_values(self, mixed: GatewayUnderTest) -> None:
        mixed.answers("rust", "rpc")
        assert not [line for line in our_log_lines(mixed) if SSN in line or EMAIL in line]


class TestOurApplication:
    """`uvicorn mcpgateway_native.asgi:app` with the extension present, switched off, or failing to load."""

    @pytest.mark.parametrize("route", ROUTES)
    def test_results_are_masked(self, untouched: GatewayUnderTest, route: str) -> None:
        check_masked(untouched.answers("auto", route))

    @pytest.mark.parametrize("route", ROUTES)
    def test_an_untouched_configuration_is_served(self, untouched: GatewayUnderTest, route: str) -> None:
        check_masked(untouched.answers("historic", route), resources=False)

    @pytest.mark.parametrize("route", ROUTES)
    def test_native_true_is_rust_or_nothing(self, untouched: GatewayUnderTest, route: str) -> None:
        answers = untouched.answers("strict", route)
        if untouched.extension == "present":
            check_masked(answers)
        else:
            assert [call for call in CALLS if refusal(answers[call]) is None] == []

    def test_plugin_list_names_the_implementation(self, untouched: GatewayUnderTest) -> None:
        present = untouched.extension == "present"
        running = "rust" if present else "python"
        assert {name: engine_of(plugin) for name, plugin in untouched.gateway.plugins().items()} == {
            "AutoLane": running,
            "StrictLane": "rust" if present else "none",
            "HistoricLane": running,
        }

    def test_the_log_says_why(self, untouched: GatewayUnderTest) -> None:
        reasons = {
            "present": "Using Rust implementation",
            "switched-off": "MCPGATEWAY_NATIVE=0",
            "unloadable": "GLIBC_2.99",
        }
        assert any(reasons[untouched.extension] in line for line in our_log_lines(untouched))


def check_masked(answers: dict[str, dict[str, Any]], *, resources: bool = True) -> None:
    """Assert that every answer of a lane has each value masked and everything else as it was."""
    assert answers["structured"]["structuredContent"] == CUSTOMER
    assert json.loads(text_of(answers["structured"])) == CUSTOMER
    assert text_of(answers["text"]) == LETTER
    assert text_of(answers["arguments"]) == "the note has 0 digits and 0 at signs"
    assert answers["clean"]["structuredContent"]["rows"][2] == {"id": 2, "item": "item 2", "paid": True}
    assert text_of(answers["prompt"]) == GREETING
    if resources:
        assert text_of(answers["resource"]) == FILE
    assert not [call for call, answer in answers.items() if leaks(answer) and (resources or call != "resource")]


def without_meta(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer without the part in which MCP servers and the gateway name themselves."""
    return {key: value for key, value in answer.items() if key != "_meta"}


def engine_of(plugin: dict[str, Any]) -> str:
    """Return the engine that a row of the plugin list names, alike in its description and its configuration."""
    described = re.search(r"\[engine: (\w+)", plugin["description"])
    assert described, plugin
    assert plugin["config_summary"]["engine_active"].split()[0] == described[1]
    return described[1]


def our_log_lines(under_test: GatewayUnderTest) -> list[str]:
    """Return what our package wrote to the gateway's log."""
    records = under_test.gateway.log_records()
    return [record["message"] for record in records if record["name"].startswith("mcpgateway_native")]
