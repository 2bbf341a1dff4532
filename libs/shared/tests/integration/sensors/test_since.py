"""The beginning of a state is that of its readings, whatever came before and between them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from isotherm.quality import Quality
from isotherm.sensors.current import load_by_id
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def since(sensor: Any) -> tuple[str, datetime | None]:
    """Return the state of a sensor, and when it began."""
    [row] = await load_by_id(sensor.sql, NOW, [sensor.id])
    state = judge(row, NOW).state
    return state, (await load_since(sensor.sql, [(row, state)], NOW)).get(sensor.id)


async def limit(sensor: Any, high: float) -> None:
    await sensor.sql.execute("UPDATE sensor SET expected_interval_s = 60")
    await sensor.sql.execute(
        "INSERT INTO limits (sensor_id, since, high, set_by) VALUES ($1, $2, $3, 'me')",
        sensor.id, NOW - timedelta(days=1), high,
    )  # fmt: skip


async def test_a_reading_that_waits_for_its_time_does_not_hide_when_a_state_began(
    sensor: Any,
) -> None:
    await limit(sensor, 8.0)
    await sensor.store([NOW - 4 * MINUTE, NOW - 3 * MINUTE], 4.0)
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE, NOW], 19.0)
    await sensor.store([NOW + timedelta(seconds=50)], 4.2)
    assert await since(sensor) == ("above", NOW - 2 * MINUTE)


async def test_a_state_of_unsure_values_began_with_the_first_of_them(sensor: Any) -> None:
    await limit(sensor, 8.0)
    unsure = int(Quality.TIME_UNSURE)
    await sensor.store([NOW - 9 * MINUTE], 4.0)
    await sensor.store([NOW - 5 * MINUTE], 4.0, unsure)
    await sensor.store([NOW - 2 * MINUTE, NOW - MINUTE, NOW], 19.0, unsure)
    assert await since(sensor) == ("above", NOW - 2 * MINUTE)


async def test_doubtful_values_began_with_the_first_after_the_last_that_counts(
    sensor: Any,
) -> None:
    await limit(sensor, 8.0)
    suspect = int(Quality.SUSPECT)
    await sensor.store([NOW - 30 * MINUTE], 999.0, suspect)
    await sensor.store([NOW - 20 * MINUTE], 4.0)
    await sensor.store([NOW - 19 * MINUTE], 999.0, suspect)
    await sensor.store([NOW - 18 * MINUTE], None, int(Quality.FAULT))
    await sensor.store([NOW - MINUTE, NOW], 999.0, suspect)
    assert await since(sensor) == ("suspect", NOW - 19 * MINUTE)


async def test_a_device_that_only_ever_sent_doubtful_values_did_so_since_the_first(
    sensor: Any,
) -> None:
    await sensor.store([NOW - 3 * MINUTE, NOW - MINUTE, NOW], 85.0, int(Quality.SUSPECT))
    assert await since(sensor) == ("suspect", NOW - 3 * MINUTE)
