"""CPython's own table of regular expressions: every row is replaced as `re` replaces, whichever way it goes."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tests.fuzz import re_table  # noqa: E402

import mcpgateway_native as native  # noqa: E402

pytestmark = [
    pytest.mark.usefixtures("rust"),
    pytest.mark.skipif(re_table.missing() is not None, reason=str(re_table.missing())),
]

PAGE = ROOT / "docs" / "engines" / "regex_filter.md"


@pytest.mark.parametrize("flags", ["", "i", "m", "s", "a"])
@pytest.mark.parametrize("row", re_table.rows(), ids=lambda row: f"{row.number}-{row.pattern!a}")
def test_a_row_is_replaced_as_in_python(row: re_table.Row, flags: str) -> None:
    expected = row.by_python(flags)
    if expected is None:
        with pytest.raises(native.ConfigError, match="is not a valid pattern"):
            row.engine(flags)
        return
    engine = row.engine(flags)
    (way,) = engine.explain()
    assert way["route"] in ("native", "python")
    found = [(start, end) for _, start, end, _ in engine.scan(row.text)]
    assert (engine.rewrite(row.text), found) == expected, way


def test_the_page_shows_what_the_table_comes_to() -> None:
    shown = re.search(f"{re_table.START}\n(.*?){re_table.END}", PAGE.read_text(encoding="utf-8"), re.S)
    assert shown is not None
    if f"Python {sys.version_info[0]}.{sys.version_info[1]}" not in shown[1]:
        pytest.skip("the page shows the table of another version")
    assert shown[1] == re_table.markdown()
