"""Newest readings at or before now that the table `latest` does not hold."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.quality import Quality
from isotherm.sensors.current import load_by_id
from isotherm.sensors.state import judge
from isotherm.sensors.waiting import complete_channels

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
AHEAD = NOW + 50 * SECOND


async def current(sensor: Any, now: datetime = NOW) -> dict[str, Any]:
    [row] = await load_by_id(sensor.sql, now, [sensor.id])
    return row


async def test_a_reading_ahead_of_now_hides_nothing(sensor: Any) -> None:
    await sensor.store([NOW], 19.0)
    await sensor.store([NOW + 20 * SECOND, AHEAD], 4.2)
    row = await current(sensor)
    assert (row["measured_at"], row["value"], row["good_value"]) == (NOW, 19.0, 19.0)
    assert row["next_at"] == judge(row, NOW).due_at == NOW + 20 * SECOND
    row = await current(sensor, AHEAD)
    assert (row["measured_at"], row["value"], row["next_at"]) == (AHEAD, 4.2, None)


async def test_nothing_is_current_before_its_time(sensor: Any) -> None:
    await sensor.store([AHEAD])
    row = await current(sensor)
    assert judge(row, NOW) == ("never", None, None, AHEAD)
    assert (row["value"], row["good_at"]) == (None, None)


async def test_a_value_that_counts_is_looked_for_behind_readings_that_do_not(sensor: Any) -> None:
    await sensor.store([NOW - MINUTE], 5.0)
    await sensor.store([NOW], None, int(Quality.FAULT))
    await sensor.store([AHEAD], 4.2)
    row = await current(sensor)
    assert (row["quality"], row["good_at"], row["good_value"]) == (1, NOW - MINUTE, 5.0)


async def test_a_reading_that_waits_is_not_the_last_one_before_a_move(sensor: Any) -> None:
    await sensor.store([NOW - 2 * MINUTE], 5.0)
    await sensor.store([NOW + 20 * SECOND, AHEAD], 4.2)
    moved_at = NOW + 40 * SECOND
    await sensor.sql.execute("UPDATE installation SET during = tstzrange(NULL, $1)", moved_at)
    assert (await current(sensor))["measured_at"] == NOW - 2 * MINUTE
    assert (await current(sensor, AHEAD))["measured_at"] == NOW + 20 * SECOND


async def test_the_lag_of_the_device_comes_with_its_newest_reading(sensor: Any) -> None:
    await sensor.sql.execute("UPDATE device SET clock_skew_ms = -300000")
    await sensor.store([NOW - 5 * MINUTE])
    assert judge(await current(sensor), NOW).state == "no_limits"
    await sensor.store([AHEAD])
    assert judge(await current(sensor), NOW).state == "no_limits"


async def test_a_channel_has_its_newest_reading_up_to_now(sensor: Any) -> None:
    rows = (
        "SELECT c.id, c.name, a.measured_at, a.received_at, a.value, a.quality"
        " FROM channel c LEFT JOIN latest a ON a.channel_id = c.id"
    )
    await sensor.store([NOW, AHEAD], 4.2)
    for now, newest in ((NOW - SECOND, None), (NOW, NOW), (AHEAD, AHEAD)):
        [row] = await complete_channels(sensor.sql, await sensor.sql.fetch(rows), now)
        value = None if newest is None else 4.2
        assert (row["name"], row["measured_at"], row["value"]) == ("c", newest, value)
    await sensor.sql.execute("DELETE FROM latest")
    [row] = await complete_channels(sensor.sql, await sensor.sql.fetch(rows), NOW)
    assert row["measured_at"] is None
