"""JSON inside texts: read by the book, masked in place, nothing else touched."""

import json
import random
import time

import pytest

from mcpgateway_native.fallback._json_text import JsonText
from mcpgateway_native.fallback._spans import Span
from mcpgateway_native.fallback.pii_filter import Engine


def find(text: str) -> list[Span]:
    """Find every `42`."""
    spans = []
    start = text.find("42")
    while start >= 0:
        spans.append(Span(start, start + 2, 0, 50))
        start = text.find("42", start + 2)
    return spans


def masked(text: str, keys: bool = False) -> str:
    document = JsonText.parse(text)
    assert document is not None
    result = document.rewrite(text, document.findings(keys, find), lambda _, value: '<">' if value == "42" else "?")
    json.loads(result)
    return result


@pytest.mark.parametrize(
    "text",
    ["{}", " [] ", '"a"', "[1,-0.5e+3,true,false,null]", '{"a":{"b":[{}]}}', '["\\ud800"]', '\t{"a" : 0}\r\n', '"\\/"'],
)
def test_documents(text: str) -> None:
    assert JsonText.parse(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "1", "null", "text", "[1,]", "[01]", '{"a"}', '{"a":}', '{"a":1,}', "{1:2}", "[1}", "[] []", '["\n"]',
        "{'a':1}", "[.5]", "[1.]", "[1e]", "[+1]", '["\\x"]', '["\\u12"]', "[", "]", '"', '"\\"', "[NaN]", "[Infinity]",
        "[1 2]", "\ufeff[]", "[\u00a0]", "[tru]", "[-]", '{"a":1 "b":2}', "[,]", "\x0c[]",
    ],
)  # fmt: skip
def test_no_documents(text: str) -> None:
    assert JsonText.parse(text) is None


def test_the_reader_agrees_with_the_standard_library() -> None:
    generator = random.Random(3)
    pieces = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        '"a"',
        '"',
        "\\",
        "1",
        "-",
        "0",
        ".5",
        "e3",
        "true",
        "null",
        " ",
        "\n",
        "\\u00e9",
        "x",
    ]

    def refuse(name: str) -> None:
        raise ValueError(name)

    valid = 0
    for _ in range(20_000):
        text = "".join(generator.choices(pieces, k=generator.randint(1, 7)))
        try:
            value = json.loads(text, parse_constant=refuse)
            expected = isinstance(value, dict | list | str)
        except ValueError:
            expected = False
        valid += expected
        assert (JsonText.parse(text) is not None) is expected, text
    assert valid > 100


def test_strings_and_numbers_are_replaced_in_place() -> None:
    text = '{ "42" : "a42b", "n":1.420,"m":[ 42 ]}'
    assert masked(text) == '{ "42" : "a<\\">b", "n":"?","m":[ "<\\">" ]}'
    assert masked('{"42":1}', keys=True) == '{"<\\">":1}'
    assert masked('{"42":1}') == '{"42":1}'


def test_escapes_are_looked_behind_and_never_cut_in_two() -> None:
    assert masked('["x\\u00342\\n", "\\u0034\\u0032", "\\/"]') == '["x<\\">\\n", "<\\">", "\\/"]'
    assert masked('["\\u0042"]') == '["?"]'
    assert masked('["\\ud83d\\ude0042\\ud83d"]') == '["\\ud83d\\ude00<\\">\\ud83d"]'


def test_findings_point_into_the_text_as_it_stands() -> None:
    document = JsonText.parse('["\\u0034\\u0032", 1.42]')
    assert document is not None
    assert [(span.start, span.end) for span in document.findings(False, find)] == [(2, 14), (17, 21)]


def test_a_finding_across_tokens_is_cut_to_them() -> None:
    text = '["a42","b42"]'
    document = JsonText.parse(text)
    assert document is not None
    found = document.findings(False, lambda text: [Span(2, 12, 0, 50)] if text.startswith("[") else [])
    assert [text[span.start : span.end] for span in found] == ["a42", "b42"]
    assert document.rewrite(text, found, lambda _, value: value[0]) == '["a","b"]'


def test_masks_are_escaped() -> None:
    document = JsonText.parse("[42]")
    assert document is not None
    found = document.findings(False, find)
    assert (
        document.rewrite("[42]", found, lambda *_: '"\\\n\r\t\x00\x1f\x7fé')
        == '["\\"\\\\\\n\\r\\t\\u0000\\u001f\x7fé"]'
    )


def test_depth_does_not_matter() -> None:
    assert JsonText.parse("[" * 100_000 + "]" * 100_000) is not None
    assert JsonText.parse('{"a":' * 100_000 + "1" + "}" * 100_000) is not None
    assert JsonText.parse("[" * 100_000) is None


@pytest.mark.parametrize(
    "make",
    [
        lambda n: '["' + "\\u0034\\u0032 " * (n // 13) + '"]',
        lambda n: '"' + "\\\\" * (n // 2),
        lambda n: '["' + "a" * n,
        lambda n: "[" + "42," * (n // 3) + "42]",
        lambda n: "[" + "1" * n,
    ],
)
def test_time_grows_with_the_text_and_no_faster(make: "object") -> None:
    def cost(size: int) -> float:
        text = make(size)  # type: ignore[operator]
        begun = time.process_time()
        document = JsonText.parse(text)
        if document is not None:
            document.rewrite(text, document.findings(False, find), lambda *_: "x")
        return time.process_time() - begun

    small = min(cost(20_000) for _ in range(2))
    assert cost(160_000) < 24 * small + 0.1


def test_the_engine_masks_documents_without_touching_the_rest() -> None:
    text = '{"b": 1.0,  "card":4111111111111111, "mail":"a\\u0040b.com", "a":[ "ssn\\n123-45-6789" ]}'
    result = Engine({"scan_json_strings": True}).process(text)[0]
    assert result == '{"b": 1.0,  "card":"[REDACTED]", "mail":"[REDACTED]", "a":[ "ssn\\n[REDACTED]" ]}'
    plain = Engine({"scan_json_strings": False}).process(text)[0]
    assert '"card":[REDACTED]' in plain and "a\\u0040b.com" in plain


def test_keys_of_documents_are_masked_only_when_asked_for() -> None:
    text = '{"a@b.com": "x@y.com"}'
    engine = Engine({"scan_json_strings": True})
    payload, findings, *_ = engine.process(text)
    assert payload == '{"a@b.com": "[REDACTED]"}'
    assert [(start, end) for _, start, end, _, _ in findings] == [(13, 20)]
    assert Engine({"scan_json_strings": True, "scan_keys": True}).process(text)[0] == '{"[REDACTED]": "[REDACTED]"}'


def test_what_is_no_document_is_a_text() -> None:
    assert Engine({"scan_json_strings": True}).process("[a@b.com")[0] == "[[REDACTED]"
