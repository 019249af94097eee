"""Members of one name in one object: all but the first or the last of them are removed.

Names are compared where they are certain, in the repaired text, and what is removed there is then taken out of the
edits, which say where it lies in the original.
"""

import json
import re
from collections import deque
from typing import NamedTuple

from mcpgateway_native.fallback.json_repair.rules import ROWS, Rule
from mcpgateway_native.fallback.json_repair.script import Edit, Script

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[{}\[\],:]|[^ \t\n\r"{}\[\],:]+', re.DOTALL)


class _Member(NamedTuple):
    """A member of an object that is being read."""

    name: bytes  # between its quotes
    start: int
    comma: int  # the one before it
    end: int


class _Removal(NamedTuple):
    """A part of the repaired text."""

    start: int
    end: int


def remove(text: bytes, script: Script, keep: str) -> bool:
    """Add to the edits of `text`, which make it valid, those that remove members; return whether there are any."""
    removals = _removals(script.apply(text), keep)
    if removals:
        script.edits = _composed(deque(script.edits), removals)
    return bool(removals)


def _removals(text: bytes, keep: str) -> list[_Removal]:
    """Return what to remove from `text`, which is valid, in order and apart from each other.

    That is members with the comma before or, at the beginning of an object, behind them.
    """
    found: list[_Removal] = []
    # The members of all open objects, and for each open container where its own begin.
    members: list[_Member] = []
    opened: list[int | None] = []
    last = comma = 0
    name_due = False
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        if mark == 0x22 and name_due:
            members.append(_Member(token[0][1:-1], token.start(), comma, token.end()))
            name_due = False
        elif mark == 0x7B:
            opened.append(len(members))
            name_due = True
        elif mark == 0x5B:
            opened.append(None)
        elif mark == 0x2C and opened[-1] is not None:
            members[-1] = members[-1]._replace(end=last)
            comma, name_due = token.start(), True
        elif mark in b"}]":
            name_due = False
            first = opened.pop()
            if first is not None:
                own = members[first:]
                del members[first:]
                if own:
                    own[-1] = own[-1]._replace(end=last)
                found += _chosen(own, keep)
        last = token.end()
    found.sort(key=lambda removal: (removal.start, -removal.end))
    # What lies in a member that is removed goes with it.
    outer: list[_Removal] = []
    for removal in found:
        if not outer or removal.start >= outer[-1].end:
            outer.append(removal)
    return outer


def _chosen(members: list[_Member], keep: str) -> list[_Removal]:
    """Return what is to be removed of the members of one object."""
    names = [_decoded(member.name) for member in members]
    places = range(len(members))
    # What is written last into a dictionary stays.
    stays = set({names[place]: place for place in (places if keep == "last" else reversed(places))}.values())
    removals = []
    leading = True
    for place, member in enumerate(members):
        if place in stays:
            leading = False
        elif leading:
            removals.append(_Removal(member.start, members[place + 1].start))
        else:
            removals.append(_Removal(member.comma, member.end))
    return removals


def _decoded(name: bytes) -> str:
    if b"\\" not in name:
        return name.decode()
    decoded: str = json.loads(b'"%s"' % name)
    return decoded


def _composed(edits: deque[Edit], removals: list[_Removal]) -> list[Edit]:
    """Return the edits that do what `edits` do, and then `removals` to what they have written."""
    out: list[Edit] = []
    # The same place in the original and in the repaired text, with no edit between it and the next one. Of what the
    # next one writes, the first bytes are dealt with.
    original = repaired = done = 0
    for start, end in removals:
        while edits:
            edit = edits[0]
            begins = repaired + edit.start - original
            ends = begins + len(edit.text) - done
            if ends > start:
                if begins < start:
                    # The first part of what it writes stays.
                    kept = done + start - begins
                    out.append(edit._replace(text=edit.text[done:kept]))
                    edits[0] = edit._replace(start=edit.end)
                    original, repaired, done = edit.end, start, kept
                break
            out.append(edit._replace(text=edit.text[done:]) if done else edit)
            original, repaired, done = edit.end, ends, 0
            edits.popleft()
        first = original + start - repaired
        confidence = ROWS[Rule.DUPLICATE_KEY].sure
        while edits:
            edit = edits[0]
            begins = repaired + edit.start - original
            ends = begins + len(edit.text) - done
            if begins >= end:
                break
            # A removal is no surer than what it rests on.
            confidence = min(confidence, edit.confidence)
            if ends > end:
                original, repaired, done = edit.start, end, done + end - begins
                break
            original, repaired, done = edit.end, ends, 0
            edits.popleft()
        out.append(Edit(first, original + end - repaired, Rule.DUPLICATE_KEY, confidence, b""))
    if done:
        edits[0] = edits[0]._replace(text=edits[0].text[done:])
    return [*out, *edits]
