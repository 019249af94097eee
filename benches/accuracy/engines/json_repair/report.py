"""A run as JSON, on the screen, and as a page: the page holds only figures that the file holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benches.accuracy import plot
from benches.accuracy.engines.json_repair import gate
from benches.accuracy.engines.json_repair.model import Report, Result, SetResult, Tally
from benches.accuracy.model import PYTHON, Skip
from benches.compare.render import plain_table
from benches.compare.report import markdown

_INTRO = """\
# Accuracy of JSON repair

Generated from `benches/results/accuracy_json_repair.json` by `python -m benches.accuracy --pages`; the figures are
those of one run and change only when such a run is committed. `just accuracy json_repair` makes one: it installs the
other libraries, which come from PyPI, npm and the registry of crates, and names those that cannot be had.

How it is measured:

- *Right* is an answer that is JSON by RFC 8259 and has the value that was meant: equal members in equal order, double
  keys included, and no digit lost (30 digits are 30 digits, `1e400` is no infinity). Where the values around a repair
  are to stay as written, and in valid JSON, the characters must be the same, blanks between tokens apart.
- *Wrong* is JSON with another value: the caller cannot know. *Refused* is everything else: an exception, an empty text,
  the text as it was.
- A few defects have more than one right answer (`{"a":` can end in `null`, in an empty string, or without the member).
  All of them count for everybody.
- *Kinds of defects* are hand-written cases. They were at hand while the engine was made, so they show what it covers,
  not how it does on texts that nobody has seen.
- *Broken tool results* are documents (users, rows, logs, settings, search hits, prose with quotes, code, other scripts,
  numbers), each broken by one mutator, from seeds that are used for nothing else. The mutators are ours, and the engine
  was tuned on their output under another seed, with three fifths of the phrases and two thirds of the sorts of
  documents; the rest (tickets, histories, trees, calendars, orders, forms) occurs only here.
- *Valid JSON* and *not JSON* must come back as they are. For the latter a refusal is right too.
- Everybody runs with the defaults of a function call; `json_repair` and `fast-json-repair` with `ensure_ascii=False`.
  *Rust in the gateway* has the defaults of the gateway plugin, which does less on purpose: it removes no prose, makes
  no list of several values and leaves bare scalars alone.

What the figures do not say: the defects are ours, and so is the opinion what was meant. Some texts can be read in two
ways; a library that reads one in the other way is *wrong* here and may be right for you.
"""


def write_json(report: Report, path: Path) -> None:
    """Stores one run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def read_json(path: Path) -> Report:
    """Reads a run back."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    sets = tuple(
        SetResult(
            **{
                **each,
                "seeds": tuple(each["seeds"]),
                "results": tuple(
                    Result(result["contestant"], {kind: Tally(**tally) for kind, tally in result["kinds"].items()})
                    for result in each["results"]
                ),
            }
        )
        for each in data["sets"]
    )
    return Report(**{**data, "sets": sets, "skips": tuple(Skip(**skip) for skip in data["skips"])})


def screen(report: Report) -> str:
    """Everything a run has to say on a terminal."""
    parts = [f"{report.title}: accuracy ({report.command})"]
    for each in report.sets:
        parts.append(f"{each.title} ({_size(each)})\n" + plain_table(overall(each)))
        parts.append("Right, wrong, refused by kind\n" + plain_table(by_kind(each)))
    if report.skips:
        parts.append("Skipped:\n" + "".join(f"  {skip.name}: {skip.reason}\n" for skip in report.skips))
    return "\n\n".join(parts)


def page(report: Report) -> str:
    """The page of one run."""
    parts = [
        _INTRO,
        f"![{report.title}: right answers by set](assets/accuracy_{report.engine}.svg)",
        f"Made on {report.date} by `{report.command}`.",
        markdown([["", "value"], *([str(key), str(value)] for key, value in report.versions.items())]),
    ]
    for each in report.sets:
        parts.append(f"## {each.title}\n\n{_size(each)}.")
        parts.append(markdown(overall(each)))
        parts.append("By kind: right, wrong, refused.")
        parts.append(markdown(by_kind(each)))
    parts.append("## Gate")
    parts.append(_gate(report))
    if report.skips:
        parts.append("Skipped:\n\n" + "".join(f"- {skip.name}: {skip.reason}\n" for skip in report.skips))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def chart(report: Report) -> str:
    """Right answers by set; the twin is left out, it answers as Rust does."""
    groups = [
        plot.Group(each.title, {r.contestant: r.overall.right_share for r in each.results if r.contestant != PYTHON})
        for each in report.sets
    ]
    return plot.bars(f"{report.title}: right answers by set", f"{report.title}: share of right answers", groups)


def overall(each: SetResult) -> list[list[str]]:
    """One row per contestant."""
    rows = [["", "right", "wrong", "refused", "right, %", "wrong, %"]]
    for result in each.results:
        total = result.overall
        counts = [str(count) for count in (total.right, total.wrong, total.refused)]
        rows.append([result.contestant, *counts, f"{100 * total.right_share:.1f}", f"{100 * total.wrong_share:.1f}"])
    return rows


def by_kind(each: SetResult) -> list[list[str]]:
    """One row per kind of defect, one column per contestant but the twin."""
    results: Sequence[Result] = [result for result in each.results if result.contestant != PYTHON] or each.results
    rows = [["", "texts", *(result.contestant for result in results)]]
    for kind in dict.fromkeys(kind for result in results for kind in result.kinds):
        tallies = [result.kinds.get(kind, Tally()) for result in results]
        cells = [f"{tally.right} {tally.wrong} {tally.refused}" for tally in tallies]
        rows.append([kind, str(max(tally.asked for tally in tallies)), *cells])
    return rows


def _gate(report: Report) -> str:
    limits = (
        f"`--gate` asks for {gate.LEAST_RIGHT:.0%} right and at most {gate.MOST_WRONG:.0%} wrong in every set of "
        f"broken texts, for {gate.LEAST_OF_A_KIND:.0%} right in every kind, and that nothing else is touched."
    )
    failed = gate.failures(report)
    if not failed:
        return f"{limits} This run passes."
    return f"{limits} This run does not pass:\n\n" + "".join(f"- {line}\n" for line in failed)


def _size(each: SetResult) -> str:
    seeds = f"; seeds {', '.join(map(str, each.seeds))}" if each.seeds else ""
    kinds = len({kind for result in each.results for kind in result.kinds})
    return f"{each.texts:,} texts of {kinds} sorts; {each.origin}{seeds}"
