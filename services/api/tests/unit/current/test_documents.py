"""The document of a sensor's current state."""

from datetime import timedelta

from judged_parts import NOW, row

from isotherm.instants import to_ms
from isotherm.quality import Quality
from isotherm.sensors.state import judge
from isotherm_api.current.documents import judged_sensor

HOUR = timedelta(hours=1)


def test_since_is_shown_only_for_a_state_that_began() -> None:
    above = row(value=9.0, low=2.0, high=8.0, limits_since=NOW - HOUR)
    judged = judged_sensor(above, judge(above, NOW), NOW - HOUR)
    assert (judged.sensor.state, judged.sensor.since) == ("above", to_ms(NOW - HOUR))
    normal = row(low=2.0, high=8.0, limits_since=NOW - HOUR)
    judged = judged_sensor(normal, judge(normal, NOW), NOW - HOUR)
    assert (judged.sensor.state, judged.sensor.since) == ("in_range", None)


def test_doubtful_values_have_a_begin_and_the_coarse_state_of_a_fault() -> None:
    good = {"good_at": NOW - HOUR, "good_value": 4.0}
    doubtful = row(value=999.0, quality=int(Quality.SUSPECT), **good)
    judged = judged_sensor(doubtful, judge(doubtful, NOW), NOW - HOUR)
    assert (judged.sensor.state, judged.sensor.status) == ("suspect", "fault")
    assert judged.sensor.since == to_ms(NOW - HOUR)


def test_a_silent_sensor_waits_for_no_further_silence() -> None:
    judged = judged_sensor(row(), judge(row(), NOW + HOUR), None)
    assert judged.sensor.state == "silent"
    assert judged.sensor.silent_at is not None
    assert judged.due_at is None


def test_a_sensor_without_limits_or_reading_has_neither() -> None:
    never = row(measured_at=None)
    judged = judged_sensor(never, judge(never, NOW), None)
    assert judged.sensor.state == "never"
    assert judged.sensor.limits is None
    assert judged.sensor.latest is None
