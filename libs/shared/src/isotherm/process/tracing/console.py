"""Write each ended span as one JSON line on stderr, for people who want to look at them."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from isotherm.process.tracing.recording import RecordedSpan


def document(span: RecordedSpan, resource: Mapping[str, str]) -> dict[str, Any]:
    """Return a span as a JSON document; ids are hex, `parent_span_id` is None at a trace's root."""
    started = datetime.fromtimestamp(span.start_ns / 1e9, UTC)
    return {
        "span": span.name,
        "service": resource["service.name"],
        "instance": resource["service.instance.id"],
        "version": resource["service.version"],
        "trace_id": span.remote.trace_id,
        "span_id": span.remote.span_id,
        "parent_span_id": f"{span.parent_id:016x}" if span.parent_id else None,
        "kind": span.kind,
        "start": started.isoformat(timespec="microseconds"),
        "duration_ms": (span.end_ns - span.start_ns) / 1e6,
        "status": "error" if span.failed else "ok",
        "attributes": span.attributes,
        "links": [{"trace_id": link.trace_id, "span_id": link.span_id} for link in span.links],
    }


def _write(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


class ConsolePush:
    """Writes spans as lines."""

    def __init__(
        self, resource: Mapping[str, str], write: Callable[[str], object] = _write
    ) -> None:
        self._resource, self._write = resource, write

    def __call__(self, spans: Sequence[RecordedSpan], timeout_s: float) -> int:
        """Write the lines of these spans at once."""
        documents = (document(span, self._resource) for span in spans)
        lines = (json.dumps(each, separators=(",", ":")) for each in documents)
        try:
            self._write("".join(f"{line}\n" for line in lines))
        except (OSError, ValueError):  # stderr is closed
            return len(spans)
        return 0
