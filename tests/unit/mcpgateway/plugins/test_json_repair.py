"""JSON repair as the gateway sees it: real framework types, the older plugin's kind, and what the metadata say."""

import asyncio
import json
from typing import Any

import pytest

pytest.importorskip("cpex")

from cpex.framework import GlobalContext, PluginConfig, PluginContext, ToolPostInvokePayload
from pydantic import BaseModel

from mcpgateway_native.plugins.json_repair import JSONRepairPlugin

KIND = "mcpgateway_native.plugins.JSONRepairPlugin"
HISTORIC = "plugins.json_repair.json_repair.JSONRepairPlugin"


class Item(BaseModel):
    type: str = "text"
    text: str


class ToolResult(BaseModel):
    content: list[Item]
    structuredContent: dict[str, Any] | None = None
    isError: bool = False


@pytest.fixture(params=["auto", False], ids=["auto", "python"])
def native(request: pytest.FixtureRequest) -> Any:
    return request.param


def run(result: Any, config: dict[str, Any], kind: str = KIND) -> Any:
    plugin = JSONRepairPlugin(PluginConfig(name="json", kind=kind, hooks=["tool_post_invoke"], config=config))
    context = PluginContext(global_context=GlobalContext(request_id="1"))
    return asyncio.run(plugin.tool_post_invoke(ToolPostInvokePayload(name="tool", result=result), context))


def test_a_bare_string_is_repaired_and_marked(native: Any) -> None:
    answer = run("{'a': 1, 'b': [1, 2,],}", {"native": native})
    assert answer.modified_payload.result == '{"a": 1, "b": [1, 2]}'
    assert answer.metadata["repaired"] is True
    report = answer.metadata["json_repair"]
    assert report == {"repairs": 6, "rules": ["single_quotes", "trailing_comma"], "confidence": 0.95}
    assert answer.continue_processing


@pytest.mark.parametrize("text", ['{"a": 1.10}', "all is well", "", '{"a": "b" c d'])
def test_what_is_valid_or_no_json_or_doubtful_is_left_alone(native: Any, text: str) -> None:
    answer = run(text, {"native": native})
    assert answer.modified_payload is None
    assert "repaired" not in (answer.metadata or {})


def test_text_items_of_a_result_are_repaired_and_nothing_else(native: Any) -> None:
    result = {
        "content": [
            {"type": "text", "text": "{'a': 1}"},
            {"type": "text", "text": "[see](page)"},
            {"type": "resource", "resource": {"text": "{'b': 1}"}},
        ],
        "structuredContent": {"code": "{'c': 1}"},
        "isError": False,
    }
    before = json.dumps(result)
    repaired = run(result, {"native": native}).modified_payload.result
    assert repaired["content"][0]["text"] == '{"a": 1}'
    assert repaired["content"][1:] == result["content"][1:]
    assert repaired["structuredContent"] == {"code": "{'c': 1}"}
    assert json.dumps(result) == before


def test_a_list_of_items_and_a_model_are_repaired(native: Any) -> None:
    items = run([{"type": "text", "text": "{a: 1}"}], {"native": native}).modified_payload.result
    assert items == [{"type": "text", "text": '{"a": 1}'}]
    model = run(ToolResult(content=[Item(text="{a: 1}")]), {"native": native}).modified_payload.result
    assert model.content[0].text == '{"a": 1}'
    assert model.structuredContent is None


def test_structured_content_is_filled_on_request_only(native: Any) -> None:
    config = {"native": native, "fill_structured_content": True}
    assert run({"content": [{"type": "text", "text": "{a: 1}"}]}, config).modified_payload.result == {
        "content": [{"type": "text", "text": '{"a": 1}'}],
        "structuredContent": {"a": 1},
    }
    model = run(ToolResult(content=[Item(text="{a: 1}")]), config).modified_payload.result
    assert model.structuredContent == {"a": 1}
    present = {"content": [{"type": "text", "text": "{a: 1}"}], "structuredContent": {"b": 2}}
    assert run(present, config).modified_payload.result["structuredContent"] == {"b": 2}


def test_the_historic_kind_takes_any_configuration() -> None:
    answer = run("[1,]", {"whatever": 1}, HISTORIC)
    assert answer.modified_payload.result == "[1]"


def test_a_wrong_configuration_blocks_under_our_kind() -> None:
    answer = run("[1,]", {"extract": "some"})
    assert not answer.continue_processing
    assert answer.violation.code == "PLUGIN_MISCONFIGURED"
