"""What follows from a sensor's rules and marks."""

from zoneinfo import ZoneInfo

import pytest

from isotherm.history.rules import Rules
from isotherm.instants import HOUR, MINUTE, SECOND
from isotherm_worker.rollups.sensor import Marks, Sensor


def sensor(*intervals: tuple[int, float], zone: str = "UTC", horizon: int = 0) -> Sensor:
    """Return a sensor with dated intervals in seconds, and a raw horizon."""
    return Sensor(1, ZoneInfo(zone), None, (), Rules.of((), intervals), Marks(0, horizon))


@pytest.mark.parametrize(
    ("interval_s", "rows", "hours"), [(60.0, 600, 10), (600.0, 600, 100), (10.0, 100, 6)]
)
def test_the_hours_in_which_rows_are_due(interval_s: float, rows: float, hours: int) -> None:
    assert sensor((0, interval_s)).hours_of(rows) == hours


def test_a_reading_a_minute_is_assumed_while_no_interval_is_known() -> None:
    assert sensor().hours_of(600) == 10


def test_silence_follows_the_interval_in_force() -> None:
    changed = sensor((0, 60.0), (HOUR, 600.0))
    assert changed.silence(-HOUR) == 3 * MINUTE
    assert changed.silence(HOUR - 1) == 3 * MINUTE
    assert changed.silence(HOUR) == 30 * MINUTE


@pytest.mark.parametrize(
    ("zone", "horizon", "frozen_to"),
    [
        ("UTC", 0, 0),
        ("UTC", HOUR + SECOND, 2 * HOUR),
        ("Asia/Kathmandu", 0, 30 * MINUTE),
        ("Pacific/Kiritimati", 0, 40 * MINUTE),
    ],
)
def test_the_first_hour_that_may_be_computed(zone: str, horizon: int, frozen_to: int) -> None:
    assert sensor(zone=zone, horizon=horizon).frozen_to == frozen_to
