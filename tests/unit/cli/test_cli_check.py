"""``check`` says what each entry of a gateway's file comes to, and finds what would silently go wrong."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from installations import PACKAGE, Run

from mcpgateway_native.cli import _child, _kind_probe, main
from mcpgateway_native.cli._kinds import engine_of
from mcpgateway_native.install import uninstall

pytest.importorskip("yaml")
pytest.importorskip("cpex")

OURS = "mcpgateway_native.plugins.PIIFilterPlugin"
HISTORIC = "plugins.pii_filter.pii_filter.PIIFilterPlugin"
BACKENDS = "  - {name: b, kind: mcpgateway_native.plugins.NativeBackends, hooks: []}\n"


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Try kinds in this process: importing the framework takes seconds, and one process per test would add up."""

    def run_child(script: str, request: Any) -> _child.Answer:
        return _child.Answer(_kind_probe.probe(request), "")

    monkeypatch.setattr(_child, "run_child", run_child)
    monkeypatch.setattr("sys.path", [*sys.path])
    yield
    uninstall()


@pytest.fixture
def check(here: None, check_for_real: Any) -> Any:
    return check_for_real


@pytest.fixture
def check_for_real(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def check(text: str, code: int, *options: str) -> dict[str, Any]:
        path = tmp_path / "config.yaml"
        path.write_text(text)
        assert main(["check", "--json", *options, str(path)]) == code, capsys.readouterr()
        report: dict[str, Any] = json.loads(capsys.readouterr().out)
        return report

    return check


def entry(kind: str = OURS, config: str = "{}", more: str = "", name: str = "p") -> str:
    return f"  - name: {name}\n    kind: {kind}\n    hooks: [tool_post_invoke]\n{more}    config: {config}\n"


def issues(report: dict[str, Any], level: str) -> list[str]:
    return [issue["text"] for issue in report["issues"] if issue["level"] == level]


def test_a_clean_file(check_for_real: Any) -> None:
    report = check_for_real("plugins:\n" + entry(config="{detect_email: true, native: false}"), 0)
    assert report["issues"] == []
    (row,) = report["plugins"]
    assert (row["runs"], row["mode"]) == ("python", "sequential")
    assert row["why"] == "native: false in the configuration"


def test_every_mistake_in_a_configuration_is_named(check: Any) -> None:
    config = (
        '{detect_sn: true, detect_email: "yes", max_text_bytes: 0, whitelist_patterns: ["ok", "("],'
        ' custom_patterns: [{pattern: "a", description: b}, {patern: "x"}]}'
    )
    report = check("plugins:\n" + entry(config=config), 2)
    errors = issues(report, "error")
    assert 'pii_filter: unknown key "detect_sn"; did you mean "detect_ssn"?' in errors
    assert "pii_filter: detect_email must be true or false, not a string" in errors
    assert "pii_filter: max_text_bytes must be between 1 and 104857600, not 0" in errors
    assert 'pii_filter: unknown key "custom_patterns[1].patern"; did you mean "pattern"?' in errors
    assert any(text.startswith("pii_filter: whitelist_patterns[1] is not a valid pattern") for text in errors)
    assert len(errors) == 5
    assert report["plugins"][0]["why"] == "misconfigured: every call is blocked"


def test_a_misconfigured_plugin_in_a_mode_that_cannot_block(check: Any) -> None:
    report = check("plugins:\n" + entry(config="{x: 1}", more="    mode: permissive\n"), 2)
    assert "cannot block: calls pass unguarded" in report["plugins"][0]["why"]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("mcpgateway_native.plugins.PIIFiltrPlugin", f'did you mean "{OURS}"?'),
        ("mcpgateway_nativ.plugins.PIIFilterPlugin", f'did you mean "{OURS}"?'),
        ("mcpgateway_native.plugin.PIIFilterPlugin", f'did you mean "{OURS}"?'),
        ("json.JSONDecodr", 'did you mean "json.JSONDecoder"?'),
        ("no_such_package.Plugin", "ModuleNotFoundError: No module named 'no_such_package'"),
        ("NoDot", ""),
        ("os.path", "blocked"),
    ],
)
def test_a_kind_that_cannot_be_imported_would_be_skipped(check: Any, kind: str, hint: str) -> None:
    report = check("plugins:\n" + entry(kind=kind), 2)
    (text,) = issues(report, "error")
    assert "the gateway skips the plugin" in text
    assert hint in text
    assert report["plugins"][0]["runs"] == "nothing"


def test_a_plugin_module_that_ends_the_process(
    check_for_real: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly.py").write_text("import os\nos._exit(3)\n")
    monkeypatch.chdir(tmp_path)
    report = check_for_real("plugins:\n" + entry(kind="deadly.Plugin"), 2)
    assert "ends the process" in issues(report, "error")[0]


def test_plugins_of_others_are_left_alone(check_for_real: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my_plugin.py").write_text(
        "print('noise on stdout')\nclass Plugin:\n    async def tool_post_invoke(self, payload, context): ...\n"
    )
    monkeypatch.chdir(tmp_path)
    report = check_for_real("plugin_dirs: [mine]\nplugins:\n" + entry(kind="my_plugin.Plugin", config="{a: 1}"), 0)
    assert report["plugins"][0]["runs"] == "other"


def test_hooks(check: Any) -> None:
    text = "plugins:\n" + entry().replace("[tool_post_invoke]", "[tool_pre_invok]")
    (error,) = issues(check(text, 2), "error")
    assert '"tool_pre_invok"' in error
    assert error.endswith('did you mean "tool_pre_invoke"?')
    text = "plugins:\n" + entry().replace("[tool_post_invoke]", "[]")
    assert issues(check(text, 1), "warning") == ["hooks is empty: the plugin is never called"]


def test_keys_beside_config_are_lost(check: Any) -> None:
    report = check("plugins:\n" + entry(more="    native: true\n    prioritty: 5\n"), 2)
    assert issues(report, "error") == ['the gateway drops "native" beside config:; move it into the config: block']
    assert issues(report, "warning") == ['the gateway drops the unknown key "prioritty"; did you mean "priority"?']


def test_names_that_are_used_twice(check: Any) -> None:
    report = check("plugins:\n" + entry() + entry(), 2)
    assert "the name is used twice" in issues(report, "error")[0]
    assert check("plugins:\n" + entry() + entry(more="    mode: disabled\n"), 0)


@pytest.mark.parametrize("mode", ["transform", "permissive", "audit", "fire_and_forget"])
def test_blocking_in_a_mode_that_cannot_block(check: Any, mode: str) -> None:
    report = check("plugins:\n" + entry(config="{block_on_detection: true}", more=f"    mode: {mode}\n"), 1)
    assert any("cannot block" in text for text in issues(report, "warning"))


@pytest.mark.parametrize("mode", ["audit", "concurrent", "fire_and_forget"])
def test_masking_in_a_mode_that_cannot_change(check: Any, mode: str) -> None:
    report = check("plugins:\n" + entry(more=f"    mode: {mode}\n"), 1)
    assert any("goes out unmasked" in text for text in issues(report, "warning"))


def test_a_disabled_plugin_never_runs(check: Any) -> None:
    report = check("plugins:\n" + entry(kind="gone.Plugin", more="    mode: disabled\n"), 0)
    assert issues(report, "note") == ["mode: disabled: it never runs"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry(more="    mode: enforced\n"), 'unknown mode "enforced"; did you mean "enforce"?'),
        (entry(more="    on_error: retry\n"), 'unknown on_error "retry"'),
        ("  - {name: p}\n", "kind is missing"),
        ("  - {kind: a.B}\n", "name is missing"),
        ("  - just text\n", "an entry must be a mapping"),
        (entry(config="[1]"), "config must be a mapping"),
        (entry(more="    priority: high\n"), "priority: Input should be a valid integer"),
        (entry(more="    capabilities: [fly]\n"), "Unknown capability"),
        ("  - {name: p, kind: a.B, hooks: tool_post_invoke}\n", "hooks must be a list"),
    ],
)
def test_what_stops_the_gateway(check: Any, text: str, message: str) -> None:
    found = issues(check("plugins:\n" + text, 2), "error")
    assert any(message in line and "refuses to start" in line for line in found), found


def test_misspelt_conditions(check: Any) -> None:
    report = check("plugins:\n" + entry(more="    conditions: [{tool: [x]}]\n"), 1)
    assert issues(report, "warning") == ['the gateway ignores "tool" in conditions; did you mean "tools"?']


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", 1, "the file names no plugins"),
        ("plugins: []\n", 1, "the file names no plugins"),
        ("plugin:\n" + entry(), 1, 'the key "plugin" at the top level; did you mean "plugins"?'),
        ("- a\n", 2, "must be a mapping"),
        ("plugins: 5\n", 2, "plugins must be a list"),
    ],
)
def test_the_frame_of_the_file(check: Any, text: str, code: int, message: str) -> None:
    assert any(message in issue["text"] for issue in check(text, code)["issues"])


# Historic kinds


def test_a_historic_kind_below_our_entry_is_ours_and_only_warns(check_for_real: Any) -> None:
    historic = entry(HISTORIC, "{detect_foo: true, detect_email: 1}", name="h")
    report = check_for_real("plugins:\n" + BACKENDS + historic, 1)
    assert issues(report, "error") == []
    assert len(issues(report, "warning")) == 2
    assert report["plugins"][1]["runs"] in ("rust", "python")


def test_the_order_of_the_file_counts(check: Any) -> None:
    report = check("plugins:\n" + entry(HISTORIC, name="h") + BACKENDS, 2)
    assert report["plugins"][0]["runs"] == "nothing"


def test_the_application_switches_all(check: Any) -> None:
    report = check("plugins:\n" + entry(HISTORIC), 0, "--asgi")
    assert report["plugins"][0]["runs"] in ("rust", "python")


def test_a_disabled_entry_switches_nothing(check: Any) -> None:
    disabled = BACKENDS.replace("hooks: []", "hooks: [], mode: disabled")
    assert check("plugins:\n" + disabled + entry(HISTORIC, name="h"), 2)["plugins"][1]["runs"] == "nothing"


@pytest.mark.parametrize(
    ("kind", "engine"),
    [
        (OURS, "pii_filter"),
        ("mcpgateway_native.plugins.pii_filter.PIIFilterPlugin", "pii_filter"),
        (HISTORIC, "pii_filter"),
        ("cpex_pii_filter.PIIFilterPlugin", "pii_filter"),
        ("cpex_pii_filter.pii_filter.PIIFilterPlugin", "pii_filter"),
        ("mcpgateway_native.plugins.NativeBackends", "native_backends"),
        ("mcpgateway_native.plugins.Nothing", None),
        ("plugins.other.Plugin", None),
        ("PIIFilterPlugin", None),
        ("", None),
    ],
)
def test_kinds_and_engines(kind: str, engine: str | None) -> None:
    assert engine_of(kind) == (None if engine == "native_backends" else engine)


# The file itself


def test_the_template_is_rendered_as_the_gateway_does(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jinja2")
    text = "plugins:\n" + entry("\"{{ env.OUR_KIND | default('a.B') }}\"")
    assert check(text, 2)["plugins"][0]["kind"] == "a.B"
    monkeypatch.setenv("OUR_KIND", OURS)
    assert check(text, 0)["plugins"][0]["kind"] == OURS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("plugins: [\n", "config.yaml:2:1: not valid YAML"),
        ("plugins: {{ env.X\n", "config.yaml:1: the template does not render"),
        ("a: \x00\n", "not valid YAML"),
    ],
)
def test_a_broken_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    assert main(["check", str(tmp_path / "config.yaml")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize(("module", "text"), [("yaml", "plugins: []"), ("jinja2", "plugins: {{ env.X }}")])
def test_what_is_not_installed_is_said(run: Run, tmp_path: Path, module: str, text: str) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / f"{module}.py").write_text(f"raise ImportError('no {module}')")
    (tmp_path / "config.yaml").write_text(text)
    done = run("check", "config.yaml", PYTHONPATH=f"{absent}:{PACKAGE.parent}")
    assert done.returncode == 2
    assert b"pip install" in done.stderr
    assert b"Traceback" not in done.stderr


def test_without_the_framework_our_own_kinds_are_still_checked(run: Run, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    (absent / "cpex").mkdir(parents=True)
    (absent / "cpex" / "__init__.py").write_text("raise ModuleNotFoundError('no cpex', name='cpex')")
    (tmp_path / "config.yaml").write_text(
        "plugins:\n" + entry(config="{detect_sn: 1}") + entry("mcpgateway_native.plugins.Nope", name="q")
    )
    done = run("check", "config.yaml", PYTHONPATH=f"{absent}:{PACKAGE.parent}")
    assert done.returncode == 2
    assert b"run check where the gateway is installed" in done.stdout
    assert b'did you mean "detect_ssn"?' in done.stdout
    assert b"mcpgateway_native.plugins.Nope: no such plugin" in done.stdout


def test_the_table_reads_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "config.yaml").write_text("plugins:\n" + entry(more="    mode: audit\n"))
    assert main(["check", str(tmp_path / "config.yaml")]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].split() == ["PLUGIN", "MODE", "RUNS", "ON", "WHY"]
    assert lines[-1].startswith("warning  p: the mode audit")
    assert err.endswith("config.yaml: 1 warning\n")


def test_rules_and_deny_lists_are_known_by_every_kind_they_have(check: Any) -> None:
    ours = "mcpgateway_native.plugins."
    text = "plugins:\n" + BACKENDS
    for number, kind in enumerate(
        [ours + "SearchReplacePlugin", ours + "deny_list.DenyListPlugin", "plugins.deny_filter.deny.DenyListPlugin"]
    ):
        text += entry(kind, "{words: [], native: false}", name=f"p{number}")
    report = check(text, 0)
    assert [row["runs"] for row in report["plugins"]] == ["-", "python", "python", "python"]
    assert engine_of("plugins.regex_filter.search_replace.SearchReplacePlugin") == "regex_filter"


def test_a_pattern_whose_time_is_not_bounded_is_named(check: Any, rust: None) -> None:
    rules = "{words: [{search: a, replace: b}, {search: (a)\\1, replace: b}]}"
    (text,) = issues(check("plugins:\n" + entry("mcpgateway_native.plugins.SearchReplacePlugin", rules), 1), "warning")
    assert "words[1].search needs Python for a back-reference" in text
    assert "allow_backtracking: false" in text
