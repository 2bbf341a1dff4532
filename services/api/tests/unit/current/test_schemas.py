"""The document of a sensor's current state: which states it may be in, and what it may lack."""

from datetime import timedelta
from typing import Any

import pytest
from described import assert_described
from judged_parts import NOW, judged, row
from pydantic import ValidationError

from isotherm.sensors.state import judge
from isotherm_api.current.documents import judged_sensor
from isotherm_api.current.schemas import Sensor

DOCUMENT = judged().sensor.model_dump(mode="json")


@pytest.mark.parametrize(
    "current",
    [
        row(),
        row(low=2.0, limits_since=NOW),
        row(value=9.0, high=8.0, limits_since=NOW),
        row(value=1.0, low=2.0, limits_since=NOW, place="Shelf 2"),
        row(measured_at=None, interval_s=None),
        row(measured_at=NOW - timedelta(hours=1), device="probe", channel="temperature"),
        row(quality=1) | {"value": None, "good_at": None, "good_value": None},
        row(quality=2, value=999.0) | {"good_at": None, "good_value": None},
    ],
    ids=["no limits", "in range", "above", "below", "never", "silent", "fault", "suspect"],
)
def test_every_state_is_described(current: dict[str, Any]) -> None:
    sensor = judged_sensor(current, judge(current, NOW), None).sensor
    assert_described(Sensor, sensor.model_dump(mode="json"))


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "odd"},
        {"status": "silent"},
        {"unknown": 1},
        {"since": "2026-11-23"},
        {"latest": {"value": 4.0}},
        {"limits": {"low": 2.0}},
        {"gap_after_s": None},
    ],
    ids=str,
)
def test_a_member_that_is_not_described_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        assert_described(Sensor, DOCUMENT | changed)


@pytest.mark.parametrize("name", sorted(DOCUMENT))
def test_no_member_may_be_left_out(name: str) -> None:
    with pytest.raises(ValidationError):
        assert_described(Sensor, {key: DOCUMENT[key] for key in DOCUMENT if key != name})
