"""Spans as OpenTelemetry hands them on, for tests of what is done with them."""

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan

from isotherm.process import tracing
from isotherm.process.tracing import spans
from isotherm.process.tracing.recording import SpanRecorder, resource


class _Ended:
    """Keeps the spans that have ended."""

    def __init__(self) -> None:
        self.spans: list[ReadableSpan] = []

    def add(self, span: ReadableSpan) -> None:
        """Keep a span."""
        self.spans.append(span)


@contextmanager
def recorded() -> Iterator[list[ReadableSpan]]:
    """Record the spans of this process while the block runs, as those of `ingest-0`."""
    ended = _Ended()
    spans.use(SpanRecorder(resource("ingest", "ingest-0"), 1.0, ended))
    try:
        yield ended.spans
    finally:
        spans.use(None)


def ended_spans(count: int) -> list[ReadableSpan]:
    """Return spans of no content."""
    with recorded() as recording:
        for _ in range(count):
            tracing.span("work").end()
    return recording
