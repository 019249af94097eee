"""Who takes part: our two implementations, three packages of PyPI, npm's jsonrepair and the crate jsonrepair-rs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benches.accuracy.engines.json_repair.model import Contestant
from benches.accuracy.model import PYTHON, RUST, Skip
from benches.compare.machine import ROOT, package_version

ENGINE = "json_repair"
GATEWAY = "Rust in the gateway"
# The defaults of `native.repair_json`; an engine without a configuration has those of the gateway plugin.
FUNCTION = {"extract": "all", "top_level": "scalars", "concatenated": "list"}
NPM, CRATE = "jsonrepair (npm)", "jsonrepair-rs (crate)"
NPM_VERSION, CRATE_VERSION = "3.15.0", "0.2.6"

_DRIVERS = Path(__file__).parent / "drivers"
_CACHE = ROOT / ".cache" / "accuracy" / "jsonrepair-npm"
_CRATE_FOLDER = ROOT / "target" / "accuracy" / "jsonrepair-rs"
_MANIFEST = f"""\
[package]
name = "jsonrepair-rs-driver"
version = "0.0.0"
edition = "2021"

[[bin]]
name = "driver"
path = "main.rs"

[dependencies]
jsonrepair-rs = "={CRATE_VERSION}"
serde_json = "1"

[workspace]
"""


class Process:
    """A rival in a process of its own: a JSON string per line in, a JSON string or null per line out."""

    def __init__(self, command: list[str], folder: Path) -> None:
        """Starts the process."""
        self._command, self._folder = command, folder
        self._running = self._start()

    def repair(self, text: str) -> str | None:
        """The answer; nothing when the process refuses, and when it dies, after which another one is started."""
        # ASCII only: a lone surrogate has to survive the pipe.
        line = json.dumps(text).encode() + b"\n"
        stdin, stdout = self._running.stdin, self._running.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("the rival's process has no pipes")
        try:
            stdin.write(line)
            stdin.flush()
            answer = stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer:
            self.close()
            self._running = self._start()
            return None
        found: str | None = json.loads(answer)
        return found

    def close(self) -> None:
        """Ends the process."""
        self._running.kill()
        self._running.communicate()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            cwd=self._folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )


def gather(*, ours_only: bool = False) -> tuple[list[Contestant], list[Skip]]:
    """Everybody that can be loaded, and the others with the reason."""
    loaders: dict[str, Callable[[], Contestant]] = {name: partial(ours, name) for name in (RUST, PYTHON, GATEWAY)}
    if not ours_only:
        loaders |= _RIVALS
    present: list[Contestant] = []
    absent: list[Skip] = []
    for name, load in loaders.items():
        try:
            present.append(load())
        except ImportError as error:
            absent.append(Skip(name, f"not installed ({error})"))
        except Exception as error:  # A rival may fail in any way while it loads; the run goes on without it.
            absent.append(Skip(name, f"does not load ({type(error).__name__}: {error})"))
    return present, absent


def ours(name: str) -> Contestant:
    """The Rust engine or its twin as the functions use it, or Rust as the gateway does."""
    import mcpgateway_native

    config = {} if name == GATEWAY else dict(FUNCTION)
    engine = mcpgateway_native.load(ENGINE, config, native=name != PYTHON)
    if engine.implementation != ("python" if name == PYTHON else "rust"):
        raise ImportError(engine.reason)
    return Contestant(name, mcpgateway_native.__version__, engine.rewrite, ours=True)


def _json_repair() -> Contestant:
    from json_repair import repair_json

    return _packaged("json_repair", lambda text: str(repair_json(text, ensure_ascii=False)))


def _fast_json_repair() -> Contestant:
    from fast_json_repair import repair_json

    return _packaged("fast-json-repair", lambda text: str(repair_json(text, ensure_ascii=False)))


def _repairjson() -> Contestant:
    from repairjson import repair

    return _packaged("repairjson", lambda text: str(repair(text)))


def _packaged(name: str, repair: Callable[[str], str]) -> Contestant:
    return Contestant(name, package_version(name), repair)


def _npm() -> Contestant:
    node = _program("node")
    manifest = _CACHE / "node_modules" / "jsonrepair" / "package.json"
    if not manifest.is_file() or json.loads(manifest.read_text(encoding="utf-8"))["version"] != NPM_VERSION:
        _CACHE.mkdir(parents=True, exist_ok=True)
        _run([_program("npm"), "install", "--silent", "--no-save", f"jsonrepair@{NPM_VERSION}"], _CACHE)
    # The driver finds the package by where it lies itself.
    driver = _CACHE / "driver.mjs"
    shutil.copyfile(_DRIVERS / "jsonrepair.mjs", driver)
    return _driven(NPM, NPM_VERSION, [node, str(driver)], _CACHE)


def _crate() -> Contestant:
    cargo = _program("cargo")
    _CRATE_FOLDER.mkdir(parents=True, exist_ok=True)
    (_CRATE_FOLDER / "Cargo.toml").write_text(_MANIFEST, encoding="utf-8")
    shutil.copyfile(_DRIVERS / "jsonrepair_rs.rs", _CRATE_FOLDER / "main.rs")
    _run([cargo, "build", "--quiet", "--release", "--target-dir", "built"], _CRATE_FOLDER)
    driver = _CRATE_FOLDER / "built" / "release" / ("driver.exe" if os.name == "nt" else "driver")
    return _driven(CRATE, CRATE_VERSION, [str(driver)], _CRATE_FOLDER)


def _driven(name: str, version: str, command: list[str], folder: Path) -> Contestant:
    process = Process(command, folder)
    return Contestant(name, version, process.repair, close=process.close)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ImportError(f"{name} is not there")
    return found


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ImportError(f"{Path(command[0]).name} failed: {done.stderr.strip().splitlines()[-1:]}")


_RIVALS: dict[str, Callable[[], Contestant]] = {
    "json_repair": _json_repair,
    "repairjson": _repairjson,
    "fast-json-repair": _fast_json_repair,
    NPM: _npm,
    CRATE: _crate,
}
