"""Text of a payload never reaches a log, an exception, a metric, a violation or a repr."""

import asyncio
import io
import logging
import traceback
from types import SimpleNamespace

import pytest

import mcpgateway_native as native
from mcpgateway_native import _prepare, backends
from mcpgateway_native.errors import LimitError

KEY = "canary_key_71"
SSN = "219-09-9999"
MAIL = "canary.person@example.com"
CARD = "4111 1111 1111 1111"
SECRET = "canary-mask-key-4711"
CANARIES = (SSN, MAIL, MAIL.upper(), "canary.person", CARD, "1111 1111", KEY, SECRET)
TEXT = f"card {CARD}, ssn {SSN}, mail {MAIL}"
PAYLOAD = {KEY: [TEXT, {"deep": (TEXT,)}], MAIL: "canary value"}


def clear(text):
    """Assert that none of the canaries is in `text`."""
    found = [canary for canary in CANARIES if canary in text]
    assert not found, found


@pytest.fixture
def everything_logged():
    """All log records of the process, formatted with their tracebacks."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(args)s"))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def config():
    return {"mask_key": SECRET}


def test_logs_of_the_engine(load, config, everything_logged):
    engine = load("pii_filter", config)
    engine.scan(TEXT)
    engine.rewrite(TEXT)
    engine.process(PAYLOAD)
    engine.process([PAYLOAD, "\ud800" + TEXT, Unreadable()])
    clear(everything_logged.getvalue())


class Unreadable:
    """An object whose attributes raise with a canary in the message."""

    def __init__(self):
        self.text = TEXT

    @property
    def __dict__(self):
        raise RuntimeError(TEXT)

    def __repr__(self):
        return TEXT


def test_reprs(load, config):
    engine = load("pii_filter", config)
    outcome = engine.process(PAYLOAD)
    detector = native.PIIDetectorRust(config)
    toggle, text = _prepare.split("pii_filter", config, None)
    for value in (
        engine,
        engine._backend,
        outcome,
        detector,
        native.PIIFilter(config),
        _prepare.prepare("pii_filter", text),
        backends.status(),
        engine.stats(),
        toggle,
    ):
        clear(repr(value))
        clear(str(value))


def test_exceptions_of_limits(load, config, everything_logged):
    engine = load("pii_filter", {**config, "max_text_bytes": 10})
    with pytest.raises(LimitError) as caught:
        engine.rewrite(TEXT)
    clear("".join(traceback.format_exception(caught.value)))
    outcome = engine.process(PAYLOAD)
    assert outcome.blocked
    clear(repr(outcome) + str(outcome.reason))
    with pytest.raises(LimitError) as caught:
        native.PIIDetectorRust({**config, "max_text_bytes": 10}).process_nested(PAYLOAD)
    clear(str(caught.value))
    clear(everything_logged.getvalue())


def test_exceptions_for_wrong_arguments(load, config):
    engine = load("pii_filter", config)
    for method in (engine.scan, engine.rewrite):
        with pytest.raises(TypeError) as caught:
            method([TEXT])
        clear(str(caught.value))


def test_exceptions_of_mask():
    detector = native.PIIDetectorRust()
    hit = {"value": SSN, "start": 0, "end": 999, "mask_strategy": "redact"}
    for detections in ({"ssn": [hit]}, {"ssn": [{"value": SSN, "start": 0}]}, {"ssn": [{**hit, "end": "x"}]}):
        with pytest.raises(ValueError) as caught:
            detector.mask(TEXT, detections)
        clear(str(caught.value))


def test_configuration_errors_do_not_show_the_key():
    for bad in ({"mask_key": SECRET, "detect_sn": 1}, {"mask_key": SECRET, "redaction_text": object()}):
        with pytest.raises(native.ConfigError) as caught:
            native.load("pii_filter", bad)
        clear("".join(traceback.format_exception(caught.value)))


def test_masked_output_holds_no_found_text(load, config):
    for strategy in ("redact", "hash", "tokenize", "remove"):
        outcome = load("pii_filter", {**config, "default_mask_strategy": strategy}).process([TEXT])
        clear(outcome.payload[0])


# The gateway class.

HOOKS = ["tool_pre_invoke", "tool_post_invoke", "prompt_pre_fetch", "prompt_post_fetch", "resource_post_fetch"]


def payload_for(hook):
    framework = pytest.importorskip("cpex.framework")
    return {
        "tool_pre_invoke": lambda: framework.ToolPreInvokePayload(name=f"tool {SSN}", args=PAYLOAD),
        "tool_post_invoke": lambda: framework.ToolPostInvokePayload(name="t", result=PAYLOAD),
        "prompt_pre_fetch": lambda: framework.PromptPrehookPayload(prompt_id=f"p {MAIL}", args={KEY: TEXT}),
        "prompt_post_fetch": lambda: framework.PromptPosthookPayload(
            prompt_id="p", result={"messages": [{"role": "user", "content": {"type": "text", "text": TEXT}}]}
        ),
        "resource_post_fetch": lambda: framework.ResourcePostFetchPayload(
            uri=f"db://{MAIL}/x?ssn={SSN}", content=SimpleNamespace(text=TEXT, blob=TEXT.encode())
        ),
    }[hook]()


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize(
    "extra",
    [
        {},
        {"block_on_detection": True},
        {"max_text_bytes": 5},
        {"max_nested_depth": 1, "on_limit": "scan_partial"},
        {"detect_sn": True},
        {"vault": "session", "whitelist_values": [MAIL.upper() + "x"]},
    ],
    ids=["mask", "block", "limit", "partial", "misconfigured", "vault"],
)
def test_logs_metrics_violations_and_context_of_the_plugin(hook, extra, config, everything_logged, backend):
    from cpex.framework import GlobalContext, PluginConfig, PluginContext

    from mcpgateway_native.plugins import PIIFilterPlugin

    settings = {
        **config, **extra, "log_detections": True, "include_detection_details": True, "native": backend == "rust"
    }  # fmt: skip
    plugin = PIIFilterPlugin(
        PluginConfig(name="pii", kind="mcpgateway_native.plugins.PIIFilterPlugin", config=settings)
    )
    context = PluginContext(global_context=GlobalContext(request_id="1"))
    extensions = SimpleNamespace(request=SimpleNamespace(trace_id="t"))
    result = asyncio.run(getattr(plugin, hook)(payload_for(hook), context, extensions))
    clear(str(result.metadata))
    clear(repr(result.violation))
    clear(repr(context.metadata))
    clear(repr(plugin) + str(plugin.config))
    clear(everything_logged.getvalue())


def test_a_failing_rust_engine_quotes_nothing(monkeypatch, config, everything_logged):
    engine = native.load("pii_filter", config)

    def broken(value):
        raise RuntimeError(f"while reading {value}")

    for name in ("_scan", "_rewrite", "_process"):
        setattr(engine, name, broken)
    engine.implementation = "rust"
    monkeypatch.setattr(backends, "_failures", type(backends._failures)())
    engine.scan(TEXT)
    engine.rewrite(TEXT)
    engine.process(PAYLOAD)
    assert "RuntimeError" in everything_logged.getvalue()
    clear(everything_logged.getvalue())
