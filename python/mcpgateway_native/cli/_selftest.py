"""Tries every engine on its exhibit: no canary may survive, and both implementations must answer alike.

``doctor`` runs this in a process of its own: a compiled module that crashes must not take the report with it.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MARK = "mcpgateway-native-report:"


def report() -> dict[str, Any]:
    """Return what runs each engine here and whether it passed."""
    import mcpgateway_native as native
    from mcpgateway_native import backends

    rows = [{**row, "selftest": selftest(row["name"])} for row in native.plugins()]
    return {"version": native.__version__, "loaded": bool(backends.available()), "engines": rows, "names": _names()}


def selftest(name: str) -> dict[str, str]:
    """Return "ok" or what went wrong, for each implementation of an engine that can run here."""
    import mcpgateway_native as native

    results, answers = {}, {}
    for implementation, wanted in (("python", False), ("rust", True)):
        if implementation == "rust" and name not in native.available():
            continue
        try:
            answers[implementation], results[implementation] = _try(name, wanted)
        except Exception as error:  # whatever it is, it is what the report is for
            results[implementation] = f"{type(error).__name__}: {error}"
    if set(results.values()) == {"ok"} and len({repr(answer) for answer in answers.values()}) > 1:
        results["rust"] = "the answer differs from Python's"
    return results


def _try(name: str, wanted: bool) -> tuple[Any, str]:
    import mcpgateway_native as native
    from mcpgateway_native.cli.demo_data import EXHIBITS

    exhibit = EXHIBITS.get(name)
    if exhibit is None:
        native.load(name, native=wanted)
        return None, "ok"
    outcome = native.load(name, dict(exhibit.config), native=wanted).process(exhibit.result)
    text = json.dumps(outcome.payload, ensure_ascii=False, default=str)
    survivors = sum(canary in text for canary in exhibit.gone)
    lost = sum(part not in text for part in exhibit.kept)
    if survivors or lost or not outcome.complete:
        return None, f"{survivors} of {len(exhibit.gone)} canaries came through, {lost} other values were lost"
    return (outcome.payload, outcome.findings), "ok"


def _names() -> dict[str, str]:
    """Try the class names that older documentation promises."""
    import mcpgateway_native as native

    results = {}
    for name in ("PIIFilter", "PIIDetectorRust"):
        try:
            getattr(native, name)
            results[name] = "ok"
        except Exception as error:
            results[name] = f"{type(error).__name__}: {error}"
    return results


def main() -> None:
    """Write the report for the parent process."""
    sys.stdout.write(MARK + json.dumps(report()) + "\n")
