"""Air: a server room has loads and a cooling that fails, outdoors has a day and a season."""

import itertools

import pytest

from isotherm_devstack.simulate.air import Outdoor, ServerRoom
from isotherm_devstack.simulate.curve import Curve
from isotherm_devstack.simulate.shapes import DAY, HOUR, MINUTE

MONDAY = 1_752_451_200_000  # 2025-07-14 00:00 UTC
CHICAGO = -6 * HOUR


def _mean(curve: Curve, start: int, step: int, count: int) -> float:
    return sum(curve.value_at(start + index * step) for index in range(count)) / count


def test_outdoors_has_a_season() -> None:
    outdoor = Outdoor(3)
    summer = _mean(outdoor, MONDAY, HOUR, 240)
    assert summer > _mean(outdoor, MONDAY + 182 * DAY, HOUR, 240) + 8.0


@pytest.mark.parametrize("offset_ms", [0, CHICAGO])
def test_outdoors_is_warmest_in_the_local_afternoon(offset_ms: int) -> None:
    outdoor = Outdoor(3, offset_ms)
    by_hour = [_mean(outdoor, MONDAY + hour * HOUR - offset_ms, DAY, 120) for hour in range(24)]
    assert by_hour.index(max(by_hour)) in (14, 15, 16)
    assert by_hour.index(min(by_hour)) in (2, 3, 4)
    assert by_hour[15] > by_hour[3] + 3.0


@pytest.mark.parametrize("offset_ms", [0, CHICAGO])
def test_a_server_room_is_warmer_during_working_hours(offset_ms: int) -> None:
    room = ServerRoom(3, offset_ms)
    midnight = MONDAY - offset_ms
    weekday, saturday = (
        _mean(room, midnight + first * DAY + 13 * HOUR, 7 * DAY, 20) for first in (0, 5)
    )
    night = _mean(room, midnight + 5 * HOUR, 7 * DAY, 20)
    assert weekday > saturday + 0.5
    assert saturday > night + 0.1


def test_a_server_room_is_warmer_during_the_nightly_backup() -> None:
    room = ServerRoom(3)
    backup = _mean(room, MONDAY + 2 * HOUR + 20 * MINUTE, DAY, 60)
    assert backup > _mean(room, MONDAY + HOUR + 50 * MINUTE, DAY, 60) + 0.5


def test_the_cooling_fails_about_three_times_a_month() -> None:
    room = ServerRoom(3)
    hot = [room.value_at(MONDAY + index * HOUR // 4) > 26.5 for index in range(30 * 24 * 4)]
    failures = sum(now and not before for before, now in itertools.pairwise(hot))
    assert failures in (2, 3, 4)


@pytest.mark.parametrize("curve", [Outdoor(3), ServerRoom(3)])
def test_air_is_shown_in_hundredths(curve: Curve) -> None:
    values = [curve.value_at(MONDAY + minute * MINUTE) for minute in range(100)]
    assert values == [round(value, 2) for value in values]
    assert any(value != round(value, 1) for value in values)
