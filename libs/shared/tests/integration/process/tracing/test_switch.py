"""A process sends spans to its collector while tracing is on, and none before or after."""

from collections.abc import Iterator

import collector as stand_ins
import pytest
from collector import Collector

from isotherm.process import tracing
from isotherm.process.tracing import Remote, switch

REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)


@pytest.fixture
def collector() -> Iterator[Collector]:
    with stand_ins.started() as stand_in:
        yield stand_in
        tracing.finish(0)


def _end(name: str) -> None:
    tracing.span(name).end()


def test_a_part_sends_its_spans_under_its_own_name(collector: Collector) -> None:
    tracing.configure("ingest", "ingest-7", collector.url)
    assert tracing.is_on()
    _end("work")
    tracing.finish()
    [names] = collector.resources
    assert (names["service.name"], names["service.instance.id"]) == ("isotherm-ingest", "ingest-7")
    assert [span.name for span in collector.spans] == ["work"]


def test_after_the_end_nothing_is_recorded(collector: Collector) -> None:
    tracing.configure("test", "test-0", collector.url)
    tracing.finish()
    tracing.finish()
    _end("late")
    assert not tracing.is_on()
    assert collector.pushes == 0


def test_only_spans_of_recorded_traces_are_sent(collector: Collector) -> None:
    tracing.configure("test", "test-0", collector.url, 0)
    for _ in range(10):
        _end("root")
    with tracing.span("request", parent=REMOTE):
        _end("child")
    tracing.finish()
    assert [span.name for span in collector.spans] == ["child", "request"]


def test_a_second_configuration_replaces_the_first(collector: Collector) -> None:
    with stand_ins.started() as other:
        tracing.configure("test", "test-0", other.url)
        tracing.configure("test", "test-1", collector.url)
        assert len(switch._senders) == 1
        _end("work")
        tracing.finish()
        assert other.pushes == 0
    assert [names["service.instance.id"] for names in collector.resources] == ["test-1"]
