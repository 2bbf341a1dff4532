"""Spans: nested by the block they are made in, joined to other processes, and free when off."""

import asyncio

from isotherm.process import tracing
from isotherm.process.tracing import Remote, parse_traceparent
from isotherm.process.tracing.collected import collected
from isotherm.process.tracing.spans import NOTHING

REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)


def test_without_an_endpoint_nothing_is_recorded() -> None:
    tracing.configure("test", "test-0", None)
    with tracing.span("a", attributes={"n": 1}, links=[REMOTE], parent=REMOTE) as span:
        assert span is NOTHING
        assert not span.recording
        assert not tracing.is_on()
        assert (tracing.current(), tracing.traceparent()) == (None, None)
        span.set("x", 1)
        span.fail("Error")
        span.end()
        span.discard()


def test_spans_nest_and_have_what_was_set() -> None:
    with collected() as collection, tracing.span("outer", kind="server") as outer:
        assert outer.remote is not None
        ids = (outer.remote.trace_id, outer.remote.span_id)
        assert tracing.current() == ids
        with tracing.span("inner", attributes={"a": 1}) as inner:
            inner.set("b", "two")
            inner.rename("renamed")
        assert tracing.current() == ids
    child, parent = collection.spans
    assert (child["span"], child["attributes"]) == ("renamed", {"a": 1, "b": "two"})
    assert (parent["span"], parent["kind"], parent["status"]) == ("outer", "server", "ok")
    assert collection.children(parent) == [child]
    assert child["trace_id"] == parent["trace_id"]
    assert parent["parent_span_id"] is None
    assert tracing.current() is None


def test_a_span_below_another_process_is_of_its_trace() -> None:
    with collected(ratio=0) as collection, tracing.span("request", parent=REMOTE):
        sent = parse_traceparent(tracing.traceparent())
    [span] = collection.spans
    assert (span["trace_id"], span["parent_span_id"]) == (REMOTE.trace_id, REMOTE.span_id)
    assert sent == Remote(REMOTE.trace_id, span["span_id"], True)


def test_a_step_is_recorded_only_within_an_open_span() -> None:
    with collected() as collection:
        with tracing.child("alone"):
            assert tracing.current() is None
        with tracing.span("request") as request:
            with tracing.child("within", attributes={"n": 1}):
                pass
            request.end()
            with tracing.child("after its end"):
                pass
    assert [span["span"] for span in collection.spans] == ["within", "request"]
    assert collection.children(collection.spans[1]) == [collection.spans[0]]


def test_a_root_and_links_leave_the_current_trace() -> None:
    with collected() as collection, tracing.span("a"), tracing.span("b", root=True, links=[REMOTE]):
        pass
    inner, outer = collection.spans
    assert inner["parent_span_id"] is None
    assert inner["trace_id"] != outer["trace_id"]
    assert inner["links"] == [{"trace_id": REMOTE.trace_id, "span_id": REMOTE.span_id}]


def test_tasks_have_the_span_that_they_were_made_in() -> None:
    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            with tracing.span("parent"):
                for number in range(3):
                    group.create_task(child(number))

    async def child(number: int) -> None:
        with tracing.span(f"child {number}"):
            await asyncio.sleep(0)

    with collected() as collection:
        asyncio.run(work())
    [parent] = collection.named("parent")
    assert len(collection.children(parent)) == 3
