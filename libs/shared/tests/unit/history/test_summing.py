"""The sums of bins equal a plain walk over every reading, second by second."""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.spans import OPEN, faults, gaps
from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums, goes_on, times_beyond
from isotherm.history.window import Window, hold
from isotherm.instants import ALWAYS, SECOND
from isotherm.spans import cut, merge

Row = tuple[int, float | None, int]
Limit = tuple[int, float | None, float | None]


@dataclass
class Case:
    """Readings in and around a window of some bins; instants in seconds."""

    rows: list[Row]
    limits: list[Limit]
    intervals: list[tuple[int, float]]
    edges: list[int]
    now: int

    def window(self, *, judge_lead: bool = False) -> Window:
        """Return the window to be summed."""
        us = [(at * SECOND, value, quality) for at, value, quality in self.rows]
        start, end = self.edges[0] * SECOND, self.edges[-1] * SECOND
        before = [row for row in us if row[0] < start]
        after = [row[0] for row in us if row[0] >= end]
        return Window(
            edges=np.array(self.edges, np.int64) * SECOND,
            inside=Readings.of([row for row in us if start <= row[0] < end]),
            rules=Rules.of(
                [(at * SECOND, low, high) for at, low, high in self.limits],
                [(at * SECOND, seconds) for at, seconds in self.intervals],
            ),
            now=self.now * SECOND,
            lead=Readings.of(before[-1:]),
            following=after[0] if after else None,
            judge_lead=judge_lead,
        )

    def limit(self, at: int) -> float:
        """Return the longest silence after a reading that is no gap."""
        seconds = self.intervals[0][1] if self.intervals else 60.0
        for since, value in self.intervals:
            if since <= at:
                seconds = value
        return 3 * seconds

    def in_force(self, at: int) -> tuple[float | None, float | None]:
        """Return low and high in force at an instant."""
        bounds: tuple[float | None, float | None] = (None, None)
        for since, low, high in self.limits:
            if since <= at:
                bounds = (low, high)
        return bounds


@dataclass
class Plain:
    """The expected sums of a bin."""

    n: int = 0
    uncounted: int = 0
    values: list[tuple[float, int]] = field(default_factory=list)
    seen: list[Row] = field(default_factory=list)
    covered: float = 0.0
    known: float = 0.0
    integral: float = 0.0
    beyond: dict[str, float] = field(default_factory=lambda: {"above": 0.0, "below": 0.0})
    judged: dict[str, list[bool]] = field(default_factory=lambda: {"above": [], "below": []})


def verdicts(case: Case, value: float, at: int) -> dict[str, bool]:
    """Return how a value is judged at an instant."""
    low, high = case.in_force(at)
    return {
        "above": high is not None and value > high,
        "below": low is not None and value < low,
    }


def plain(case: Case, *, judge_lead: bool = False) -> list[Plain]:
    """Walk second by second; every instant of a case is a whole second."""
    bins = [Plain() for _ in case.edges[:-1]]
    rows = {row[0]: row for row in case.rows}
    following = dict(pairwise(sorted(rows)))
    start, end = case.edges[0], case.edges[-1]
    changes = {since for since, _, _ in case.limits}
    holder: Row | None = None
    for second in range(min([*rows, start]), end):
        bin_ = bins[sum(edge <= second for edge in case.edges) - 1] if second >= start else None
        here = rows.get(second)
        if here is not None:
            holder = here
        silent = holder is None or (
            following.get(holder[0], case.now) - holder[0] > case.limit(holder[0])
        )
        if bin_ is None:
            continue
        if here is not None:
            bin_.seen.append(here)
            if here[2] & 7:
                bin_.uncounted += 1
            else:
                bin_.n += 1
                bin_.values.append((here[1] or 0.0, second))
        judge_again = second in changes or (judge_lead and second == start)
        if here is not None and not here[2] & 7:
            for side, yes in verdicts(case, here[1] or 0.0, second).items():
                bin_.judged[side].append(yes)
        if holder is None or silent or second >= case.now:
            continue
        if here is None and judge_again and not holder[2] & 7:
            for side, yes in verdicts(case, holder[1] or 0.0, second).items():
                bin_.judged[side].append(yes)
        bin_.covered += 1
        if not holder[2] & 7:
            bin_.known += 1
            bin_.integral += holder[1] or 0.0
            for side, yes in verdicts(case, holder[1] or 0.0, second).items():
                bin_.beyond[side] += yes
    return bins


def check(case: Case, *, judge_lead: bool = False) -> Sums:
    """Compare every column with the plain walk."""
    sums = sum_up(case.window(judge_lead=judge_lead))
    assert len(sums) == len(case.edges) - 1
    for i, want in enumerate(plain(case, judge_lead=judge_lead)):
        assert sums.n[i] == want.n
        assert sums.uncounted[i] == want.uncounted
        assert sums.total[i] == pytest.approx(sum(value for value, _ in want.values))
        assert sums.covered_s[i] == want.covered
        assert sums.known_s[i] == want.known
        assert sums.integral[i] == pytest.approx(want.integral)
        for name, pick in (("least", min), ("most", max)):
            if want.values:
                value = pick(counted for counted, _ in want.values)
                at = min(when for counted, when in want.values if counted == value)
                assert (getattr(sums, name)[i], getattr(sums, f"{name}_at")[i]) == (
                    value,
                    at * SECOND,
                )
            else:
                assert np.isnan(getattr(sums, name)[i])
                assert getattr(sums, f"{name}_at")[i] == ALWAYS
        if want.seen:
            assert sums.first_at[i] == want.seen[0][0] * SECOND
            assert sums.last_at[i] == want.seen[-1][0] * SECOND
            assert sums.last_quality[i] == want.seen[-1][2]
        else:
            assert (sums.first_at[i], sums.last_quality[i]) == (ALWAYS, -1)
        for side in ("above", "below"):
            judged = want.judged[side]
            times = sum(yes and not (k and judged[k - 1]) for k, yes in enumerate(judged))
            assert getattr(sums, f"{side}_s")[i] == want.beyond[side]
            assert getattr(sums, f"{side}_times")[i] == times
            assert getattr(sums, f"first_{side}")[i] == (judged[0] if judged else -1)
            assert getattr(sums, f"last_{side}")[i] == (judged[-1] if judged else -1)
    return sums


instants = st.integers(0, 400)
values = st.sampled_from([1.0, 2.5, 4.0, 5.5, 9.0])


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Readings on whole seconds, with faults, silences, and limits and intervals that change."""
    at = sorted(draw(st.sets(instants, max_size=40)))
    rows: list[Row] = []
    for instant in at:
        quality = draw(st.sampled_from([0, 0, 0, 0, 8, 1, 2, 4]))
        rows.append((instant, None if quality == 1 else draw(values), quality))
    bounds = [None, 2.0, 3.0, 5.0, 6.0]
    limits = [
        (since, draw(st.sampled_from(bounds[:3])), draw(st.sampled_from([None, *bounds[3:]])))
        for since in sorted(draw(st.sets(instants, max_size=4)))
    ]
    intervals = [
        (since, float(draw(st.integers(1, 30))))
        for since in sorted(draw(st.sets(instants, max_size=3)))
    ]
    edges = sorted(draw(st.sets(instants, min_size=2, max_size=7)))
    return Case(rows, limits, intervals, edges, draw(st.integers(0, 450)))


def past(case: Case) -> Case:
    """Return the case with a present after all of its readings."""
    latest = max([case.now, *(row[0] for row in case.rows)])
    return Case(case.rows, case.limits, case.intervals, case.edges, latest)


@settings(deadline=None)
@given(cases(), st.booleans())
def test_sums_equal_a_plain_walk(case: Case, judge_lead: bool) -> None:
    check(past(case), judge_lead=judge_lead)


@settings(deadline=None)
@given(cases())
def test_bins_add_up_to_the_whole(case: Case) -> None:
    case = past(case)
    parts = sum_up(case.window())
    whole = sum_up(
        Case(case.rows, case.limits, case.intervals, case.edges[:: len(case.edges) - 1], case.now)
        .window()
    )  # fmt: skip
    for name in ("n", "uncounted", "total", "integral", "known_s", "covered_s", "above_s"):
        assert getattr(parts, name).sum() == pytest.approx(getattr(whole, name)[0])
    for side in ("above", "below"):
        times, first, last = (
            getattr(parts, name) for name in (f"{side}_times", f"first_{side}", f"last_{side}")
        )
        assert times_beyond(times, first, last) == getattr(whole, f"{side}_times")[0]
        assert goes_on(last) == (getattr(whole, f"last_{side}")[0] == 1)


@settings(deadline=None)
@given(cases())
def test_gaps_are_what_is_not_covered(case: Case) -> None:
    case = past(case)
    held = hold(case.window())
    since, until = gaps(held)
    start, end = case.edges[0] * SECOND, min(case.edges[-1], case.now) * SECOND
    silent = sum(
        max(0, min(end, end if b == OPEN else b) - max(start, a))
        for a, b in zip(since.tolist(), until.tolist(), strict=True)
    )
    first = held.at[0] if len(held.at) else end
    silent += max(0, min(first, end) - start)
    covered = sum_up(case.window()).covered_s.sum()
    assert covered == pytest.approx(max(0, end - start) / SECOND - silent / SECOND)


def test_without_readings_no_bin_is_touched() -> None:
    case = Case([], [(0, 1.0, 2.0)], [], [0, 60, 120], 100)
    assert not check(case).touched.any()


def test_a_reading_holds_across_an_edge_until_the_next() -> None:
    case = Case([(50, 4.0, 0), (80, 6.0, 0)], [(60, None, 3.0)], [(0, 10.0)], [0, 60, 120], 85)
    sums = check(case)
    assert sums.covered_s.tolist() == [10.0, 25.0]
    assert sums.above_s.tolist() == [0.0, 25.0]
    assert sums.above_times.tolist() == [0, 1]


def test_a_run_of_faults_ends_with_the_next_reading_or_before_a_gap() -> None:
    rows: list[Row] = [(0, 4.0, 0), (10, None, 1), (20, None, 1), (30, 4.0, 0), (40, None, 1)]
    held = hold(Case(rows, [], [(0, 10.0)], [0, 200], 200).window())
    runs = faults(held, 0, 200 * SECOND)
    assert runs == [(10 * SECOND, 30 * SECOND), (40 * SECOND, 40 * SECOND)]
    pieces = cut(runs, [15 * SECOND, 20 * SECOND])
    assert len(pieces) == 4
    assert merge(pieces) == runs
