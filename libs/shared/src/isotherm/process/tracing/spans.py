"""Spans, as parts see them: cheap to make, and nothing at all while tracing is off."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from types import TracebackType
from typing import Literal, Protocol, Self

from isotherm.process.tracing.remote import Remote

Kind = Literal["internal", "server", "client", "producer", "consumer"]
Value = str | bool | int | float


class Span:
    """A span that records nothing, and the interface of those that do.

    As a context manager it is the current span until the block ends, and ends with it.
    """

    __slots__ = ()

    @property
    def recording(self) -> bool:
        """Whether it will be sent, so that attributes are worth computing."""
        return False

    @property
    def remote(self) -> Remote | None:
        """Its place in its trace, for other processes; None while tracing is off."""
        return None

    def set(self, name: str, value: Value) -> None:
        """Set an attribute, named by OpenTelemetry's semantic conventions if they have it."""

    def rename(self, name: str) -> None:
        """Replace the name, such as when the route of a request is known."""

    def fail(self, kind: str) -> None:
        """Mark it as failed by an error of a kind: a type or a status, never an error's text."""

    def end(self) -> None:
        """End it before its block does; it stays the current span until then."""

    def discard(self) -> None:
        """Send nothing of it, because it turned out to have nothing to do.

        It has no children yet, and gets none by `child` any more.
        """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        return None


NOTHING = Span()
CURRENT: ContextVar[Span] = ContextVar("isotherm_span", default=NOTHING)


class Recorder(Protocol):
    """Makes spans that are recorded."""

    def start(
        self,
        name: str,
        kind: Kind,
        attributes: Mapping[str, Value] | None,
        links: Sequence[Remote],
        parent: Remote | Span | None,
    ) -> Span:
        """Start a span below its parent; without one it begins a trace."""
        ...


_recorder: Recorder | None = None


def use(recorder: Recorder | None) -> None:
    """Record spans from now on, or none."""
    global _recorder
    _recorder = recorder


def is_on() -> bool:
    """Return whether spans are recorded."""
    return _recorder is not None


def span(
    name: str,
    *,
    kind: Kind = "internal",
    attributes: Mapping[str, Value] | None = None,
    links: Sequence[Remote] = (),
    parent: Remote | None = None,
    root: bool = False,
) -> Span:
    """Start a span; use it as a context manager, or end it by `end`.

    It is a child of `parent`, a span of another process; without it a child of the current span,
    unless it is to be the `root` of a trace. The name must be one of few.
    """
    if _recorder is None:
        return NOTHING
    above = parent if parent is not None or root else CURRENT.get()
    return _recorder.start(name, kind, attributes, links, above)


def is_recording() -> bool:
    """Return whether the current span is open and recorded, so that `child` would be too."""
    return _recorder is not None and CURRENT.get().recording


def child(
    name: str, *, kind: Kind = "internal", attributes: Mapping[str, Value] | None = None
) -> Span:
    """Start a span below the current one, if that is open and recorded; otherwise nothing.

    It is for steps that are of interest only as a part of something: outside of a span they begin
    no trace, and after the early end of a long request they are not recorded.
    """
    if _recorder is None:
        return NOTHING
    above = CURRENT.get()
    return _recorder.start(name, kind, attributes, (), above) if above.recording else NOTHING


def current() -> tuple[str, str] | None:
    """Return the current span's trace id and span id as hex; None if nothing is recorded."""
    remote = CURRENT.get().remote
    return None if remote is None or not remote.sampled else (remote.trace_id, remote.span_id)


def traceparent() -> str | None:
    """Return the `traceparent` header for a request to another part; None while tracing is off."""
    remote = CURRENT.get().remote
    return None if remote is None else f"00-{remote.trace_id}-{remote.span_id}-{remote.sampled:02x}"
