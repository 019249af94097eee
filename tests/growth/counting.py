"""Instructions of one function per text, counted by Valgrind: the same on a busy machine as on an idle one."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Functions of `examples/growth.rs`.
COUNTED, ENDED = "growth::measured", "growth::one"


@dataclass(frozen=True)
class Cost:
    """Of one text: the instructions to scan it and to write it anew, and what was found."""

    instructions: int
    findings: int


def missing() -> str | None:
    """What is needed and not there."""
    return None if shutil.which("valgrind") else "valgrind is not installed (apt install valgrind)"


def build() -> Path:
    """The program that is counted; optimised, and with names."""
    command = ["cargo", "build", "--quiet", "--profile", "fast", "--no-default-features", "--example", "growth"]
    subprocess.run(command, cwd=ROOT, check=True)
    asked = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return Path(json.loads(asked.stdout)["target_directory"]) / "fast" / "examples" / "growth"


def takes(program: Path, engine: str, config: str) -> bool:
    """Whether the engine knows every key of the configuration."""
    return subprocess.run([program, engine, config], check=False).returncode == 0


def count(program: Path, engine: str, config: str, texts: Sequence[str]) -> list[Cost]:
    """What each text costs, in one process; starting and building are not counted."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(texts):
            files.append(Path(folder, f"{number}.txt"))
            files[-1].write_text(text, encoding="utf-8", newline="")
        out = Path(folder, "counts")
        command = [
            *("valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={out}"),
            *(f"--toggle-collect={COUNTED}", f"--dump-after={ENDED}"),
            *(program, engine, config, *files),
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the counted program failed with exit code {done.returncode}: {done.stderr[-2000:]}")
        found = [int(line) for line in done.stdout.split()]
        totals = [_total(Path(f"{out}.{number}")) for number in range(1, len(texts) + 1)]
        return [Cost(*each) for each in zip(totals, found, strict=True)]


def _total(dump: Path) -> int:
    """The sum at the end of one file of counts."""
    for line in reversed(dump.read_text(encoding="utf-8", errors="replace").splitlines()):
        if line.startswith(("totals:", "summary:")):
            return int(line.split()[1])
    raise ValueError(f"{dump.name} has no sum")
