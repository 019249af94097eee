"""``scan``: run one engine over files, say what it finds and where, or write the masked copy."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any

from mcpgateway_native.cli._engine_config import add_config_arguments, engine_config
from mcpgateway_native.cli._hits import Locator
from mcpgateway_native.cli._inputs import FORMATS, STDIN, Source, Unit
from mcpgateway_native.cli._json_file import NotWalkableError, spell
from mcpgateway_native.cli._reports import JsonReport, Report, SilentReport, TableReport
from mcpgateway_native.cli._rewriting import Rewriter
from mcpgateway_native.cli.output import Output, plural, printable
from mcpgateway_native.cli.progress import Progress, progress
from mcpgateway_native.errors import NativeError

SUMMARY = "run an engine over files and show what it finds, or write the masked copy"
EPILOG = """examples:
  mcpgateway-native scan pii_filter notes.txt export.json log.jsonl
  kubectl logs gateway | mcpgateway-native scan pii_filter -
  mcpgateway-native scan pii_filter --rewrite export.json > masked.json
  mcpgateway-native scan pii_filter --config plugins/config.yaml --json notes.txt
  mcpgateway-native scan json_repair answer.txt        the repairs as a diff

Found values are never shown unless --show-values is given.
exit status: 0 nothing found, 1 something found, 2 an input could not be scanned completely"""


class Usage(NativeError):  # noqa: N818 - what the user is told, not a failure of ours
    """Options that do not go together."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of the command."""
    parser.add_argument("plugin", metavar="PLUGIN", help="the engine, for example pii_filter (see: list)")
    parser.add_argument("files", metavar="FILE", nargs="*", default=[], help="files to scan; stdin for - or none")
    add_config_arguments(parser)
    parser.add_argument("--format", choices=FORMATS, default="auto", help="what the files are (default: auto)")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--json", action="store_true", help="write the findings as JSON")
    kind.add_argument("--rewrite", action="store_true", help="write the masked text instead of the findings")
    parser.add_argument("-o", "--output", metavar="PATH", help="with --rewrite: a file, or a directory for several")
    parser.add_argument("--show-values", action="store_true", help="show what was found, in clear")
    parser.add_argument("--limit", type=int, metavar="N", help="show N findings at most (terminals: 100)")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress bar and no summary on stderr")


def run(args: argparse.Namespace, out: Output) -> int:
    """Run the command."""
    args.files = args.files or [STDIN]
    if args.output and not args.rewrite:
        raise Usage("--output needs --rewrite")
    if args.rewrite and len(args.files) > 1 and not (args.output and Path(args.output).is_dir()):
        raise Usage("--rewrite of several files needs --output with an existing directory")
    if sum(name == STDIN for name in args.files) > 1:
        raise Usage("stdin can be read only once")
    if STDIN in args.files and _stdin_is_terminal() and not args.quiet:
        out.talk("reading from the keyboard; end with Ctrl-D")
    if args.plugin == "json_repair" and not (args.rewrite or args.json):
        return _show_repairs(args, out)
    limit = args.limit if args.limit is not None else (100 if out.width else 0)
    report = _report(args, out, limit)
    # Rows that appear while the bar stands would be written into it.
    shares_screen = out.width is not None and not args.output and not (limit and isinstance(report, TableReport))
    with progress(out, _total_size(args.files), wanted=not args.quiet and not shares_screen) as bar:
        scanner = _Scanner(args, out, report, bar)
        scanner.scan_all(args.files)
    report.finish(sum(scanner.found.values()))
    scanner.summarise()
    return 2 if scanner.failures else int(bool(scanner.found))


def _show_repairs(args: argparse.Namespace, out: Output) -> int:
    import mcpgateway_native as native
    from mcpgateway_native.cli import _repairs

    config = engine_config(args.plugin, args.config)
    return _repairs.show(native.load(args.plugin, config, native=args.native), args.files, out)


def _report(args: argparse.Namespace, out: Output, limit: int) -> Report:
    if args.rewrite:
        return SilentReport()
    return JsonReport(out) if args.json else TableReport(out, limit)


def _total_size(files: list[str]) -> int | None:
    try:
        return sum(Path(name).stat().st_size for name in files) if STDIN not in files else None
    except OSError:
        return None


class _Scanner:
    """One run over all files."""

    def __init__(self, args: argparse.Namespace, out: Output, report: Report, bar: Progress) -> None:
        import mcpgateway_native as native

        self._args, self._out, self._report, self._bar = args, out, report, bar
        self._config = engine_config(args.plugin, args.config)
        self._engine = native.load(args.plugin, self._config, native=args.native)
        _require_text(args.plugin)
        self.found: Counter[str] = Counter()
        self.failures = 0
        self._done = 0

    def scan_all(self, files: list[str]) -> None:
        """Scan one file after the other; one that cannot be read does not stop the rest."""
        self._report.start(self._args.plugin, self._engine.implementation, self._engine.reason)
        for name in files:
            try:
                self._scan_file(name)
            except BrokenPipeError:
                raise
            except (OSError, NotWalkableError, UnicodeError) as error:
                text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
                self._report.file_done(name, "", 0, [text])
                self._fail(name, text)

    def summarise(self) -> None:
        """Say in one line what was found, and what ran."""
        if self._args.quiet:
            return
        files = plural(len(self._args.files), "file")
        total = sum(self.found.values())
        kinds = ", ".join(f"{rule} {count:,}" for rule, count in self.found.most_common())
        what = f"{plural(total, 'finding')} in {files} ({kinds})" if total else f"nothing found in {files}"
        gaps = f", {self.failures:,} not scanned completely" if self.failures else ""
        self._out.talk(f"{what}{gaps}; {self._args.plugin} ran on {self._engine.implementation}")

    def _fail(self, name: str, reason: str) -> None:
        self.failures += 1
        self._bar.close()
        self._out.talk(f"error: {printable(name)}: {reason}")

    def _scan_file(self, name: str) -> None:
        # Broken JSON is no document yet, and no part of it can be repaired alone.
        source = Source(name, self._args.format, whole=self._args.plugin == "json_repair")
        findings = 0
        reasons: set[str] = set()
        try:
            with Rewriter(source, self._args.output, self._out, wanted=self._args.rewrite) as rewriter:
                for unit in source.units(self._engine.scan, lambda text: self._note(name, text)):
                    count, reason = self._scan_unit(source, unit, rewriter)
                    findings += count
                    if reason is not None:
                        reasons.add(reason)
                    self._bar.update(self._done + source.position(), source.name)
                rewriter.complete = not reasons
            self._done += source.size or 0
        finally:
            source.close()
        self._report.file_done(source.name, source.format, findings, sorted(reasons))
        if reasons:
            self._fail(name, f"not scanned completely: {', '.join(sorted(reasons))}")

    def _scan_unit(self, source: Source, unit: Unit, rewriter: Rewriter) -> tuple[int, str | None]:
        engine = self._embedded_engine if unit.embedded else self._engine
        outcome = engine.process(unit.payload)
        self.found.update(finding[0] for finding in outcome.findings)
        locator = Locator(source, unit, self._engine.scan, self._engine.rewrite)
        if not self._args.rewrite:
            for hit in locator.hits(outcome.findings, values=self._args.show_values):
                self._report.add(hit)
        elif outcome.complete:
            rewriter.write(_spelled(unit, outcome.payload) if outcome.changed else unit.raw)
        return len(outcome.findings), None if outcome.complete else outcome.reason or "incomplete"

    @cached_property
    def _embedded_engine(self) -> Any:
        """The engine for JSON text that could not be parsed into a payload."""
        import mcpgateway_native as native

        config = {**self._config, "scan_json_strings": True}
        return native.load(self._args.plugin, config, native=self._args.native)

    def _note(self, name: str, text: str) -> None:
        if not self._args.quiet:
            self._bar.close()
            self._out.talk(f"note: {printable(name)}: {text}")


def _spelled(unit: Unit, payload: Any) -> str:
    return spell(payload, unit.layout()) if unit.structured else str(payload)


def _require_text(plugin: str) -> None:
    import mcpgateway_native as native

    family = next((row["family"] for row in native.plugins() if row["name"] == plugin), "text")
    if family != "text":
        raise Usage(f"{plugin} is a {family} engine; scan works with the engines that read text")


def _stdin_is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
