"""The PII filter as the gateway sees it: real framework types, every hook, and the framework's own manager."""

import asyncio
import base64
import logging
from enum import StrEnum
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

pytest.importorskip("cpex")

from cpex.framework import (
    GlobalContext,
    PluginConfig,
    PluginContext,
    PluginManager,
    PluginViolationError,
    PromptHookType,
    PromptPosthookPayload,
    PromptPrehookPayload,
    ResourceHookType,
    ResourcePostFetchPayload,
    ResourcePreFetchPayload,
    ToolHookType,
    ToolPostInvokePayload,
    ToolPreInvokePayload,
)
from cpex.framework.extensions.extensions import Extensions
from cpex.framework.extensions.request import RequestExtension
from cpex.framework.hooks.policies import HookPayloadPolicy
from cpex.framework.memory import CopyOnWriteDict, CopyOnWriteList
from pydantic import BaseModel, ConfigDict, Field

from mcpgateway_native.plugins.pii_filter import (
    RUST_AVAILABLE,
    MaskingStrategy,
    PIIDetector,
    PIIFilterConfig,
    PIIFilterPlugin,
    PIIPattern,
    PIIType,
    RustPIIDetector,
)

KIND = "mcpgateway_native.plugins.PIIFilterPlugin"
SSN = "219-09-9999"
MAIL = "jane@example.com"
MASK = "[REDACTED]"
TRACED = Extensions(request=RequestExtension(trace_id="0af7651916cd43dd"))


# The gateway's own models, as far as they matter here.


class Role(StrEnum):
    USER = "user"


class TextContent(BaseModel):
    type: str = "text"
    text: str


class Message(BaseModel):
    role: Role
    content: Any


class PromptResult(BaseModel):
    messages: list[Message]
    description: str | None = None


class ResourceContent(BaseModel):
    model_config = ConfigDict(populate_by_name=True)

    type: str = "resource"
    id: str
    uri: str
    mime_type: str | None = Field(None, alias="mimeType")
    text: str | None = None
    blob: bytes | None = None


@pytest.fixture
def plugin(backend):
    def make(**config):
        config = {"native": backend == "rust", **config}
        made = PIIFilterPlugin(PluginConfig(name="pii", kind=KIND, hooks=["tool_pre_invoke"], config=config))
        assert made.implementation == backend or config.get("native") != (backend == "rust")
        return made

    return make


def run(plugin, hook, payload, extensions=None):
    context = PluginContext(global_context=GlobalContext(request_id="1"))
    return asyncio.run(getattr(plugin, hook)(payload, context, extensions))


def passed(result):
    return result.continue_processing and result.modified_payload is None and result.violation is None


# tool_pre_invoke


def test_tool_arguments_are_masked(plugin):
    payload = ToolPreInvokePayload(name="lookup", args={"ssn": SSN, "n": 3, "nested": {"mail": [MAIL, "x"]}})
    result = run(plugin(), "tool_pre_invoke", payload)
    assert result.continue_processing
    assert result.modified_payload.args == {"ssn": MASK, "n": 3, "nested": {"mail": [MASK, "x"]}}
    assert type(result.modified_payload) is ToolPreInvokePayload
    assert result.modified_payload.name == "lookup"


def test_the_payload_is_never_mutated(plugin):
    inner = {"mail": [MAIL]}
    payload = ToolPreInvokePayload(name="lookup", args={"inner": inner})
    run(plugin(), "tool_pre_invoke", payload)
    assert payload.args == {"inner": {"mail": [MAIL]}}
    assert inner == {"mail": [MAIL]}


def test_clean_arguments_pass_untouched(plugin):
    assert passed(
        run(plugin(), "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "nothing", "b": [1, None]}))
    )


@pytest.mark.parametrize("args", [None, {}])
def test_no_arguments(plugin, args):
    assert passed(run(plugin(), "tool_pre_invoke", ToolPreInvokePayload(name="t", args=args)))


def test_the_framework_s_copy_on_write_containers_are_read(plugin):
    args = CopyOnWriteDict({"a": CopyOnWriteList([SSN, "x"]), "b": CopyOnWriteDict({"c": MAIL})})
    payload = ToolPreInvokePayload.model_construct(name="t", args=args, headers=None)
    result = run(plugin(), "tool_pre_invoke", payload)
    assert result.modified_payload.args == {"a": [MASK, "x"], "b": {"c": MASK}}
    assert args["a"][0] == SSN
    assert not args.has_modifications()


def test_headers_stay_as_they_are(plugin):
    payload = ToolPreInvokePayload.model_construct(name="t", args={"a": SSN}, headers={"x": "y"})
    assert run(plugin(), "tool_pre_invoke", payload).modified_payload.headers == {"x": "y"}


# tool_post_invoke


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (f"mail {MAIL}", f"mail {MASK}"),
        ([MAIL, {"a": SSN}], [MASK, {"a": MASK}]),
        ({"content": [{"type": "text", "text": MAIL}], "structuredContent": {"rows": [{"ssn": SSN}]}},
         {"content": [{"type": "text", "text": MASK}], "structuredContent": {"rows": [{"ssn": MASK}]}}),
        ((SSN, 1), (MASK, 1)),
    ],
    ids=["text", "list", "mcp", "tuple"],
)  # fmt: skip
def test_tool_results_of_every_shape_are_masked(plugin, result, expected):
    changed = run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=result)).modified_payload.result
    assert changed == expected
    assert type(changed) is type(expected)


@pytest.mark.parametrize("result", [None, "", 0, [], {}, 3.5, True, "clean text"])
def test_clean_tool_results_pass(plugin, result):
    assert passed(run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=result)))


def test_a_result_of_5000_rows_is_ordinary(plugin):
    rows = [{"id": index, "mail": "x"} for index in range(5000)]
    rows[4999]["mail"] = MAIL
    result = run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=rows)).modified_payload.result
    assert result[4999]["mail"] == MASK
    assert result[0] is rows[0]


def test_a_deep_result_is_no_problem(plugin):
    deep = leaf = {}
    for _ in range(5000):
        leaf["next"] = leaf = {}
    leaf["ssn"] = SSN
    result = run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=deep)).modified_payload.result
    for _ in range(5000):
        result = result["next"]
    assert result == {"ssn": MASK}


def test_a_lone_surrogate_does_not_blind_the_filter(plugin):
    text = f"\ud800 {SSN}"
    assert run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=text)).modified_payload.result == (
        f"\ud800 {MASK}"
    )


# Prompts


def test_prompt_arguments_are_masked(plugin):
    payload = PromptPrehookPayload(prompt_id="greeting", args={"name": "Ann", "mail": MAIL})
    changed = run(plugin(), "prompt_pre_fetch", payload).modified_payload
    assert changed.args == {"name": "Ann", "mail": MASK}
    assert changed.prompt_id == "greeting"


def test_prompt_messages_are_masked_and_keep_their_models(plugin):
    clean = Message(role=Role.USER, content=TextContent(text="hello"))
    result = PromptResult(messages=[clean, Message(role=Role.USER, content=TextContent(text=f"I am {MAIL}"))])
    changed = run(plugin(), "prompt_post_fetch", PromptPosthookPayload(prompt_id="p", result=result))
    new = changed.modified_payload.result
    assert type(new) is PromptResult
    assert type(new.messages[1].content) is TextContent
    assert new.messages[1].content.text == f"I am {MASK}"
    assert new.messages[1].role is Role.USER
    assert new.messages[0] is clean
    assert result.messages[1].content.text == f"I am {MAIL}"


def test_prompt_results_that_came_as_json_are_masked(plugin):
    payload = PromptPosthookPayload(
        prompt_id="p", result={"messages": [{"role": "user", "content": {"type": "text", "text": SSN}}]}
    )
    changed = run(plugin(), "prompt_post_fetch", payload).modified_payload
    assert changed.result.messages[0].content.text == MASK


def test_a_prompt_result_without_messages_is_scanned_all_the_same(plugin):
    payload = PromptPosthookPayload(prompt_id="p", result=SimpleNamespace(description=f"for {MAIL}"))
    assert run(plugin(), "prompt_post_fetch", payload).modified_payload.result.description == f"for {MASK}"


# Resources


def test_the_gateway_s_resource_content_is_masked(plugin):
    content = ResourceContent(id="7", uri="file:///a.txt", mime_type="text/plain", text=f"ssn {SSN}")
    changed = run(plugin(), "resource_post_fetch", ResourcePostFetchPayload(uri="file:///a.txt", content=content))
    new = changed.modified_payload.content
    assert type(new) is ResourceContent
    assert (new.text, new.id, new.uri, new.mime_type) == (f"ssn {MASK}", "7", "file:///a.txt", "text/plain")
    assert content.text == f"ssn {SSN}"


def test_text_in_a_blob_is_masked(plugin):
    content = ResourceContent(id="7", uri="file:///a.csv", blob=f"name,ssn\nann,{SSN}\n".encode())
    changed = run(plugin(), "resource_post_fetch", ResourcePostFetchPayload(uri="file:///a.csv", content=content))
    assert changed.modified_payload.content.blob == f"name,ssn\nann,{MASK}\n".encode()


def test_text_in_a_base64_blob_is_masked(plugin):
    content = {"uri": "a:b", "blob": base64.b64encode(SSN.encode()).decode()}
    changed = run(plugin(), "resource_post_fetch", ResourcePostFetchPayload(uri="a:b", content=content))
    assert base64.b64decode(changed.modified_payload.content["blob"]) == MASK.encode()


def test_a_binary_blob_passes(plugin):
    content = ResourceContent(id="7", uri="file:///a.png", blob=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert passed(run(plugin(), "resource_post_fetch", ResourcePostFetchPayload(uri="file:///a.png", content=content)))


@pytest.mark.parametrize("content", [f"text {SSN}", {"text": f"text {SSN}"}, SimpleNamespace(text=f"text {SSN}")])
def test_other_resource_contents_are_masked(plugin, content):
    changed = run(plugin(), "resource_post_fetch", ResourcePostFetchPayload(uri="a:b", content=content))
    new = changed.modified_payload.content
    text = new if isinstance(new, str) else new["text"] if isinstance(new, dict) else new.text
    assert text == f"text {MASK}"


def test_resource_requests_are_masked(plugin):
    payload = ResourcePreFetchPayload(uri="customers://all", metadata={"for": MAIL})
    changed = run(plugin(), "resource_pre_fetch", payload).modified_payload
    assert (changed.uri, changed.metadata) == ("customers://all", {"for": MASK})
    payload = ResourcePreFetchPayload(uri=f"customers://by-ssn/{SSN}", metadata=None)
    changed = run(plugin(), "resource_pre_fetch", payload).modified_payload
    assert (changed.uri, changed.metadata) == (f"customers://by-ssn/{MASK}", None)


def test_clean_resource_requests_pass(plugin):
    assert passed(run(plugin(), "resource_pre_fetch", ResourcePreFetchPayload(uri="file:///a")))


# Blocking: code, reason and description of every hook.


@pytest.mark.parametrize(
    ("hook", "payload", "code", "reason", "description"),
    [
        ("prompt_pre_fetch", PromptPrehookPayload(prompt_id="p", args={"a": SSN}),
         "PII_DETECTED", "PII detected in prompt arguments", "Sensitive information detected in prompt arguments"),
        ("prompt_post_fetch", PromptPosthookPayload(prompt_id="p", result=SimpleNamespace(messages=[SSN])),
         "PII_DETECTED_IN_PROMPT_RESULT", "PII detected in prompt messages",
         "Sensitive information detected in prompt result"),
        ("tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": SSN}),
         "PII_DETECTED_IN_TOOL_ARGS", "PII detected in tool arguments",
         "Sensitive information detected in tool arguments"),
        ("tool_post_invoke", ToolPostInvokePayload(name="t", result=SSN),
         "PII_DETECTED_IN_TOOL_RESULT", "PII detected in tool result", "Sensitive information detected in tool result"),
        ("resource_pre_fetch", ResourcePreFetchPayload(uri=f"a://{SSN}"),
         "PII_DETECTED_IN_RESOURCE_REQUEST", "PII detected in resource request",
         "Sensitive information detected in resource request"),
        ("resource_post_fetch", ResourcePostFetchPayload(uri="a:b", content=SSN),
         "PII_DETECTED_IN_RESOURCE", "PII detected in resource content",
         "Sensitive information detected in resource content"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.endswith(("fetch", "invoke")) else "",
)  # fmt: skip
def test_blocking(plugin, hook, payload, code, reason, description):
    made = plugin(block_on_detection=True)
    result = run(made, hook, payload)
    assert result.continue_processing is False
    assert result.modified_payload is None
    violation = result.violation
    assert (violation.code, violation.reason, violation.description) == (code, reason, description)
    assert violation.details == {"detected_types": ["ssn"], "count": 1}
    assert violation.http_status_code is None
    assert (made.detection_count, made.masked_count, made.blocked_count) == (1, 0, 1)


def test_blocking_lets_clean_calls_pass(plugin):
    assert passed(run(plugin(block_on_detection=True), "tool_post_invoke", ToolPostInvokePayload(name="t", result="x")))


def test_details_are_positions_without_text(plugin):
    made = plugin(block_on_detection=True, include_detection_details=True)
    details = run(
        made, "tool_post_invoke", ToolPostInvokePayload(name="t", result={MAIL: f"é {SSN}"})
    ).violation.details
    (detection,) = details["detections"]
    assert (detection["type"], detection["start"], detection["end"]) == ("ssn", 2, 13)
    assert detection.keys() == {"type", "start", "end", "confidence"}


@pytest.mark.parametrize(
    ("limit", "value", "result"),
    [
        ("max_text_bytes", 10, "x" * 11),
        ("max_nested_depth", 2, [[["x"]]]),
        ("max_collection_items", 2, ["x", "y", "z"]),
    ],
)
def test_limits_block_with_their_name(plugin, limit, value, result):
    answer = run(plugin(**{limit: value}), "tool_post_invoke", ToolPostInvokePayload(name="t", result=result))
    assert answer.continue_processing is False
    assert answer.violation.code == "PII_LIMIT_EXCEEDED"
    assert answer.violation.details == {"limit": limit}
    assert limit in answer.violation.description


def test_a_partial_scan_masks_what_it_saw(plugin):
    made = plugin(max_collection_items=1, on_limit="scan_partial")
    answer = run(made, "tool_post_invoke", ToolPostInvokePayload(name="t", result=[SSN, SSN]), TRACED)
    assert answer.modified_payload.result == [MASK, SSN]
    assert answer.metadata["pii_filter"]["complete"] is False


# Configuration through the plugin


@pytest.mark.parametrize(
    ("strategy", "expected"), [("redact", "[X]"), ("partial", "***-**-9999"), ("remove", "")], ids=str
)
def test_mask_strategies(plugin, strategy, expected):
    made = plugin(default_mask_strategy=strategy, redaction_text="[X]")
    assert run(made, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": SSN})).modified_payload.args == {
        "a": expected
    }


def test_digests_are_equal_across_instances_and_hooks(plugin):
    masks = set()
    for _ in range(2):
        made = plugin(default_mask_strategy="hash")
        masks.add(
            run(made, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": SSN})).modified_payload.args["a"]
        )
        masks.add(run(made, "tool_post_invoke", ToolPostInvokePayload(name="t", result=SSN)).modified_payload.result)
    assert len(masks) == 1
    assert masks.pop().startswith("[HASH:")


def test_a_type_can_be_switched_off(plugin):
    made = plugin(detect_email=False)
    assert passed(run(made, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": MAIL})))


def test_custom_patterns(plugin):
    entry = {
        "pattern": r"\bEMP\d{6}\b",
        "description": "employee number",
        "mask_strategy": "partial",
        "type": "employee",
    }
    made = plugin(custom_patterns=[entry])
    result = run(made, "tool_pre_invoke", ToolPreInvokePayload(name="t", args={"a": "see EMP123456"}), TRACED)
    assert result.modified_payload.args == {"a": "see E*******6"}
    assert result.metadata["pii_filter"]["detection_types"] == ["employee"]


def test_the_whitelist(plugin):
    made = plugin(whitelist_patterns=["test@example.com"])
    payload = ToolPreInvokePayload(name="t", args={"a": "test@example.com", "b": MAIL})
    assert run(made, "tool_pre_invoke", payload).modified_payload.args == {"a": "test@example.com", "b": MASK}


def test_field_paths(plugin):
    made = plugin(exclude_fields=["user.email"])
    payload = ToolPreInvokePayload(name="t", args={"user": {"email": MAIL, "note": MAIL}})
    assert run(made, "tool_pre_invoke", payload).modified_payload.args == {"user": {"email": MAIL, "note": MASK}}


def test_the_gateway_s_sample_configuration(plugin):
    made = plugin(
        detect_phone=False,
        detect_ip_address=False,
        default_mask_strategy="partial",
        redaction_text="[PII_REDACTED]",
        block_on_detection=False,
        log_detections=True,
        include_detection_details=True,
        whitelist_patterns=["test@example.com", "555-555-5555"],
    )
    payload = ToolPreInvokePayload(name="t", args={"a": f"{SSN} {MAIL} 10.0.0.1 test@example.com"})
    assert run(made, "tool_pre_invoke", payload).modified_payload.args == {
        "a": "***-**-9999 j***e@example.com 10.0.0.1 test@example.com"
    }


def test_metrics_name_the_implementation(plugin, backend):
    result = run(plugin(), "tool_post_invoke", ToolPostInvokePayload(name="t", result=SSN), TRACED)
    assert result.metadata["pii_filter"] == {
        "total_detections": 1,
        "total_masked": 1,
        "detection_types": ["ssn"],
        "stage": "tool_post_invoke",
        "native": backend == "rust",
        "backend": backend,
    }


def test_counters(plugin):
    made = plugin()
    run(made, "tool_post_invoke", ToolPostInvokePayload(name="t", result=[SSN, MAIL]))
    run(made, "tool_post_invoke", ToolPostInvokePayload(name="t", result="clean"))
    assert (made.detection_count, made.masked_count, made.blocked_count) == (2, 2, 0)


def test_shutdown_of_one_instance_leaves_the_others_working(plugin):
    first, second = plugin(), plugin()
    asyncio.run(first.initialize())
    asyncio.run(first.shutdown())
    assert run(second, "tool_post_invoke", ToolPostInvokePayload(name="t", result=SSN)).modified_payload.result == MASK


# Names of the older filter


def test_the_config_model_has_the_documented_defaults():
    config = PIIFilterConfig()
    assert config.detect_ssn and config.detect_medical_record and not config.detect_aws_keys
    assert config.default_mask_strategy is MaskingStrategy.REDACT
    assert config.redaction_text == "[REDACTED]"
    assert "hush" not in repr(PIIFilterConfig(mask_key="hush"))


def test_the_python_detector_has_enum_members_as_keys():
    config = PIIFilterConfig(
        default_mask_strategy=MaskingStrategy.PARTIAL,
        custom_patterns=[PIIPattern(pattern="EMP[0-9]+", description="d", type=PIIType.CUSTOM)],
    )
    detector = PIIDetector(config)
    assert detector.implementation == "python"
    found = detector.detect(f"ssn {SSN} EMP12")
    assert list(found) == [PIIType.SSN, PIIType.CUSTOM]
    assert found[PIIType.SSN][0]["mask_strategy"] is MaskingStrategy.PARTIAL
    assert found["ssn"] is found[PIIType.SSN]
    assert detector.mask(f"ssn {SSN} EMP12", found) == "ssn ***-**-9999 E***2"


def test_the_rust_detector_takes_the_config_model():
    detector = RustPIIDetector(PIIFilterConfig(detect_email=False))
    assert detector.detect(f"{MAIL} {SSN}").keys() == {"ssn"}
    assert isinstance(RUST_AVAILABLE, bool)
    assert detector.implementation == ("rust" if RUST_AVAILABLE else "python")


def test_the_config_model_passes_unknown_keys_on_to_be_refused():
    with pytest.raises(ValueError, match='unknown key "detect_sn"; did you mean "detect_ssn"'):
        RustPIIDetector(PIIFilterConfig(detect_sn=True))


# Through the framework's manager

POLICIES = {
    "tool_pre_invoke": HookPayloadPolicy(writable_fields=frozenset({"name", "args", "headers"})),
    "tool_post_invoke": HookPayloadPolicy(writable_fields=frozenset({"result"})),
    "prompt_pre_fetch": HookPayloadPolicy(writable_fields=frozenset({"args"})),
    "prompt_post_fetch": HookPayloadPolicy(writable_fields=frozenset({"result"})),
    "resource_pre_fetch": HookPayloadPolicy(writable_fields=frozenset({"uri", "metadata"})),
    "resource_post_fetch": HookPayloadPolicy(writable_fields=frozenset({"content"})),
}
HOOKS = list(POLICIES)


@pytest.fixture
def manager(tmp_path):
    """Runs calls through the real plugin manager, with the policies of the gateway."""

    def start(*entries):
        file = tmp_path / "config.yaml"
        document = {"plugins": list(entries), "plugin_dirs": [], "plugin_settings": {"plugin_timeout": 30}}
        file.write_text(yaml.safe_dump(document))
        PluginManager.reset()
        return PluginManager(str(file), hook_policies=POLICIES)

    yield start
    PluginManager.reset()


def entry(backend="python", *, name="PIIFilterPlugin", kind=KIND, mode="sequential", **config):
    config = {"native": backend == "rust", **config}
    return {"name": name, "kind": kind, "hooks": HOOKS, "mode": mode, "priority": 50, "config": config}


def invoke(manager, *calls, **options):
    async def session():
        await manager.initialize()
        try:
            results = []
            for hook, payload in calls:
                context = GlobalContext(request_id="1")
                result, _ = await manager.invoke_hook(hook, payload, context, extensions=TRACED, **options)
                results.append(result)
            return results
        finally:
            await manager.shutdown()

    return asyncio.run(session())


def test_manager_masks_on_every_hook(manager, backend):
    content = ResourceContent(id="7", uri="a:b", text=SSN)
    prompt = PromptResult(messages=[Message(role=Role.USER, content=TextContent(text=SSN))])
    results = invoke(
        manager(entry(backend)),
        (ToolHookType.TOOL_PRE_INVOKE, ToolPreInvokePayload(name="t", args={"a": {"b": SSN}})),
        (ToolHookType.TOOL_POST_INVOKE, ToolPostInvokePayload(name="t", result={"a": [SSN]})),
        (PromptHookType.PROMPT_PRE_FETCH, PromptPrehookPayload(prompt_id="p", args={"a": SSN})),
        (PromptHookType.PROMPT_POST_FETCH, PromptPosthookPayload(prompt_id="p", result=prompt)),
        (ResourceHookType.RESOURCE_PRE_FETCH, ResourcePreFetchPayload(uri="a:b", metadata={"a": SSN})),
        (ResourceHookType.RESOURCE_POST_FETCH, ResourcePostFetchPayload(uri="a:b", content=content)),
    )
    payloads = [result.modified_payload for result in results]
    assert payloads[0].args == {"a": {"b": MASK}}
    assert payloads[1].result == {"a": [MASK]}
    assert payloads[2].args == {"a": MASK}
    assert payloads[3].result.messages[0].content.text == MASK
    assert payloads[4].metadata == {"a": MASK}
    assert payloads[5].content.text == MASK
    assert all(result.metadata["pii_filter"]["backend"] == backend for result in results)


def test_manager_lets_clean_payloads_pass(manager, backend):
    (result,) = invoke(
        manager(entry(backend)), (ToolHookType.TOOL_POST_INVOKE, ToolPostInvokePayload(name="t", result={"a": "x"}))
    )
    assert passed(result)


def test_manager_blocks(manager, backend):
    call = (ToolHookType.TOOL_POST_INVOKE, ToolPostInvokePayload(name="t", result=SSN))
    (result,) = invoke(manager(entry(backend, block_on_detection=True)), call)
    assert result.continue_processing is False
    assert result.violation.code == "PII_DETECTED_IN_TOOL_RESULT"
    assert result.violation.plugin_name == "PIIFilterPlugin"
    with pytest.raises(PluginViolationError):
        invoke(manager(entry(backend, block_on_detection=True)), call, violations_as_exceptions=True)


@pytest.mark.parametrize("mode", ["transform", "permissive"])
def test_manager_masks_where_the_mode_cannot_block(manager, backend, mode):
    call = (ToolHookType.TOOL_POST_INVOKE, ToolPostInvokePayload(name="t", result={"a": SSN}))
    (result,) = invoke(manager(entry(backend, mode=mode, block_on_detection=True)), call)
    assert result.continue_processing
    assert result.modified_payload.result == {"a": MASK}


def test_manager_loads_a_misconfigured_plugin_and_it_blocks(manager):
    (result,) = invoke(
        manager(entry(detect_sn=True)), (ToolHookType.TOOL_PRE_INVOKE, ToolPreInvokePayload(name="t", args={"a": "x"}))
    )
    assert result.continue_processing is False
    assert result.violation.code == "PLUGIN_MISCONFIGURED"
    assert 'did you mean "detect_ssn"' in result.violation.description


@pytest.mark.parametrize("kind", ["plugins.pii_filter.pii_filter.PIIFilterPlugin", "cpex_pii_filter.PIIFilterPlugin"])
@pytest.mark.parametrize("mode", ["enforce", "sequential", "enforce_ignore_error"])
def test_manager_with_an_untouched_configuration(manager, kind, mode, caplog):
    from mcpgateway_native.install import uninstall

    backends = {"name": "NativeBackends", "kind": "mcpgateway_native.plugins.NativeBackends", "hooks": [], "config": {}}
    old = entry(kind=kind, mode=mode, default_mask_strategy="partial", an_old_key=1)
    try:
        with caplog.at_level(logging.WARNING):
            (result,) = invoke(
                manager(backends, old), (ToolHookType.TOOL_POST_INVOKE, ToolPostInvokePayload(name="t", result=SSN))
            )
    finally:
        uninstall()
    assert result.modified_payload.result == "***-**-9999"
    assert result.metadata["pii_filter"]["backend"] == "python"


def test_manager_shows_the_engine(manager, backend):
    made = manager(entry(backend))
    asyncio.run(made.initialize())
    try:
        config = made.get_plugin("PIIFilterPlugin").config
    finally:
        asyncio.run(made.shutdown())
    assert config.description.endswith("]")
    assert f"[engine: {backend} " in config.description
    assert next(iter(config.config.items()))[0] == "engine_active"
