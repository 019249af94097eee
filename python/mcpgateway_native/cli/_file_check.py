"""Says, for a whole configuration file, what would run for each plugin and what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from mcpgateway_native.cli import _child
from mcpgateway_native.cli._engine_check import check_engine, takes_key
from mcpgateway_native.cli._entry_check import (
    Issue,
    canonical_mode,
    check_entry,
    check_file_keys,
    did_you_mean,
    refusals,
)
from mcpgateway_native.cli._gateway_file import read_gateway_file
from mcpgateway_native.cli._kind_probe import REMOTE_KINDS
from mcpgateway_native.cli._kinds import PACKAGE, class_names, engine_of, is_backends_entry, is_ours

_PROBE = "from mcpgateway_native.cli._kind_probe import main\nmain()\n"
_SKIPPED = "the gateway skips the plugin and goes on without it (unless PLUGINS_FAIL_ON_PLUGIN_ERROR=true)"


Entry = dict[str, Any]


class Row(NamedTuple):
    """What one plugin comes to."""

    name: str
    kind: str
    mode: str
    runs: str
    why: str


class FileCheck:
    """The result for one file: ``rows`` in file order, and ``issues``."""

    def __init__(self, path: str, *, asgi: bool) -> None:
        """Read and check a file; ``asgi`` supposes that the gateway is started through our application."""
        self.path = path
        self.rows: list[Row] = []
        self.issues: list[Issue] = []
        document = read_gateway_file(path)
        if not isinstance(document, Mapping | None):
            self.issues.append(Issue("error", "", "the file must be a mapping with the key plugins"))
            return
        document = document or {}
        self.issues += check_file_keys(document)
        entries = document.get("plugins") or []
        if not isinstance(entries, list):
            self.issues.append(Issue("error", "", "plugins must be a list; the gateway refuses to start"))
            return
        self._check(entries, document.get("plugin_dirs"), asgi=asgi)

    @property
    def exit_code(self) -> int:
        """2 for errors, 1 for warnings, else 0."""
        levels = {issue.level for issue in self.issues}
        return 2 if "error" in levels else int("warning" in levels)

    def _check(self, entries: list[Any], directories: Any, *, asgi: bool) -> None:
        usable = []
        for index, entry in enumerate(entries):
            name = _name(entry, index)
            refused = list(refusals(name, entry))
            self.issues += refused
            if not refused:
                usable.append((name, {str(key): value for key, value in entry.items()}))
        if len(usable) < len(entries):
            # What the others come to is worth saying all the same: all mistakes in one go.
            self.issues.append(Issue("note", "", "no plugin runs until the gateway starts"))
        answer = _probe([entry for _, entry in usable], directories, asgi=asgi)
        if answer is not None and answer["framework"] is None:
            text = f"kinds and hooks could not be tried ({answer['reason']}); run check where the gateway is installed"
            self.issues.append(Issue("warning", "", text))
        elif answer is None:
            self.issues.append(Issue("error", "", "a plugin's module ends the process when it is imported"))
        facts = answer["entries"] if answer else [{"refused": []} for _ in usable]
        self._check_usable(usable, facts, asgi=asgi)

    def _check_usable(self, usable: list[tuple[str, Entry]], facts: list[Entry], *, asgi: bool) -> None:
        switched, seen = asgi, set()
        for (name, entry), fact in zip(usable, facts, strict=True):
            self.issues += [Issue("error", name, f"{text}; the gateway refuses to start") for text in fact["refused"]]
            if canonical_mode(entry) != "disabled":
                if name in seen:
                    self.issues.append(Issue("error", name, f"the name is used twice: {_SKIPPED}"))
                seen.add(name)
            elif is_backends_entry(entry["kind"]):
                fact = {"refused": []}
            check = _EntryCheck(name, entry, fact, switched=switched)
            self.rows.append(check.row())
            self.issues += check.issues
            switched = switched or (is_backends_entry(entry["kind"]) and canonical_mode(entry) != "disabled")


class _EntryCheck:
    """One entry that the framework accepts."""

    def __init__(self, name: str, entry: Entry, fact: Entry, *, switched: bool) -> None:
        self.name, self._entry, self._fact = name, entry, fact
        self._kind: str = entry["kind"]
        self._mode = canonical_mode(entry)
        self._historic = not is_ours(self._kind)
        engine = engine_of(self._kind)
        # Without install() a historic kind is whatever package has that name, not ours.
        self._engine = engine if switched or not self._historic else None
        self._could_be_ours = engine is not None and self._engine is None
        self.issues: list[Issue] = []

    def row(self) -> Row:
        """Check the entry and return what it comes to."""
        takes = partial(takes_key, self._engine) if self._engine else None
        self.issues += check_entry(self.name, self._entry, takes, historic=self._historic)
        runs, why = self._runs()
        return Row(self.name, self._kind, self._mode, runs, why)

    def _runs(self) -> tuple[str, str]:
        if self._mode == "disabled":
            self._say("note", "mode: disabled: it never runs")
            return "nothing", "disabled"
        error = self._fact.get("error") or self._missing_class()
        if error:
            self._say("error", f"kind {self._kind}: {error}; {_SKIPPED}{self._meant()}")
            return "nothing", "skipped: the kind cannot be imported"
        self._check_hooks()
        if self._engine is not None:
            return self._our_engine(self._engine)
        if is_backends_entry(self._kind):
            return "-", "switches the historic kinds below it to this package"
        if self._could_be_ours:
            self._say("note", f"runs the package of that name; ours would be kind: {self._our_kind()}")
        owner = "another process" if self._kind in REMOTE_KINDS else self._kind.rpartition(".")[0]
        return "other", owner

    def _our_engine(self, engine: str) -> tuple[str, str]:
        config = self._entry.get("config") or {}
        check = check_engine(engine, config, historic=self._historic)
        for text in check.warnings:
            self._say("warning", text)
        for text in check.errors:
            self._say("error", text)
        for text in check.notes:
            self._say("note", text)
        if check.implementation is not None:
            return check.implementation, check.reason
        if self._mode in ("sequential", "concurrent"):
            return "nothing", "misconfigured: every call is blocked"
        return "nothing", f"misconfigured, and the mode {self._mode} cannot block: calls pass unguarded"

    def _check_hooks(self) -> None:
        hooks = self._entry.get("hooks") or []
        if not hooks and not is_backends_entry(self._kind) and self._kind not in REMOTE_KINDS:
            self._say("warning", "hooks is empty: the plugin is never called")
        missing = self._fact.get("missing_hooks") or []
        if missing:
            from mcpgateway_native.plugins._stages import STAGES

            known = [stage.hook for stage in STAGES]
            named = ", ".join(f'"{hook}"' for hook in missing)
            text = f"the plugin has no hook {named}, and the gateway registers none that come after it"
            text += did_you_mean(missing[0], known)
            self._say("error", text)

    def _missing_class(self) -> str | None:
        """Notice a misspelt class of ours even where the framework is not there to import it."""
        if not self._historic and engine_of(self._kind) is None and not is_backends_entry(self._kind):
            return "no such plugin" if "owner" not in self._fact else None
        return None

    def _meant(self) -> str:
        ours = [f"{PACKAGE}.{name}" for name in class_names()]
        return did_you_mean(self._kind, [*(self._fact.get("candidates") or []), *ours])

    def _our_kind(self) -> str:
        return f"{PACKAGE}.{self._kind.rpartition('.')[2]}"

    def _say(self, level: Any, text: str) -> None:
        self.issues.append(Issue(level, self.name, text))


def _name(entry: Any, index: int) -> str:
    name = entry.get("name") if isinstance(entry, Mapping) else None
    return name if isinstance(name, str) and name else f"plugins[{index}]"


def _probe(entries: list[dict[str, Any]], directories: Any, *, asgi: bool) -> dict[str, Any] | None:
    paths = [path for path in directories if isinstance(path, str)] if isinstance(directories, list) else []
    plain = json.loads(json.dumps(entries, default=str))
    return _child.run_child(_PROBE, {"entries": plain, "plugin_dirs": paths, "asgi": asgi}).report


def issue_lines(issues: list[Issue]) -> Iterator[str]:
    """Yield a line per issue, the gravest first."""
    order = {"error": 0, "warning": 1, "note": 2}
    for issue in sorted(issues, key=lambda issue: order[issue.level]):
        subject = f"{issue.plugin}: " if issue.plugin else ""
        yield f"{issue.level:<8} {subject}{issue.text}"
