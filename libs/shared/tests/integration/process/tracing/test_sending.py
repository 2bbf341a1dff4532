"""Spans reach a collector; one that is dead, hangs, refuses or babbles costs only a counter."""

import logging
import threading
from collections.abc import Iterator

import collector as stand_ins
import pytest
from collector import Collector

from isotherm import __version__
from isotherm.process import tracing
from isotherm.process.tracing import Remote, sender, switch

DEAD = "http://127.0.0.1:9"
REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with stand_ins.started() as stand_in:
        yield stand_in
        tracing.finish(0)


@pytest.fixture(autouse=True)
def _off() -> Iterator[None]:
    yield
    tracing.finish(0)


def _on(url: str) -> None:
    tracing.configure("ingest", "ingest-0", url)


def _make(count: int, name: str = "work") -> None:
    for _ in range(count):
        with tracing.span(name):
            pass


def _lost(reason: str) -> float:
    return float(sender.LOST.labels(reason)._value.get())


def _sent() -> float:
    return float(sender.SENT._value.get())


@pytest.mark.parametrize("path", ["", "/", "/v1/traces", "/prefix"])
def test_spans_arrive_with_all_they_say(collector: Collector, path: str) -> None:
    before = _sent()
    _on(collector.url + path)
    with tracing.span("batch", kind="consumer", links=[REMOTE], attributes={"n": 3}) as parent:
        _make(1, "child")
    tracing.finish(20)
    child, batch = collector.spans
    assert (batch.name, batch.attributes[0].value.int_value) == ("batch", 3)
    assert batch.links[0].trace_id.hex() == REMOTE.trace_id
    assert batch.links[0].span_id.hex() == REMOTE.span_id
    assert parent.remote is not None
    assert child.parent_span_id.hex() == parent.remote.span_id
    [names] = collector.resources
    assert names["service.name"] == "isotherm-ingest"
    assert names["service.instance.id"] == "ingest-0"
    assert names["service.version"] == __version__
    assert collector.paths == ["/prefix/v1/traces" if path == "/prefix" else "/v1/traces"]
    assert _sent() == before + 2


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_push_is_repeated_until_the_collector_takes_it(collector: Collector, status: int) -> None:
    collector.answers[:] = [status, status]
    _on(collector.url)
    _make(3)
    collector.wait_for(3)
    assert collector.pushes == 3


@pytest.mark.parametrize("status", [301, 400, 401, 404, 413, 500])
def test_a_refused_push_is_counted_and_not_repeated(collector: Collector, status: int) -> None:
    before, sent = _lost("refused"), _sent()
    collector.answers[:] = [status]
    _on(collector.url)
    _make(3)
    tracing.finish(20)
    assert (collector.pushes, collector.spans) == (1, [])
    assert (_lost("refused"), _sent()) == (before + 3, sent)


def test_spans_that_the_answer_rejects_are_counted(collector: Collector) -> None:
    before, sent = _lost("refused"), _sent()
    collector.rejecting = 2
    _on(collector.url)
    _make(5)
    tracing.finish(20)
    assert (_lost("refused"), _sent()) == (before + 2, sent + 3)


def test_an_answer_without_end_is_read_no_further_than_needed(collector: Collector) -> None:
    collector.endless = True
    _on(collector.url)
    _make(1)
    collector.wait_for(1)
    collector.endless = False
    _make(1)
    collector.wait_for(2)


def test_a_dead_collector_bounds_memory_and_every_lost_span_is_counted(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "QUEUE_SIZE", 50)
    full, unreachable = _lost("queue_full"), _lost("unreachable")
    _on(DEAD)
    queue = switch._senders[0]._queue
    with caplog.at_level(logging.WARNING):
        _make(2000)
        assert queue.qsize() <= 50
        tracing.finish(0.2)
    lost = _lost("unreachable") - unreachable
    assert _lost("queue_full") - full + lost == 2000
    assert lost >= 50
    [record] = [record for record in caplog.records if "before the end" in record.message]
    assert vars(record)["spans"] == lost
    outages = [record for record in caplog.records if "cannot be sent" in record.message]
    assert len(outages) <= 1


def test_a_hanging_collector_holds_up_neither_the_work_nor_the_end(collector: Collector) -> None:
    before = _lost("unreachable")
    collector.hanging.clear()
    _on(collector.url)
    _make(1)
    collector.wait_for_pushes(1)
    _make(10)
    tracing.finish(0.2)  # the collector answers only after the test
    assert _lost("unreachable") == before + 11


def test_spans_wait_for_a_collector_that_comes_back(collector: Collector) -> None:
    collector.answers[:] = [503] * 3
    _on(collector.url)
    _make(1)
    collector.wait_for_pushes(1)
    _make(600)
    collector.wait_for(601)


def test_what_cannot_be_encoded_is_counted_and_stops_nothing() -> None:
    before, arrived, pushes = _lost("unencodable"), threading.Event(), 0

    def push(spans: object, timeout_s: float) -> int:
        nonlocal pushes
        pushes += 1
        if pushes == 1:
            raise ValueError("no such thing")
        arrived.set()
        return 0

    switch.start("test", "test-0", push)
    _make(1)
    sending = switch._senders[0]
    while sending._queue.qsize():
        pass
    _make(1)
    assert arrived.wait(30)
    assert _lost("unencodable") == before + 1


def test_after_the_end_nothing_is_recorded(collector: Collector) -> None:
    _on(collector.url)
    tracing.finish()
    _make(1)
    assert not tracing.is_on()
    assert collector.pushes == 0


def test_only_spans_of_recorded_traces_are_sent(collector: Collector) -> None:
    tracing.configure("test", "test-0", collector.url, 0)
    _make(10)
    with tracing.span("request", parent=REMOTE):
        _make(1)
    tracing.finish(20)
    assert len(collector.spans) == 2
