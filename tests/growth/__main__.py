"""`python -m tests.growth [RULE]`: counts, prints the worst, fails when a text costs too much or too much more."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.growth import counting, inputs

ENGINE = "pii_filter"
RULES = counting.ROOT / "python" / "mcpgateway_native" / "rules"
SIZES = (20_000, 40_000)
# Of twice the text, relative to once: linear is 2.
MOST_GROWTH = 2.3
# Per byte: 150 MB/s at 3 GHz and two to three instructions per cycle is 40 to 60.
MOST_PER_BYTE = 60.0
# Per finding besides: it is judged, weighed by the words near it, stored and replaced.
MOST_PER_FINDING = 1000.0
# Texts per process.
_BATCH = 100


@dataclass(frozen=True)
class Worst:
    """One piece under one configuration, and what it cost at both sizes."""

    where: str
    sizes: tuple[int, int]
    costs: tuple[counting.Cost, counting.Cost]

    @property
    def growth(self) -> float:
        """How much more the double text costs, as if it were exactly the double."""
        short, long = (cost.instructions / size for cost, size in zip(self.costs, self.sizes, strict=True))
        return 2 * long / short

    @property
    def per_byte(self) -> float:
        """Instructions per byte of the longer text, less what findings may cost."""
        return max(0.0, self.costs[1].instructions - MOST_PER_FINDING * self.costs[1].findings) / self.sizes[1]

    @property
    def problems(self) -> list[str]:
        """What is wrong, in words."""
        found = []
        if self.growth > MOST_GROWTH:
            found.append(f"twice the text costs {self.growth:.2f} times as much, the limit is {MOST_GROWTH}")
        if self.per_byte > MOST_PER_BYTE:
            found.append(f"{self.per_byte:.0f} instructions per byte, the limit is {MOST_PER_BYTE:.0f}")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when all is well or Valgrind is missing, else 1."""
    options = _parser().parse_args(arguments)
    reason = counting.missing()
    if reason is not None:
        print(f"SKIPPED growth: {reason}")
        return 0
    program = counting.build()
    tables = rule_tables()
    named = pieces(tables, options.only)
    worst: list[Worst] = []
    for title, config in configurations(tables).items():
        if not counting.takes(program, ENGINE, config):
            print(f"SKIPPED growth, {title}: the engine does not take {config}")
            continue
        worst += measure(program, config, title, named)
    return judge(worst, options.show)


def rule_tables() -> list[dict[str, Any]]:
    """The rule files of the engine."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(RULES.glob(f"{ENGINE}*.toml"))]


def pieces(tables: Iterable[Mapping[str, Any]], only: str) -> dict[str, str]:
    """Every piece of every rule by a name that says which; a piece of several rules is the first one's."""
    named: dict[str, str] = {}
    groups: list[tuple[str, dict[str, str]]] = [("anywhere", inputs.shared())]
    for table in tables:
        groups += [(rule["id"], inputs.units(rule, table)) for rule in table.get("rule", ())]
    seen: set[str] = set()
    for group, units in groups:
        for what, piece in units.items():
            if piece not in seen and only in group:
                seen.add(piece)
                named[f"{group}: {what}"] = piece
    return named


def configurations(tables: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Everything on; the same through all views of a text."""
    prefixes = {rule["type"].split("_")[0] for table in list(tables)[1:] for rule in table.get("rule", ())}
    everything: dict[str, object] = {
        "detect_date_of_birth": "any",
        "detect_aws_keys": True,
        "detect_api_keys": True,
        **({"locales": sorted(prefixes)} if prefixes else {}),
    }
    return {"as is": json.dumps(everything), "normalized": json.dumps(everything | {"normalize": True})}


def measure(program: Path, config: str, title: str, named: Mapping[str, str]) -> list[Worst]:
    """The cost of every piece at both sizes."""
    texts = [inputs.text(piece, size) for piece in named.values() for size in SIZES]
    batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        counted = list(pool.map(lambda batch: counting.count(program, ENGINE, config, batch), batches))
    costs = [cost for batch in counted for cost in batch]
    lengths = [len(text.encode()) for text in texts]
    return [
        Worst(
            f"{name}, {title}",
            (lengths[2 * number], lengths[2 * number + 1]),
            (costs[2 * number], costs[2 * number + 1]),
        )
        for number, name in enumerate(named)
    ]


def judge(worst: Sequence[Worst], show: int) -> int:
    """Prints the worst of each kind and everything that is over a limit."""
    for heading, key in (("instructions per byte, findings apart", "per_byte"), ("cost of twice the text", "growth")):
        print(f"Most {heading}:")
        for each in sorted(worst, key=lambda each, key=key: -getattr(each, key))[:show]:
            print(f"  {getattr(each, key):8.2f}  {each.where}")
    failed = [f"{each.where}: {problem}" for each in worst for problem in each.problems]
    for line in failed:
        print(f"FAILED {line}")
    print(f"{len(worst)} texts, {len(failed)} over a limit")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.growth", description=__doc__)
    parser.add_argument("only", nargs="?", default="", help="only rules with this in their id")
    parser.add_argument("--show", type=int, default=12, help="how many of the worst to print (default: 12)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
