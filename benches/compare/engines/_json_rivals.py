"""Rivals of JSON repair that run in Python: three packages, and the gateway's plain-Python algorithm with orjson."""

from __future__ import annotations

import re
from collections.abc import Callable

from benches.compare.contestants import Loader
from benches.compare.machine import package_version
from benches.compare.model import Contestant, Operation

ORIGINAL = "gateway original"
_SPARE_COMMA = re.compile(r",(\s*[}\]])")


def original(loads: Callable[[str], object]) -> Callable[[str], str]:
    """What the gateway's own plugin does to a result, written anew from its behaviour; `loads` is the judge.

    Valid text stays. Else, on the stripped text, the first of these that gives valid text: double quotes for single
    ones where there are no others; without commas before closers, be they inside a string; braces around members.
    """

    def valid(text: str) -> bool:
        try:
            loads(text)
        except ValueError:
            return False
        return True

    def repair(text: str) -> str:
        if valid(text):
            return text
        found = text.strip()
        framed = found[:1] in ("{", "[") and found[-1:] in ("}", "]")
        if framed and "'" in found and '"' not in found:
            found = found.replace("'", '"')
            if valid(found):
                return found
        without = _SPARE_COMMA.sub(r"\1", found)
        if without != found and valid(without):
            return without
        if ":" in found and not any(brace in found for brace in "{}"):
            wrapped = f"{{{found}}}"
            if valid(wrapped):
                return wrapped
        return text

    return repair


def _original() -> Contestant:
    import orjson

    return _contestant(ORIGINAL, f"orjson {package_version('orjson')}", original(orjson.loads))


def _json_repair() -> Contestant:
    from json_repair import repair_json

    call = lambda text: repair_json(text, ensure_ascii=False)  # noqa: E731
    return _contestant("json_repair", package_version("json_repair"), call)


def _fast_json_repair() -> Contestant:
    from fast_json_repair import repair_json

    call = lambda text: repair_json(text, ensure_ascii=False)  # noqa: E731
    return _contestant("fast-json-repair", package_version("fast-json-repair"), call)


def _repairjson() -> Contestant:
    from repairjson import repair

    return _contestant("repairjson", package_version("repairjson"), repair)


def _contestant(name: str, version: str, call: Callable[[str], object]) -> Contestant:
    return Contestant(name, version, {"repair": Operation(call)})


# The first two are plotted.
LOADERS: dict[str, Loader] = {
    "repairjson": _repairjson,
    ORIGINAL: _original,
    "fast-json-repair": _fast_json_repair,
    "json_repair": _json_repair,
}
