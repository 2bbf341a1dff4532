"""The excursions of a window do not depend on where it is parted."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isotherm.history.excursions import SIDES, Excursion, Part, joined, limit_at, of_bin, of_window
from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.summing import sum_up
from isotherm.history.sums import times_beyond
from isotherm.history.window import Window, hold
from isotherm.instants import ALWAYS, SECOND

Rows = list[tuple[int, float | None, int]]
RULES = Rules.of([(-50 * SECOND, 2.0, 6.0), (33 * SECOND, None, 4.0)], [(0, 5.0)])
END = 100


def window(rows: Rows, start: int, end: int, *, judge_lead: bool = False) -> Window:
    """Return the window between two seconds; a silence of more than 15 s is a gap."""
    us = [(at * SECOND, value, quality) for at, value, quality in rows]
    before = [row for row in us if row[0] < start * SECOND]
    after = [row[0] for row in us if row[0] >= end * SECOND]
    inside = [row for row in us if start * SECOND <= row[0] < end * SECOND]
    return Window(
        np.array([start, end], np.int64) * SECOND, Readings.of(inside), RULES, END * SECOND,
        Readings.of(before[-1:]), after[0] if after else None, judge_lead,
    )  # fmt: skip


rows_drawn = st.lists(
    st.tuples(
        st.integers(-20, END - 1), st.integers(0, 8).map(float), st.sampled_from([0, 0, 0, 1, 2])
    ),
    unique_by=lambda row: row[0],
    max_size=60,
).map(lambda rows: [(at, None if q & 1 else value, q) for at, value, q in sorted(rows)])


def rounded(excursions: list[Excursion]) -> list[tuple[object, ...]]:
    """Return what can be compared."""
    return [
        (
            excursion.since,
            excursion.until,
            round(excursion.seconds, 6),
            excursion.value,
            excursion.value_at,
        )
        for excursion in excursions
    ]


@given(rows=rows_drawn, cuts=st.sets(st.integers(1, END - 1), max_size=6))
def test_parts_join_to_the_excursions_of_the_whole(rows: Rows, cuts: set[int]) -> None:
    whole = window(rows, 0, END, judge_lead=True)
    edges = [0, *sorted(cuts), END]
    parts = [window(rows, start, end, judge_lead=start == 0) for start, end in pairwise(edges)]
    sums = sum_up(whole)
    for side in SIDES:
        want = joined([of_window(whole, hold(whole), side, 1000)], side)
        found = joined([of_window(part, hold(part), side, 1000) for part in parts], side)
        assert rounded(found) == rounded(want)
        columns = (f"{side}_times", f"first_{side}", f"last_{side}")
        assert len(want) == times_beyond(*(getattr(sums, name) for name in columns))
        seconds = float(getattr(sums, f"{side}_s").sum())
        assert sum(excursion.seconds for excursion in want) == pytest.approx(seconds)


@given(rows=rows_drawn, most=st.integers(1, 4))
def test_only_the_newest_are_listed_and_all_are_counted(rows: Rows, most: int) -> None:
    here = window(rows, 0, END)
    for side in SIDES:
        whole = of_window(here, hold(here), side, 1000)
        newest = of_window(here, hold(here), side, most)
        assert newest.excursions == whole.excursions[-most:]
        assert (newest.begun, newest.seconds) == (whole.begun, whole.seconds)


@given(rows=rows_drawn)
def test_a_bin_stands_for_its_excursions(rows: Rows) -> None:
    here = window(rows, 0, END)
    sums = sum_up(here)
    for side in SIDES:
        exact = of_window(here, hold(here), side, 1000)
        stored = of_bin(sums, 0, 0, END * SECOND, side, exact=False)
        assert (stored.first, stored.last, stored.begun) == (exact.first, exact.last, exact.begun)
        assert stored.seconds == pytest.approx(exact.seconds)
        for excursion in stored.excursions:
            assert excursion.times == exact.begun
            assert excursion.since <= exact.excursions[0].since
            if excursion.until is not None:
                assert excursion.until >= (exact.excursions[-1].until or 0)


def test_an_excursion_goes_on_over_a_part_in_which_nothing_is_judged() -> None:
    begun = Excursion(1, None, 5.0, 9.0, 1)
    parts = [
        Part(0, 1, 0, 0.0, [begun], 1, 5.0),
        Part(-1, -1, ALWAYS, 2.0, [], 0, 2.0),
        Part(0, 0, 70, 3.0, [], 0, 3.0),
    ]
    assert joined(parts, "above") == [Excursion(1, 70, 10.0, 9.0, 1)]


def test_the_limit_is_the_one_in_force() -> None:
    assert limit_at(RULES, 0, "below") == 2.0
    assert limit_at(RULES, 33 * SECOND, "above") == 4.0
    assert np.isnan(limit_at(RULES, 33 * SECOND, "below"))
    assert np.isnan(limit_at(RULES, -51 * SECOND, "above"))
