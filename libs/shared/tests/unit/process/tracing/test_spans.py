"""Spans: nested by the block they are made in, joined to other processes, and free when off."""

import asyncio
import subprocess
import sys

import pytest

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


def test_without_an_endpoint_no_part_imports_opentelemetry() -> None:
    script = (
        "import sys; from isotherm.process import run, tracing;"
        "tracing.configure('test', 'test-0', None); tracing.span('a'); tracing.finish();"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ended = subprocess.run(  # noqa: S603  our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


def test_spans_nest_and_have_what_was_set() -> None:
    with collected() as collection, tracing.span("outer", kind="server") as outer:
        assert tracing.current() == (outer.remote.trace_id, outer.remote.span_id)  # type: ignore[union-attr]
        with tracing.span("inner", attributes={"a": 1}) as inner:
            inner.set("b", "two")
            inner.rename("renamed")
        assert tracing.current() == (outer.remote.trace_id, outer.remote.span_id)  # type: ignore[union-attr]
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


def test_what_is_not_sampled_elsewhere_is_not_recorded_here() -> None:
    with collected() as collection, tracing.span("request", parent=REMOTE._replace(sampled=False)):
        assert tracing.current() is None
        assert tracing.traceparent() is not None
        assert tracing.traceparent().endswith("-00")  # type: ignore[union-attr]
        with tracing.span("child") as child:
            assert not child.recording
    assert collection.spans == []


def test_the_ratio_decides_for_traces_that_begin_here() -> None:
    with collected(ratio=0.25) as collection:
        for _ in range(2000):
            with tracing.span("root"), tracing.span("child"):
                pass
    roots, children = collection.named("root"), collection.named("child")
    assert 350 < len(roots) < 650
    assert {span["trace_id"] for span in children} == {span["trace_id"] for span in roots}


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


def test_an_error_marks_its_span_by_its_type_alone() -> None:
    with collected() as collection:
        with pytest.raises(ValueError, match="secret"), tracing.span("a"):
            raise ValueError("secret")
        with pytest.raises(asyncio.CancelledError), tracing.span("b"):
            raise asyncio.CancelledError
    failed, cancelled = collection.spans
    assert (failed["status"], failed["attributes"]) == ("error", {"error.type": "ValueError"})
    assert (cancelled["status"], cancelled["attributes"]) == ("ok", {})
    assert "secret" not in str(collection.spans)


def test_a_span_that_did_nothing_is_not_sent() -> None:
    with collected() as collection, tracing.span("job") as span:
        span.discard()
        with tracing.child("step"):
            pass
    assert collection.spans == []


def test_a_span_that_ended_early_ends_once_and_stays_current() -> None:
    with collected() as collection, tracing.span("stream") as span:
        span.end()
        assert len(collection.spans) == 1
        assert tracing.current() is not None
        span.set("late", 1)
    assert [span["attributes"] for span in collection.spans] == [{}]


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


def test_a_generator_closed_in_another_context_raises_nothing() -> None:
    async def stream():  # type: ignore[no-untyped-def]
        with tracing.span("stream"):
            yield 1

    async def abandon() -> None:
        generator = stream()
        async with asyncio.TaskGroup() as group:
            group.create_task(anext(generator))
        async with asyncio.TaskGroup() as group:
            group.create_task(generator.aclose())

    with collected() as collection:
        asyncio.run(abandon())
    assert [span["status"] for span in collection.spans] == ["ok"]
