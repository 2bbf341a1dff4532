"""A sensor's state follows from its newest reading, and from how old that is."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm.quality import Quality
from isotherm.sensors.state import State, gap_limit, judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def row(**changes: Any) -> dict[str, Any]:
    """Return a sensor with limits 2 to 8 °C and a reading of a minute ago."""
    return {
        "interval_s": 60.0, "low": 2.0, "high": 8.0, "measured_at": NOW - MINUTE,
        "value": 4.0, "quality": 0, "good_at": NOW - MINUTE, "good_value": 4.0, **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "in_range"),
        ({"value": 8.0}, "in_range"),
        ({"value": 8.1}, "above"),
        ({"value": 1.9}, "below"),
        ({"value": 1.9, "low": None}, "in_range"),
        ({"value": 9.0, "quality": int(Quality.SUSPECT)}, "in_range"),
        ({"value": 4.0, "good_value": 9.0, "quality": int(Quality.SUSPECT)}, "above"),
        ({"value": None, "quality": int(Quality.FAULT)}, "fault"),
        ({"value": 9.0, "measured_at": NOW - 3 * MINUTE}, "above"),
        ({"value": 9.0, "measured_at": NOW - 3 * MINUTE - timedelta(microseconds=1)}, "silent"),
        ({"measured_at": None, "value": None, "quality": None}, "never"),
    ],
)
def test_the_state_of_a_reading(changes: dict[str, Any], state: State) -> None:
    assert judge(row(**changes), NOW).state == state


def test_a_sensor_becomes_silent_just_after_three_intervals() -> None:
    judgement = judge(row(), NOW)
    assert judgement.silent_at == NOW + 2 * MINUTE + timedelta(milliseconds=1)
    assert judge(row(), judgement.silent_at).state == "silent"
    assert judge(row(), NOW + 2 * MINUTE).state == "in_range"


def test_a_silent_sensor_is_silent_since_its_last_reading() -> None:
    last = NOW - timedelta(hours=2)
    judgement = judge(row(measured_at=last), NOW)
    assert judgement == ("silent", last, last + 3 * MINUTE + timedelta(milliseconds=1))


def test_a_sensor_without_a_reading_never_becomes_silent() -> None:
    assert judge(row(measured_at=None), NOW) == ("never", None, None)


def test_a_minute_is_expected_while_no_interval_is_known() -> None:
    assert gap_limit(None) == 3 * MINUTE
    assert gap_limit(10.0) == timedelta(seconds=30)
