"""Adds an engine that works and passes the suites, for its author to replace the insides: `just new-plugin NAME`."""

import re
import sys
import tomllib
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("templates")
PACKAGE = "python/mcpgateway_native"

FILES = {
    "engine.rs": "src/engines/{name}.rs",
    "twin.py": PACKAGE + "/fallback/{name}.py",
    "plugin.py": PACKAGE + "/plugins/{name}.py",
    "manifest.yaml": PACKAGE + "/plugins/manifests/{name}/plugin-manifest.yaml",
    "vectors.toml": "tests/vectors/{name}.toml",
    "differential.py": "tests/differential/test_{name}_differential.py",
    "page.md": "docs/engines/{name}.md",
}


class RefusedError(Exception):
    """What the user has to change, in a sentence."""


def values_for(name: str) -> dict[str, str]:
    """Every spelling of the engine's name that the templates use."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise RefusedError(f'"{name}" is not snake_case')
    words = name.split("_")
    cargo = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))
    return {
        "name": name,
        "type_name": "".join(word.capitalize() for word in words),
        "title": " ".join([words[0].capitalize(), *words[1:]]),
        "upper": name.upper(),
        "slug": name.replace("_", "-"),
        "version": cargo["package"]["version"],
    }


def edited(values: dict[str, str]) -> dict[str, str]:
    """The files that get a line or two, by path, with their new text."""
    name, type_name, title = values["name"], values["type_name"], values["title"]
    plugin = f"{type_name}Plugin"

    def rust_table(text: str) -> str:
        modules = {*re.findall(r"^pub mod (\w+);", text, re.M), name}
        rows = dict(re.findall(r"Entry::of::<(\w+)::(\w+)>\(\)", text)) | {name: type_name}
        text = re.sub(
            r"(?:^pub mod \w+;\n)+", "".join(f"pub mod {module};\n" for module in sorted(modules)), text, flags=re.M
        )
        table = ",\n    ".join(f"Entry::of::<{module}::{rows[module]}>()" for module in sorted(rows))
        return re.sub(r"&\[\s*Entry::of.*?\];", f"&[\n    {table},\n];", text, flags=re.S)

    def plugin_names(text: str) -> str:
        imports = f"    from mcpgateway_native.plugins.{name} import {plugin}\n"
        text = text.replace("if TYPE_CHECKING:\n", "if TYPE_CHECKING:\n" + imports, 1)
        names = sorted({*re.findall(r'"(\w+)"', _between(text, "__all__ = [", "]")), plugin})
        text = re.sub(
            r"__all__ = \[.*?\]", "__all__ = [" + ", ".join(f'"{each}"' for each in names) + "]", text, flags=re.S
        )
        return re.sub(r"(_MODULES = \{)(.*?)(\})", rf'\1\2, "{plugin}": "{name}"\3', text, count=1, flags=re.S)

    def entry_points(text: str) -> str:
        header = '[project.entry-points."cpex.plugins"]\n'
        return text.replace(header, f'{header}{name} = "mcpgateway_native.plugins.{name}:{plugin}"\n', 1)

    def navigation(text: str) -> str:
        return text.replace("  - Engines:\n", f"  - Engines:\n      - {title}: engines/{name}.md\n", 1)

    def index(text: str) -> str:
        rule = "| Engine | Family | What it does |\n|---|---|---|\n"
        return text.replace(rule, f"{rule}| [{name}](engines/{name}.md) | text | finds a word and replaces it |\n", 1)

    edits = {
        "src/engines/mod.rs": rust_table,
        f"{PACKAGE}/plugins/__init__.py": plugin_names,
        "pyproject.toml": entry_points,
        "mkdocs.yml": navigation,
        "docs/index.md": index,
    }
    texts = {}
    for path, edit in edits.items():
        before = (ROOT / path).read_text(encoding="utf-8")
        texts[path] = edit(before)
        if texts[path] == before:
            raise RefusedError(f"{path} no longer looks as this script expects; mend scripts/new_plugin.py")
    return texts


def _between(text: str, start: str, end: str) -> str:
    return text.partition(start)[2].partition(end)[0]


def main(arguments: list[str]) -> int:
    """Write everything or nothing; the exit status says which."""
    try:
        if len(arguments) != 1:
            raise RefusedError("say one name: just new-plugin my_engine")
        values = values_for(arguments[0])
        texts = {
            path.format(**values): Template((TEMPLATES / f"{template}.tmpl").read_text(encoding="utf-8")).substitute(
                values
            )
            for template, path in FILES.items()
        }
        # A folder of that name is an engine too.
        taken = [path for path in texts if (ROOT / path).exists() or (ROOT / path).with_suffix("").is_dir()]
        if taken:
            raise RefusedError(f"there is an engine of that name already: {', '.join(taken)}")
        texts |= edited(values)
    except RefusedError as refusal:
        print(f"new-plugin: {refusal}", file=sys.stderr)
        return 1
    for path, text in texts.items():
        target = ROOT / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(path)
    print("Now: just fmt && just develop && just test " + values["name"], file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
