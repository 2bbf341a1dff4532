"""Traces: OpenTelemetry's home. Without an endpoint nothing is recorded, sent or even imported.

Parts use only what this package exports. Only `otlp` imports OpenTelemetry's protocol, and
`configure` loads it if spans go to a collector.
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
