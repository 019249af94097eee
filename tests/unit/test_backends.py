"""The one decision between Rust and Python: every reason for it, and what happens when Rust fails at run time."""

import json
import logging
import sys
from types import SimpleNamespace

import pytest

import mcpgateway_native as native
from mcpgateway_native import _probe, backends
from mcpgateway_native.errors import ConfigError, EngineFailure, LimitError, UnknownPluginError, UnsupportedError

NATIVE_MODULE = "mcpgateway_native._native"
CANARY = "canary-4711-jane.canary@example.com"


class FakeEngine:
    """Stands in for a compiled engine; raises what it is told to."""

    name = "pii_filter"

    def __init__(self, error=None):
        self.error = error

    def _answer(self, value):
        if self.error:
            raise self.error
        return value

    def scan(self, text):
        return self._answer([("ssn", 0, 3, 0.9)])

    def rewrite(self, text):
        return self._answer("rewritten")

    def process(self, payload):
        return self._answer(("rewritten", [("ssn", 0, 3, 0.9, "")], True, True, None))

    def stats(self):
        return {"texts": 1, "bytes": 2, "findings": 3, "changed": 4}


class FakeModule(SimpleNamespace):
    """Stands in for the compiled module and keeps what it was asked to load."""

    __hash__ = object.__hash__

    def __init__(self, error=None, load_error=None):
        super().__init__(loaded=[], error=error, load_error=load_error)

    def entries(self):
        return [("pii_filter", "text", "a summary")]

    def build_info(self):
        return {"version": "9.9.9", "profile": "release"}

    def load(self, name, config_json):
        self.loaded.append((name, json.loads(config_json)))
        if self.load_error:
            raise self.load_error
        return FakeEngine(self.error)


@pytest.fixture(autouse=True)
def clean_slate(monkeypatch):
    monkeypatch.delenv("MCPGATEWAY_NATIVE", raising=False)
    monkeypatch.delenv("MCPGATEWAY_FORCE_PYTHON_PLUGINS", raising=False)
    monkeypatch.setattr(backends, "_failures", type(backends._failures)())
    _probe.forget()
    yield
    _probe.forget()


@pytest.fixture
def rust(monkeypatch):
    def use(module):
        monkeypatch.setitem(sys.modules, NATIVE_MODULE, module)
        _probe.forget()
        return module

    return use


@pytest.fixture
def absent(rust):
    rust(None)


# The decision.


def test_rust_is_chosen_when_it_loads(rust):
    rust(FakeModule())
    assert backends.decide("pii_filter") == ("rust", "the compiled module is loaded")


def test_python_is_chosen_when_the_module_is_absent(absent):
    assert backends.decide("pii_filter") == ("python", "the compiled module is not installed")


def test_python_is_chosen_when_the_import_raises(monkeypatch):
    def broken(name):
        raise ImportError("libfoo.so.1: cannot open shared object file")

    monkeypatch.setattr(_probe.importlib, "import_module", broken)
    implementation, reason = backends.decide("pii_filter")
    assert implementation == "python"
    assert reason == ("the compiled module did not load: ImportError: libfoo.so.1: cannot open shared object file")


def test_an_error_of_any_type_while_loading_is_a_reason_and_no_crash(monkeypatch):
    def broken(name):
        raise SystemError("initialization failed")

    monkeypatch.setattr(_probe.importlib, "import_module", broken)
    assert "SystemError: initialization failed" in backends.decide("pii_filter").reason


def test_a_missing_dependency_of_the_module_is_not_called_not_installed(monkeypatch):
    def broken(name):
        raise ModuleNotFoundError("No module named 'helper'", name="helper")

    monkeypatch.setattr(_probe.importlib, "import_module", broken)
    assert backends.decide("pii_filter").reason == "the compiled module did not load: No module named 'helper'"


def test_a_module_for_another_platform_is_named(tmp_path):
    (tmp_path / "_native.cpython-39-riscv64-linux-gnu.so").touch()
    (tmp_path / "_nativeness.py").touch()
    reason = _probe._why_missing(tmp_path)
    assert reason.startswith("the compiled module is for another platform or Python")
    assert "_native.cpython-39-riscv64-linux-gnu.so" in reason
    assert "_nativeness" not in reason


def test_a_directory_without_any_compiled_module_is_not_installed(tmp_path):
    assert _probe._why_missing(tmp_path) == "the compiled module is not installed"


def test_native_false_means_python_even_when_rust_loads(rust):
    module = rust(FakeModule())
    engine = native.load("pii_filter", {"native": False})
    assert (engine.implementation, engine.reason) == ("python", "native: false in the configuration")
    assert module.loaded == []


@pytest.mark.parametrize(("name", "value"), [("MCPGATEWAY_NATIVE", "0"), ("MCPGATEWAY_FORCE_PYTHON_PLUGINS", "true")])
def test_the_environment_switches_rust_off(rust, monkeypatch, name, value):
    rust(FakeModule())
    monkeypatch.setenv(name, value)
    assert backends.decide("pii_filter") == ("python", f"switched off by {name}={value}")
    assert native.available() == {}


@pytest.mark.parametrize(("name", "value"), [("MCPGATEWAY_NATIVE", "1"), ("MCPGATEWAY_FORCE_PYTHON_PLUGINS", "0")])
def test_other_values_of_the_environment_leave_rust_on(rust, monkeypatch, name, value):
    rust(FakeModule())
    monkeypatch.setenv(name, value)
    assert backends.decide("pii_filter").implementation == "rust"


def test_native_true_without_the_module_is_an_error_that_names_the_mend(absent):
    with pytest.raises(ConfigError) as caught:
        native.load("pii_filter", {"native": True})
    assert str(caught.value) == (
        "pii_filter: native is true, but the compiled module is not installed; install a wheel for this platform "
        "(pip install --force-reinstall mcpgateway-native) or set native: auto"
    )


def test_native_true_while_switched_off_names_the_variable(rust, monkeypatch):
    rust(FakeModule())
    monkeypatch.setenv("MCPGATEWAY_NATIVE", "0")
    with pytest.raises(ConfigError, match=r"MCPGATEWAY_NATIVE=0; unset the variable or set native: auto"):
        native.load("pii_filter", {"native": True})


def test_an_older_compiled_module_without_the_engine_falls_back(rust):
    class Empty(FakeModule):
        def entries(self):
            return []

    rust(Empty())
    assert backends.decide("pii_filter") == ("python", "the compiled module has no engine pii_filter")


# The toggle.


@pytest.mark.parametrize(
    ("value", "implementation"),
    [("auto", "rust"), ("true", "rust"), ("on", "rust"), (True, "rust"), ("false", "python"), ("OFF", "python")],
)
def test_spellings_of_the_toggle(rust, value, implementation):
    rust(FakeModule())
    assert native.load("pii_filter", {"native": value}).implementation == implementation


def test_the_argument_wins_over_the_key(rust):
    rust(FakeModule())
    assert native.load("pii_filter", {"native": True}, native=False).implementation == "python"
    assert native.load("pii_filter", {"native": False}, native=True).implementation == "rust"
    assert native.load("pii_filter", {"native": False}, native="auto").implementation == "python"


def test_an_unknown_toggle_is_refused():
    with pytest.raises(ConfigError, match=r'^pii_filter: native must be one of auto, true, false, not "maybe"$'):
        native.load("pii_filter", {"native": "maybe"})
    with pytest.raises(ConfigError, match=r'^pii_filter: native must be true, false or "auto", not a number$'):
        native.load("pii_filter", {"native": 1})


# What the backends are given.


def test_rust_gets_the_configuration_without_the_toggle_and_with_a_key(rust):
    module = rust(FakeModule())
    native.load("pii_filter", {"native": "auto", "detect_ssn": False})
    native.load("pii_filter", {})
    (name, first), (_, second) = module.loaded
    assert name == "pii_filter"
    assert first.pop("mask_key") == second.pop("mask_key") != ""
    assert (first, second) == ({"detect_ssn": False}, {})


def test_a_configured_key_is_kept(rust):
    module = rust(FakeModule())
    native.load("pii_filter", {"mask_key": "mine"})
    assert module.loaded[0][1]["mask_key"] == "mine"


def test_a_caller_s_configuration_is_not_changed(rust):
    rust(FakeModule())
    config = {"native": "auto", "custom_patterns": [{"pattern": r"EMP\d+", "description": "employee"}]}
    before = json.loads(json.dumps(config))
    native.load("pii_filter", config)
    assert config == before


def test_a_pydantic_model_is_a_configuration(rust):
    from pydantic import BaseModel

    class Config(BaseModel):
        detect_ssn: bool = False
        max_text_bytes: int | None = None

    module = rust(FakeModule())
    native.load("pii_filter", Config())
    assert module.loaded[0][1].keys() == {"detect_ssn", "mask_key"}


@pytest.mark.parametrize(("config", "text"), [([], "a list"), ("x", "a string"), (3, "a number"), (object, "of type")])
def test_a_configuration_of_another_type_is_refused(config, text):
    with pytest.raises(ConfigError, match=text):
        native.load("pii_filter", config)


def test_a_configuration_that_json_cannot_hold_is_refused():
    loop = {}
    loop["detect_ssn"] = loop
    for bad in ({"redaction_text": object()}, {"max_text_bytes": float("nan")}, {(1, 2): True}, loop):
        with pytest.raises(ConfigError, match=r"^pii_filter: the configuration cannot be written as JSON"):
            native.load("pii_filter", bad)


def test_patterns_are_lowered_for_rust_and_kept_for_python(rust):
    module = rust(FakeModule())
    pattern = r"EMP\d{3}"
    config = {"custom_patterns": [{"pattern": pattern, "description": "employee"}], "whitelist_patterns": [r"\w+@x\.y"]}
    native.load("pii_filter", config)
    sent = module.loaded[0][1]
    assert sent["custom_patterns"][0]["pattern"] != pattern
    assert sent["whitelist_patterns"][0] != r"\w+@x\.y"
    twin = native.load("pii_filter", config, native=False)
    assert [finding[:3] for finding in twin.scan("an EMP123 here")] == [("custom", 3, 9)]


def test_a_pattern_that_only_python_can_run_selects_python(rust):
    rust(FakeModule())
    config = {"custom_patterns": [{"pattern": r"(?<=id )\d+", "description": "id"}]}
    engine = native.load("pii_filter", config)
    assert engine.implementation == "python"
    assert engine.reason == "custom_patterns[0].pattern uses look-behind, which only Python can run"
    with pytest.raises(ConfigError, match=r"native is true, but .*look-behind"):
        native.load("pii_filter", {**config, "native": True})


def test_a_disabled_pattern_does_not_force_python(rust):
    module = rust(FakeModule())
    entry = {"pattern": r"(?<=id )\d+", "description": "id", "enabled": False}
    assert native.load("pii_filter", {"custom_patterns": [entry]}).implementation == "rust"
    assert "?<=" not in module.loaded[0][1]["custom_patterns"][0]["pattern"]


def test_a_bad_pattern_is_refused_in_python_s_words(rust):
    rust(FakeModule())
    with pytest.raises(ConfigError) as caught:
        native.load("pii_filter", {"custom_patterns": [{"pattern": "(", "description": "d"}]})
    assert str(caught.value).startswith("pii_filter: custom_patterns[0].pattern is not a valid pattern: ")


def test_the_first_mistake_is_named_also_when_a_later_pattern_is_bad(rust):
    rust(FakeModule())
    config = {"whitelist_patterns": ["("], "detect_sn": True}
    with pytest.raises(ConfigError, match=r'unknown key "detect_sn"; did you mean "detect_ssn"'):
        native.load("pii_filter", config)


def test_an_error_of_the_rust_engine_about_the_configuration_is_raised(rust):
    rust(FakeModule(load_error=ConfigError("pii_filter: no")))
    with pytest.raises(ConfigError, match=r"^pii_filter: no$"):
        native.load("pii_filter")


def test_what_rust_cannot_honour_is_run_by_python(rust):
    rust(FakeModule(load_error=UnsupportedError("too large for an automaton")))
    engine = native.load("pii_filter")
    assert (engine.implementation, engine.reason) == ("python", "too large for an automaton")
    with pytest.raises(ConfigError, match=r"too large"):
        native.load("pii_filter", native=True)


def test_a_crash_while_building_falls_back_and_is_logged_without_content(rust, caplog):
    rust(FakeModule(load_error=RuntimeError(CANARY)))
    engine = native.load("pii_filter")
    assert engine.implementation == "python"
    assert engine.reason == "the Rust engine failed while it was built"
    assert CANARY not in caplog.text
    assert "RuntimeError" in caplog.text


def test_an_unknown_engine_is_named_with_the_close_one(absent):
    with pytest.raises(UnknownPluginError, match=r'no engine is called "pii_fitler"; did you mean "pii_filter"'):
        native.load("pii_fitler")
    with pytest.raises(LookupError):
        native.load("zzz")


# Failures at run time.


@pytest.mark.parametrize(
    "error", [EngineFailure("the engine panicked"), RuntimeError(CANARY), MemoryError(), KeyError(CANARY)]
)
def test_the_twin_answers_when_rust_fails(rust, caplog, error):
    rust(FakeModule(error))
    engine = native.load("pii_filter")
    text = "SSN 219-09-9999"
    assert [finding[:3] for finding in engine.scan(text)] == [("ssn", 4, 15)]
    assert engine.rewrite(text) == "SSN [REDACTED]"
    outcome = engine.process({"a": [text]})
    assert outcome.payload == {"a": ["SSN [REDACTED]"]}
    assert engine.implementation == "rust"
    assert engine.failures == 3
    assert native.status()["failures"] == {"pii_filter": 3}
    records = [record for record in caplog.records if record.name == "mcpgateway_native.backends"]
    assert [record.levelno for record in records] == [logging.ERROR]
    assert CANARY not in caplog.text
    assert text not in caplog.text


def test_a_limit_is_not_a_failure(rust):
    rust(FakeModule(LimitError("pii_filter: max_text_bytes")))
    engine = native.load("pii_filter")
    with pytest.raises(LimitError):
        engine.rewrite("text")
    assert engine.failures == 0


def test_when_both_fail_the_payload_is_withheld_and_nothing_leaks(rust, monkeypatch):
    rust(FakeModule(RuntimeError(CANARY)))
    engine = native.load("pii_filter")
    monkeypatch.setattr(backends, "twin", lambda name, config: FakeEngine(ValueError(CANARY)))
    outcome = engine.process([CANARY])
    assert outcome == (None, [], True, False, "engine_failure")
    assert outcome.blocked
    for method in (engine.scan, engine.rewrite):
        with pytest.raises(EngineFailure) as caught:
            method(CANARY)
        assert CANARY not in str(caught.value)
        assert caught.value.__suppress_context__


def test_a_wrong_argument_type_is_a_type_error_and_no_failure():
    engine = native.load("pii_filter")
    with pytest.raises(TypeError, match=r"scan\(\) takes a str, not int"):
        engine.scan(3)
    assert engine.failures == 0


# What is told about it.


def test_status_and_plugins(rust):
    rust(FakeModule())
    assert native.available() == {"pii_filter": "a summary"}
    rows = {row["name"]: row for row in native.plugins()}
    assert rows["pii_filter"] == {
        "name": "pii_filter",
        "family": "text",
        "summary": "a summary",
        "implementation": "rust",
        "reason": "the compiled module is loaded",
    }
    status = native.status()
    assert status["native"] is True
    assert status["build"] == {"version": "9.9.9", "profile": "release"}
    assert status["implementations"]["rust"] == 1
    json.dumps(status)


def test_status_without_rust(absent):
    status = native.status()
    assert status["native"] is False
    assert status["build"] is None
    assert status["reason"] == "the compiled module is not installed"
    assert status["implementations"]["rust"] == 0
    assert {row["name"] for row in status["plugins"]} >= {"pii_filter"}
    assert all(row["summary"] and row["family"] == "text" for row in status["plugins"] if row["name"] == "pii_filter")
