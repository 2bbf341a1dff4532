"""Spans reach a collector; one that is dead, hangs, refuses or babbles costs only a counter."""

import logging
import threading
from collections.abc import Iterator, Sequence

import collector as stand_ins
import pytest
from collector import Collector
from opentelemetry.sdk.trace import ReadableSpan
from recorded import ended_spans

from isotherm.process.tracing import sender as module
from isotherm.process.tracing.otlp import OtlpPush
from isotherm.process.tracing.sender import PUSH_SPANS, Sender
from isotherm_devstack.host.ports import free_port

GRACE_S = 20.0


@pytest.fixture
def collector() -> Iterator[Collector]:
    with stand_ins.started() as stand_in:
        yield stand_in


@pytest.fixture
def sender(collector: Collector) -> Iterator[Sender]:
    """A sender to the collector."""
    started = Sender(OtlpPush(collector.url))
    yield started
    started.close(0)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COLLECT_S", 0.01)
    monkeypatch.setattr(module, "_FIRST_RETRY_S", 0.01)
    monkeypatch.setattr(module, "_LAST_RETRY_S", 0.01)


def _add(sender: Sender, count: int) -> None:
    for span in ended_spans(count):
        sender.add(span)


def _lost(reason: str) -> float:
    return float(module.LOST.labels(reason)._value.get())


def _sent() -> float:
    return float(module.SENT._value.get())


def test_a_full_batch_is_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_COLLECT_S", 3600.0)
    sizes: list[int] = []
    pushed = threading.Event()

    def push(spans: Sequence[ReadableSpan], timeout_s: float) -> int:
        sizes.append(len(spans))
        pushed.set()
        return 0

    sender = Sender(push)
    _add(sender, PUSH_SPANS)
    assert pushed.wait(30)
    sender.close(GRACE_S)
    assert sizes == [PUSH_SPANS]


def test_the_end_sends_what_is_queued_in_batches(
    collector: Collector, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PUSH_SPANS", 10)
    before = _sent()
    _add(sender, 25)
    sender.close(GRACE_S)
    assert len(collector.spans) == 25
    assert collector.pushes >= 3
    assert _sent() == before + 25


def test_a_push_is_repeated_until_the_collector_takes_it(
    collector: Collector, sender: Sender, caplog: pytest.LogCaptureFixture
) -> None:
    before = _sent()
    collector.answers[:] = [503] * 3
    with caplog.at_level(logging.INFO):
        _add(sender, 1)
        collector.wait_for_pushes(1)
        _add(sender, 600)
        sender.close(GRACE_S)
    assert len(collector.spans) == 601
    assert _sent() == before + 601
    levels = [record.levelname for record in caplog.records if record.name == module.__name__]
    assert levels == ["WARNING", "INFO"]


def test_a_refused_push_is_counted_and_not_repeated(collector: Collector, sender: Sender) -> None:
    before, sent = _lost("refused"), _sent()
    collector.answers[:] = [400]
    _add(sender, 1)
    sender.close(GRACE_S)
    assert (collector.pushes, collector.spans) == (1, [])
    assert (_lost("refused"), _sent()) == (before + 1, sent)


def test_spans_that_the_answer_rejects_are_counted(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_COLLECT_S", 3600.0)  # so that all go in one push
    before, sent = _lost("refused"), _sent()
    collector.rejecting = 2
    sender = Sender(OtlpPush(collector.url))
    _add(sender, 5)
    sender.close(GRACE_S)
    assert (_lost("refused"), _sent()) == (before + 2, sent + 3)


def test_a_dead_collector_bounds_memory_and_every_lost_span_is_counted(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "QUEUE_SIZE", 50)
    full, unreachable = _lost("queue_full"), _lost("unreachable")
    sender = Sender(OtlpPush(f"http://127.0.0.1:{free_port()}"))
    with caplog.at_level(logging.WARNING):
        _add(sender, 2000)
        assert sender._queue.qsize() <= 50
        sender.close(0.2)
    lost = _lost("unreachable") - unreachable
    assert _lost("queue_full") - full + lost == 2000
    assert lost >= 50
    [record] = [record for record in caplog.records if "before the end" in record.message]
    assert vars(record)["spans"] == lost
    outages = [record for record in caplog.records if "cannot be sent" in record.message]
    assert len(outages) <= 1


def test_a_hanging_collector_holds_up_neither_the_work_nor_the_end(
    collector: Collector, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_TIMEOUT_S", 60.0)
    before = _lost("unreachable")
    collector.hanging.clear()
    _add(sender, 1)
    collector.wait_for_pushes(1)
    _add(sender, 10)
    sender.close(0.2)
    assert sender._thread.is_alive()  # it waits for an answer for much longer
    assert _lost("unreachable") == before + 11
    collector.hanging.set()
    sender._thread.join()  # what it counts is not counted in another test


def test_what_cannot_be_encoded_is_counted_and_stops_nothing() -> None:
    before, sizes = _lost("unencodable"), list[int]()
    refused = threading.Event()

    def push(spans: Sequence[ReadableSpan], timeout_s: float) -> int:
        sizes.append(len(spans))
        if len(sizes) == 1:
            refused.set()
            raise ValueError("no such thing")
        return 0

    sender = Sender(push)
    _add(sender, 1)
    assert refused.wait(30)
    _add(sender, 2)
    sender.close(GRACE_S)
    assert sum(sizes) == 3
    assert _lost("unencodable") == before + 1


def test_a_span_after_the_end_is_counted(collector: Collector, sender: Sender) -> None:
    sender.close(GRACE_S)
    before = _lost("queue_full")
    _add(sender, 1)
    assert _lost("queue_full") == before + 1
    assert collector.pushes == 0
