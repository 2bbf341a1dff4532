"""Write each ended span as one JSON line on stderr, for people who want to look at them."""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import StatusCode


def document(span: ReadableSpan) -> dict[str, Any]:
    """Return a span as a JSON document; ids are hex, `parent_span_id` is None at a trace's root."""
    context, names = span.context, span.resource.attributes
    started, ended = span.start_time or 0, span.end_time or 0
    return {
        "span": span.name,
        "service": names["service.name"],
        "instance": names["service.instance.id"],
        "version": names["service.version"],
        "trace_id": f"{context.trace_id:032x}",
        "span_id": f"{context.span_id:016x}",
        "parent_span_id": f"{span.parent.span_id:016x}" if span.parent else None,
        "kind": span.kind.name.lower(),
        "start": datetime.fromtimestamp(started / 1e9, UTC).isoformat(timespec="microseconds"),
        "duration_ms": (ended - started) / 1e6,
        "status": "error" if span.status.status_code is StatusCode.ERROR else "ok",
        "attributes": dict(span.attributes or {}),
        "links": [
            {
                "trace_id": f"{link.context.trace_id:032x}",
                "span_id": f"{link.context.span_id:016x}",
            }
            for link in span.links
        ],
    }


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


class ConsolePush:
    """Writes spans as lines."""

    def __init__(self, write: Callable[[str], object] = _write) -> None:
        self._write = write

    def __call__(self, spans: Sequence[ReadableSpan], timeout_s: float) -> int:
        """Write the lines of these spans at once."""
        lines = (json.dumps(document(span), separators=(",", ":")) for span in spans)
        try:
            self._write("".join(f"{line}\n" for line in lines))
        except (OSError, ValueError):  # stderr is closed
            return len(spans)
        return 0
