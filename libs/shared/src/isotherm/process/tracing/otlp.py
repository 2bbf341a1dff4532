"""Push spans to a collector by OTLP over HTTP, as protobuf.

Source: OTLP 1.9, section OTLP/HTTP: 429, 502, 503 and 504 ask for another try, any other error
is final, and a success may say how many spans were rejected.
"""

from collections.abc import Mapping, Sequence

import requests
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1 import trace_pb2

from isotherm.process.bounded_http import bounded_session
from isotherm.process.tracing.recording import RecordedSpan
from isotherm.process.tracing.remote import Remote
from isotherm.process.tracing.spans import Value

_PATH = "/v1/traces"
_TRY_AGAIN = (429, 502, 503, 504)
_ANSWER_BYTES = 64 * 1024
"""Of an answer that are read; one that is longer is no collector's."""
_SCOPE = InstrumentationScope(name="isotherm")
_KINDS = {
    name: trace_pb2.Span.SpanKind.Value(f"SPAN_KIND_{name.upper()}")
    for name in ("internal", "server", "client", "producer", "consumer")
}
_FAILED = trace_pb2.Status(code=trace_pb2.Status.STATUS_CODE_ERROR)
_SAMPLED = 0x01
_KNOWN, _REMOTE = (
    trace_pb2.SPAN_FLAGS_CONTEXT_HAS_IS_REMOTE_MASK,
    trace_pb2.SPAN_FLAGS_CONTEXT_IS_REMOTE_MASK,
)


class OtlpPush:
    """One request to a collector, over a connection that is kept."""

    def __init__(self, endpoint: str, resource: Mapping[str, str]) -> None:
        """`endpoint` is the collector's base URL; `resource` says who records."""
        self._url = endpoint.rstrip("/").removesuffix(_PATH) + _PATH
        self._resource = Resource(attributes=_attributes(resource))
        self._session = bounded_session()
        self._session.headers["Content-Type"] = "application/x-protobuf"

    def __call__(self, spans: Sequence[RecordedSpan], timeout_s: float) -> int | None:
        """Send spans; return how many were refused, or None if they must be sent again."""
        body = encode(self._resource, spans)
        try:
            with self._session.post(
                self._url, data=body, timeout=timeout_s, stream=True, allow_redirects=False
            ) as answer:
                text = answer.raw.read(_ANSWER_BYTES, decode_content=True)
        except (requests.RequestException, OSError):
            return None
        if answer.status_code in _TRY_AGAIN:
            return None
        return _rejected(text) if answer.status_code == requests.codes.ok else len(spans)


def _rejected(text: bytes) -> int:
    """Return how many spans a successful answer says were rejected."""
    try:
        return int(ExportTraceServiceResponse.FromString(text).partial_success.rejected_spans)
    except Exception:  # protobuf's DecodeError, which has no stubs: some answer in JSON, or a page
        return 0


def encode(resource: Resource, spans: Sequence[RecordedSpan]) -> bytes:
    """Return a request with these spans."""
    scope = trace_pb2.ScopeSpans(scope=_SCOPE, spans=map(_span, spans))
    of = trace_pb2.ResourceSpans(resource=resource, scope_spans=[scope])
    return bytes(ExportTraceServiceRequest(resource_spans=[of]).SerializeToString())


def _span(span: RecordedSpan) -> trace_pb2.Span:
    return trace_pb2.Span(
        trace_id=span.trace_id.to_bytes(16, "big"),
        span_id=span.span_id.to_bytes(8, "big"),
        parent_span_id=span.parent_id.to_bytes(8, "big") if span.parent_id else b"",
        flags=_SAMPLED | _KNOWN | (_REMOTE if span.parent_is_remote else 0),
        name=span.name,
        kind=_KINDS[span.kind],
        start_time_unix_nano=span.start_ns,
        end_time_unix_nano=span.end_ns,
        attributes=_attributes(span.attributes),
        links=map(_link, span.links),
        status=_FAILED if span.failed else None,
    )


def _link(remote: Remote) -> trace_pb2.Span.Link:
    return trace_pb2.Span.Link(
        trace_id=bytes.fromhex(remote.trace_id),
        span_id=bytes.fromhex(remote.span_id),
        flags=_KNOWN | _REMOTE | (_SAMPLED if remote.sampled else 0),
    )


def _attributes(values: Mapping[str, Value]) -> list[KeyValue]:
    return [KeyValue(key=name, value=_value(value)) for name, value in values.items()]


def _value(value: Value) -> AnyValue:
    match value:
        case bool():
            return AnyValue(bool_value=value)
        case int():
            return AnyValue(int_value=value)
        case float():
            return AnyValue(double_value=value)
        case _:
            return AnyValue(string_value=value)
