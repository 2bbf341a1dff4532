"""Traces as trees: what is below a span, and the traces that link to it."""

import json
from pathlib import Path
from typing import Any

from isotherm_devstack.lifecycle.traces import Span, load_spans, trace_ids, tree


def span(name: str, number: int, parent: int | None = None, **more: Any) -> Span:
    return {
        "span": name, "service": "isotherm-ingest", "trace_id": "a" * 32, "span_id": str(number),
        "parent_span_id": None if parent is None else str(parent), "start": f"2026-11-30T{number}",
        "duration_ms": 1.25, "status": "ok", "attributes": {}, "links": [], **more,
    }  # fmt: skip


def test_a_trace_is_a_tree() -> None:
    spans = [
        span("batch", 1, attributes={"messaging.system": "mqtt", "isotherm.stored": 3}),
        span("decode", 2, 1),
        span("store", 3, 1, status="error"),
        span("COMMIT", 4, 3),
        span("other", 5, trace_id="b" * 32),
    ]
    assert tree(spans, "a" * 32).splitlines() == [
        f"trace {'a' * 32}",
        "batch  [isotherm-ingest]  1.2 ms  isotherm.stored=3",
        "├─ decode  [isotherm-ingest]  1.2 ms",
        "└─ store  [isotherm-ingest]  1.2 ms  FAILED",
        "   └─ COMMIT  [isotherm-ingest]  1.2 ms",
    ]
    assert trace_ids(spans) == ["a" * 32, "b" * 32]


def test_what_links_to_a_span_is_below_it_or_below_its_trace_if_that_span_is_elsewhere() -> None:
    link = {"trace_id": "d" * 32, "span_id": "9"}
    batch = span("batch", 1, links=[link])
    spans = [batch, span("store", 2, 1)]
    assert tree(spans, "d" * 32).splitlines() == [
        f"trace {'d' * 32}",
        "⇢ batch  [isotherm-ingest]  1.2 ms",
        "  └─ store  [isotherm-ingest]  1.2 ms",
    ]
    device = span("publish", 9, trace_id="d" * 32)
    assert tree([device, *spans], "d" * 32).splitlines() == [
        f"trace {'d' * 32}",
        "publish  [isotherm-ingest]  1.2 ms",
        "└─⇢ batch  [isotherm-ingest]  1.2 ms",
        "   └─ store  [isotherm-ingest]  1.2 ms",
    ]


def test_spans_are_read_from_logs_among_other_lines(tmp_path: Path) -> None:
    first, second = json.dumps(span("b", 2)), json.dumps(span("a", 1))
    compact = first.replace(": ", ":").replace(", ", ",")
    (tmp_path / "ingest.log").write_text(f'{{"time": "x"}}\n{compact}\nno json\n{{"span":"cut')
    (tmp_path / "api.log").write_text(second.replace(": ", ":").replace(", ", ",") + "\n")
    assert [entry["span"] for entry in load_spans(tmp_path)] == ["a", "b"]
    assert load_spans(tmp_path / "none") == []
