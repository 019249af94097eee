"""What the README and the documentation show works when it is pasted."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mcpgateway_native as native

ROOT = Path(__file__).resolve().parents[2]


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a language in a page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.M | re.S)


def section(page: str, heading: str) -> str:
    """The text below a heading of the second level."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("page", ["README.md", "docs/index.md"])
def test_the_python_examples_run(page: str) -> None:
    for code in blocks(page, "python"):
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)


@pytest.mark.parametrize("page", ["README.md", "docs/gateway.md"])
def test_the_configuration_loads_in_the_framework_and_masks(page: str, tmp_path: Path) -> None:
    loader = pytest.importorskip("cpex.framework.loader.config")
    models = pytest.importorskip("cpex.framework")
    from mcpgateway_native.plugins import PIIFilterPlugin

    (text,) = blocks(page, "yaml")
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    (entry,) = loader.ConfigLoader.load_config(str(file)).plugins
    assert entry.kind == "mcpgateway_native.plugins.PIIFilterPlugin"
    assert isinstance(entry, models.PluginConfig)
    plugin = PIIFilterPlugin(entry)
    assert plugin._misconfigured is None
    assert "123-45" not in plugin._engine.rewrite("123-45-6789")


def test_the_check_command_has_nothing_to_say_about_the_configuration(tmp_path: Path) -> None:
    pytest.importorskip("yaml")
    pytest.importorskip("cpex")
    (text,) = blocks("README.md", "yaml")
    file = tmp_path / "config.yaml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mcpgateway_native", "check", "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert [issue for issue in json.loads(done.stdout)["issues"] if issue["level"] == "error"] == []


# Every message of the table of wrong configurations, with what makes the engine say it.
WRONG: list[dict[str, Any]] = [
    {"detect_sn": True},
    {"detect_ssn": "true"},
    {"default_mask_strategy": "Redact"},
    {"max_text_bytes": 0},
    {"custom_patterns": [{"pattern": "x"}]},
    {"custom_patterns": [{"pattern": "[a", "description": "x"}]},
    {"custom_patterns": [{"pattern": "x*", "description": "x"}]},
    {"whitelist_patterns": ["x*"]},
]


@pytest.mark.parametrize("config", WRONG, ids=lambda config: next(iter(config)))
def test_the_troubleshooting_page_quotes_the_real_messages(load: Any, config: dict[str, Any]) -> None:
    with pytest.raises(native.ConfigError) as refusal:
        load("pii_filter", config, auto=True)
    assert f"| `{refusal.value}` |" in section("docs/troubleshooting.md", "The gateway blocks everything")


def test_the_page_quotes_why_python_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    page = section("docs/troubleshooting.md", "Rust is not used")
    pattern = [{"pattern": "(?<=a)b", "description": "x"}]
    monkeypatch.setenv("MCPGATEWAY_NATIVE", "0")
    assert f"`{native.load('pii_filter').reason}`" in page
    monkeypatch.delenv("MCPGATEWAY_NATIVE")
    monkeypatch.setenv("MCPGATEWAY_FORCE_PYTHON_PLUGINS", "true")
    assert f"`{native.load('pii_filter').reason}`" in page
    monkeypatch.delenv("MCPGATEWAY_FORCE_PYTHON_PLUGINS")
    assert f"`{native.load('pii_filter', native=False).reason}`" in page
    if native.available():
        assert f"`{native.load('pii_filter', {'custom_patterns': pattern}).reason}`" in page


def test_the_one_liners_work(rust: None) -> None:
    (lines,) = blocks("docs/troubleshooting.md", "sh")
    said = []
    for code in re.findall(r'python -c "(.+)"', lines):
        # The first prints a mark that consoles of other encodings do not have; Python's UTF-8 mode is on here.
        command = [sys.executable, "-X", "utf8", "-c", code]
        said.append(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode().strip())
    assert said == ["✓ Rust plugin available", "Implementation: rust"]


def test_the_snippet_that_asserts_the_implementation_works(rust: None) -> None:
    cpex = pytest.importorskip("cpex.framework")
    from mcpgateway_native.plugins import PIIFilterPlugin

    plugin = PIIFilterPlugin(cpex.PluginConfig(name="p", kind="mcpgateway_native.plugins.PIIFilterPlugin", config={}))
    (code,) = blocks("docs/troubleshooting.md", "python")
    exec(code, {"plugin": plugin})
