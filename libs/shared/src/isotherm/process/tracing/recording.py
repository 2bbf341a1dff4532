"""Record spans: what a span holds, which traces are recorded, and who gets spans that have ended.

The SDK of OpenTelemetry took five times as long for a batch of ingest
(docs/decisions/0036-spans-are-recorded-by-our-own-hand.md); `otlp` encodes what is recorded here.
"""

import asyncio
import contextlib
import random
import time
from collections.abc import Mapping, Sequence
from contextvars import Token
from types import TracebackType
from typing import Protocol, Self

from isotherm import __version__
from isotherm.process.tracing.remote import Remote
from isotherm.process.tracing.spans import CURRENT, Kind, Span, Value

LONGEST_TEXT = 1024
"""Characters of an attribute; the rest is cut."""
_HALF = 64
_LOW_HALF = (1 << _HALF) - 1
_NO_ERROR = (asyncio.CancelledError, GeneratorExit)
"""They end a block, but its work has not failed."""


def resource(service: str, instance: str) -> dict[str, str]:
    """Return who records: a part, its instance and version."""
    return {
        "service.name": f"isotherm-{service}",
        "service.instance.id": instance,
        "service.version": __version__,
    }


class RecordedSpan(Span):
    """A span of a trace that is recorded (`sampled`), or only passed on."""

    __slots__ = (
        "_ended", "_recorder", "_remote", "_token", "attributes", "end_ns", "failed", "kind",
        "links", "name", "parent_id", "parent_is_remote", "sampled", "span_id", "start_ns",
        "trace_id",
    )  # fmt: skip

    def __init__(
        self,
        recorder: "SpanRecorder",
        name: str,
        kind: Kind,
        attributes: Mapping[str, Value] | None,
        links: Sequence[Remote],
        parent: Remote | Span | None,
    ) -> None:
        self._recorder, self.name, self.kind, self.links = recorder, name, kind, links
        self.attributes: dict[str, Value] = {}
        self.trace_id: int
        self.span_id: int
        self.sampled: bool
        self.parent_id, self.parent_is_remote = 0, False
        if isinstance(parent, RecordedSpan):
            self.trace_id, self.sampled = parent.trace_id, parent.sampled
            self.parent_id = parent.span_id
        elif isinstance(parent, Remote):
            self.trace_id, self.sampled = int(parent.trace_id, 16), parent.sampled
            self.parent_id, self.parent_is_remote = int(parent.span_id, 16), True
        else:
            self.trace_id = _new_id(2 * _HALF)
            self.sampled = recorder.chooses(self.trace_id)
        self.span_id = _new_id(_HALF)
        self.failed = self._ended = False
        self._token: Token[Span] | None = None
        self._remote: Remote | None = None
        for attribute, value in (attributes or {}).items():
            self.set(attribute, value)
        self.start_ns = time.time_ns()
        self.end_ns = 0

    @property
    def recording(self) -> bool:
        """Whether it will be sent."""
        return self.sampled and not self._ended

    @property
    def remote(self) -> Remote:
        """Its place in its trace."""
        if self._remote is None:
            trace_id, span_id = f"{self.trace_id:032x}", f"{self.span_id:016x}"
            self._remote = Remote(trace_id, span_id, self.sampled)
        return self._remote

    def set(self, name: str, value: Value) -> None:
        """Set an attribute."""
        if self.recording:
            self.attributes[name] = value[:LONGEST_TEXT] if isinstance(value, str) else value

    def rename(self, name: str) -> None:
        """Replace the name."""
        if self.recording:
            self.name = name

    def fail(self, kind: str) -> None:
        """Mark it as failed by an error of a kind."""
        if self.recording:
            self.set("error.type", kind)
            self.failed = True

    def end(self) -> None:
        """End it; its children may go on."""
        if self.recording:
            self.end_ns = time.time_ns()
            self._recorder.ended.add(self)
        self._ended = True

    def discard(self) -> None:
        """Send nothing of it."""
        self._ended = True

    def __enter__(self) -> Self:
        self._token = CURRENT.set(self)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None and not issubclass(kind, _NO_ERROR):
            self.fail(kind.__qualname__)
        self.end()
        if self._token is not None:
            # a generator may be closed in another context than the one it ran in
            with contextlib.suppress(ValueError):
                CURRENT.reset(self._token)


class Ended(Protocol):
    """Takes the spans that have ended."""

    def add(self, span: RecordedSpan) -> None:
        """Take a span without waiting."""
        ...


class SpanRecorder:
    """Starts spans; a share of the traces that begin here is recorded.

    A trace that began in another part is recorded here if it is there.
    """

    def __init__(self, ratio: float, ended: Ended) -> None:
        """`ratio` is the share, 0…1."""
        self.ended = ended
        self._bound = round(ratio * (1 << _HALF))

    def chooses(self, trace_id: int) -> bool:
        """Return whether a trace is recorded, as OpenTelemetry's TraceIdRatioBased does."""
        return (trace_id & _LOW_HALF) < self._bound

    def start(
        self,
        name: str,
        kind: Kind,
        attributes: Mapping[str, Value] | None,
        links: Sequence[Remote],
        parent: Remote | Span | None,
    ) -> Span:
        """Start a span below its parent; without one it begins a trace."""
        return RecordedSpan(self, name, kind, attributes, links, parent)


def _new_id(bits: int) -> int:
    """Return a random id; it need not be secret, and 0 stands for none."""
    return random.getrandbits(bits) or 1
