"""Hours, gaps and faults replace the stored ones, and days are made of whole hours."""

from datetime import UTC, datetime, timedelta

import pytest
from history_world import World, evenly

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_a_day_is_stored_once_it_is_rolled_up_to_its_end(world: World) -> None:
    sensor, channel = await world.sensor("Asia/Kathmandu")
    await world.store(channel, evenly(AT, 60 * 40))
    end = AT + 18.25 * HOUR  # midnight in Nepal
    await world.close(end + 0.5 * HOUR)
    await world.roll()
    assert list(await world.rows("reading_day", sensor, "day")) == [AT.date()]
    await world.close(end + 20 * HOUR)
    await world.roll()
    assert list(await world.rows("reading_day", sensor, "day")) == [AT.date()]
    await world.check_all()


async def test_a_gap_over_several_rollups_is_stored_once(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, [*evenly(AT, 10), *evenly(AT + 9 * HOUR, 10)])
    for hours in (5, 7, 12):
        await world.close(AT + hours * HOUR)
        await world.roll()
    gaps = await world.rows("gap", sensor)
    since = AT + timedelta(minutes=9)
    assert next((gap["since"], gap["until"]) for gap in gaps.values()) == (since, AT + 9 * HOUR)
    await world.check_all()


@pytest.mark.parametrize("zone", ["Asia/Kathmandu", "Europe/Berlin", "Australia/Lord_Howe"])
@pytest.mark.parametrize(
    "change",
    [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 29), (4, 5), (10, 25), (10, 4))],
)
async def test_days_on_which_clocks_are_moved_are_shorter_or_longer(
    world: World, zone: str, change: datetime
) -> None:
    sensor, channel = await world.sensor(zone, 600.0)
    await world.store(channel, evenly(change - 40 * HOUR, 6 * 90, 600.0))
    await world.close(change + 50 * HOUR)
    await world.roll()
    await world.check_all()
    seconds = {
        row["covered_s"] for row in (await world.rows("reading_day", sensor, "day")).values()
    }
    moved = {
        ("Europe/Berlin", 29): 23, ("Europe/Berlin", 25): 25,
        ("Australia/Lord_Howe", 5): 24.5, ("Australia/Lord_Howe", 4): 23.5,
    }  # fmt: skip
    lengths = {24.0 * 3600, moved.get((zone, change.day), 24) * 3600}
    assert lengths <= seconds
