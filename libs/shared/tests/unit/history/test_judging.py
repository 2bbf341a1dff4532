"""A reading that counts is judged when it is measured, and again when limits change under it."""

import numpy as np
import pytest

from isotherm.history.grace import Context, Known, judge
from isotherm.history.judging import moments, stretches
from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.window import Judged, Window, hold
from isotherm.instants import MINUTE

Row = tuple[int, float | None, int]
INTERVALS = [(0, 60.0)]
"""A silence of more than three minutes is a gap."""
HIGH = Rules.of([(-100 * MINUTE, None, 8.0)], INTERVALS)
CHANGING = Rules.of([(-100 * MINUTE, None, 8.0), (5 * MINUTE, 6.0, None)], INTERVALS)
GRACE = Rules.of([(-100 * MINUTE, None, 8.0, 240.0, 0.0)], INTERVALS)
"""An excursion counts from four minutes on."""


def window(
    *rows: Row,
    rules: Rules,
    edges: tuple[int, ...] = (0, 10),
    now: int = 100,
    following: int | None = None,
    judge_lead: bool = False,
    judged: Judged | None = None,
) -> Window:
    """Return a window of rows, of which the last before it is its lead; instants in minutes."""
    us = [(at * MINUTE, value, quality) for at, value, quality in rows]
    start, end = edges[0] * MINUTE, edges[-1] * MINUTE
    return Window(
        np.array(edges, np.int64) * MINUTE,
        Readings.of([row for row in us if start <= row[0] < end]),
        rules,
        now * MINUTE,
        Readings.of([row for row in us if row[0] < start][-1:]),
        None if following is None else following * MINUTE,
        judge_lead,
        judged,
    )


def graced(*rows: Row, edges: tuple[int, ...] = (0, 10)) -> Window:
    """Return a window whose limits have grace, judged by all rows of ten minutes around it."""
    around = Readings.of([(at * MINUTE, value, quality) for at, value, quality in rows])
    context = Context(around, Known(-10 * MINUTE, above=False, below=False), 20 * MINUTE, None)
    now = 20
    judged = judge(context, GRACE, now * MINUTE)
    after = [at for at, _, _ in rows if at >= edges[-1]]
    following = after[0] if after else None
    return window(*rows, rules=GRACE, edges=edges, now=now, following=following, judged=judged)


def judgements(of: Window) -> list[tuple[float, float, bool, bool]]:
    """Return each judgement: minute, value, and whether it is above, and below."""
    judged = moments(of, hold(of))
    columns = (judged.at / MINUTE, judged.value, judged.above, judged.below)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def times(of: Window) -> list[tuple[float, float, str]]:
    """Return each stretch: since and until in minutes, and how its value is judged."""
    cut = stretches(of, hold(of))
    words = np.select([~cut.counts, cut.above, cut.below], ["uncounted", "above", "below"], "in")
    columns = (cut.at / MINUTE, cut.until / MINUTE, words)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_readings_that_count_are_judged_when_they_are_measured() -> None:
    rows: list[Row] = [(0, 9.0, 0), (1, None, 1), (2, 99.0, 2), (3, 8.0, 0), (9, 9.0, 0)]
    assert judgements(window(*rows, rules=HIGH)) == [
        (0, 9.0, True, False),
        (3, 8.0, False, False),
        (9, 9.0, True, False),
    ]


def test_a_reading_is_judged_again_when_limits_change_while_it_holds() -> None:
    """Not if they change as it is measured, nor in a gap, nor while a fault holds."""
    assert judgements(window((3, 4.0, 0), (6, 7.0, 0), rules=CHANGING)) == [
        (3, 4.0, False, False),
        (5, 4.0, False, True),
        (6, 7.0, False, False),
    ]
    at_the_change = judgements(window((4, 4.0, 0), (5, 5.0, 0), rules=CHANGING))
    assert [at for at, *_ in at_the_change] == [4, 5]
    assert [at for at, *_ in judgements(window((3, 4.0, 0), (7, 4.0, 0), rules=CHANGING))] == [3, 7]
    assert [at for at, *_ in judgements(window((3, 4.0, 0), (4, None, 1), rules=CHANGING))] == [3]


@pytest.mark.parametrize(("now", "at"), [(5, [3]), (6, [3, 5])])
def test_a_change_of_limits_after_now_judges_nothing_yet(now: int, at: list[int]) -> None:
    changed = window((3, 4.0, 0), rules=CHANGING, edges=(0, 6), now=now, following=6)
    assert [minute for minute, *_ in judgements(changed)] == at


def test_the_value_that_holds_when_a_window_begins_is_judged_if_asked_for() -> None:
    rows: list[Row] = [(-1, 9.0, 0), (1, 5.0, 0)]
    assert judgements(window(*rows, rules=HIGH)) == [(1, 5.0, False, False)]
    assert judgements(window(*rows, rules=HIGH, judge_lead=True)) == [
        (0, 9.0, True, False),
        (1, 5.0, False, False),
    ]
    changing_at_begin = Rules.of([(0, None, 8.0)], INTERVALS)
    asked = window(*rows, rules=changing_at_begin, judge_lead=True)
    assert [at for at, *_ in judgements(asked)] == [0, 1]


def test_limits_with_grace_judge_a_window_as_the_readings_around_it_say() -> None:
    rows: list[Row] = [(minute, 9.0 if 8 <= minute < 13 else 5.0, 0) for minute in range(-2, 16)]
    excursion = [(minute, 9.0, True, False) for minute in (8, 9)]
    assert judgements(graced(*rows))[-2:] == excursion
    assert [at for at, *_ in judgements(graced(*rows))] == [*range(10)]
    shorter = [(at, 5.0 if at >= 11 else value, quality) for at, value, quality in rows]
    assert not any(above for _, _, above, _ in judgements(graced(*shorter)))


def test_stretches_are_cut_at_edges_and_where_other_limits_take_force() -> None:
    cut = window((1, 4.0, 0), (4, 5.0, 0), rules=CHANGING, edges=(0, 2, 10), following=7)
    assert times(cut) == [(1, 2, "in"), (2, 4, "in"), (4, 5, "in"), (5, 7, "below")]


def test_a_cut_where_a_reading_begins_makes_no_empty_stretch() -> None:
    cut = window((2, 4.0, 0), (5, 5.0, 0), rules=CHANGING, edges=(0, 2, 10), following=7)
    assert times(cut) == [(2, 5, "in"), (5, 7, "below")]


def test_stretches_lie_within_the_window_and_before_now() -> None:
    rows: list[Row] = [(-1, 9.0, 0), (1, 5.0, 0), (9, 9.0, 0)]
    assert times(window(*rows, rules=HIGH, following=12)) == [(0, 1, "above"), (9, 10, "above")]
    assert times(window((7, 5.0, 0), rules=HIGH, now=8, following=10)) == [(7, 8, "in")]
    assert times(window((7, 5.0, 0), rules=HIGH, now=7)) == []


def test_a_reading_that_does_not_count_holds_without_counting() -> None:
    rows: list[Row] = [(0, 9.0, 0), (1, None, 1), (3, 99.0, 2)]
    assert times(window(*rows, rules=HIGH, following=4)) == [
        (0, 1, "above"),
        (1, 3, "uncounted"),
        (3, 4, "uncounted"),
    ]
    faults: list[Row] = [(1, None, 1), (3, None, 1)]
    assert times(graced(*faults)) == [(1, 3, "uncounted")]


def test_without_readings_nothing_is_judged() -> None:
    for rules in (HIGH, CHANGING):
        empty = window(rules=rules, edges=(0, 2, 10), judge_lead=True)
        assert (judgements(empty), times(empty)) == ([], [])
    assert (judgements(graced()), times(graced())) == ([], [])


def test_stretches_under_limits_with_grace_are_of_excursions_that_count() -> None:
    rows: list[Row] = [
        (minute, 9.0 if minute in (2, *range(8, 13)) else 5.0, 0) for minute in range(16)
    ]
    beyond = [(since, until) for since, until, word in times(graced(*rows)) if word == "above"]
    assert beyond == [(8, 9), (9, 10)]


def test_a_value_that_holds_into_a_window_is_judged_as_it_was_before() -> None:
    rows: list[Row] = [(minute, 9.0, 0) for minute in range(-6, 0, 2)]
    later: list[Row] = [(1, 5.0, 0), (3, 5.0, 0)]
    assert times(graced(*rows, *later, edges=(0, 2))) == [(0, 1, "above"), (1, 2, "in")]


def test_limits_with_grace_cannot_be_judged_without_the_readings_around_a_window() -> None:
    alone = window((1, 9.0, 0), rules=GRACE)
    with pytest.raises(ValueError, match="around a window"):
        moments(alone, hold(alone))
    with pytest.raises(ValueError, match="around a window"):
        stretches(alone, hold(alone))
