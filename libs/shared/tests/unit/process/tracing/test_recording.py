"""Recorded spans: a share of the traces, errors by their type alone, and bounded in size."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from isotherm import __version__
from isotherm.process import tracing
from isotherm.process.tracing import Remote
from isotherm.process.tracing.collected import Collected, collected
from isotherm.process.tracing.recording import SpanRecorder, resource
from isotherm.process.tracing.spans import NOTHING

REMOTE = Remote("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", True)


def test_a_resource_names_the_part_its_instance_and_version() -> None:
    names = resource("api", "api-3").attributes
    assert names["service.name"] == "isotherm-api"
    assert names["service.instance.id"] == "api-3"
    assert names["service.version"] == __version__


def test_a_span_that_records_nothing_is_no_parent() -> None:
    collection = Collected()
    recorder = SpanRecorder(resource("test", "test-0"), 1.0, collection)
    with recorder.start("root", "internal", None, (), NOTHING) as root:
        recorder.start("child", "client", None, (), root).end()
    child, parent = collection.spans
    assert parent["parent_span_id"] is None
    assert collection.children(parent) == [child]


def test_a_span_is_bounded_whatever_is_recorded_of_it() -> None:
    with collected() as collection:
        links = [REMOTE._replace(span_id=f"{number:016x}") for number in range(1, 101)]
        with tracing.span("batch", links=links) as span:
            for number in range(100):
                span.set(f"attribute {number}", "x" * 5_000)
    [batch] = collection.spans
    assert (len(batch["attributes"]), len(batch["links"])) == (64, 64)
    assert {len(value) for value in batch["attributes"].values()} == {1_024}


def test_what_is_not_sampled_elsewhere_is_not_recorded_here() -> None:
    with collected() as collection, tracing.span("request", parent=REMOTE._replace(sampled=False)):
        assert tracing.current() is None
        assert tracing.traceparent() is not None
        assert (tracing.traceparent() or "").endswith("-00")
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


def test_a_span_that_ended_early_ends_once_and_stays_current(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with collected() as collection, tracing.span("stream") as span:
        span.end()
        assert len(collection.spans) == 1
        assert tracing.current() is not None
        span.set("late", 1)
    assert [span["attributes"] for span in collection.spans] == [{}]
    assert caplog.records == []  # OpenTelemetry logs a second end


def test_a_generator_closed_in_another_context_raises_nothing() -> None:
    async def stream() -> AsyncGenerator[int, None]:
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
