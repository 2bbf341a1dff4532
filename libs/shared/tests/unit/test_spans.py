"""Spans are merged, clipped and cut."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from isotherm.instants import Micros
from isotherm.spans import Span, clip, cut, merge


class Edges(list[Micros]):
    """Edges that count how many of them are looked at."""

    looks = 0

    def __getitem__(self, index: Any) -> Any:
        self.looks += 1
        return super().__getitem__(index)

    def __iter__(self) -> Any:
        raise AssertionError("all edges are looked at")


def test_those_that_touch_or_overlap_are_merged_in_order() -> None:
    assert merge([(5, 7), (1, 2), (2, 3), (6, 9), (11, 12)]) == [(1, 3), (5, 9), (11, 12)]
    assert merge([(1, 9), (2, 3)]) == [(1, 9)]
    assert merge([]) == []


def test_ranges_that_overlap_or_touch_are_one() -> None:
    assert merge([(5, 9), (1, 2), (9, 12), (3, 3), (6, 7)]) == [(1, 2), (3, 3), (5, 12)]
    assert merge([]) == []


def test_parts_inside_a_range() -> None:
    spans = [(0, 5), (5, 5), (7, 12), (20, 30)]
    assert clip(spans, 3, 10) == [(3, 5), (7, 10)]
    assert clip(spans, 3, 10, instants=True) == [(3, 5), (5, 5), (7, 10)]
    assert clip([(10, 10)], 3, 10, instants=True) == []


def test_they_are_cut_at_edges_within() -> None:
    assert cut([(0, 10), (12, 14), (20, 20)], [0, 4, 7, 10, 13]) == [
        (0, 4), (4, 7), (7, 10), (12, 13), (13, 14), (20, 20)
    ]  # fmt: skip


@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(-2, 30))).map(
        lambda drawn: [(since, since + length) for since, length in drawn]
    ),
    edges=st.lists(st.integers(-5, 95), unique=True).map(sorted),
)
def test_cuts_are_those_of_a_plain_computation(spans: list[Span], edges: list[int]) -> None:
    assert cut(spans, edges) == plain_cuts(spans, edges)


def plain_cuts(spans: Sequence[Span], edges: Sequence[Micros]) -> list[Span]:
    """Return the spans, cut at one edge after the other."""
    pieces = []
    for since, until in spans:
        begin = since
        for edge in edges:
            if since < edge < until:
                pieces.append((begin, edge))
                begin = edge
        pieces.append((begin, until))
    return pieces


def test_a_span_looks_only_for_the_edges_around_it() -> None:
    edges = Edges(range(0, 40_960, 10))
    spans = [(at, at + 5) for at in range(3, 40_960, 30)]
    assert cut(spans, edges) == spans
    assert edges.looks <= len(spans) * (2 * 13 + 1)  # of 2 ** 12 edges, twice and a slice
