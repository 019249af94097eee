"""``doctor``: what is installed, what runs each engine and why, whether it works, and the mend for what does not."""

from __future__ import annotations

import argparse
from typing import Any

from mcpgateway_native.cli._examination import examine
from mcpgateway_native.cli.output import Output, paragraph, render_table

SUMMARY = "say what runs here and why, test every engine, name the mend"
EPILOG = "exit status: 0 everything runs on Rust, 1 something runs on Python, 2 something is broken"

_VERDICTS = (
    "ok: every engine runs on Rust and passes its self-test",
    "degraded: the engines work, but on Python",
    "broken: see above",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--config", metavar="FILE", help="check a gateway's plugins/config.yaml as well")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    report = examine()
    if args.config:
        from mcpgateway_native.cli.check import check_file

        checked = check_file(args.config, asgi=False)
        report["config"] = checked.as_dict()
        if checked.exit_code == 2:
            report["exit_code"] = 2
    if args.json:
        out.json(report)
    else:
        _print(report, out)
        if args.config:
            checked.print(out)
            out.say()
        remark = ", with the remarks above" if report["problems"] and report["exit_code"] == 0 else ""
        out.say(f"verdict: {_VERDICTS[report['exit_code']]}{remark}")
    return int(report["exit_code"])


def _print(report: dict[str, Any], out: Output) -> None:
    out.say(f"mcpgateway-native {report['version']} on {report['python']}, {report['platform']}")
    _field(out, "package", report["package"])
    _field(out, "wheel", ", ".join(report["wheel_tags"]) or "none: not installed by pip")
    _field(out, "module", _module(report))
    _field(out, "gateway", _versions(report["gateway"]))
    _field(out, "peers", _versions(report["peers"]) if report["peers"] else "none")
    if report["engines"]:
        out.say()
        rows = [(row["name"], row["implementation"], _tested(row), row["reason"]) for row in report["engines"]]
        for line in render_table(("ENGINE", "RUNS ON", "SELF-TEST", "WHY"), rows, out.width):
            out.say(line)
    for problem in report["problems"]:
        out.say()
        out.say(paragraph(problem["text"], "  ").replace("  ", "! ", 1))
        for mend in problem["mends"]:
            out.say(f"  mend: {mend}")
    out.say()


def _field(out: Output, name: str, text: str) -> None:
    out.say(f"  {name:<9}{text}")


def _module(report: dict[str, Any]) -> str:
    build = report["build"]
    if build is None:
        return "not loaded"
    parts = [f"{build.get('profile')} build", build.get("target"), build.get("rustc"), build.get("pyo3")]
    labels = ("", "", "rustc ", "pyo3 ")
    known = [label + part.removeprefix(label) for label, part in zip(labels, parts, strict=True) if part]
    return ", ".join([*known, "stable ABI" if build.get("abi3") == "true" else "this Python version only"])


def _versions(found: dict[str, str | None]) -> str:
    return ", ".join(f"{name} {version or 'not installed'}" for name, version in found.items())


def _tested(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {'ok' if result == 'ok' else 'FAILS'}" for name, result in row["selftest"].items())
