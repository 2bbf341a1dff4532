"""A span is one JSON line that says where it belongs, how long it took and how it ended."""

import json
from datetime import UTC, datetime

import pytest
from recorded import ended_spans, recorded

from isotherm import __version__
from isotherm.process import tracing
from isotherm.process.tracing import Remote
from isotherm.process.tracing.console import ConsolePush, document

REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)


def test_a_document_holds_all_that_a_span_says() -> None:
    with recorded() as spans:
        before = datetime.now(UTC)
        with tracing.span(
            "batch", kind="consumer", attributes={"n": 3}, links=[REMOTE], parent=REMOTE
        ) as span:
            span.fail("OSError")
    [written] = map(document, spans)
    start, duration_ms = written.pop("start"), written.pop("duration_ms")
    assert before.replace(microsecond=0) <= datetime.fromisoformat(start) <= datetime.now(UTC)
    assert duration_ms >= 0
    assert span.remote is not None
    assert written == {
        "span": "batch",
        "service": "isotherm-ingest",
        "instance": "ingest-0",
        "version": __version__,
        "trace_id": REMOTE.trace_id,
        "span_id": span.remote.span_id,
        "parent_span_id": REMOTE.span_id,
        "kind": "consumer",
        "status": "error",
        "attributes": {"n": 3, "error.type": "OSError"},
        "links": [{"trace_id": REMOTE.trace_id, "span_id": REMOTE.span_id}],
    }


def test_the_duration_of_a_span_is_in_milliseconds() -> None:
    [span] = ended_spans(1)
    assert span.start_time is not None
    span._end_time = span.start_time + 1_500_000
    assert document(span)["duration_ms"] == 1.5


def test_a_root_has_no_parent() -> None:
    [span] = ended_spans(1)
    written = document(span)
    assert (written["parent_span_id"], written["status"], written["links"]) == (None, "ok", [])


def test_each_span_is_a_line_and_all_are_written_at_once() -> None:
    written: list[str] = []
    assert ConsolePush(written.append)(ended_spans(3), 1.0) == 0
    [text] = written
    assert text.endswith("\n")
    assert [json.loads(line)["span"] for line in text.splitlines()] == ["work"] * 3


@pytest.mark.parametrize("error", [BrokenPipeError(), ValueError("I/O operation on closed file")])
def test_a_closed_stderr_refuses_all_spans(error: Exception) -> None:
    def write(_: str) -> None:
        raise error

    assert ConsolePush(write)(ended_spans(3), 1.0) == 3
