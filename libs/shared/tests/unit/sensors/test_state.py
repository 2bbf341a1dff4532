"""A sensor's state follows from its newest reading, and from how old that is."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest

from isotherm.history.rules import Rules
from isotherm.quality import Quality
from isotherm.sensors.state import State, gap_limit, judge
from isotherm.units import Unit, rounded, to_celsius

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
        ({"value": 1.9, "low": None, "high": None}, "no_limits"),
        (
            {
                "value": 4.0,
                "good_value": 90.0,
                "low": None,
                "high": None,
                "quality": int(Quality.SUSPECT),
            },
            "no_limits",
        ),
        ({"value": None, "low": None, "high": None, "quality": int(Quality.FAULT)}, "fault"),
        ({"value": 1.9, "low": None, "high": None, "measured_at": NOW - 4 * MINUTE}, "silent"),
        ({"value": 8.0001}, "above"),
        ({"value": 1.9999}, "below"),
        ({"value": 8.00000000000003}, "in_range"),  # stored before values were rounded
        ({"value": 1.99999999999997}, "in_range"),
        ({"value": 4.4444, "low": 4.444444444444445}, "in_range"),
        ({"value": 4.4444, "high": 4.44436}, "in_range"),
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


@pytest.mark.parametrize("unit", ["C", "F", "K"])
@pytest.mark.parametrize("limit_unit", ["C", "F"])
def test_a_half_degree_is_within_a_limit_of_the_same_half_degree(
    unit: Unit, limit_unit: Unit
) -> None:
    """In every unit, whether value and limit were rounded when they were stored or not."""
    for celsius in (halves / 2 for halves in range(-80, 161)):
        value, limit = in_unit(celsius, unit), in_unit(celsius, limit_unit)
        for sent, low, high in product((value, rounded(value)), (None, limit), (None, limit)):
            reading = row(value=sent, low=low, high=high)
            judged = "no_limits" if low is high is None else "in_range"
            assert judge(reading, NOW).state == judged, reading
            rules = Rules.of([(0, low, high)])
            masks = rules.beyond(np.array([0], np.int64), np.array([sent]))
            assert not any(mask.any() for mask in masks), reading


def in_unit(celsius: float, unit: Unit) -> float:
    """Return a half degree as it comes out of a unit with one or two decimals, not rounded."""
    fahrenheit, kelvin = round(celsius * 1.8 + 32, 1), round(celsius + 273.15, 2)
    return to_celsius({"C": celsius, "F": fahrenheit, "K": kelvin}[unit], unit)


def test_a_sensor_becomes_silent_just_after_three_intervals() -> None:
    judgement = judge(row(), NOW)
    assert judgement.silent_at == NOW + 2 * MINUTE + timedelta(milliseconds=1)
    assert judge(row(), judgement.silent_at).state == "silent"
    assert judge(row(), NOW + 2 * MINUTE).state == "in_range"


def test_a_silent_sensor_is_silent_since_its_last_reading() -> None:
    last = NOW - timedelta(hours=2)
    judgement = judge(row(measured_at=last), NOW)
    assert judgement == ("silent", last, last + 3 * MINUTE + timedelta(milliseconds=1), None)


def test_a_sensor_without_a_reading_never_becomes_silent() -> None:
    assert judge(row(measured_at=None), NOW) == ("never", None, None, None)


def test_an_unsure_reading_leaves_the_state_to_a_value_within_the_gap_limit() -> None:
    unsure = {"value": 19.0, "quality": int(Quality.TIME_UNSURE)}
    good_at = NOW - 2 * MINUTE
    judgement = judge(row(**unsure, good_at=good_at), NOW)
    assert judgement.state == "in_range"
    assert judgement.due_at == good_at + 3 * MINUTE + timedelta(milliseconds=1)
    assert judge(row(**unsure, good_at=good_at), judgement.due_at).state == "above"


@pytest.mark.parametrize("good_at", [None, NOW - 4 * MINUTE])
def test_a_device_that_sends_only_unsure_readings_is_judged_by_them(
    good_at: datetime | None,
) -> None:
    good = {"good_at": good_at, "good_value": None if good_at is None else 4.0}
    unsure = int(Quality.TIME_UNSURE)
    assert judge(row(value=19.0, quality=unsure, **good), NOW).state == "above"
    assert judge(row(value=-3.0, quality=unsure, **good), NOW).state == "below"
    assert judge(row(value=4.0, quality=unsure, **good), NOW).state == "in_range"


@pytest.mark.parametrize("quality", [Quality.SUSPECT, Quality.SUSPECT | Quality.TIME_UNSURE])
def test_a_device_that_has_sent_only_suspect_readings_is_suspect(quality: Quality) -> None:
    suspect = row(value=85.0, quality=int(quality), good_at=None, good_value=None)
    judgement = judge(suspect, NOW)
    assert judgement.state == "suspect"
    assert judgement.due_at == judgement.silent_at == judge(row(), NOW).silent_at
    assert judge(suspect, NOW + 3 * MINUTE).state == "silent"


@pytest.mark.parametrize("quality", [Quality.SUSPECT, Quality.SUSPECT | Quality.TIME_UNSURE])
def test_suspect_readings_that_last_are_a_state_of_their_own(quality: Quality) -> None:
    """As a fire beyond the plausible range: neither in range nor silent after the gap limit."""
    good_at = NOW - 2 * MINUTE
    fire = row(value=400.0, quality=int(quality), good_at=good_at, measured_at=NOW)
    judgement = judge(fire, NOW)
    assert judgement.state == "in_range"
    assert judgement.due_at == good_at + 3 * MINUTE + timedelta(milliseconds=1)
    judgement = judge(fire, judgement.due_at)
    assert (judgement.state, judgement.since) == ("suspect", None)
    assert judgement.due_at == judgement.silent_at
    assert judge(row(value=400.0, quality=int(quality), good_at=good_at), NOW).state == "in_range"


def test_a_fault_is_a_fault_also_among_suspect_readings() -> None:
    fault = row(value=None, quality=int(Quality.FAULT), good_at=None, good_value=None)
    assert judge(fault, NOW).state == "fault"


def test_a_clock_that_lags_is_no_silence() -> None:
    last, lag = NOW - 5 * MINUTE, {"clock_skew_ms": -300_000}
    judgement = judge(row(measured_at=last, value=9.0, **lag), NOW)
    assert judgement.state == "above"
    assert judgement.silent_at == last + 8 * MINUTE + timedelta(milliseconds=1)
    assert judge(row(measured_at=last, **lag), judgement.silent_at).state == "silent"
    for skew in (None, 0, 300_000):
        assert judge(row(measured_at=last, clock_skew_ms=skew), NOW).state == "silent"


def test_a_reading_that_waits_for_its_time_is_a_reason_to_judge_again() -> None:
    soon = NOW + timedelta(seconds=50)
    assert judge(row(next_at=soon), NOW).due_at == soon
    assert judge(row(measured_at=None, next_at=soon), NOW) == ("never", None, None, soon)
    assert judge(row(measured_at=NOW - 4 * MINUTE, next_at=soon), NOW).due_at == soon
    assert judge(row(next_at=NOW + 3 * MINUTE), NOW).due_at == judge(row(), NOW).silent_at


def test_a_minute_is_expected_while_no_interval_is_known() -> None:
    assert gap_limit(None) == 3 * MINUTE
    assert gap_limit(10.0) == timedelta(seconds=30)
