"""The sums of hours and days tell in which of them excursions begin, end or go on."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest

from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.history.summing import sum_up
from isotherm.history.window import Window
from isotherm.instants import HOUR, MINUTE, Micros, to_micros
from isotherm_api.excursions.bins import Bins, Plan, days_of, end_of

START = 100 * HOUR
QUIET = {"above": 0, "below": 0}
UNJUDGED = {"above": -1, "below": -1}


def bins(*hours: Sequence[float | None]) -> Bins:
    """Return the bins of hours with readings a minute apart; None is a fault, limits 2 to 8 °C."""
    readings = Readings.of(
        [
            (START + hour * HOUR + minute * MINUTE, value, 0 if value is not None else 1)
            for hour, values in enumerate(hours)
            for minute, value in enumerate(values)
        ]
    )
    edges = START + HOUR * np.arange(len(hours) + 1)
    rules = Rules.of([(0, 2.0, 8.0)], [(0, 60.0)])
    return Bins(edges[:-1], sum_up(Window(edges, readings, rules, int(edges[-1]))))


def at(text: str) -> Micros:
    """Return the instant of an ISO text with an offset."""
    return to_micros(datetime.fromisoformat(text))


def test_the_judgement_before_a_bin_is_the_last_one_however_long_ago() -> None:
    hours = bins([4, 9], [None], [], [9, 4], [1])
    assert hours.entering("above", 0).tolist() == [0, 1, 1, 1, 0]
    assert hours.entering("below", -1).tolist() == [-1, 0, 0, 0, 0]
    assert bins().entering("above", 1).tolist() == []


def test_an_excursion_touches_the_bins_from_its_begin_to_its_end() -> None:
    plan = Plan.of(bins([4], [4, 9], [9, 9], [None], [9, 4], [4]), QUIET)
    assert plan.newest() == [4, 3, 2, 1]
    # only where it begins and ends more is known from readings than from the sums
    assert plan.detailed.tolist() == [False, True, False, False, True, False]
    assert [plan.before(index)["above"] for index in range(6)] == [0, 0, 1, 1, 1, 0]


def test_either_side_touches_a_bin() -> None:
    plan = Plan.of(bins([9, 4], [4, 1], [1, 1], [1, 9]), UNJUDGED)
    assert plan.newest() == [3, 2, 1, 0]
    assert plan.detailed.tolist() == [True, True, False, True]
    assert plan.before(3) == {"above": 0, "below": 1}


@pytest.mark.parametrize(("before", "detailed"), [(1, False), (0, True), (-1, True)])
def test_a_bin_that_is_all_beyond_begins_one_unless_it_went_on_before(
    before: int, detailed: bool
) -> None:
    plan = Plan.of(bins([9, 9]), {"above": before, "below": 0})
    assert (plan.touched.tolist(), plan.detailed.tolist()) == ([True], [detailed])


def test_a_bin_in_which_one_ends_and_another_begins_is_no_bin_of_one() -> None:
    plan = Plan.of(bins([9, 4, 9]), {"above": 1, "below": 0})
    assert plan.detailed.tolist() == [True]


def test_bins_between_are_those_that_begin_within_a_span() -> None:
    hours = bins([1], [2, 2], [3, 3, 3], [4])
    inner = hours.between((START + 1, START + 3 * HOUR))
    assert inner.at.tolist() == [START + HOUR, START + 2 * HOUR]
    assert inner.sums.n.tolist() == [2, 3]
    assert len(hours.between((START + 4 * HOUR, START + 9 * HOUR))) == 0


@pytest.mark.parametrize(
    ("zone", "begin", "hour", "day"),
    [
        ("UTC", "2026-10-25T00:00Z", "2026-10-25T01:00Z", "2026-10-26T00:00Z"),
        (
            "Europe/Vienna", "2026-10-25T00:00+02:00", "2026-10-25T01:00+02:00",
            "2026-10-26T00:00+01:00",
        ),
        (
            "Europe/Vienna", "2026-03-29T00:00+01:00", "2026-03-29T01:00+01:00",
            "2026-03-30T00:00+02:00",
        ),
        (
            "Asia/Kathmandu", "2026-10-25T00:00+05:45", "2026-10-25T01:00+05:45",
            "2026-10-26T00:00+05:45",
        ),
    ],
)  # fmt: skip
def test_a_bin_ends_with_the_hour_or_day_of_the_site(
    zone: str, begin: str, hour: str, day: str
) -> None:
    assert end_of(at(begin), zone, day=False) == at(hour)
    assert end_of(at(begin), zone, day=True) == at(day)


def test_days_are_the_bins_from_the_first_whole_day_to_the_last() -> None:
    instants = [
        at(f"2026-10-{text}")
        for text in (
            "24T23:00+02:00", "25T00:00+02:00", "26T00:00+01:00", "27T00:00+01:00",
            "27T01:00+01:00",
        )
    ]  # fmt: skip
    some = Bins(np.array(instants, np.int64), bins([4], [4], [4], [4], [4]).sums)
    span = instants[0], at("2026-10-27T02:00+01:00")
    days = [False, True, True, False, False]
    assert days_of(some, span, "Europe/Vienna").tolist() == days
    short = instants[0], at("2026-10-25T02:00+02:00")
    assert not days_of(some, short, "Europe/Vienna").any()
