"""A run as JSON, on the screen, and as a page: the page holds only figures that the file holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benches.accuracy import gate
from benches.accuracy.model import PYTHON, RUST, Counts, Report, Result, SetResult, Skip
from benches.compare.render import plain_table
from benches.compare.report import markdown

_INTRO = """\
# Accuracy

Generated from `benches/results/accuracy_*.json` by `python -m benches.accuracy --pages`; the figures are those of one
run and change only when such a run is committed. `just accuracy` makes one.

How it is measured:

- Every set is made of seeded texts in which it is known what stands where. Published are only the held-out seeds. Rules
  are tuned on another seed, whose texts use three fifths of the sentences and labels; the other two fifths occur only
  here.
- A finding is right when its type is that of a value, and when the characters that both share are at least half of the
  longer of the two. One finding answers one value. Everything else that is found is false: values of another type,
  halves of values, and all that is found where there is nothing.
- A finding that takes the label with the value (`passport: A1234567`) is right too, as long as the label is at most 40
  characters without digits.
- Precision is the share of the findings that are right, recall the share of the values that are found, F1 their
  harmonic mean. Figures over several types count every value alike (micro average).
- Everybody runs with the defaults; no engine uses a language model. Presidio has its pattern recognizers for our
  kinds of values, words from a tokeniser for their context rules, and the threshold {threshold} of its demonstration;
  cloakrs has the locale `us`. Where a rival reports overlapping findings with scores, the surest counts.
- A rival's kinds that are none of ours (names, places, plain dates, links) are left out of its findings. As it need not
  know all our types, its recall and F1 stand twice: over all types of the set, and over those that it claims.
- About half of the sentences hold something that only looks like a value: timestamps, order numbers, versions, hashes,
  code, prices. A quarter holds nothing else. JSON results hold both, always.

What the figures do not say: the sentences are short and made, most of them by the authors of the rules, and the values
of Faker and Mimesis stand in sentences of ours too; only the sentences of Presidio's evaluation are others' altogether.
They compare engines on the same texts; they are no forecast for yours. Packages take liberties: some cards that
Faker makes have a prefix that no issuer uses, and count as values all the same. Accounts that Faker gives for India are
left out, as they have one digit too few. A date of birth in a sentence of Presidio's that says nothing about birth
counts neither way.
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
                    Result(
                        result["contestant"],
                        tuple(result["claims"]),
                        {name: Counts(**counts) for name, counts in result["types"].items()},
                    )
                    for result in each["results"]
                ),
            }
        )
        for each in data["sets"]
    )
    skips = tuple(Skip(**skip) for skip in data["skips"])
    return Report(**{**data, "sets": sets, "skips": skips})


def screen(report: Report) -> str:
    """Everything a run has to say on a terminal."""
    parts = [f"{report.title}: accuracy ({report.command})"]
    for each in report.sets:
        parts.append(f"{each.title} ({_size(each)})\n" + plain_table(overall(each)))
    parts.append("F1 by type\n" + "\n".join(f"{each.title}\n{plain_table(by_type(each))}" for each in report.sets))
    parts.append("Ours, all sets\n" + plain_table(ours(report.sets)))
    if report.skips:
        parts.append("Skipped:\n" + "".join(f"  {skip.name}: {skip.reason}\n" for skip in report.skips))
    return "\n\n".join(parts)


def page(reports: Iterable[Report]) -> str:
    """The page of all engines."""
    from benches.accuracy.contestants import PRESIDIO_THRESHOLD

    return "\n".join([_INTRO.replace("{threshold}", str(PRESIDIO_THRESHOLD)), *(_section(each) for each in reports)])


def overall(each: SetResult) -> list[list[str]]:
    """One row per contestant: over all types, then recall and F1 over those that it claims."""
    rows = [["", "precision", "recall", "F1", "types claimed", "recall of these", "F1 of these"]]
    kinds = _kinds(each)
    for result in each.results:
        everything, claimed = result.overall, result.claimed
        rows.append(
            [
                result.contestant,
                *map(ratio, (everything.precision, everything.recall, everything.f1)),
                f"{sum(kind in result.claims for kind in kinds)} of {len(kinds)}",
                *map(ratio, (claimed.recall, claimed.f1)),
            ]
        )
    return rows


def by_type(each: SetResult) -> list[list[str]]:
    """F1 of each contestant by type; a dash where it does not claim the type."""
    results = [result for result in each.results if result.contestant != PYTHON] or list(each.results)
    rows = [["", "values", *(result.contestant for result in results)]]
    for kind in _kinds(each):
        support = max(result.types[kind].support for result in each.results if kind in result.types)
        cells = []
        for result in results:
            cells.append(ratio(result.types.get(kind, Counts()).f1) if kind in result.claims else "-")
        rows.append([kind, str(support), *cells])
    return rows


def ours(sets: Sequence[SetResult]) -> list[list[str]]:
    """Precision, recall and F1 of ours by type over all sets."""
    totals: dict[str, Counts] = {}
    for each in sets:
        result = each.of(RUST) or each.of(PYTHON)
        for kind, counts in result.types.items() if result else ():
            totals[kind] = totals.get(kind, Counts()) + counts
    rows = [["", "values", "false", "missed", "precision", "recall", "F1"]]
    for kind, counts in sorted(totals.items()):
        figures = map(ratio, (counts.precision, counts.recall, counts.f1))
        rows.append([kind, str(counts.support), str(counts.false), str(counts.missed), *figures])
    return rows


def ratio(value: float | None) -> str:
    """Three decimals, or a dash."""
    return "-" if value is None else f"{value:.3f}"


def _kinds(each: SetResult) -> list[str]:
    return sorted({name for result in each.results for name, counts in result.types.items() if counts.support})


def _section(report: Report) -> str:
    parts = [
        f"## {report.title}",
        f"![{report.title}: F1 by set](assets/accuracy_{report.engine}.svg)",
        f"Made on {report.date} by `{report.command}`.",
        _facts(report),
    ]
    for each in report.sets:
        parts.append(f"### {each.title}\n\n{_size(each)}.")
        parts.append(markdown(overall(each)))
        parts.append("F1 by type; a dash stands for a type that is not claimed.")
        parts.append(markdown(by_type(each)))
    parts.append("### Ours by type, all sets")
    parts.append(markdown(ours(report.sets)))
    parts.append(_gate(report))
    parts.append("### Names\n\nWhat a rival calls our types.")
    parts.append(markdown(_names(report)))
    if report.skips:
        parts.append("Skipped:\n\n" + "".join(f"- {skip.name}: {skip.reason}\n" for skip in report.skips))
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def _gate(report: Report) -> str:
    limits = (
        f"`--gate` asks for an F1 of {gate.LEAST_F1} and a precision of {gate.LEAST_PRECISION} in every set, and for "
        f"an F1 of {gate.LEAST_TYPE_F1} for every type with {gate.LEAST_SUPPORT} values or more."
    )
    failed = gate.failures(report)
    if not failed:
        return f"{limits} This run passes."
    return f"{limits} This run does not pass:\n\n" + "".join(f"- {line}\n" for line in failed)


def _size(each: SetResult) -> str:
    seeds = ", ".join(map(str, each.seeds))
    size = f"{each.texts:,} texts with {each.values:,} values, {each.clean:,} texts without any"
    return f"{size}; {each.origin}; seeds {seeds}"


def _facts(report: Report) -> str:
    return markdown([["", "value"], *([str(key), str(value)] for key, value in report.versions.items())])


def _names(report: Report) -> list[list[str]]:
    kinds = list(dict.fromkeys(kind for names in report.names.values() for kind in names.values()))
    rows = [["", *report.names]]
    for kind in kinds:
        cells = [
            ", ".join(f"`{name}`" for name, ours in names.items() if ours == kind) for names in report.names.values()
        ]
        rows.append([kind, *(cell or "-" for cell in cells)])
    return rows
