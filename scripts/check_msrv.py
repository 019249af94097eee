"""Fails when a dependency asks for a newer compiler than Cargo.toml promises.

The standard library's side of the promise is checked by Clippy (`incompatible_msrv`), and CI runs the tests on that
compiler.
"""

import json
import subprocess
import sys


def as_numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers, with as many parts as a full one has."""
    parts = [int(part) for part in version.split("-")[0].split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def main() -> int:
    """Compare every package of the lock file with our own promise."""
    command = ["cargo", "metadata", "--format-version", "1", "--locked"]
    packages = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["packages"]
    promised = next(package["rust_version"] for package in packages if package["name"] == "mcpgateway-native")
    newer = [
        f"{package['name']} {package['version']} needs Rust {package['rust_version']}"
        for package in packages
        if package["rust_version"] and as_numbers(package["rust_version"]) > as_numbers(promised)
    ]
    if newer:
        print(f"Cargo.toml promises Rust {promised}, but", *newer, sep="\n  ", file=sys.stderr)
        return 1
    print(f"Rust {promised} is enough for all {len(packages)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
