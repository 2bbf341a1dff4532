"""Collect spans in memory, for tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan

from isotherm.process.tracing import spans
from isotherm.process.tracing.console import document
from isotherm.process.tracing.recording import SpanRecorder, resource


class Collected:
    """The ended spans, as `console` writes them, in the order of their ends."""

    def __init__(self) -> None:
        self.spans: list[dict[str, Any]] = []

    def add(self, span: ReadableSpan) -> None:
        """Add a span."""
        self.spans.append(document(span))

    def named(self, name: str) -> list[dict[str, Any]]:
        """Return the spans of a name."""
        return [span for span in self.spans if span["span"] == name]

    def children(self, parent: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the spans directly below another."""
        return [span for span in self.spans if span["parent_span_id"] == parent["span_id"]]


@contextmanager
def collected(ratio: float = 1.0) -> Iterator[Collected]:
    """Record the spans of this process while the block runs."""
    collection = Collected()
    spans.use(SpanRecorder(resource("test", "test-0"), ratio, collection))
    try:
        yield collection
    finally:
        spans.use(None)
