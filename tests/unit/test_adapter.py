"""The plumbing between the framework's hooks and an engine: results, metrics, logs, failures and what is shown."""

import asyncio
import base64
import importlib
import inspect
import logging
import os
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("cpex")

from cpex.framework import GlobalContext, PluginConfig, PluginContext, ToolPostInvokePayload, ToolPreInvokePayload
from cpex.framework.extensions.extensions import Extensions
from cpex.framework.extensions.request import RequestExtension
from pydantic import BaseModel

import mcpgateway_native as native
from mcpgateway_native import backends
from mcpgateway_native._probe import Probe
from mcpgateway_native.engine import Outcome
from mcpgateway_native.plugins import PIIFilterPlugin, _report
from mcpgateway_native.plugins._lenient import _PII_FILTER, relax
from mcpgateway_native.plugins._report import Implementation, measured, one_line
from mcpgateway_native.plugins._resources import blob_text, process_content
from mcpgateway_native.plugins._stages import STAGES

OURS = "mcpgateway_native.plugins.PIIFilterPlugin"
HISTORIC = "cpex_pii_filter.pii_filter.PIIFilterPlugin"
TRACED = Extensions(request=RequestExtension(trace_id="0af7651916cd43dd"))
LOGGER = "mcpgateway_native.plugins._adapter"
SSN = "219-09-9999"


@pytest.fixture(autouse=True)
def nothing_said_yet(monkeypatch):
    monkeypatch.setattr(_report, "_said", set())


def make(config=None, *, kind=OURS, cls=PIIFilterPlugin, name="pii", **fields):
    return cls(PluginConfig(name=name, kind=kind, config={} if config is None else config, **fields))


def context():
    return PluginContext(global_context=GlobalContext(request_id="1"))


def call(plugin, payload, extensions=None, hook="tool_pre_invoke", ctx=None):
    return asyncio.run(getattr(plugin, hook)(payload, ctx or context(), extensions))


def args(**values):
    return ToolPreInvokePayload(name="lookup", args=values)


class Failing(PIIFilterPlugin):
    """A plugin whose own code fails."""

    def _conclude(self, *args):
        raise RuntimeError("secret " + SSN)


# The shape of a plugin.


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.hook)
def test_hooks_are_coroutine_functions_with_optional_extensions(stage):
    function = getattr(make(), stage.hook)
    assert inspect.iscoroutinefunction(function)
    assert list(inspect.signature(function).parameters) == ["payload", "context", "extensions"]
    assert inspect.signature(function).parameters["extensions"].default is None


def test_the_implementation_equals_every_spelling():
    for spelling in ("rust", "Rust", "RUST"):
        assert Implementation("rust") == spelling
        assert spelling == Implementation("rust")
        assert (Implementation("rust") != spelling) is False
    assert Implementation("rust") != "python"
    assert Implementation("rust") != 1
    assert {Implementation("rust"): 1}["rust"] == 1
    assert f"{Implementation('python')}" == "python"
    plugin = make({"native": False})
    assert plugin.implementation == "python" == plugin.implementation
    assert plugin.implementation == "Python"
    assert isinstance(plugin.implementation, str)


def test_a_result_is_never_shared():
    plugin = make()
    first, second = call(plugin, args(a="x")), call(plugin, args(a="x"))
    assert first is not second
    assert first.metadata is not second.metadata


# Misconfigured: never raise, block every call.


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"detect_sn": True}, 'pii_filter: unknown key "detect_sn"; did you mean "detect_ssn"?'),
        ({"detect_ssn": "yes"}, "pii_filter: detect_ssn must be true or false, not a string"),
        (
            {"default_mask_strategy": "Redact"},
            'pii_filter: default_mask_strategy must be one of redact, partial, hash, tokenize, remove, not "Redact"',
        ),
        ({"whitelist_patterns": ["("]}, "pii_filter: whitelist_patterns[0] is not a valid pattern: "),
        ({"native": "perhaps"}, 'pii_filter: native must be one of auto, true, false, not "perhaps"'),
        ({"max_text_bytes": 0}, "pii_filter: max_text_bytes must be between 1 and 104857600, not 0"),
    ],
)
def test_a_misconfigured_plugin_blocks_every_hook_and_names_the_key(config, message, caplog):
    plugin = make(config)
    for stage in STAGES:
        result = call(plugin, SimpleNamespace(), hook=stage.hook)
        assert result.continue_processing is False
        assert result.violation.code == "PLUGIN_MISCONFIGURED"
        assert result.violation.description.startswith(message)
        assert "mcpgateway-native check" in result.violation.description
    assert plugin.blocked_count == len(STAGES)
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert message in errors[0].getMessage()


def test_native_true_without_rust_blocks_and_names_the_mend(monkeypatch):
    monkeypatch.setenv("MCPGATEWAY_NATIVE", "0")
    result = call(make({"native": True}), args(a="x"))
    assert result.violation.code == "PLUGIN_MISCONFIGURED"
    assert "native is true, but switched off by MCPGATEWAY_NATIVE=0" in result.violation.description


def test_the_same_mistake_is_logged_once_although_the_gateway_rebuilds(caplog):
    for _ in range(3):
        make({"detect_sn": True})
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1


@pytest.mark.parametrize("config", [None, SimpleNamespace(), SimpleNamespace(name="x", config=[1, 2])])
def test_the_constructor_takes_anything(config):
    plugin = PIIFilterPlugin(config)
    result = call(plugin, args(a=SSN))
    assert result.continue_processing is False or result.modified_payload.args["a"] == "[REDACTED]"


def test_an_unexpected_error_while_building_blocks_too(monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise RuntimeError("boom " + SSN)

    monkeypatch.setattr("mcpgateway_native.plugins._adapter.TextEngine", broken)
    result = call(make(), args(a="x"))
    assert result.violation.code == "PLUGIN_MISCONFIGURED"
    assert "RuntimeError while the engine was built" in result.violation.description
    assert SSN not in result.violation.description + caplog.text


def test_a_failure_of_the_plugin_itself_blocks_without_content(caplog):
    plugin = make(cls=Failing)
    for _ in range(2):
        result = call(plugin, args(a=SSN))
        assert result.continue_processing is False
        assert result.violation.code == "PLUGIN_FAILED"
    assert SSN not in caplog.text + result.violation.description
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1


# Metrics and the context.


def test_metrics_only_for_traced_requests():
    plugin = make({"native": False})
    for extensions in (
        None,
        Extensions(),
        Extensions(request=RequestExtension()),
        Extensions(request=RequestExtension(trace_id="")),
        SimpleNamespace(request=SimpleNamespace(trace_id=7)),
    ):
        assert call(plugin, args(a=SSN), extensions).metadata == {}
    assert call(plugin, args(a=SSN, b="jane@example.com"), TRACED).metadata == {
        "pii_filter": {
            "total_detections": 2,
            "total_masked": 2,
            "detection_types": ["email", "ssn"],
            "stage": "tool_pre_invoke",
            "native": False,
            "backend": "python",
        }
    }


def test_a_clean_traced_call_has_no_metrics():
    assert call(make(), args(a="x"), TRACED).metadata == {}


def test_metrics_of_a_block():
    metadata = call(make({"block_on_detection": True}), args(a=SSN), TRACED).metadata["pii_filter"]
    assert (metadata["total_detections"], metadata["total_masked"], metadata["total_blocked"]) == (1, 0, 1)


def test_metrics_say_when_the_scan_was_partial(caplog):
    plugin = make({"max_collection_items": 1, "on_limit": "scan_partial"})
    for _ in range(2):
        result = call(plugin, args(a=SSN, b=SSN), TRACED)
    assert result.modified_payload.args == {"a": "[REDACTED]", "b": SSN}
    assert result.metadata["pii_filter"]["complete"] is False
    partial = [record for record in caplog.records if "scanned only a part" in record.getMessage()]
    assert len(partial) == 1
    assert "max_collection_items" in partial[0].getMessage()


def test_at_most_32_types_are_listed():
    custom = [{"pattern": f"K{i:02d}x", "description": "d", "type": f"t{i:02d}"} for i in range(40)]
    text = " ".join(f"K{i:02d}x" for i in range(40))
    metadata = call(make({"custom_patterns": custom}), args(a=text), TRACED).metadata["pii_filter"]
    assert metadata["detection_types"] == [f"t{i:02d}" for i in range(32)]
    assert metadata["total_detections"] == 40


def test_rust_is_reported_as_native(rust):
    metadata = call(make({"native": True}), args(a=SSN), TRACED).metadata["pii_filter"]
    assert (metadata["native"], metadata["backend"]) == (True, "rust")


def test_the_context_gets_counts_and_no_content():
    plugin, ctx = make(), context()
    call(plugin, args(a=SSN), ctx=ctx)
    call(plugin, ToolPostInvokePayload(name="t", result="jane@example.com"), hook="tool_post_invoke", ctx=ctx)
    assert ctx.metadata == {
        "pii_detections": {
            "tool_pre_invoke": {"detected": True, "types": ["ssn"], "total_count": 1},
            "tool_post_invoke": {"detected": True, "types": ["email"], "total_count": 1},
        },
        "pii_filter_stats": {"total_detections": 2, "total_masked": 2},
    }


@pytest.mark.parametrize("ctx", [None, SimpleNamespace(), SimpleNamespace(metadata=None)])
def test_a_context_of_another_shape_is_left_alone(ctx):
    result = asyncio.run(make().tool_pre_invoke(args(a=SSN), ctx))
    assert result.modified_payload.args == {"a": "[REDACTED]"}


# Log lines.


def lines(caplog):
    return [(record.levelname, record.getMessage()) for record in caplog.records]


def test_the_line_for_python_once_per_class(caplog, monkeypatch):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(backends, "compiled", lambda: Probe(None, "it is not installed"))
    for _ in range(3):
        make()
    assert lines(caplog) == [
        ("WARNING", "PII Filter: Using Python implementation"),
        ("WARNING", "💡 Build Rust plugins for better performance"),
        ("INFO", "PII Filter: Python because it is not installed"),
    ]


def test_no_hint_to_build_rust_for_those_who_chose_python(caplog):
    caplog.set_level(logging.INFO)
    make({"native": False})
    assert lines(caplog) == [
        ("WARNING", "PII Filter: Using Python implementation"),
        ("INFO", "PII Filter: Python because native: false in the configuration"),
    ]


@pytest.mark.parametrize(
    ("factor", "line"),
    [
        (None, "✓ PII Filter: Using Rust implementation"),
        ("40", "✓ PII Filter: Using Rust implementation (40x faster)"),
        ("5-10", "✓ PII Filter: Using Rust implementation (5-10x faster)"),
    ],
)
def test_the_line_for_rust_has_the_measured_factor(caplog, monkeypatch, factor, line):
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(_report, "measured", lambda name: factor)
    engine = SimpleNamespace(name="pii_filter", implementation="rust", reason="")
    for _ in range(2):
        _report.announce(logging.getLogger("x"), PIIFilterPlugin, "PII Filter", engine)
    assert lines(caplog) == [("INFO", line)]


def test_the_measured_factors_can_be_read():
    assert measured("pii_filter") is None or measured("pii_filter")[0].isdigit()
    assert measured("no_such_engine") is None


def test_detections_are_logged_on_request_only(caplog):
    caplog.set_level(logging.INFO)
    call(make({"native": False}), args(a=SSN))
    assert not [line for _, line in lines(caplog) if "detected during" in line]
    caplog.clear()
    call(make({"native": False, "log_detections": True}), args(a=SSN, b="jane@example.com"))
    call(make({"native": False, "log_detections": True, "block_on_detection": True}), args(a=SSN))
    assert lines(caplog) == [
        ("INFO", "PII detected during tool_pre_invoke: action=masked total=2 types=email,ssn subject=lookup"),
        ("WARNING", "PII detected during tool_pre_invoke: action=blocked total=1 types=ssn subject=lookup"),
    ]


def test_the_subject_cannot_forge_a_line_or_carry_pii(caplog):
    caplog.set_level(logging.INFO)
    payload = ToolPreInvokePayload(name=f"x\nERROR forged {SSN} " + "y" * 500, args={"a": SSN})
    call(make({"log_detections": True, "native": False}), payload)
    line = next(line for _, line in lines(caplog) if "detected during" in line)
    assert "\n" not in line
    assert SSN not in line
    assert len(line) < 250


def test_one_line():
    assert one_line("a\nb\tc\x1b[0m\u2028d") == "a?b?c?[0m?d"


# What the gateway shows.


def test_the_engine_is_shown_in_description_and_first_config_key():
    plugin = make({"native": False, "mask_key": "hush", "detect_ssn": True}, description="Mine")
    active = f"python {native.__version__}"
    assert plugin.config.description == f"Mine [engine: {active}]"
    assert next(iter(plugin.config.config)) == "engine_active"
    assert plugin.config.config["engine_active"] == active
    assert plugin.config.config["mask_key"] == "***"
    assert plugin.config.config["detect_ssn"] is True


def test_the_original_configuration_is_not_changed():
    config = PluginConfig(name="pii", kind=OURS, config={"mask_key": "hush"})
    PIIFilterPlugin(config)
    assert config.config == {"mask_key": "hush"}
    assert config.description is None


def test_a_misconfigured_plugin_says_so_in_the_list():
    plugin = make({"detect_sn": True})
    assert plugin.config.config["engine_active"] == "none (misconfigured: blocks every call)"
    assert "[engine: none (misconfigured" in plugin.config.description


def test_a_shown_configuration_can_be_used_again():
    shown = make({"native": False}).config
    plugin = PIIFilterPlugin(shown)
    assert call(plugin, args(a=SSN)).modified_payload.args == {"a": "[REDACTED]"}


# Lenient under historic kinds.


def test_unknown_keys_under_a_historic_kind_are_warnings(caplog):
    plugin = make({"detect_sn": True, "native": False}, kind=HISTORIC)
    make({"detect_sn": True, "native": False}, kind=HISTORIC)
    assert plugin.warnings == ('pii_filter: unknown key "detect_sn" is ignored',)
    assert call(plugin, args(a=SSN)).modified_payload.args == {"a": "[REDACTED]"}
    warned = [record for record in caplog.records if "detect_sn" in record.getMessage()]
    assert [record.levelno for record in warned] == [logging.WARNING]


@pytest.mark.parametrize(
    ("config", "relaxed"),
    [
        ({"detect_ssn": "yes"}, {"detect_ssn": True}),
        ({"detect_ssn": 0}, {"detect_ssn": False}),
        ({"detect_ssn": 1.0}, {"detect_ssn": True}),
        ({"detect_date_of_birth": "off"}, {"detect_date_of_birth": False}),
        ({"max_text_bytes": "2048"}, {"max_text_bytes": 2048}),
        ({"max_nested_depth": 3.0}, {"max_nested_depth": 3}),
        ({"custom_patterns": None}, {}),
        ({"custom_patterns": "abc"}, {}),
        ({"custom_patterns": ["abc"]}, {"custom_patterns": []}),
        ({"custom_patterns": [{"pattern": "x*", "description": "d"}]}, {"custom_patterns": []}),
        (
            {"custom_patterns": [{"pattern": "ab", "description": "d", "name": "n", "mask_strategy": None}]},
            {"custom_patterns": [{"pattern": "ab", "description": "d"}]},
        ),
        ({"whitelist_patterns": ["", ".*", "ok"]}, {"whitelist_patterns": ["ok"]}),
        ({"anything": 1}, {}),
    ],
)
def test_what_older_plugins_accepted_is_accepted_with_a_warning(config, relaxed):
    clean, messages = relax("pii_filter", config)
    assert clean == relaxed
    assert messages
    native.load("pii_filter", clean, native=False)


@pytest.mark.parametrize("config", [{}, {"detect_date_of_birth": "any"}, {"native": "auto", "detect_ssn": False}])
def test_a_good_configuration_gives_no_warning(config):
    assert relax("pii_filter", config) == (config, ())


@pytest.mark.parametrize(
    "config", [{"default_mask_strategy": "Redact"}, {"whitelist_patterns": ["("]}, {"max_text_bytes": 0}]
)
def test_what_older_plugins_refused_is_refused_under_historic_kinds_too(config):
    result = call(make(config, kind=HISTORIC), args(a="x"))
    assert result.violation.code == "PLUGIN_MISCONFIGURED"


def test_the_lenient_table_has_every_key_of_the_engine():
    from mcpgateway_native.fallback.pii_filter.config import _KNOWN_KEYS

    assert set(_PII_FILTER) == {*_KNOWN_KEYS, "native"}


def test_an_engine_without_a_table_is_left_alone():
    assert relax("other", {"a": 1}) == ({"a": 1}, ())


# Resource contents.


class Content(BaseModel):
    """As the gateway's own content model."""

    type: str = "resource"
    id: str = "1"
    uri: str = "file:///a"
    mime_type: str | None = None
    text: str | None = None
    blob: bytes | str | None = None


@pytest.fixture
def engine():
    return native.load("pii_filter")


def test_text_of_a_model(engine):
    content = Content(text="mail jane@example.com")
    outcome = process_content(engine, content)
    assert type(outcome.payload) is Content
    assert outcome.payload.text == "mail [REDACTED]"
    assert content.text == "mail jane@example.com"


@pytest.mark.parametrize("encode", [bytes, bytearray, lambda data: base64.b64encode(data).decode()])
def test_a_blob_that_is_text_is_scanned(engine, encode):
    content = SimpleNamespace(blob=encode("Zoë: jane@example.com".encode()))
    outcome = process_content(engine, content)
    assert outcome.payload.blob == encode("Zoë: [REDACTED]".encode())
    assert type(outcome.payload.blob) is type(content.blob)
    assert [(rule, path) for rule, _, _, _, path in outcome.findings] == [("email", "blob")]


def test_a_blob_in_a_mapping(engine):
    outcome = process_content(engine, {"uri": "x", "blob": base64.b64encode(b"a jane@example.com").decode()})
    assert base64.b64decode(outcome.payload["blob"]) == b"a [REDACTED]"


@pytest.mark.parametrize("blob", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"\xff\xfe123-45-6789", None, 3, "not base64!"])
def test_other_blobs_stay_as_they_are(engine, blob):
    content = SimpleNamespace(blob=blob)
    assert process_content(engine, content).payload is content
    assert blob_text(blob) is None


def test_field_paths_apply_to_blobs():
    engine = native.load("pii_filter", {"exclude_fields": ["blob"]})
    content = Content(blob=b"jane@example.com")
    assert process_content(engine, content).payload is content


def test_a_blob_over_a_limit_is_withheld():
    engine = native.load("pii_filter", {"max_text_bytes": 20})
    outcome = process_content(engine, Content(blob=b"x" * 50))
    assert outcome.blocked
    assert outcome.reason == "max_text_bytes"


def test_an_outcome_that_blocks_stays_so():
    blocked = Outcome(None, [], True, False, "total_nodes")
    engine = SimpleNamespace(process=lambda payload: blocked)
    assert process_content(engine, Content(blob=b"jane@example.com")) is blocked


def test_a_large_resource_is_scanned_off_the_event_loop(monkeypatch):
    import threading

    from cpex.framework import ResourcePostFetchPayload

    seen = []
    plugin = make({"native": False, "detect_email": True})
    handle = plugin._handle
    monkeypatch.setattr(plugin, "_handle", lambda *args: seen.append(threading.current_thread()) or handle(*args))
    for text in ("small", "x " * (1 << 19)):
        call(plugin, ResourcePostFetchPayload(uri="a:b", content=Content(text=text)), hook="resource_post_fetch")
    assert seen[0] is threading.main_thread()
    assert seen[1] is not threading.main_thread()


# The framework itself.

OLD_FRAMEWORK = """
class Plugin:
    def __init__(self, config):
        self.config = config

class PluginResult:
    def __init__(self, continue_processing=True, modified_payload=None, violation=None, metadata=None):
        self.continue_processing, self.modified_payload = continue_processing, modified_payload
        self.violation, self.metadata = violation, metadata

class PluginViolation:
    def __init__(self, **fields):
        self.__dict__.update(fields)

class ToolPreInvokeResult(PluginResult):
    pass
"""

OLD_GATEWAY = """
import asyncio, sys
from types import SimpleNamespace
import mcpgateway.plugins.framework
from mcpgateway_native.plugins import PIIFilterPlugin

plugin = PIIFilterPlugin(SimpleNamespace(name="pii", kind="", description=None, config={"native": False}))
payload = SimpleNamespace(name="t", args={"a": "219-09-9999"})
result = asyncio.run(plugin.tool_pre_invoke(payload, SimpleNamespace(metadata={})))
print(type(result).__name__, result.modified_payload.args, payload.args, "cpex" in sys.modules)
"""


def run_python(code, cwd):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(cwd), *filter(None, sys.path)])}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )


def test_the_framework_bundled_with_older_gateways(tmp_path):
    package = tmp_path / "mcpgateway" / "plugins" / "framework"
    package.mkdir(parents=True)
    for directory in (tmp_path / "mcpgateway", tmp_path / "mcpgateway" / "plugins"):
        (directory / "__init__.py").write_text("")
    (package / "__init__.py").write_text(OLD_FRAMEWORK)
    done = run_python(OLD_GATEWAY, tmp_path)
    assert done.stdout == "ToolPreInvokeResult {'a': '[REDACTED]'} {'a': '219-09-9999'} False\n", done.stderr


def test_without_any_framework_the_error_says_what_to_install(tmp_path):
    hidden = "import sys; sys.modules['cpex'] = sys.modules['mcpgateway'] = None\n"
    done = run_python(hidden + "from mcpgateway_native.plugins import PIIFilterPlugin", tmp_path)
    assert "pip install 'mcpgateway-native[gateway]'" in done.stderr


# The manifests.

MANIFESTS = sorted(Path(native.__file__).parent.glob("plugins/manifests/*/plugin-manifest.yaml"))


@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: path.parent.name)
def test_manifests_tell_the_truth(path):
    import yaml

    manifest = yaml.safe_load(path.read_text("utf-8"))
    assert manifest["name"] == path.parent.name
    module, _, name = manifest["kind"].rpartition(".")
    plugin = getattr(importlib.import_module(module), name)
    assert all(inspect.iscoroutinefunction(getattr(plugin, hook)) for hook in manifest["available_hooks"])
    assert {"description", "author", "version", "tags", "default_config"} <= manifest.keys()
    cargo = Path(__file__).parents[2] / "Cargo.toml"
    assert manifest["version"] == tomllib.loads(cargo.read_text("utf-8"))["package"]["version"]


def test_the_manifest_s_defaults_are_the_defaults():
    import yaml

    path = next(path for path in MANIFESTS if path.parent.name == "pii_filter")
    defaults = yaml.safe_load(path.read_text("utf-8"))["default_config"]
    assert set(defaults) == set(_PII_FILTER) - {"mask_key"}
    text = f"{SSN} jane@example.com 4111 1111 1111 1111 AKIAIOSFODNN7EXAMPLE"
    payload = {"a": [text, {"jane@example.com": b"jane@example.com", "n": 4111111111111111}]}
    assert native.load("pii_filter", defaults).process(payload)[0] == native.load("pii_filter").process(payload)[0]
