"""The command line: ``mcpgateway-native list | doctor | check | check-pattern | scan | bench | demo``.

Data goes to stdout and talk to stderr. Each command is a module with ``add_arguments`` and ``run``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from types import ModuleType

from mcpgateway_native.cli.output import Output

_INTERRUPTED = 130  # 128 + SIGINT, as shells report it
_PIPE_CLOSED = 141  # 128 + SIGPIPE: the reader went away, so "nothing found" must not be claimed
_FAILED = 2


def _commands() -> dict[str, ModuleType]:
    from mcpgateway_native.cli import bench, check, check_pattern, demo, doctor, list_, scan

    return {
        "list": list_,
        "doctor": doctor,
        "check": check,
        "check-pattern": check_pattern,
        "scan": scan,
        "bench": bench,
        "demo": demo,
    }


def _parser() -> argparse.ArgumentParser:
    import mcpgateway_native

    parser = argparse.ArgumentParser(
        prog="mcpgateway-native",
        description="Look at, check and try the native plugins of an MCP gateway.",
        epilog="start with: mcpgateway-native demo",
    )
    parser.add_argument("-V", "--version", action="version", version=f"%(prog)s {mcpgateway_native.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in _commands().items():
        summary = module.SUMMARY
        command = commands.add_parser(
            name,
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=module.EPILOG,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Parse, with files allowed on both sides of an option, which argparse alone gives up on."""
    parser = _parser()
    args, extra = parser.parse_known_args(argv)
    files = getattr(args, "files", None)
    if extra and (files is None or any(word.startswith("-") and word != "-" for word in extra)):
        parser.error(f"unrecognized arguments: {' '.join(extra)}")
    if files is not None:
        args.files = [*files, *extra]
    return args


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code of the process."""
    out = Output()
    try:
        code = _run(argv, out)
        out.flush()
    except KeyboardInterrupt:
        out.talk("interrupted")
        return _INTERRUPTED
    except BrokenPipeError:
        out.abandon_stdout()
        return _PIPE_CLOSED
    return code


def _run(argv: Sequence[str] | None, out: Output) -> int:
    from mcpgateway_native.errors import NativeError

    try:
        args = _parse(argv)
    except SystemExit as stop:  # argparse has already said why
        return stop.code if isinstance(stop.code, int) else _FAILED
    try:
        return int(args.run(args, out))
    except BrokenPipeError:
        raise
    except NativeError as error:
        out.talk(f"error: {error}")
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        out.talk(f"error: {where}{error.strerror or error}")
    return _FAILED
