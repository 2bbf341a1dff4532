"""Record spans by OpenTelemetry, and hand those that have ended to a sender."""

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from contextvars import Token
from types import TracebackType
from typing import Protocol, Self

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanLimits, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
)

from isotherm import __version__
from isotherm.process.tracing.remote import Remote
from isotherm.process.tracing.spans import CURRENT, Kind, Span, Value

_LIMITS = SpanLimits(
    max_span_attributes=64,
    max_events=8,
    max_links=64,
    max_span_attribute_length=1024,
)
_KINDS = {kind.name.lower(): kind for kind in SpanKind}
_NO_CONTEXT = Context()


def resource(service: str, instance: str) -> Resource:
    """Return who records: a part, its instance and version."""
    return Resource.create(
        {
            "service.name": f"isotherm-{service}",
            "service.instance.id": instance,
            "service.version": __version__,
        }
    )


class Ended(Protocol):
    """Takes the spans that have ended."""

    def add(self, span: ReadableSpan) -> None:
        """Take a span without waiting."""
        ...


class SpanRecorder:
    """Starts spans by OpenTelemetry's SDK; a share of the traces that begin here is recorded."""

    def __init__(self, of: Resource, ratio: float, ended: Ended) -> None:
        """`ratio` is the share, 0…1; a trace that began in another part is recorded if it is
        there."""
        provider = TracerProvider(
            resource=of,
            sampler=ParentBased(TraceIdRatioBased(ratio)),
            span_limits=_LIMITS,
            shutdown_on_exit=False,
        )
        provider.add_span_processor(_Processor(ended))
        self._tracer = provider.get_tracer("isotherm")

    def start(
        self,
        name: str,
        kind: Kind,
        attributes: Mapping[str, Value] | None,
        links: Sequence[Remote],
        parent: Remote | Span | None,
    ) -> Span:
        """Start a span below its parent; without one it begins a trace."""
        span = self._tracer.start_span(
            name,
            _context_of(parent),
            _KINDS[kind],
            attributes,
            [Link(_span_context(remote)) for remote in links],
            record_exception=False,
            set_status_on_exception=False,
        )
        return RecordedSpan(span)


def _context_of(parent: Remote | Span | None) -> Context:
    if isinstance(parent, RecordedSpan):
        return parent.context
    if isinstance(parent, Remote):
        return trace.set_span_in_context(NonRecordingSpan(_span_context(parent)), _NO_CONTEXT)
    return _NO_CONTEXT


def _span_context(remote: Remote) -> SpanContext:
    flags = TraceFlags.SAMPLED if remote.sampled else TraceFlags.DEFAULT
    return SpanContext(
        int(remote.trace_id, 16),
        int(remote.span_id, 16),
        is_remote=True,
        trace_flags=TraceFlags(flags),
    )


class RecordedSpan(Span):
    """A span of OpenTelemetry, sampled or not."""

    __slots__ = ("_context", "_discarded", "_remote", "_span", "_token")

    def __init__(self, span: trace.Span) -> None:
        self._span = span
        self._token: Token[Span] | None = None
        self._context: Context | None = None
        self._remote: Remote | None = None
        self._discarded = False

    @property
    def context(self) -> Context:
        """The context of its children."""
        if self._context is None:
            self._context = trace.set_span_in_context(self._span, _NO_CONTEXT)
        return self._context

    @property
    def recording(self) -> bool:
        """Whether it will be sent."""
        return not self._discarded and self._span.is_recording()

    @property
    def remote(self) -> Remote:
        """Its place in its trace."""
        if self._remote is None:
            of = self._span.get_span_context()
            self._remote = Remote(
                f"{of.trace_id:032x}", f"{of.span_id:016x}", of.trace_flags.sampled
            )
        return self._remote

    def set(self, name: str, value: Value) -> None:
        """Set an attribute."""
        if self._span.is_recording():
            self._span.set_attribute(name, value)

    def rename(self, name: str) -> None:
        """Replace the name."""
        if self._span.is_recording():
            self._span.update_name(name)

    def fail(self, kind: str) -> None:
        """Mark it as failed by an error of a kind."""
        if self._span.is_recording():
            self._span.set_attribute("error.type", kind)
            self._span.set_status(StatusCode.ERROR)

    def end(self) -> None:
        """End it; its children may go on."""
        if self.recording:
            self._span.end()

    def discard(self) -> None:
        """Send nothing of it."""
        self._discarded = True

    def __enter__(self) -> Self:
        self._token = CURRENT.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None and not issubclass(kind, asyncio.CancelledError | GeneratorExit):
            self.fail(kind.__qualname__)
        self.end()
        if self._token is not None:
            # a generator may be closed in another context than the one it ran in
            with contextlib.suppress(ValueError):
                CURRENT.reset(self._token)


class _Processor(SpanProcessor):
    """Hands on the spans that have ended."""

    def __init__(self, ended: Ended) -> None:
        self._ended = ended

    def on_end(self, span: ReadableSpan) -> None:
        """Hand on a span without waiting."""
        self._ended.add(span)
