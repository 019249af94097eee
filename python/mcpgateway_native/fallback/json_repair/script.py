"""The edits of one text as they are decided, and their order."""

from typing import NamedTuple

from mcpgateway_native.fallback.json_repair.rules import ROWS, Rule

_CLOSERS = frozenset({Rule.MISSING_CLOSER, Rule.WRONG_CLOSER, Rule.EXTRA_CLOSER, Rule.TRUNCATED})


class Edit(NamedTuple):
    """One repair: what it replaces (bytes from `start` to `end`), by what, and why."""

    start: int
    end: int
    rule: int
    confidence: int
    text: bytes


class Script:
    """The edits so far."""

    __slots__ = ("edits",)

    def __init__(self) -> None:
        """Begin without edits."""
        self.edits: list[Edit] = []

    def __len__(self) -> int:
        """How many edits there are: the number of the next one."""
        return len(self.edits)

    def edit(self, rule: int, sure: bool, start: int, end: int, text: bytes) -> None:
        """Replace `start` to `end` by `text`; `sure` says how clearly the surroundings speak for it."""
        row = ROWS[rule]
        self.edits.append(Edit(start, end, rule, row.sure if sure else row.doubtful, text))

    def insert(self, index: int, rule: int, at: int, text: bytes) -> None:
        """As `edit` for an insertion, as number `index`: before what was decided since."""
        self.edits.insert(min(index, len(self.edits)), Edit(at, at, rule, ROWS[rule].sure, text))

    def blank(self, index: int) -> None:
        """Take edit number `index` back to a mere removal."""
        self.edits[index] = self.edits[index]._replace(text=b"")

    def retract(self, start: int) -> None:
        """Drop the last edit if it begins at `start`."""
        if self.edits and self.edits[-1].start == start:
            self.edits.pop()

    def doubt(self, index: int, rule: int) -> None:
        """Mark the edits of `rule` from number `index` on as doubtful."""
        for number in range(index, len(self.edits)):
            if self.edits[number].rule == rule:
                self.edits[number] = self.edits[number]._replace(confidence=ROWS[rule].doubtful)

    def has_others(self, rule: int) -> bool:
        """Whether there are edits of other rules than this one."""
        return any(edit.rule != rule for edit in self.edits)

    def drop_rule(self, rule: int) -> None:
        """Drop all edits of a rule."""
        self.edits = [edit for edit in self.edits if edit.rule != rule]

    @property
    def has_closers(self) -> bool:
        """Whether closers were added, removed or replaced."""
        return any(edit.rule in _CLOSERS for edit in self.edits)

    @property
    def confidence(self) -> int:
        """The least sure of the edits, in percent."""
        return min((edit.confidence for edit in self.edits), default=100)

    def sort(self) -> None:
        """Put the edits in the order of the text; at one place insertions come first, in their order."""
        self.edits.sort(key=lambda edit: (edit.start, edit.end > edit.start))

    @property
    def is_consistent(self) -> bool:
        """Whether no edit reaches into the next one; call `sort` before."""
        return all(left.end <= right.start for left, right in zip(self.edits, self.edits[1:], strict=False))

    def apply(self, text: bytes) -> bytes:
        """Return `text` with the edits applied; call `sort` before."""
        parts: list[bytes] = []
        copied = 0
        for edit in self.edits:
            parts += text[copied : edit.start], edit.text
            copied = edit.end
        return b"".join((*parts, text[copied:]))
