"""The accuracy figures rest on fair scoring and on labelled texts that hold what their labels say."""

import json
import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # The benches are a folder of the repository, not an installed package.

from benches.accuracy import (  # noqa: E402
    checksums,
    contestants,
    datasets,
    documents,
    errors,
    gate,
    national,
    packages,
    phones,
    plot,
    report,
    scoring,
    sentences,
    values,
)
from benches.accuracy.draft import Draft, Planted, Prose  # noqa: E402
from benches.accuracy.frames import FRAMES, part  # noqa: E402
from benches.accuracy.model import (  # noqa: E402
    PYTHON,
    RUST,
    Contestant,
    Counts,
    Dataset,
    Example,
    Report,
    Result,
    SetResult,
    Skip,
    Span,
)

OWN = (sentences.generate, documents.generate, national.generate)
own_generator = pytest.mark.parametrize("generate", OWN, ids=["sentences", "documents", "national"])


def judged(text: str, found: list[Span], gold: list[Span], neutral: tuple[Span, ...] = ()) -> tuple[int, int, int]:
    right, false, missed = scoring.judge(Example(text, tuple(gold), neutral), found)
    return len(right), len(false), len(missed)


# --- scoring ---------------------------------------------------------------------------------------------------------

TEXT = "passport: A1234567 and 212-555-0123, 4111 1111 1111 1111"
PASSPORT, PHONE, CARD = Span("passport", 10, 18), Span("phone", 23, 35), Span("credit_card", 37, 56)


@pytest.mark.parametrize(
    ("found", "gold", "wanted"),
    [
        ([PHONE], [PHONE], (1, 0, 0)),
        ([], [PHONE], (0, 0, 1)),
        ([PHONE], [], (0, 1, 0)),
        ([PHONE._replace(type="ssn")], [PHONE], (0, 1, 1)),
        # Half of the longer stretch is enough, less is not: both ways.
        ([Span("phone", 23, 29)], [PHONE], (1, 0, 0)),
        ([Span("phone", 23, 28)], [PHONE], (0, 1, 1)),
        ([Span("phone", 19, 43)], [PHONE], (1, 0, 0)),
        ([Span("phone", 18, 43)], [PHONE], (0, 1, 1)),
        # One finding answers one value, and one value takes one finding.
        ([PHONE, Span("phone", 23, 33)], [PHONE], (1, 1, 0)),
        ([Span("phone", 23, 56)], [PHONE, Span("phone", 37, 56)], (1, 0, 1)),
        ([PHONE, PHONE], [PHONE], (1, 0, 0)),
        # The label may be part of the finding, other digits may not.
        ([Span("passport", 0, 18)], [PASSPORT], (1, 0, 0)),
        ([Span("phone", 10, 35)], [PHONE], (0, 1, 1)),
        ([CARD, PASSPORT, PHONE], [PASSPORT, PHONE, CARD], (3, 0, 0)),
    ],
)
def test_findings_are_judged(found: list[Span], gold: list[Span], wanted: tuple[int, int, int]) -> None:
    assert judged(TEXT, found, gold) == wanted


def test_a_long_label_does_not_excuse_a_finding() -> None:
    text = "passport " + "x" * scoring.LONGEST_LABEL + " A1234567"
    gold = Span("passport", len(text) - 8, len(text))
    assert judged(text, [Span("passport", 0, len(text))], [gold]) == (0, 1, 1)


def test_the_best_fit_is_matched_first() -> None:
    found = [Span("phone", 0, 10), Span("phone", 0, 20)]
    gold = [Span("phone", 0, 20), Span("phone", 0, 11)]
    assert scoring.match(" " * 20, found, gold) == [(1, 0), (0, 1)]


def test_findings_on_neutral_stretches_count_neither_way() -> None:
    neutral = (Span("", 23, 35),)
    assert judged(TEXT, [PHONE], [], neutral) == (0, 0, 0)
    assert judged(TEXT, [Span("phone", 33, 40)], [], neutral) == (0, 1, 0)


def test_counts_give_precision_recall_and_f1() -> None:
    counts = Counts(right=6, false=2, missed=4)
    assert (counts.precision, counts.recall, counts.support) == (0.75, 0.6, 10)
    assert counts.f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))
    assert (Counts().precision, Counts().recall, Counts().f1) == (None, None, None)
    assert Counts(missed=3).f1 == 0.0
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)


def test_a_result_is_summed_over_all_types_and_over_those_claimed() -> None:
    result = Result("x", ("phone",), {"phone": Counts(2, 1, 0), "ssn": Counts(0, 0, 5)})
    assert result.overall == Counts(2, 1, 5)
    assert result.claimed == Counts(2, 1, 0)


def test_a_contestant_is_scored_by_type() -> None:
    examples = [Example("a 1", (Span("phone", 2, 3),)), Example("b 22"), Example("c 3", (Span("ssn", 2, 3),))]
    dataset = Dataset("x", "X", "here", (1,), examples)

    def detect(text: str) -> list[Span]:
        return [Span("phone", found.start(), found.end()) for found in re.finditer("[0-9]+", text)]

    result = scoring.score(dataset, Contestant("digits", "1", detect, frozenset({"phone"})))
    assert result.types == {"phone": Counts(1, 2, 0), "ssn": Counts(0, 0, 1)}
    shown = errors.lines(dataset, Contestant("digits", "1", detect, frozenset()), 9)
    assert shown[0] == "X: 2 false"
    assert any("b ⟦22⟧" in line for line in shown)


# --- texts -----------------------------------------------------------------------------------------------------------


@own_generator
def test_a_seed_gives_the_same_texts_everywhere(generate: datasets.Generator) -> None:
    first = generate(5, 60, held_out=True)
    assert first == generate(5, 60, held_out=True)
    assert first != generate(6, 60, held_out=True)


@own_generator
def test_spans_are_in_order_and_lie_in_their_texts(generate: datasets.Generator) -> None:
    for example in generate(7, 200, held_out=True):
        at = 0
        for span in example.gold:
            assert at <= span.start < span.end <= len(example.text)
            at = span.end


@own_generator
def test_a_planted_value_stands_where_its_span_says(
    generate: datasets.Generator, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted: list[tuple[str, str]] = []
    plant = Draft.plant

    def noted(self: Draft, kind: str, value: str) -> None:
        planted.append((kind, value))
        plant(self, kind, value)

    monkeypatch.setattr(Draft, "plant", noted)
    examples = generate(8, 200, held_out=True)
    held = [(span.type, example.text[span.start : span.end]) for example in examples for span in example.gold]
    assert held == planted
    assert len(held) > 100


def test_the_sets_are_large_and_hold_every_type() -> None:
    examples = sentences.generate(datasets.HELD_OUT_SEEDS[0], 3200, held_out=True)
    found: dict[str, int] = {}
    for example in examples:
        for span in example.gold:
            found[span.type] = found.get(span.type, 0) + 1
    assert set(found) == set(contestants.TYPES)
    assert min(found.values()) >= 50
    assert 600 <= sum(not example.gold for example in examples) <= 1000
    assert sum(recipe.count for recipe in datasets.RECIPES if recipe.key == "sentences") >= 3000


def test_documents_are_json() -> None:
    for example in documents.generate(3, 40, held_out=True):
        json.loads(example.text)


def test_a_document_is_laid_out_as_json_does_it() -> None:
    tree = {
        "a": [1, {"b": None}],
        "c": Planted("phone", "12"),
        "d": Prose(("say ", Planted("ssn", "1"), "\n")),
        "e": [],
    }
    plain = {"a": [1, {"b": None}], "c": "12", "d": "say 1\n", "e": []}
    for indent in (None, 2):
        draft = Draft()
        draft.document(tree, indent)
        assert draft.example().text == json.dumps(plain, indent=indent)


def test_the_held_out_sets_have_seeds_and_frames_of_their_own() -> None:
    assert not set(datasets.DEV_SEEDS) & set(datasets.HELD_OUT_SEEDS)
    assert part(list("abcdefgh"), held_out=False) == list("abcfgh")
    assert part(list("abcdefgh"), held_out=True) == list("abcdefgh")
    frames = [frame for languages in FRAMES.values() for known in languages.values() for frame in known]
    assert all(frame.count("{v}") == 1 for frame in frames)


def test_a_missing_package_is_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_name: str) -> None:
        raise ImportError("No module named 'faker'")

    monkeypatch.setattr(packages, "import_module", missing)
    skipped = datasets.build("faker", held_out=True, quick=True)
    assert isinstance(skipped, Skip)
    assert "not installed" in skipped.reason


def test_no_rival_and_no_package_is_needed_to_import_the_bench() -> None:
    code = (
        "import sys, benches.accuracy.app\n"
        "print([name for name in ('faker','mimesis','presidio_analyzer','datafog','cloakrs','cpex_pii_filter',"
        "'scrubadub','spacy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- values ----------------------------------------------------------------------------------------------------------


def many(make: values.Maker, count: int = 300) -> list[str]:
    random = Random(9)
    return [make(random) for _ in range(count)]


def test_ibans_have_the_right_check_digits_and_every_country() -> None:
    known = ("DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606")
    assert all(checksums.iban_valid(text) for text in known)
    for country in values.IBAN_FORMS:
        text = values.iban(Random(country), country).replace(" ", "")
        assert text.startswith(country)
        assert checksums.iban_valid(text)
    assert {country: len(values.iban(Random(1), country).replace(" ", "")) for country in ("NO", "MT", "RU")} == {
        "NO": 15,
        "MT": 31,
        "RU": 33,
    }


def test_cards_pass_the_luhn_test() -> None:
    assert checksums.luhn_valid("4111111111111111")
    assert all(checksums.luhn_valid(re.sub("[ -]", "", card)) for card in many(values.credit_card))


def test_social_security_numbers_are_ones_that_could_be_issued() -> None:
    for text in many(values.ssn_labelled) + many(values.ssn):
        area, group, serial = re.fullmatch(r"([0-9]{3})[ -]?([0-9]{2})[ -]?([0-9]{4})", text).groups()  # type: ignore[union-attr]
        assert area not in ("000", "666")
        assert area < "900"
        assert group != "00"
        assert serial != "0000"


def test_citizen_service_numbers_pass_the_eleven_test() -> None:
    for text in many(values.bsn):
        digits = [int(char) for char in text.replace(".", "")]
        assert len(digits) == 9
        assert sum(digit * weight for digit, weight in zip(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 == 0


def test_coin_addresses_have_the_published_encodings() -> None:
    satoshi = bytes.fromhex("62e907b15cbf27d5425399ebf6f0fb50ebb88f18")
    assert checksums.base58check(b"\x00", satoshi) == "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
    program = bytes.fromhex("751e76e8199196d454941c45d1b3a323f1433bd6")
    assert checksums.segwit("bc", 0, program) == "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    address = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    assert checksums.ethereum(bytes.fromhex(address[2:])) == address


def test_national_numbers_have_the_published_check_digits() -> None:
    assert checksums.verhoeff("23412341234") == "6"
    assert checksums.iso7064_11_10("8609574271") == "9"
    assert all(int(text.replace(" ", "")[:13]) % 97 + int(text[-2:]) == 97 for text in many(national.fr_nir))
    assert all(checksums.luhn_valid(re.sub("[ -]", "", text)) for text in many(national.ca_sin))
    assert all(len(text) == 16 for text in many(national.it_fiscal_code))
    assert len(national.KINDS) == 15


def test_telephone_numbers_come_from_many_countries() -> None:
    assert len(phones.PLANS) >= 20
    for make in (phones.us, phones.international, phones.us_context, phones.national):
        assert all(7 <= len(re.sub("[^0-9]", "", text.split("x")[0].split("ext")[0])) <= 15 for text in many(make))


# --- contestants and reports -----------------------------------------------------------------------------------------


def test_rivals_names_stand_for_types_of_ours() -> None:
    for names in contestants.NAMES.values():
        assert set(names.values()) <= set(contestants.TYPES)


def test_overlapping_findings_of_a_rival_are_resolved_by_score() -> None:
    weak, sure, apart = Span("bank_account", 0, 9), Span("passport", 0, 9), Span("phone", 10, 20)
    assert contestants.resolved([(0.4, weak), (0.5, sure), (0.1, apart)]) == [sure, apart]


def test_byte_offsets_become_code_points() -> None:
    text = "né le 1990"
    assert contestants.code_points(text, 7, 11) == (6, 10)
    assert contestants.code_points("abc", 1, 2) == (1, 2)


def made(ours: Counts, twin: Counts | None = None) -> Report:
    results = [Result(RUST, ("phone",), {"phone": ours})]
    results += [Result(PYTHON, ("phone",), {"phone": twin})] if twin else []
    results.append(Result("rival", ("email",), {"phone": Counts(0, 0, 100)}))
    each = SetResult("x", "Set", "made", (1, 2), 200, 100, 50, tuple(results))
    names = {"rival": {"TEL": "phone"}}
    return Report(
        "pii_filter", "PII Filter", "run", "2026-01-01", {}, {"python": "3"}, (each,), names, (Skip("a", "b"),)
    )


def test_the_gate_names_what_is_too_low() -> None:
    assert gate.failures(made(Counts(99, 0, 1))) == []
    low = gate.failures(made(Counts(70, 30, 30)))
    assert [line.split(" is ")[0] for line in low] == ["Set: F1 0.700", "Set: precision 0.700", "Set: phone F1 0.700"]
    assert gate.failures(made(Counts(99, 0, 1), Counts(98, 0, 2))) == ["Set: Python and Rust found different values"]
    without = made(Counts(99, 0, 1))
    only_rival = SetResult(**{**vars(without.sets[0]), "results": without.sets[0].results[1:]})
    assert gate.failures(Report(**{**vars(without), "sets": (only_rival,)})) == ["Set: Rust did not take part"]


def test_a_report_survives_its_file_and_fills_the_page(tmp_path: Path) -> None:
    before = made(Counts(90, 5, 10), Counts(90, 5, 10))
    report.write_json(before, tmp_path / "accuracy_x.json")
    after = report.read_json(tmp_path / "accuracy_x.json")
    assert after == before
    page = report.page([after])
    assert "| Rust | 0.947 | 0.900 | 0.923 | 1 of 1 | 0.900 | 0.923 |" in page
    assert "| rival | - | 0.000 | 0.000 | 0 of 1 | - | - |" in page
    assert "| phone | 100 | 0.923 | - |" in page
    assert "does not pass" in page
    assert "Rust" in report.screen(after)
    assert plot.chart(after).count("<rect") == 4
    assert ">0.923<" in plot.chart(after)


def test_the_page_is_made_from_the_kept_results() -> None:
    kept = ROOT / "benches" / "results" / "accuracy_pii_filter.json"
    if not kept.is_file():
        pytest.skip("no run has been kept yet")
    page = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert page == report.page([report.read_json(kept)])
