"""Push spans to a collector by OTLP over HTTP, as protobuf.

Source: OTLP 1.9, section OTLP/HTTP: 429, 502, 503 and 504 ask for another try, any other error
is final, and a success may say how many spans were rejected.
"""

from collections.abc import Sequence

import requests
import urllib3
from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceResponse
from opentelemetry.sdk.trace import ReadableSpan

from isotherm.process.bounded_http import bounded_session

_PATH = "/v1/traces"
_TRY_AGAIN = (429, 502, 503, 504)
_ANSWER_BYTES = 64 * 1024
"""Of an answer that are read; one that is longer is no collector's."""


class OtlpPush:
    """One request to a collector, over a connection that is kept."""

    def __init__(self, endpoint: str) -> None:
        """`endpoint` is the collector's base URL."""
        self._url = endpoint.rstrip("/").removesuffix(_PATH) + _PATH
        self._session = bounded_session()
        self._session.headers["Content-Type"] = "application/x-protobuf"

    def __call__(self, spans: Sequence[ReadableSpan], timeout_s: float) -> int | None:
        """Send spans; return how many were refused, or None if they must be sent again."""
        body = encode_spans(spans).SerializeToString()
        try:
            with self._session.post(
                self._url, data=body, timeout=timeout_s, stream=True, allow_redirects=False
            ) as answer:
                text = answer.raw.read(_ANSWER_BYTES, decode_content=True)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError):
            return None
        if answer.status_code in _TRY_AGAIN:
            return None
        if answer.status_code != requests.codes.ok:
            return len(spans)
        return max(0, min(_rejected(text), len(spans)))


def _rejected(text: bytes) -> int:
    """Return how many spans a successful answer says were rejected; it may say any number."""
    try:
        return int(ExportTraceServiceResponse.FromString(text).partial_success.rejected_spans)
    except Exception:  # protobuf's DecodeError, which has no stubs: some answer in JSON, or a page
        return 0
