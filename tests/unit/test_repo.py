"""The repository is complete: engines have all their parts, the version stands once, documents point at what exists."""

import importlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import vector_files
from mcpgateway_native import backends

ROOT = Path(__file__).resolve().parents[2]
CARGO = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION = CARGO["package"]["version"]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])

every_engine = pytest.mark.parametrize("engine", backends.names())


def manifest(path: Path) -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


# --- engines ---------------------------------------------------------------------------------------------------------


def test_the_rust_table_and_the_twins_name_the_same_engines() -> None:
    modules = set(re.findall(r"^pub mod (\w+);", (ROOT / "src/engines/mod.rs").read_text(encoding="utf-8"), re.M))
    folder = ROOT / "python/mcpgateway_native/fallback"
    twins = {path.stem for path in folder.iterdir() if path.stem[0] != "_" and (path.suffix == ".py" or path.is_dir())}
    assert modules == twins
    assert sorted(modules) == backends.names()
    assert set(backends.available()) <= modules


def test_every_vector_file_belongs_to_an_engine() -> None:
    assert vector_files.files().get(None, []) == []


@every_engine
def test_an_engine_has_vectors(engine: str) -> None:
    assert (vector_files.VECTORS / f"{engine}.toml").is_file()
    assert engine in vector_files.engines()
    assert len(vector_files.read(engine)["case"]) >= 5
    assert vector_files.read(engine)["fragments"]


@every_engine
def test_an_engine_has_a_page_with_the_promised_sections(engine: str) -> None:
    page = (ROOT / f"docs/engines/{engine}.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", page, re.M)
    for section in ("Configuration", "Covers", "Does not cover", "Metadata", "Figures", "Deviations"):
        assert section in headings
    assert f"engines/{engine}.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


@every_engine
def test_an_engine_has_a_plugin_class_an_entry_point_and_a_manifest(engine: str) -> None:
    module, _, name = PYPROJECT["project"]["entry-points"]["cpex.plugins"][engine].partition(":")
    path = ROOT / f"python/mcpgateway_native/plugins/manifests/{engine}/plugin-manifest.yaml"
    description = manifest(path)
    assert description["name"] == engine
    assert description["version"] == VERSION
    assert description["kind"] == f"mcpgateway_native.plugins.{name}"
    pytest.importorskip("cpex")
    plugin = getattr(importlib.import_module(module), name)
    assert engine == plugin.ENGINE
    assert getattr(importlib.import_module("mcpgateway_native.plugins"), name) is plugin


@every_engine
def test_an_engine_has_a_differential_test(engine: str) -> None:
    assert (ROOT / f"tests/differential/test_{engine}_differential.py").is_file()


@every_engine
def test_every_configuration_key_of_an_engine_is_in_its_page(engine: str) -> None:
    page = (ROOT / f"docs/engines/{engine}.md").read_text(encoding="utf-8")
    path = ROOT / f"python/mcpgateway_native/plugins/manifests/{engine}/plugin-manifest.yaml"
    missing = [key for key in manifest(path)["default_config"] if f"`{key}`" not in page]
    assert missing == []


# --- the version -----------------------------------------------------------------------------------------------------


def test_the_version_comes_from_cargo_toml_alone() -> None:
    assert "version" in PYPROJECT["project"]["dynamic"]
    assert "version" not in PYPROJECT["project"]
    sources = (ROOT / "python").rglob("*.py")
    literal = re.compile(r"""(?:__version__|VERSION)\s*=\s*["'][0-9]""")
    assert [path.name for path in sources if literal.search(path.read_text(encoding="utf-8"))] == []


def test_the_changelog_has_an_entry_for_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{VERSION}]" in changelog
    assert "## [Unreleased]" in changelog


def test_the_compiled_module_has_the_version_of_the_sources(rust: None) -> None:
    assert backends.status()["build"]["version"] == VERSION


# --- build settings and commands -------------------------------------------------------------------------------------


def test_the_release_profile_is_the_promised_one() -> None:
    profile = CARGO["profile"]["release"]
    wanted = {"opt-level": 3, "lto": "fat", "codegen-units": 1, "strip": True}
    assert {key: profile[key] for key in wanted} == wanted


RECIPES = [
    *("setup", "develop", "install", "test", "fmt", "lint", "demo", "demo-gateway"),
    *("bench", "bench-compare", "accuracy", "growth", "fuzz-regex"),
    *("rust-dev", "rust-build", "rust-test", "rust-verify", "rust-bench", "rust-bench-compare", "rust-test-all"),
    *("rust-check", "rust-audit", "rust-coverage", "stubs", "new-plugin", "docs"),
]


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_exists_and_is_described(recipe: str) -> None:
    justfile = (ROOT / "justfile").read_text(encoding="utf-8")
    assert re.search(rf"^# .+\n(?:\[.+\]\n)*{recipe}(?: [^:\n]*)?:", justfile, re.M)


# --- documents -------------------------------------------------------------------------------------------------------


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S)
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) + re.findall(r'src="([^"]+)"', text)
    local = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_every_test_that_a_deviation_names_exists() -> None:
    text = (ROOT / "docs/deviations.md").read_text(encoding="utf-8")
    vectors = {entry["name"] for kind in ("case", "config_error", "payload") for _, entry in vector_files.entries(kind)}
    named = re.findall(r"`(?:vector|test) ([^`]+)`", text)
    assert len(named) >= 30
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    unknown = [name for name in named if name not in vectors and not re.search(rf"def {name}\b|\"{name}\":", tests)]
    assert unknown == []
    rows = [
        row for row in text.splitlines() if row.startswith("| ") and not row.startswith(("| They", "|--", "| Older"))
    ]
    assert [row for row in rows if "`vector " not in row and "`test " not in row] == []
