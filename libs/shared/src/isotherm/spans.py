"""Spans of time: half-open pairs of instants in µs, from the first until just before the second."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from isotherm.instants import Micros

Span = tuple[Micros, Micros]


def merge(spans: Iterable[Span]) -> list[Span]:
    """Sort spans and merge those that touch or overlap."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def clip(
    spans: Iterable[Span], start: Micros, end: Micros, *, instants: bool = False
) -> list[Span]:
    """Return the parts of spans inside a range.

    Empty parts are left out, but for single instants inside the range if `instants` is set.
    """
    inside = [(max(since, start), min(until, end)) for since, until in spans]
    return [
        (since, until)
        for since, until in inside
        if since < until or (instants and since == until < end)
    ]


def cut(spans: Iterable[Span], edges: Sequence[Micros]) -> list[Span]:
    """Return the spans, cut in two at each of the edges, which are in order, that lies within one.

    A backlog has thousands of both, so each span looks up its edges.
    """
    pieces = []
    for since, until in spans:
        inner = edges[bisect_right(edges, since) : bisect_left(edges, until)]
        pieces += list(pairwise([since, *inner, until])) if until > since else [(since, until)]
    return pieces
