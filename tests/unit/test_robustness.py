"""Forks, threads, hostile object graphs and work bounds; and that no text of a payload gets out on the side."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

import mcpgateway_native as native

MAIL = "ann@example.com"
MASK = "[REDACTED]"
CANARY = "canary-5b1f@example.com"

Pii = Callable[..., native.TextEngine]


# --- processes and threads -------------------------------------------------------------------------------------------


def in_child(work: Callable[[], bool]) -> bool:
    """Whether `work` said True in a forked child; a child that hangs is ended by its own alarm."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(60)
            os._exit(0 if work() else 1)
        except BaseException:
            os._exit(2)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform has no fork")
class TestFork:
    def test_an_engine_that_was_built_before_the_fork_works_after_it(self, pii: Pii) -> None:
        engine = pii()
        assert in_child(lambda: engine.rewrite(MAIL) == MASK)

    def test_an_engine_that_was_used_before_the_fork_works_after_it(self, pii: Pii) -> None:
        engine = pii()
        assert engine.process([MAIL] * 1000).payload == [MASK] * 1000
        assert in_child(lambda: engine.process([MAIL] * 1000).payload == [MASK] * 1000)
        assert engine.rewrite(MAIL) == MASK

    def test_a_child_can_build_engines_of_its_own(self, pii: Pii) -> None:
        pii()
        assert in_child(lambda: pii(redaction_text="built in the child").rewrite(MAIL) == "built in the child")

    def test_tokens_stay_equal_across_the_fork(self, pii: Pii) -> None:
        engine = pii(default_mask_strategy="tokenize")
        token = engine.rewrite(MAIL)
        assert in_child(lambda: engine.rewrite(MAIL) == token)


def test_two_threads_on_one_engine_get_the_same_answers(pii: Pii) -> None:
    engine = pii()
    text = f"{'words and words, ' * 2000}{MAIL} " * 4
    expected = engine.rewrite(text)
    together = threading.Barrier(2)
    answers: dict[int, list[Any]] = {0: [], 1: []}

    def work(number: int) -> None:
        together.wait()
        for _ in range(5):
            answers[number].append((engine.rewrite(text), engine.process({"a": [text, 1]}).payload))

    threads = [threading.Thread(target=work, args=(number,)) for number in answers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1] == [(expected, {"a": [expected, 1]})] * 5


@pytest.fixture
def nobody_is_preempted() -> Iterator[None]:
    """The interpreter does not take turns by itself: another thread runs only while this one has let go."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(10_000)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.parametrize("call", ["scan", "rewrite", "process"])
@pytest.mark.usefixtures("rust", "nobody_is_preempted")
def test_another_thread_runs_during_a_long_scan(call: str) -> None:
    engine = native.load("pii_filter", native=True)
    method = getattr(engine, call)
    text = "one of many lines, 7 of them with a number\n" * 100_000
    method("warm up")
    go, ran = threading.Event(), threading.Event()

    def other() -> None:
        go.wait()
        ran.set()

    thread = threading.Thread(target=other)
    thread.start()
    go.set()
    # Several scans, because the operating system may be slow to wake the other thread.
    for _ in range(50):
        if ran.is_set():
            break
        method(text)
    progressed = ran.is_set()
    thread.join()
    assert progressed


def test_loading_and_scanning_starts_no_thread(pii: Pii) -> None:
    before = threading.active_count()
    tasks = len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else None
    pii(redaction_text="no thread").process([MAIL * 10_000])
    assert threading.active_count() == before
    if tasks is not None:
        assert len(os.listdir("/proc/self/task")) == tasks


# --- hostile object graphs -------------------------------------------------------------------------------------------


def test_a_hundred_thousand_levels(pii: Pii) -> None:
    value: Any = [MAIL]
    for level in range(100_000):
        value = {"a": value} if level % 2 else [value]
    outcome = pii().process(value)
    assert (outcome.changed, outcome.complete, len(outcome.findings)) == (True, True, 1)
    inner = outcome.payload
    for level in reversed(range(100_000)):
        inner = inner["a"] if level % 2 else inner[0]
    assert inner == [MASK]


def test_a_hundred_thousand_levels_of_nothing_come_back_as_they_are(pii: Pii) -> None:
    value: Any = "nothing"
    for _ in range(100_000):
        value = (value,)
    assert pii().process(value).payload is value


def test_two_to_the_fortieth_references(pii: Pii) -> None:
    value: Any = [MAIL]
    for _ in range(40):
        value = [value, value]
    outcome = pii().process(value)
    assert len(outcome.findings) == 1
    inner = outcome.payload
    for _ in range(40):
        assert inner[0] is inner[1]
        inner = inner[0]
    assert inner == [MASK]


def test_a_cycle_is_a_cycle_in_the_result(pii: Pii) -> None:
    value: dict[str, Any] = {"mail": MAIL, "list": []}
    value["self"] = value
    value["list"].append(value)
    masked = pii().process(value).payload
    assert masked is not value
    assert masked["mail"] == MASK
    assert masked["self"] is masked
    assert masked["list"][0] is masked
    assert value["mail"] == MAIL
    assert value["list"][0] is value


def test_a_cycle_through_an_object_is_kept(pii: Pii) -> None:
    value = SimpleNamespace(mail=MAIL)
    value.me = [value]
    masked = pii().process(value).payload
    assert masked.mail == MASK
    assert masked.me[0] is masked
    assert value.mail == MAIL


def test_a_clean_cycle_is_left_alone(pii: Pii) -> None:
    value: list[Any] = ["nothing"]
    value.append({"up": value})
    outcome = pii().process(value)
    assert outcome.payload is value
    assert outcome.complete


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("\ud800 " + MAIL, "\ud800 " + MASK),
        (MAIL + "\udfff\ud800", MASK + "\udfff\ud800"),
        ("\ud83d\ude00" + MAIL, "\ud83d\ude00" + MASK),
        ("é\ud800中 SSN: 123456789 \udc00", "é\ud800中 SSN: [REDACTED] \udc00"),
    ],
)
def test_half_a_surrogate_pair_blinds_nobody(pii: Pii, text: str, masked: str) -> None:
    engine = pii()
    assert engine.rewrite(text) == masked
    assert engine.process({"a": [text]}).payload == {"a": [masked]}
    ((_, start, end, _),) = engine.scan(text)
    assert text[:start] + MASK + text[end:] == masked


def test_a_clean_text_with_half_a_surrogate_pair_is_the_same_object(pii: Pii) -> None:
    text = "clean \ud800 text"
    assert pii().rewrite(text) is text


# --- what user code does ---------------------------------------------------------------------------------------------


class Explosive:
    """Raises whenever anybody looks at what it holds."""

    def __init__(self) -> None:
        self.mail = CANARY

    def __getattribute__(self, name: str) -> Any:
        if name in {"mail", "__dict__"}:
            raise RuntimeError(CANARY)
        return object.__getattribute__(self, name)


class LyingMapping(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        raise KeyError(CANARY)


@pytest.mark.parametrize("value", [Explosive(), LyingMapping(mail=CANARY)], ids=["object", "mapping"])
def test_an_object_that_raises_is_never_passed_on_unread(pii: Pii, value: Any) -> None:
    outcome = pii().process([MAIL, value])
    assert (outcome.payload, outcome.complete, outcome.reason) == (None, False, "unreadable")
    partial = pii(on_limit="scan_partial").process([MAIL, value])
    assert partial.payload[0] == MASK
    assert (partial.complete, partial.reason) == (False, "unreadable")


@pytest.mark.parametrize("value", [None, 5, b"x", [MAIL]])
@pytest.mark.parametrize("method", ["scan", "rewrite"])
def test_only_text_can_be_scanned_as_text(pii: Pii, method: str, value: Any) -> None:
    with pytest.raises(TypeError):
        getattr(pii(), method)(value)


# --- bounds on work --------------------------------------------------------------------------------------------------


def test_the_bound_on_text_is_64_mebibytes(pii: Pii) -> None:
    mebibyte = "x" * (1 << 20)
    assert pii().process([mebibyte] * 64).complete
    outcome = pii().process([MAIL, *[mebibyte] * 64])
    assert (outcome.payload, outcome.complete, outcome.reason) == (None, False, "total_text_bytes")
    partial = pii(on_limit="scan_partial").process([MAIL, *[mebibyte] * 64])
    assert partial.payload[0] == MASK
    assert (len(partial.payload), partial.complete, partial.reason) == (65, False, "total_text_bytes")


def test_the_bound_on_nodes_is_five_million(pii: Pii) -> None:
    assert pii().process([None] * 4_999_999).complete
    outcome = pii().process([None] * 5_000_000)
    assert (outcome.payload, outcome.complete, outcome.reason) == (None, False, "total_nodes")


def test_without_a_limit_in_the_configuration_there_is_none_per_container(pii: Pii) -> None:
    rows = [{"id": number, "mail": MAIL} for number in range(5000)]
    assert pii().process(rows).payload == [{"id": number, "mail": MASK} for number in range(5000)]


def test_a_text_over_the_limit_cannot_be_rewritten_alone(pii: Pii) -> None:
    with pytest.raises(native.LimitError) as refusal:
        pii(max_text_bytes=10).rewrite(CANARY)
    assert CANARY not in str(refusal.value)


# --- nothing gets out on the side ------------------------------------------------------------------------------------


def test_no_text_of_a_payload_reaches_a_log_a_repr_or_the_statistics(
    pii: Pii, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = pii(scan_keys=True, scan_integers=True, scan_json_strings=True, log_detections=True, max_nested_depth=3)
    outcomes = [
        engine.process({CANARY: [CANARY, {"deep": [[[CANARY]]]}], "json": f'{{"a": "{CANARY}"'}),
        engine.process([CANARY, Explosive()]),
        engine.process("\ud800" + CANARY),
    ]
    engine.rewrite(CANARY)
    sides = [*(record.getMessage() for record in caplog.records), repr(engine), str(engine), str(engine.stats())]
    sides += map(repr, outcomes)
    assert not [side for side in sides if "canary" in side.lower()]


def test_an_error_about_the_configuration_does_not_quote_the_masking_key(pii: Pii) -> None:
    with pytest.raises(native.ConfigError) as refusal:
        pii(mask_key="canary key", detect_sn=True)
    assert "canary" not in str(refusal.value)
