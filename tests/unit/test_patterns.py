"""Lowering of users' patterns: what becomes of each construct, and that the meaning stays."""

import re

import pytest

from mcpgateway_native import _patterns
from mcpgateway_native._ranges import ANY, complement, either_case, normalized, written
from mcpgateway_native.errors import UnsupportedError

NOT_NEWLINE = r"[\x{0}-\x{9}\x{B}-\x{D7FF}\x{E000}-\x{10FFFF}]"


def lowered(pattern: str) -> str:
    result = _patterns.lower_custom(pattern)
    assert result.startswith("(?u-i:") and result.endswith(")")
    return result[6:-1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("K1", "[Kk]1"),
        ("é", r"\x{E9}"),
        (r"\d", "[0-9]"),
        (r"\s", r"[\x{9}-\x{D}\x{20}]"),
        (r"\w", r"[0-9A-Z\x{5F}a-z]"),
        (r"\D", r"[\x{0}-\x{2F}\x{3A}-\x{D7FF}\x{E000}-\x{10FFFF}]"),
        (r"x\b", r"[Xx](?-u:\b)"),
        (r"x\B", r"[Xx](?-u:\B)"),
        (".", NOT_NEWLINE),
        ("(?s).", r"[\x{0}-\x{10FFFF}]"),
        ("(?s:.).", r"(?:[\x{0}-\x{10FFFF}])" + NOT_NEWLINE),
        ("(?x) a  b # words", "[Aa][Bb]"),
        ("(?-i:a)a", "(?:a)[Aa]"),
        ("[b-d]", "[B-Db-d]"),
        ("[^b]", r"[\x{0}-AC-ac-\x{D7FF}\x{E000}-\x{10FFFF}]"),
        ("[]a-]", r"[\x{2D}A\x{5D}a]"),
        ("a|bc", "(?:[Aa]|[Bb][Cc])"),
        ("(a)(?:b)(?P<n>c)", "(?:[Aa])[Bb](?:[Cc])"),
        ("a*b", "(?:[Aa]){0,}[Bb]"),
        ("a+?b", "(?:[Aa]){1,}?[Bb]"),
        ("a{2,5}", "(?:[Aa]){2,5}"),
        (r"\Aa\Z", r"\A[Aa]\z"),
        ("^a", r"\A[Aa]"),
        ("(?m)^a$", "(?m:^)[Aa](?m:$)"),
        ("[\ud800-\udfff]", r"[^\x{0}-\x{10FFFF}]"),
        ("[\ud7ff-\ue000]", r"[\x{D7FF}\x{E000}]"),
        ("[\U0001f600-\U0001f64f]", r"[\x{1F600}-\x{1F64F}]"),
        (r"[\x80-\U0010ffff]", r"[\x{80}-\x{D7FF}\x{E000}-\x{10FFFF}]"),
    ],
)
def test_constructs(pattern: str, expected: str) -> None:
    assert lowered(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "construct"),
    [
        ("(?=a)b", "look-ahead"),
        ("(?!a)b", "look-ahead"),
        ("(?<=a)b", "look-behind"),
        ("(?<!a)b", "look-behind"),
        (r"(a)\1", "a back-reference"),
        ("(a)?(?(1)b|c)", "a conditional group"),
        ("(?>a)b", "an atomic group"),
        ("a++b", "a possessive quantifier"),
        ("(?:a?)*b", "a repeat of something that may be empty"),
        ("(?:a|b*)+c", "a repeat of something that may be empty"),
        ("a$", "a $ without the flag m"),
        (r"(?u:\w)", "Unicode classes"),
        ("[a-\U00010400]", "a range of letters beyond U+FFFF without regard to case"),
        ("(?:a{100}){100}", "very many repetitions"),
    ],
)
def test_what_only_python_can_run_is_named(pattern: str, construct: str) -> None:
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    with pytest.raises(UnsupportedError) as caught:
        _patterns.lower_custom(pattern)
    assert str(caught.value) == construct


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("a$", r"[Aa]\n?\z"), ("a$|(b$)", r"(?:[Aa]\n?\z|(?:[Bb]\n?\z))"), ("^a$", r"\A[Aa]\n?\z")],
)
def test_the_end_of_a_value_can_be_lowered_in_a_whitelist(pattern: str, expected: str) -> None:
    assert _patterns.lower_whitelist(pattern) == f"(?u-i:{expected})"


@pytest.mark.parametrize("pattern", ["a$b", "(?:a$)+", "(?:a$|b)c"])
def test_only_the_last_dollar_can_be_lowered(pattern: str) -> None:
    with pytest.raises(UnsupportedError):
        _patterns.lower_whitelist(pattern)


@pytest.mark.parametrize(
    "pattern", ["[", "a{2,1}", "*", "(?P<1>a)", "(?<=a*)b", "a{99999999999999999999}", "(" * 5000 + ")" * 5000]
)
def test_invalid_patterns_raise_the_one_error_of_re(pattern: str) -> None:
    for function in (_patterns.compile_pattern, _patterns.lower_custom, _patterns.lower_whitelist):
        with pytest.raises(re.error):
            function(pattern)


def test_doubtful_patterns_warn_nobody(recwarn: pytest.WarningsRecorder) -> None:
    assert _patterns.lower_custom("[[a]x")
    assert not recwarn.list


@pytest.mark.parametrize(
    ("pattern", "empty"),
    [("a*", True), ("a|", True), (r"\b", True), ("(?=a)", True), ("^", True), ("a", False), (r"\ba", False),
     ("a*b", False)],
)  # fmt: skip
def test_empty_matches_are_known(pattern: str, empty: bool) -> None:
    assert _patterns.matches_empty(pattern) is empty


def as_python(pattern: str) -> re.Pattern[str]:
    """The lowered pattern in Python's spelling, to be run without any flag."""
    text = lowered(pattern).replace(r"(?-u:\b)", r"\b").replace(r"(?-u:\B)", r"\B").replace(r"\z", r"\Z")
    text = re.sub(r"\\x\{([0-9A-F]+)\}", lambda match: f"\\U{int(match[1], 16):08x}", text)
    return re.compile(text, re.ASCII)


SAMPLES = [
    "", "a", "A", "emp-1234", "EMP-12345", "xemp-1234", "é", "É", "k", "K", "\u212a", "ſ", "s", "S", "ı", "İ", "i",
    "foo bar", "foo\nbar", "\t", "\x1c", "\xa0", "\u2003", "٣", "_", "-", "]", "^", "\\", "aab", "AAB", "ab\n",
    "\ufffd", "\U0001f600", "line\nemp-1\n", "ß", "ſs", "a" * 50,
]  # fmt: skip


@pytest.mark.parametrize(
    "pattern",
    [
        r"\bemp-\d{4}\b", r"[^\W\d]+", r"[\s\S]", r"k|s", r"[k-s]+", r"[^k-s]+", r"(?i:é)|ß", r".+", r"(?s).+",
        r"(?m)^\w+$", r"a{2,}?b", r"(a|ab)(c|bcd)?", r"[\x00-\x1f]", r"[A-z]", r"[^A-z]", r"(?-i:A)a", r"[\d-]+",
        r"\W", r"i", r"[i]",
        r"\AEMP", r"\Bmp", "[à-ÿ]+",
    ],
)  # fmt: skip
def test_the_meaning_stays(pattern: str) -> None:
    original, portable = _patterns.compile_pattern(pattern), as_python(pattern)
    for text in (*SAMPLES, *map(chr, range(0x250))):
        spans = [match.span() for match in original.finditer(text)]
        assert [match.span() for match in portable.finditer(text)] == spans, text


def test_sets_of_characters() -> None:
    assert normalized([(5, 6), (1, 2), (3, 4), (9, 9)]) == [(1, 6), (9, 9)]
    assert complement([(0, 4), (6, 0x10FFFF)]) == [(5, 5)]
    assert complement(ANY) == []
    assert complement([]) == ANY
    assert normalized(either_case([(0x5A, 0x61)])) == [(0x41, 0x41), (0x5A, 0x61), (0x7A, 0x7A)]
    assert written([(0x41, 0x41)]) == "A"
    assert written([]) == r"[^\x{0}-\x{10FFFF}]"
