"""The state that people are shown, from what a device publishes to what `judge` says."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from ingest_world import World, until

from isotherm.sensors.current import Row, load_by_id
from isotherm.sensors.since import load_since
from isotherm.sensors.state import Judgement, judge

SECOND = timedelta(seconds=1)


async def fridge(world: World) -> int:
    """Insert a sensor with limits that the device's only channel supplies."""
    sensor: int = await world.sql.fetchval(
        "WITH place AS (INSERT INTO site (slug, name, time_zone) VALUES ('s', 'S', 'UTC')"
        " RETURNING id) INSERT INTO sensor (site_id, slug, name, expected_interval_s)"
        " SELECT id, 'fridge', 'Fridge', 60 FROM place RETURNING id"
    )
    await world.sql.execute(
        "INSERT INTO installation (sensor_id, channel_id, during)"
        " SELECT $1, id, tstzrange(NULL, NULL) FROM channel",
        sensor,
    )
    await world.sql.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by)"
        " VALUES ($1, '2020-01-01Z', 2, 8, 'me')",
        sensor,
    )
    return sensor


async def shown(world: World, sensor: int, now: datetime) -> tuple[Row, Judgement]:
    [row] = await load_by_id(world.sql, now, [sensor])
    return row, judge(row, now)


@pytest.mark.parametrize("lead", [50 * SECOND, 240 * SECOND])
async def test_a_reading_of_a_clock_that_leads_does_not_hide_a_warm_fridge(
    world: World, lead: timedelta
) -> None:
    async with world.ingest():
        ahead = datetime.now(UTC) + lead
        await world.send(json.dumps({"value": 4.2, "time": ahead.isoformat()}))
        await world.counted(1)
        sensor = await fridge(world)
        began = datetime.now(UTC)
        for n in range(2):
            warm = {"value": 19 + n, "time": datetime.now(UTC).isoformat()}
            await world.send(json.dumps(warm))
            await world.counted(n + 2)

        async def above() -> bool:
            row, judgement = await shown(world, sensor, datetime.now(UTC))
            return (row["value"], judgement.state) == (20.0, "above")

        await until(above, "the warm fridge")
        now = datetime.now(UTC)
        row, judgement = await shown(world, sensor, now)
        since = await load_since(world.sql, [(row, judgement.state)], now)
        assert began - SECOND <= since[sensor] <= row["measured_at"] <= now
