"""Traces: OpenTelemetry's home. Without an endpoint nothing is recorded, sent or even imported.

Parts use only what this package exports. `recording`, `otlp` and `console` import OpenTelemetry,
and `configure` loads them if an endpoint is set.
"""

from isotherm.process.tracing.remote import Remote, parse_traceparent
from isotherm.process.tracing.spans import (
    NOTHING,
    Span,
    child,
    current,
    is_on,
    is_recording,
    span,
    traceparent,
)
from isotherm.process.tracing.switch import configure, finish

__all__ = [
    "NOTHING",
    "Remote",
    "Span",
    "child",
    "configure",
    "current",
    "finish",
    "is_on",
    "is_recording",
    "parse_traceparent",
    "span",
    "traceparent",
]
