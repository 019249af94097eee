"""JSON documents read for scanning and spelled again after masking, in the file's own layout."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

_FIRST_INDENT = re.compile(r"[\[{][ \t]*\r?\n([ \t]+)")
_MOST_DIGITS = 4000  # below Python's limit for turning text into an int


class NotWalkableError(ValueError):
    """The text is not one JSON document whose every value can be looked at; the message says why."""

    def __init__(self, reason: str, *, malformed: bool) -> None:
        """Keep whether it is no JSON at all, or JSON that Python's reader cannot give back whole."""
        super().__init__(reason)
        self.malformed = malformed


class Layout(NamedTuple):
    """How a document was written: what a changed copy of it is written like."""

    indent: str | None
    newline: str
    colon: str
    comma: str
    ascii_only: bool
    lead: str
    tail: str


def _number(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MOST_DIGITS else Decimal(text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        # A reader keeps the last of them; scanning that one alone would leave the others unseen.
        _refuse("an object has the same key twice")
    return mapping


def parse(text: str) -> Any:
    """Return the document; fractions become ``Decimal``, so that 1.10 stays 1.10."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=_number, object_pairs_hook=_unique)
    except NotWalkableError:
        raise
    except json.JSONDecodeError as error:
        _refuse(f"line {error.lineno}, column {error.colno}: {error.msg}", malformed=True)
    except RecursionError:
        _refuse("nested too deeply for Python's JSON reader")
    except ArithmeticError:
        _refuse("a number is too large for Python")


def _refuse(reason: str, *, malformed: bool = False) -> NoReturn:
    raise NotWalkableError(reason, malformed=malformed) from None


def layout_of(text: str) -> Layout:
    """Look at how a JSON text is laid out."""
    body = text.strip()
    lead = text[: len(text) - len(text.lstrip())]
    indent = _FIRST_INDENT.match(body)
    spaced = indent is not None or re.search(r'":[ \t]', body) is not None
    return Layout(
        indent=indent.group(1) if indent else None,
        newline="\r\n" if "\r\n" in body else "\n",
        colon=": " if spaced else ":",
        comma="," if indent or re.search(r',[ \t]+["\[{0-9tfn-]', body) is None else ", ",
        ascii_only=body.isascii(),
        lead=lead,
        tail=text[len(lead) + len(body) :],
    )


def spell(value: Any, layout: Layout) -> str:
    """Write a document in a layout. Iterative: a document may be nested deeper than Python's stack."""
    parts = [layout.lead]
    open_containers: list[tuple[Iterator[tuple[str, Any]], str]] = []

    def begin(item: Any) -> None:
        if isinstance(item, dict) and item:
            pairs = ((_scalar(key, layout) + layout.colon, child) for key, child in item.items())
            parts.append("{")
            open_containers.append((pairs, "}"))
        elif isinstance(item, list) and item:
            parts.append("[")
            open_containers.append((((("", child)) for child in item), "]"))
        else:
            parts.append(_scalar(item, layout))

    begin(value)
    while open_containers:
        children, closing = open_containers[-1]
        child = next(children, None)
        if child is None:
            open_containers.pop()
            parts += (_line_break(layout, len(open_containers)), closing)
            continue
        if parts[-1] not in ("{", "["):
            parts.append(layout.comma)
        parts += (_line_break(layout, len(open_containers)), child[0])
        begin(child[1])
    return "".join((*parts, layout.tail))


def _line_break(layout: Layout, depth: int) -> str:
    return "" if layout.indent is None else layout.newline + layout.indent * depth


def _scalar(value: Any, layout: Layout) -> str:
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(value, ensure_ascii=layout.ascii_only)
    # A lone surrogate has no spelling but its escape.
    return json.dumps(value) if not layout.ascii_only and _has_surrogate(text) else text


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def leaves(document: Any) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every value that can be written as text, in the paths that engines report."""
    stack: list[tuple[str, Any]] = [("", document)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict):
            for key in reversed(value):
                below = f"{path}.{key}" if path else key
                stack += ((below, value[key]), (f"{below}(key)", key))
        elif isinstance(value, list):
            stack += [(f"{path}[{index}]", item) for index, item in reversed(list(enumerate(value)))]
        elif value is not None:
            yield path, str(value)


def keys(document: Any) -> set[str]:
    """Return every key of every object in a document."""
    found: set[str] = set()
    stack = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            found.update(value)
            stack += value.values()
        elif isinstance(value, list):
            stack += value
    return found
