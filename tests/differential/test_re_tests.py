"""CPython's own table of regular expressions: every row is replaced as `re` replaces, whichever way it goes."""

import re
from typing import Any

import pytest

import mcpgateway_native as native

ENGINE = "regex_filter"

table = pytest.importorskip("test.re_tests", reason="this interpreter comes without its tests", exc_type=ImportError)
