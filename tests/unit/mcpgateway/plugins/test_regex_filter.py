"""Search and replace as the gateway sees it: what is rewritten, what is blocked, what is reported, what is accepted."""

import asyncio
import logging
from typing import Any

import pytest

pytest.importorskip("cpex")

from cpex.framework import (
    GlobalContext,
    PluginConfig,
    PluginContext,
    PromptPosthookPayload,
    PromptPrehookPayload,
    ResourcePostFetchPayload,
    ToolPostInvokePayload,
    ToolPreInvokePayload,
)
from cpex.framework.extensions.extensions import Extensions
from cpex.framework.extensions.request import RequestExtension
from pydantic import BaseModel

from mcpgateway_native.plugins import SearchReplacePlugin, _report
from mcpgateway_native.plugins.search_replace import SearchReplace, SearchReplaceConfig

HISTORIC = "plugins.regex_filter.search_replace.SearchReplacePlugin"
TRACED = Extensions(request=RequestExtension(trace_id="0af7651916cd43dd"))
SWEARING = [{"search": "crap", "replace": "crud"}, {"search": "crud", "replace": "yikes"}]


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_report, "_said", set())


@pytest.fixture(params=[True, False], ids=["rust", "python"])
def native(request: pytest.FixtureRequest) -> Any:
    if request.param:
        request.getfixturevalue("rust")
    return request.param


class Content(BaseModel):
    type: str = "text"
    text: str


class Message(BaseModel):
    role: str = "user"
    content: Content


class Prompt(BaseModel):
    messages: list[Message]


def make(
    config: dict[str, Any] | None, *, kind: str = "mcpgateway_native.plugins.SearchReplacePlugin", **fields: Any
) -> Any:
    return SearchReplacePlugin(PluginConfig(name="swearing", kind=kind, config=config, **fields))


def context() -> PluginContext:
    return PluginContext(global_context=GlobalContext(request_id="1"))


def call(plugin: Any, hook: str, payload: Any, ctx: Any = None, extensions: Any = None) -> Any:
    return asyncio.run(getattr(plugin, hook)(payload, ctx or context(), extensions))


def test_every_message_of_a_prompt_is_rewritten_by_every_rule(native: bool) -> None:
    plugin = make({"words": SWEARING, "native": native})
    messages = [Message(content=Content(text=text)) for text in ("crap", "clean", "crud")]
    payload = PromptPosthookPayload(prompt_id="p", result=Prompt(messages=messages))
    result = call(plugin, "prompt_post_fetch", payload)
    assert [message.content.text for message in result.modified_payload.result.messages] == ["yikes", "clean", "yikes"]
    assert [message.content.text for message in payload.result.messages] == ["crap", "clean", "crud"]


def test_arguments_are_rewritten_at_any_depth(native: bool) -> None:
    plugin = make({"words": SWEARING, "native": native})
    payload = PromptPrehookPayload(prompt_id="p", args={"a": "crap", "b": "fine"})
    assert call(plugin, "prompt_pre_fetch", payload).modified_payload.args == {"a": "yikes", "b": "fine"}
    payload = ToolPreInvokePayload(name="t", args={"deep": {"er": ["crud", 7]}, "crap": None})
    result = call(plugin, "tool_pre_invoke", payload)
    assert result.modified_payload.args == {"deep": {"er": ["yikes", 7]}, "crap": None}
    assert result.modified_payload.name == "t"


def test_tool_results_are_rewritten_in_text_and_in_structure(native: bool) -> None:
    plugin = make({"words": SWEARING, "native": native})
    result = {"content": [{"type": "text", "text": "crap"}], "structuredContent": {"a": ["crud"]}, "isError": False}
    got = call(plugin, "tool_post_invoke", ToolPostInvokePayload(name="t", result=result))
    assert got.modified_payload.result["content"][0]["text"] == "yikes"
    assert got.modified_payload.result["structuredContent"] == {"a": ["yikes"]}


def test_resources_are_rewritten(native: bool) -> None:
    plugin = make({"words": SWEARING, "native": native})
    payload = ResourcePostFetchPayload(uri="file:///a", content={"uri": "file:///a", "text": "crap"})
    assert call(plugin, "resource_post_fetch", payload).modified_payload.content["text"] == "yikes"


def test_a_clean_payload_is_not_touched(native: bool) -> None:
    result = call(
        make({"words": SWEARING, "native": native}), "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "b"})
    )
    assert (result.modified_payload, result.continue_processing, result.violation) == (None, True, None)


def test_a_rule_of_mode_block_stops_the_call_and_no_text_gets_out(native: bool) -> None:
    rules = [{"search": "s[a-z]+t", "mode": "block", "name": "codeword"}, *SWEARING]
    plugin = make({"words": rules, "native": native, "include_detection_details": True})
    result = call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "the sausagemeat"}))
    assert not result.continue_processing
    assert result.violation.code == "REGEX_FILTER_MATCH"
    assert result.violation.details["detected_types"] == ["codeword"]
    assert result.violation.details["detections"] == [{"type": "codeword", "start": 4, "end": 15, "confidence": 1.0}]
    assert "sausage" not in repr(result)
    assert call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "crap"})).continue_processing


def test_a_rule_of_mode_report_changes_nothing_and_is_counted(native: bool) -> None:
    plugin = make({"words": [{"search": "a", "mode": "report", "name": "letters"}], "native": native})
    ctx = context()
    result = call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "banana"}), ctx, TRACED)
    assert (result.modified_payload, result.continue_processing) == (None, True)
    assert result.metadata["regex_filter"]["matches"] == {"letters": 3}
    assert result.metadata["regex_filter"]["total_masked"] == 0
    assert ctx.metadata["regex_filter_matches"]["tool_pre_invoke"]["matches"] == {"letters": 3}


def test_where_a_block_would_be_dropped_the_call_passes_and_is_reported() -> None:
    plugin = make({"words": [{"search": "a", "mode": "block", "name": "x"}]}, mode="transform")
    assert call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "a"})).continue_processing


def test_an_invalid_pattern_blocks_every_call_under_our_kind(caplog: pytest.LogCaptureFixture) -> None:
    plugin = make({"words": [{"search": "(", "replace": ""}]})
    result = call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={}))
    assert result.violation.code == "PLUGIN_MISCONFIGURED"
    assert "words[0].search is not a valid pattern" in caplog.text


def test_under_the_older_kind_what_python_refuses_is_left_out_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    rules = [{"search": "(", "replace": ""}, {"search": "a", "replace": r"\9"}, {"search": "b", "replace": "c"}]
    plugin = make({"words": rules, "colour": "red"}, kind=HISTORIC)
    assert len(plugin.warnings) == 3
    payload = ToolPreInvokePayload(name="t", args={"x": "ab"})
    assert call(plugin, "tool_pre_invoke", payload).modified_payload.args == {"x": "ac"}
    assert "words[0].search is not a valid pattern" in caplog.text


def test_a_pattern_that_only_python_can_run_is_named(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        make({"words": [{"search": "(?=once)", "replace": "x"}], "native": "auto"})
    assert "words[0].search needs Python for an empty match, so its time is not bounded" in caplog.text
    assert "once" not in caplog.text


def test_the_names_of_the_older_module_are_there() -> None:
    config = SearchReplaceConfig(words=[SearchReplace(search="a", replace="b")])
    assert call(
        make(config.model_dump()), "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"x": "a"})
    ).modified_payload.args == {"x": "b"}
