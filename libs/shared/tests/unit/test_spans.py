"""Spans are merged, clipped and cut."""

from isotherm.spans import clip, cut, merge


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
