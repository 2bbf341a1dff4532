"""Limits with grace: what counts equals a plain loop over every judgement of a history."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isotherm.history.excursions import of_window
from isotherm.history.grace import Context, Known, judge
from isotherm.history.judging import moments
from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.summing import sum_up
from isotherm.history.sums import times_beyond
from isotherm.history.window import Held, Window, hold
from isotherm.instants import SECOND

Row = tuple[int, float | None, int]
Limit = tuple[int, float | None, float | None, float, float]
HOURS = 3 * 60
"""Minutes of the case that the first test is about."""


@dataclass
class Case:
    """A whole history; instants in seconds."""

    rows: list[Row]
    limits: list[Limit]
    interval: float
    now: int

    @property
    def rules(self) -> Rules:
        """Return the rules of the history."""
        return Rules.of(
            [(at * SECOND, low, high, least, by) for at, low, high, least, by in self.limits],
            [(0, self.interval)],
        )

    def readings(self, start: int, end: int) -> Readings:
        """Return the readings from `start` until before `end`."""
        rows = [(at * SECOND, value, quality) for at, value, quality in self.rows]
        return Readings.of([row for row in rows if start * SECOND <= row[0] < end * SECOND])

    def window(self, start: int, end: int, known_at: int, bins: int = 1) -> Window:
        """Return a window of equal bins, with what is judged in it and around it."""
        rules = self.rules
        judged = [entry for entry in self.plain() if entry[0] < known_at * SECOND]
        above, below = judged[-1][2:] if judged else (False, False)
        known = Known(known_at * SECOND, above, below)
        until = min(end * SECOND + rules.longest, max(end, self.now) * SECOND)
        since = known.since(rules) - rules.reach
        rows = [(at * SECOND, value, quality) for at, value, quality in self.rows]
        around = Readings.of([row for row in rows if since <= row[0] < until])
        after = [row[0] for row in rows if row[0] >= until]
        edges = np.linspace(start * SECOND, end * SECOND, bins + 1).astype(np.int64)
        following = [row[0] for row in rows if row[0] >= end * SECOND]
        context = Context(around, known, until, after[0] if after else None)
        return Window(
            edges,
            self.readings(start, end),
            rules,
            self.now * SECOND,
            self.readings(0, start).newest(1),
            following[0] if following else None,
            judged=judge(context, rules, self.now * SECOND),
        )

    def plain(self) -> list[tuple[int, float, bool, bool]]:
        """Return each judgement in µs, and whether it is of an excursion that counts."""
        judgements: list[tuple[int, float]] = []
        for number, (at, value, quality) in enumerate(self.rows):
            if value is None or quality & 39:
                continue
            judgements.append((at, value))
            later = self.rows[number + 1][0] if number + 1 < len(self.rows) else self.now
            if later - at <= 3 * self.interval:
                judgements += [(c, value) for c, *_ in self.limits if at < c < later]
        judgements.sort()
        marks = [self._side(judgements, side) for side in (0, 1)]
        return [
            (at * SECOND, value, above, below)
            for (at, value), above, below in zip(judgements, *marks, strict=True)
        ]

    def _side(self, judgements: list[tuple[int, float]], side: int) -> list[bool]:
        marks, members, begin, least = [False] * len(judgements), list[int](), 0, 0.0
        for number, (at, value) in enumerate(judgements):
            force = [entry for entry in self.limits if entry[0] <= at]
            limit = None if not force else force[-1][2 - side]
            sign, (min_duration, hysteresis) = (1, -1)[side], force[-1][3:] if force else (0, 0)
            beyond = 0.0 if limit is None else (value - limit) * sign
            if members and (limit is None or beyond <= -hysteresis + 1e-9):
                for member in members:
                    marks[member] = at - begin >= least
                members = []
            elif members or (limit is not None and beyond > 1e-9):
                if not members:
                    begin, least = at, min_duration
                members.append(number)
        for member in members:
            marks[member] = self.now - begin >= least
        return marks


def _alternating(min_duration: float, hysteresis: float) -> Case:
    rows: list[Row] = [(60 * n, 8.05 if n % 2 else 7.95, 0) for n in range(HOURS)]
    return Case(rows, [(0, 2.0, 8.0, min_duration, hysteresis)], 60.0, HOURS * 60)


@pytest.mark.parametrize(
    ("min_duration", "hysteresis", "times"),
    [(0, 0, 90), (0, 0.2, 1), (300, 0, 0), (300, 0.2, 1), (4 * 3600, 0.2, 0), (60, 0, 90)],
)
def test_a_value_that_moves_around_its_limit(
    min_duration: float, hysteresis: float, times: int
) -> None:
    case = _alternating(min_duration, hysteresis)
    window = case.window(0, HOURS * 60, 0, bins=3)
    sums = sum_up(window)
    assert times_beyond(sums.above_times, sums.first_above, sums.last_above) == times
    assert (sums.above_s.sum() > 0) == (times > 0)
    assert of_window(window, hold(window), "above", 100).begun == times


def test_what_goes_on_counts_once_it_has_lasted_long_enough() -> None:
    rows: list[Row] = [(60 * n, 9.0 if n >= 10 else 5.0, 0) for n in range(41)]
    limits: list[Limit] = [(0, None, 8.0, 1800, 0)]
    before, after = Case(rows, limits, 60.0, 2399), Case(rows, limits, 60.0, 2400)
    assert of_window(*_whole(before), "above", 9).excursions == []
    [excursion] = of_window(*_whole(after), "above", 9).excursions
    assert (excursion.since, excursion.until, excursion.seconds) == (600 * SECOND, None, 1800.0)


def test_time_in_a_gap_and_in_faults_passes() -> None:
    rows: list[Row] = [(0, 9.0, 0), (60, 9.0, 0), (120, None, 1), (1900, None, 1), (2000, 5.0, 0)]
    case = Case(rows, [(0, None, 8.0, 1800, 0)], 60.0, 2400)
    [excursion] = of_window(*_whole(case), "above", 9).excursions
    assert (excursion.until, excursion.seconds) == (2000 * SECOND, 120.0)


@pytest.mark.parametrize("known_at", [1200, 1800, 1830])
def test_what_holds_into_a_window_is_of_the_excursion_that_is_known(known_at: int) -> None:
    rows: list[Row] = [(60 * n, 9.0, 0) for n in range(41)]
    case = Case(rows, [(0, None, 8.0, 600, 0)], 60.0, 2400)
    [above_s] = sum_up(case.window(1830, 2400, known_at)).above_s
    assert above_s == 570


def _whole(case: Case) -> tuple[Window, Held]:
    window = case.window(0, case.now, 0)
    return window, hold(window)


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    now = 3000
    times = draw(st.lists(st.integers(0, now - 1), unique=True, min_size=1, max_size=60))
    values = st.sampled_from([1.0, 1.9, 2.0, 2.1, 2.3, 5.0, 7.7, 7.9, 8.0, 8.1, 9.0])
    quality = st.sampled_from([0] * 12 + [1, 4, 32])
    rows = [(at, draw(values), draw(quality)) for at in sorted(times)]
    limit = st.tuples(
        st.integers(0, now),
        st.sampled_from([None, 2.0, 2.1]),
        st.sampled_from([None, 8.0, 7.8]),
        st.sampled_from([0.0, 30.0, 200.0, 900.0]),
        st.sampled_from([0.0, 0.1, 0.25, 1.0]),
    )
    limits = draw(st.lists(limit, unique_by=lambda entry: entry[0], max_size=5))
    return Case(
        [(at, None if q & 1 else value, q) for at, value, q in rows],
        sorted(limits, key=lambda entry: entry[0]),
        draw(st.sampled_from([20.0, 60.0, 300.0])),
        now,
    )


@given(_cases(), st.integers(0, 2900), st.integers(1, 3000), st.integers(0, 1500))
@settings(max_examples=600, deadline=None)
def test_any_window_of_a_history_counts_as_a_plain_loop(
    case: Case, start: int, length: int, earlier: int
) -> None:
    end = min(start + length, case.now + 300)
    if not case.rules.has_grace:
        return
    window = case.window(start, end, max(0, start - earlier))
    judged = moments(window, hold(window))
    want = [entry for entry in case.plain() if start * SECOND <= entry[0] < end * SECOND]
    columns = (judged.at, judged.value, judged.above, judged.below)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == want
