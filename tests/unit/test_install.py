"""Historic module names resolve to this package after `install()`, and to what was there before after `uninstall()`."""

import importlib
import os
import subprocess
import sys
import textwrap

import pytest

from mcpgateway_native.install import ALIASES, install, installed, is_historic, uninstall

pytest.importorskip("cpex")

NAMES = [alias.name for alias in ALIASES]
KINDS = [
    "plugins.pii_filter.pii_filter.PIIFilterPlugin",
    "cpex_pii_filter.pii_filter.PIIFilterPlugin",
    "cpex_pii_filter.PIIFilterPlugin",
]


ROOTS = {name.partition(".")[0] for name in NAMES}


@pytest.fixture(autouse=True)
def taken_out():
    uninstall()
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in ROOTS}
    yield
    uninstall()
    for name in [name for name in sys.modules if name.partition(".")[0] in ROOTS]:
        del sys.modules[name]
    sys.modules.update(before)


def load_kind(kind):
    module, _, name = kind.rpartition(".")
    return getattr(importlib.import_module(module), name)


def run(code, cwd):
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_historic_kinds_resolve_to_our_class(kind):
    from mcpgateway_native.plugins import PIIFilterPlugin

    install()
    assert load_kind(kind) is PIIFilterPlugin


@pytest.mark.parametrize("name", NAMES)
def test_every_alias_imports(name):
    install()
    module = importlib.import_module(name)
    assert module.__name__ == name
    assert "Alias of" in module.__doc__
    with pytest.raises(AttributeError):
        module.no_such_name  # noqa: B018


def test_names_that_older_code_imports():
    install()
    module = importlib.import_module("plugins.pii_filter.pii_filter")
    for name in (
        *("PIIFilterPlugin", "PIIFilterConfig", "PIIDetector", "PIIType", "MaskingStrategy", "PIIPattern"),
        *("RUST_AVAILABLE", "RustPIIDetector", "_RUST_AVAILABLE", "_RustPIIDetector"),
    ):
        assert hasattr(module, name), name
    from pii_filter_rust.pii_filter_rust import PIIDetectorRust as second
    from plugins_rust import PIIDetectorRust as first

    import mcpgateway_native as native

    assert first is second is native.PIIDetectorRust


def test_before_install_nothing_is_answered():
    assert not installed()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("plugins_rust")


def test_install_twice_and_uninstall_twice():
    before = list(sys.meta_path)
    install()
    install()
    assert installed()
    assert len(sys.meta_path) == len(before) + 1
    uninstall()
    uninstall()
    assert sys.meta_path == before
    assert not installed()


def test_uninstall_removes_what_was_imported():
    install()
    importlib.import_module("plugins.pii_filter.pii_filter")
    uninstall()
    assert "plugins.pii_filter.pii_filter" not in sys.modules
    assert "plugins" not in sys.modules
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("plugins.pii_filter.pii_filter")


def test_an_installed_package_is_replaced_and_put_back():
    real = pytest.importorskip("cpex_pii_filter.pii_filter")
    theirs = real.PIIFilterPlugin
    install()
    assert load_kind("cpex_pii_filter.pii_filter.PIIFilterPlugin") is not theirs
    uninstall()
    assert importlib.import_module("cpex_pii_filter.pii_filter") is real
    assert load_kind("cpex_pii_filter.pii_filter.PIIFilterPlugin") is theirs
    assert sys.modules["cpex_pii_filter"].pii_filter is real


def test_the_framework_forgets_the_module_it_imported_before():
    pytest.importorskip("cpex_pii_filter")
    from cpex.framework.utils import import_module

    theirs = import_module("cpex_pii_filter.pii_filter").PIIFilterPlugin
    install()
    assert import_module("cpex_pii_filter.pii_filter").PIIFilterPlugin is not theirs


@pytest.mark.parametrize("package", [True, False])
def test_plugins_of_the_operator_stay_importable(tmp_path, package):
    """A `plugins` directory in the working directory, with and without `__init__.py`, beside our aliases."""
    home = tmp_path / "plugins" / "mine"
    home.mkdir(parents=True)
    (home / "__init__.py").write_text("WHO = 'operator'\n")
    old = tmp_path / "plugins" / "pii_filter"
    old.mkdir()
    (old / "__init__.py").write_text("")
    (old / "pii_filter.py").write_text("PIIFilterPlugin = 'the old one'\n")
    (old / "other.py").write_text("WHO = 'operator'\n")
    if package:
        (tmp_path / "plugins" / "__init__.py").write_text("")
    done = run(
        """
        import mcpgateway_native
        mcpgateway_native.install()
        from plugins.pii_filter.pii_filter import PIIFilterPlugin
        import plugins.mine, plugins.pii_filter.other
        print(plugins.mine.WHO, plugins.pii_filter.other.WHO, PIIFilterPlugin.__module__)
        """,
        tmp_path,
    )
    assert done.stdout == "operator operator mcpgateway_native.plugins.pii_filter\n", done.stderr


def test_a_plugin_directory_that_is_added_later_is_found(tmp_path):
    home = tmp_path / "late" / "plugins" / "mine"
    home.mkdir(parents=True)
    (home / "__init__.py").write_text("WHO = 'operator'\n")
    done = run(
        """
        import sys
        import mcpgateway_native
        mcpgateway_native.install()
        import plugins.pii_filter.pii_filter
        sys.path.append("late")
        import plugins.mine
        print(plugins.mine.WHO)
        """,
        tmp_path,
    )
    assert done.stdout == "operator\n", done.stderr


def test_install_does_not_load_the_framework(tmp_path):
    done = run(
        """
        import sys
        import mcpgateway_native
        mcpgateway_native.install()
        import plugins.pii_filter.pii_filter, cpex_pii_filter
        print("cpex" in sys.modules)
        """,
        tmp_path,
    )
    assert done.stdout == "False\n", done.stderr


def test_which_kinds_are_historic():
    assert all(is_historic(kind) for kind in KINDS)
    assert not is_historic("mcpgateway_native.plugins.PIIFilterPlugin")
    assert not is_historic("mine.PIIFilterPlugin")
    assert not is_historic("")


def test_the_configuration_entry_installs():
    from cpex.framework import PluginConfig

    from mcpgateway_native.plugins import NativeBackends

    plugin = NativeBackends(PluginConfig(name="NativeBackends", kind="mcpgateway_native.plugins.NativeBackends"))
    assert installed()
    assert plugin.name == "NativeBackends"


def test_asgi_installs_and_serves_the_gateway(tmp_path):
    package = tmp_path / "mcpgateway"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "main.py").write_text(
        "from cpex_pii_filter.pii_filter import PIIFilterPlugin\napp = PIIFilterPlugin.__module__\n"
    )
    done = run("from mcpgateway_native.asgi import app; print(app)", tmp_path)
    assert done.stdout == "mcpgateway_native.plugins.pii_filter\n", done.stderr


def test_asgi_without_the_gateway_says_what_to_install(tmp_path):
    done = run(
        """
        import sys
        sys.modules["mcpgateway"] = None
        import mcpgateway_native.asgi
        """,
        tmp_path,
    )
    assert "pip install mcp-contextforge-gateway" in done.stderr
