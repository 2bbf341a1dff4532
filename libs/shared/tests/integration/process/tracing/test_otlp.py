"""A push to a collector is taken, refused in part or as a whole, or has to be sent again."""

from collections.abc import Iterator

import collector as stand_ins
import hostile_server
import pytest
from collector import Collector
from hostile_server import Treat, hostile
from recorded import ended_spans, recorded

from isotherm import __version__
from isotherm.process import tracing
from isotherm.process.tracing import Remote
from isotherm.process.tracing.otlp import OtlpPush
from isotherm_devstack.host.ports import free_port

REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)
TIMEOUT_S = 20.0


@pytest.fixture
def collector() -> Iterator[Collector]:
    with stand_ins.started() as stand_in:
        yield stand_in


@pytest.mark.parametrize("path", ["", "/v1/traces", "/prefix/"])
def test_spans_arrive_with_all_they_say(collector: Collector, path: str) -> None:
    with (
        recorded() as spans,
        tracing.span("batch", kind="consumer", links=[REMOTE], attributes={"n": 3}) as parent,
        tracing.span("child"),
    ):
        pass
    assert OtlpPush(collector.url + path)(spans, TIMEOUT_S) == 0
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
    assert collector.paths == ["/prefix/v1/traces" if path == "/prefix/" else "/v1/traces"]


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_collector_may_ask_for_another_try(collector: Collector, status: int) -> None:
    collector.answers[:] = [status]
    assert OtlpPush(collector.url)(ended_spans(3), TIMEOUT_S) is None


@pytest.mark.parametrize("status", [308, 400, 401, 404, 413, 500])
def test_any_other_error_refuses_all_spans(collector: Collector, status: int) -> None:
    collector.answers[:] = [status]
    assert OtlpPush(collector.url)(ended_spans(3), TIMEOUT_S) == 3
    assert (collector.pushes, collector.spans) == (1, [])


def test_spans_that_the_answer_rejects_are_refused(collector: Collector) -> None:
    collector.rejecting = 2
    assert OtlpPush(collector.url)(ended_spans(5), TIMEOUT_S) == 2


@pytest.mark.parametrize(("stated", "refused"), [(6, 5), (1 << 40, 5), (-1, 0)])
def test_no_more_spans_are_refused_than_were_sent_and_no_fewer_than_none(
    collector: Collector, stated: int, refused: int
) -> None:
    collector.rejecting = stated
    assert OtlpPush(collector.url)(ended_spans(5), TIMEOUT_S) == refused


def test_an_answer_without_end_is_read_no_further_than_needed(collector: Collector) -> None:
    """Nor does it say that spans were rejected: it is no protobuf."""
    collector.endless = True
    push = OtlpPush(collector.url)
    assert push(ended_spans(1), TIMEOUT_S) == 0
    collector.endless = False
    assert push(ended_spans(1), TIMEOUT_S) == 0
    assert len(collector.spans) == 2


@pytest.mark.parametrize(
    "treat",
    [
        hostile_server.never_answers,
        hostile_server.answers_by_the_byte,
        hostile_server.body_by_the_byte,
        hostile_server.hangs_up_in_the_body,
        hostile_server.garbles_the_body,
        hostile_server.hangs_up,
        hostile_server.speaks_no_http,
    ],
    ids=lambda treat: treat.__name__,
)
def test_without_an_answer_in_time_spans_are_sent_again(treat: Treat) -> None:
    with hostile(treat) as server:
        assert OtlpPush(server.url)(ended_spans(1), 0.2) is None


def test_spans_for_a_collector_that_is_not_there_are_sent_again() -> None:
    assert OtlpPush(f"http://127.0.0.1:{free_port()}")(ended_spans(1), TIMEOUT_S) is None
