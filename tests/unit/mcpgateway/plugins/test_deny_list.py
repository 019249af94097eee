"""The deny list as the gateway sees it."""

import asyncio
from typing import Any

import pytest

pytest.importorskip("cpex")

from cpex.framework import (
    GlobalContext,
    PluginConfig,
    PluginContext,
    PromptPrehookPayload,
    ToolPostInvokePayload,
    ToolPreInvokePayload,
)

from mcpgateway_native.plugins import DenyListPlugin, _report
from mcpgateway_native.plugins.deny_list import DenyListConfig

OURS = "mcpgateway_native.plugins.DenyListPlugin"
HISTORIC = "plugins.deny_filter.deny.DenyListPlugin"
WORDS = ["innovative", "Groundbreaking", "été"]


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_report, "_said", set())


@pytest.fixture(params=[True, False], ids=["rust", "python"])
def native(request: pytest.FixtureRequest) -> Any:
    if request.param:
        request.getfixturevalue("rust")
    return request.param


def make(config: dict[str, Any] | None, kind: str = OURS, **fields: Any) -> Any:
    return DenyListPlugin(PluginConfig(name="deny", kind=kind, config=config, **fields))


def call(plugin: Any, hook: str, payload: Any) -> Any:
    return asyncio.run(
        getattr(plugin, hook)(payload, PluginContext(global_context=GlobalContext(request_id="1")), None)
    )


def prompt(**args: str) -> PromptPrehookPayload:
    return PromptPrehookPayload(prompt_id="p", args=args)


def test_a_prompt_with_a_word_of_the_list_is_refused_in_the_older_words(native: bool) -> None:
    result = call(make({"words": WORDS, "native": native}), "prompt_pre_fetch", prompt(a="fine", b="so INNOVATIVE"))
    assert not result.continue_processing
    violation = result.violation
    assert (violation.code, violation.reason) == ("deny", "Prompt not allowed")
    assert violation.description == "Denied words found in prompt"
    assert violation.details == {"violations": ["b: contains a word of deny"]}


def test_neither_the_text_nor_the_word_gets_out(native: bool) -> None:
    result = call(make({"words": WORDS, "native": native}), "prompt_pre_fetch", prompt(b="so innovative"))
    assert "innovative" not in repr(result)


def test_other_prompts_pass(native: bool) -> None:
    result = call(make({"words": WORDS, "native": native}), "prompt_pre_fetch", prompt(a="innovation"))
    assert (result.continue_processing, result.modified_payload) == (True, None)


def test_tool_calls_and_results_are_looked_at_in_depth(native: bool) -> None:
    plugin = make({"words": WORDS, "native": native})
    result = call(plugin, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": {"b": ["x", "groundBREAKING"]}}))
    assert result.violation.details == {"violations": ["a.b[1]: contains a word of deny"]}
    payload = ToolPostInvokePayload(name="t", result={"content": [{"type": "text", "text": "un ÉTÉ"}]})
    assert call(plugin, "tool_post_invoke", payload).violation.reason == "Tool result not allowed"


def test_whole_words_and_case_can_be_asked_for(native: bool) -> None:
    config = {"words": ["ass"], "whole_word": True, "case_sensitive": True, "native": native}
    plugin = make(config)
    passes = {
        text: call(plugin, "prompt_pre_fetch", prompt(a=text)).continue_processing
        for text in ("class", "ASS", "an ass")
    }
    assert passes == {"class": True, "ASS": True, "an ass": False}


def test_an_empty_word_is_refused_and_under_the_older_kind_ignored() -> None:
    assert call(make({"words": ["", "x"]}), "prompt_pre_fetch", prompt(a="b")).violation.code == "PLUGIN_MISCONFIGURED"
    plugin = make({"words": ["", "x"]}, HISTORIC)
    assert plugin.warnings == ("regex_filter: words[0] is empty, would deny everything, and is ignored",)
    assert call(plugin, "prompt_pre_fetch", prompt(a="b")).continue_processing
    assert not call(plugin, "prompt_pre_fetch", prompt(a="x")).continue_processing


def test_many_lists_are_told_apart_by_name(native: bool) -> None:
    words = [
        {"words": ["alpha"], "name": "projects", "mode": "block"},
        {"words": ["bob"], "name": "people", "mode": "block"},
    ]
    result = call(make({"words": words, "native": native}), "prompt_pre_fetch", prompt(a="Alpha, Bob"))
    assert result.violation.details == {
        "violations": ["a: contains a word of projects", "a: contains a word of people"]
    }


def test_the_names_of_the_older_module_are_there() -> None:
    assert not call(
        make(DenyListConfig(words=["x"]).model_dump()), "prompt_pre_fetch", prompt(a="x")
    ).continue_processing
