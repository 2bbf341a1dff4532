"""Traces that the parts of a stack wrote into their logs, as trees for people.

Parts write their spans if the stack was started with ISOTHERM_OTLP_ENDPOINT=console.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

Span = dict[str, Any]
"""A span as `console` writes it."""
_HIDDEN = ("messaging.system", "messaging.operation.type", "db.system.name")
"""Attributes that every span of a kind has."""


def load_spans(logs: Path) -> list[Span]:
    """Return the spans in a folder's log files, in the order of their starts."""
    spans = [span for log in sorted(logs.glob("*.log")) for span in _spans_in(log)]
    return sorted(spans, key=lambda span: str(span["start"]))


def _spans_in(log: Path) -> Iterator[Span]:
    with log.open(errors="replace") as lines:
        for line in lines:
            if line.startswith('{"span":'):
                try:
                    yield json.loads(line)
                except ValueError:  # the line is being written
                    continue


def trace_ids(spans: Iterable[Span]) -> list[str]:
    """Return the traces, in the order of their first spans."""
    return list(dict.fromkeys(span["trace_id"] for span in spans))


def tree(spans: Sequence[Span], trace_id: str) -> str:
    """Return a trace as lines, with the traces that link to its spans below them."""
    return "\n".join(_Tree(spans).lines(trace_id))


class _Tree:
    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._children: dict[str | None, list[Span]] = {}
        self._linking: dict[str, list[Span]] = {}
        for span in spans:
            self._children.setdefault(span["parent_span_id"], []).append(span)
            for link in span["links"]:
                self._linking.setdefault(link["span_id"], []).append(span)

    def lines(self, trace_id: str) -> Iterator[str]:
        of_trace = [span for span in self._spans if span["trace_id"] == trace_id]
        own = {span["span_id"] for span in of_trace}
        yield f"trace {trace_id}"
        roots = [span for span in of_trace if span["parent_span_id"] not in own]
        for root in roots:
            yield from self._below(root, "", "")
        for span in self._linking_from_outside(trace_id, own):
            yield from self._below(span, "⇢ ", "  ")

    def _linking_from_outside(self, trace_id: str, own: set[str]) -> Iterator[Span]:
        """Yield the spans that link to spans of the trace that are not here."""
        for span in self._spans:
            links = (link for link in span["links"] if link["trace_id"] == trace_id)
            if any(link["span_id"] not in own for link in links):
                yield span

    def _below(self, span: Span, first: str, rest: str) -> Iterator[str]:
        yield first + _line(span)
        children = self._children.get(span["span_id"], [])
        linking = self._linking.get(span["span_id"], [])
        for number, below in enumerate((*children, *linking), start=1):
            last = number == len(children) + len(linking)
            arrow = " " if number <= len(children) else "⇢ "
            branch, further = ("└─", "   ") if last else ("├─", "│  ")
            yield from self._below(below, rest + branch + arrow, rest + further)


def _line(span: Span) -> str:
    attributes = span["attributes"].items()
    shown = [f"{name}={value}" for name, value in attributes if name not in _HIDDEN]
    failed = ["FAILED"] if span["status"] == "error" else []
    time = f"{span['duration_ms']:.1f} ms"
    return "  ".join([span["span"], f"[{span['service']}]", time, *failed, *shown])
