"""A sensor that cannot be rolled up is logged and skipped for a while; the others continue."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from history_world import World, evenly

from isotherm_worker.rollups.roller import Roller
from isotherm_worker.rollups.skipped import Skipped

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
UNKNOWN = "UPDATE site SET time_zone = $1 WHERE slug = 'asia-kathmandu'"


@pytest.mark.parametrize("zone", ["Erewhon/Nowhere", "Europe"])
async def test_a_sensor_with_an_unknown_zone_is_skipped_and_logged_once(
    world: World, caplog: pytest.LogCaptureFixture, zone: str
) -> None:
    bad, bad_channel = await world.sensor("Asia/Kathmandu")
    good, channel = await world.sensor()
    for channel_id in (bad_channel, channel):
        await world.store(channel_id, evenly(AT, 60 * 6))
    await world.sql.execute(UNKNOWN, zone)
    await world.close(AT + 4 * HOUR)
    skipped = Skipped()
    roller = Roller(world.pool, skipped=skipped)
    with caplog.at_level(logging.ERROR):
        assert await roller.forward() > 0
    assert await world.rolled_to(bad) is None
    await world.check(good)
    [record] = caplog.records
    assert record.__dict__["sensor_id"] == bad
    assert re.fullmatch(r"asia-kathmandu/[a-z0-9-]+", record.__dict__["sensor"])
    assert "site asia-kathmandu" in str(record.exc_info and record.exc_info[1])
    assert skipped.sensors() == [bad]
    await world.close(AT + 7 * HOUR)
    assert await roller.forward() > 0
    assert len(caplog.records) == 1, "logged once while it is skipped"


async def test_dirty_ranges_of_a_skipped_sensor_stay(world: World) -> None:
    bad, bad_channel = await world.sensor("Asia/Kathmandu")
    good, channel = await world.sensor()
    for channel_id in (bad_channel, channel):
        await world.store(channel_id, evenly(AT, 60 * 6))
    await world.close(AT + 6 * HOUR)
    await world.roll()
    # a zone that was known when it was set, in a later list of zones
    await world.sql.execute("ALTER TABLE site DISABLE TRIGGER site_zone_fixed")
    await world.sql.execute(UNKNOWN, "Erewhon/Nowhere")
    for channel_id in (bad_channel, channel):
        await world.store(channel_id, [(AT + timedelta(seconds=30), 21.5, 0)])
    skipped = Skipped()
    roller = Roller(world.pool, skipped=skipped)
    assert await roller.again() == 1
    await world.check(good)
    assert await roller.again() == 0
    left = await world.sql.fetch("SELECT sensor_id FROM dirty")
    assert [row["sensor_id"] for row in left] == [bad]
    await world.sql.execute(UNKNOWN, "Asia/Kathmandu")
    assert await roller.again() == 0, "it is skipped for a while"
    skipped.for_s = 0.0
    skipped._until.clear()
    assert await roller.again() == 1
    await world.check_all()
