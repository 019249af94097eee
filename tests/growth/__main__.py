"""`python -m tests.growth [RULE]`: counts, prints the worst, fails when a text costs too much or too much more."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.growth import counting, inputs, json_inputs

ENGINE, JSON_REPAIR = "pii_filter", "json_repair"
RULES = counting.ROOT / "python" / "mcpgateway_native" / "rules"
# Bytes of the two texts: far more than the longest value with its label, and little enough to be counted quickly.
SIZES = (8_000, 16_000)
SMALL_SIZES = (2_500, 5_000)
# Of twice the text, relative to once: linear is 2.
MOST_GROWTH = 2.3
# Per byte: 150 MB/s at 3 GHz and two to three instructions per cycle is 40 to 60.
MOST_PER_BYTE = 60.0
# The rules of all countries together, or up to three views of a text, are not what the floor is promised for.
MOST_PER_BYTE_BEYOND = 240.0
# JSON repair: of valid JSON, which is checked and nothing else; of broken JSON, whose repair has more than one pass.
MOST_PER_BYTE_VALID = 50.0
MOST_PER_BYTE_BROKEN = 1500.0
# Per finding besides: it is judged, weighed by the words near it, stored and replaced.
MOST_PER_FINDING = 1000.0
# Texts per process.
_BATCH = 100


@dataclass(frozen=True)
class Run:
    """A configuration, how many instructions a byte may cost under it, and pieces by name with their way to a text."""

    title: str
    config: str
    limit: float
    sizes: tuple[int, int]
    pieces: Mapping[str, Any]
    engine: str = ENGINE
    text: Callable[[Any, int], str] = inputs.text


@dataclass(frozen=True)
class Worst:
    """One piece under one configuration, and what it cost at both sizes."""

    where: str
    limit: float
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
        if self.per_byte > self.limit:
            found.append(f"{self.per_byte:.0f} instructions per byte, the limit is {self.limit:.0f}")
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0 when all is well or Valgrind is missing, else 1."""
    options = _parser().parse_args(arguments)
    reason = counting.missing()
    if reason is not None:
        print(f"SKIPPED growth: {reason}")
        return 0
    program = counting.build()
    worst: list[Worst] = []
    for run in runs(options.only):
        if counting.takes(program, run.engine, run.config):
            print(f"{run.title}: {len(run.pieces)} texts", file=sys.stderr, flush=True)
            worst += measure(program, run)
        else:
            print(f"SKIPPED growth, {run.title}: the engine does not take {run.config}")
    return judge(worst, options.show)


def runs(only: str = "") -> list[Run]:
    """Everything that is on by default or can be; the rules of all countries; all views of a text."""
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in RULES.glob(f"{ENGINE}*.toml")}
    main, locales = tables[ENGINE], tables.get(f"{ENGINE}_locales", {})
    everything = {"detect_date_of_birth": "any", "detect_aws_keys": True, "detect_api_keys": True}
    packs = sorted({rule["locale"] for rule in locales.get("rule", ())})
    anywhere = {"anywhere": inputs.shared()} if only in "anywhere" else {}
    brief = _units(main, only, brief=True)
    foreign = _units(locales, only, brief=True)
    listed = json.dumps({"locales": packs})
    return [
        Run("default", json.dumps(everything), MOST_PER_BYTE, SIZES, _named(anywhere | _units(main, only))),
        Run("normalized", '{"normalize": true}', MOST_PER_BYTE_BEYOND, SMALL_SIZES, _named(anywhere | brief)),
        Run("locales", listed, MOST_PER_BYTE_BEYOND, SMALL_SIZES, _named(anywhere | foreign)),
        *_json_repair(only),
    ]


def _json_repair(only: str) -> list[Run]:
    """Valid texts; hostile ones under the configuration that repairs most. `only` may be the engine or a text."""
    only = "" if only in JSON_REPAIR else only
    bold = json.dumps({"extract": "all", "top_level": "scalars", "concatenated": "list", "min_confidence": 0})
    kinds = (("{}", MOST_PER_BYTE_VALID, json_inputs.valid), (bold, MOST_PER_BYTE_BROKEN, json_inputs.hostile))
    return [
        Run(JSON_REPAIR, config, limit, SIZES, pieces(only), JSON_REPAIR, json_inputs.text)
        for config, limit, pieces in kinds
    ]


def _units(table: Mapping[str, Any], only: str, *, brief: bool = False) -> dict[str, dict[str, str]]:
    rules = [rule for rule in table.get("rule", ()) if only in rule["id"]]
    return {rule["id"]: inputs.units(rule, table, brief=brief) for rule in rules}


def _named(groups: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every piece by a name that says whose it is; a piece of several rules is the first one's."""
    named: dict[str, str] = {}
    for group, units in groups.items():
        known = set(named.values())
        named |= {f"{group}: {what}": piece for what, piece in units.items() if piece not in known}
    return named


def measure(program: Path, run: Run) -> list[Worst]:
    """The cost of every piece at both sizes."""
    texts = [run.text(piece, size) for piece in run.pieces.values() for size in run.sizes]
    batches = [texts[at : at + _BATCH] for at in range(0, len(texts), _BATCH)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        counted = list(pool.map(lambda batch: counting.count(program, run.engine, run.config, batch), batches))
    costs = [cost for batch in counted for cost in batch]
    lengths = [len(text.encode()) for text in texts]
    return [
        Worst(f"{name}, {run.title}", run.limit, (lengths[at], lengths[at + 1]), (costs[at], costs[at + 1]))
        for at, name in zip(range(0, len(texts), 2), run.pieces, strict=True)
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
    parser.add_argument("only", nargs="?", default="", help="only rules or texts with this in their name")
    parser.add_argument("--show", type=int, default=12, help="how many of the worst to print (default: 12)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
