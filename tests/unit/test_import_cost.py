"""What `import mcpgateway_native` loads: nearly nothing, no framework, no thread."""

import json
import subprocess
import sys

import pytest

# Nothing is imported before the statement: a module that is there already could not be seen to be loaded.
PROBE = """
import sys
before = set(sys.modules)
{statement}
after = set(sys.modules)
import json, threading
print(json.dumps({{"modules": sorted(after - before), "threads": threading.active_count()}}))
"""


def loaded(statement):
    done = subprocess.run(
        [sys.executable, "-c", PROBE.format(statement=statement)], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_the_import_loads_one_module_of_its_own():
    state = loaded("import mcpgateway_native")
    assert [name for name in state["modules"] if name.startswith("mcpgateway_native")] == ["mcpgateway_native"]
    assert state["threads"] == 1


@pytest.mark.parametrize(
    "unwanted", ["cpex", "pydantic", "mcpgateway", "logging", "tomllib", "asyncio", "re", "typing"]
)
def test_the_import_leaves_the_costly_modules_alone(unwanted):
    assert unwanted not in loaded("import mcpgateway_native")["modules"]


@pytest.mark.parametrize(
    "statement",
    [
        "import mcpgateway_native as n; n.load('pii_filter').process({'a': ['b']})",
        "import mcpgateway_native as n; n.load('pii_filter', native=False).process({'a': ['b']})",
        "import mcpgateway_native as n; n.status(); n.plugins(); n.available()",
        "import mcpgateway_native as n; n.install(); n.uninstall()",
        "import mcpgateway_native.plugins",
        "import mcpgateway_native.plugins._lenient",
    ],
)
def test_no_use_without_the_gateway_loads_the_framework_or_starts_a_thread(statement):
    state = loaded(statement)
    roots = {name.partition(".")[0] for name in state["modules"]}
    assert not roots & {"cpex", "pydantic", "mcpgateway", "rich", "redis"}
    assert state["threads"] == 1
