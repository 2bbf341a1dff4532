"""A device is alive by what it said last, and by what it has sent since."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from isotherm_api.devices.life import Life, judge_life

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SAID = NOW - 10 * MINUTE


def row(connection: str | None, heard_at: datetime | None, interval: timedelta = MINUTE) -> Any:
    """Return a row of `queries.load_page`: a device that said something at SAID."""
    return {
        "connection": connection,
        "connection_at": None if connection is None else SAID,
        "heard_at": heard_at,
        "alive_until": None if heard_at is None else heard_at + 3 * interval,
    }


def test_a_reading_after_offline_is_life_until_three_intervals_are_missed() -> None:
    heard = NOW - 2 * MINUTE
    assert judge_life(row("offline", heard), NOW) == Life("online", None, heard + 3 * MINUTE)
    assert judge_life(row("offline", heard), NOW + MINUTE).connection == "online"
    late = NOW + MINUTE + timedelta(microseconds=1)
    assert judge_life(row("offline", heard), late) == Life("offline", SAID, None)


@pytest.mark.parametrize("before", [timedelta(), timedelta(seconds=1)])
def test_a_device_that_says_offline_after_its_reading_is_asleep(before: timedelta) -> None:
    heard = SAID - before
    slow = row("offline", heard, interval=5 * MINUTE)
    assert judge_life(slow, NOW) == Life("asleep", SAID, heard + 15 * MINUTE)
    assert judge_life(slow, NOW + 6 * MINUTE) == Life("offline", SAID, None)


@pytest.mark.parametrize("heard_at", [None, NOW - 60 * MINUTE, NOW])
@pytest.mark.parametrize("said", [None, "online"])
def test_what_a_device_says_otherwise_is_kept(said: Any, heard_at: datetime | None) -> None:
    assert judge_life(row(said, heard_at), NOW) == Life(said, said and SAID, None)


def test_a_device_that_never_sent_anything_is_offline() -> None:
    assert judge_life(row("offline", None), NOW) == Life("offline", SAID, None)
