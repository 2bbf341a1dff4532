"""Late readings and late changes are rolled up again, as if they had come in time."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from hidden_day import hide_day
from history_world import World, evenly
from plain_history import Reading

from isotherm import zones
from isotherm.recalculated import RECALCULATED, sensors_of
from isotherm_devstack.testing.database import Database
from isotherm_worker.rollups.again import roll_again
from isotherm_worker.rollups.forward import roll

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


async def test_a_late_reading_changes_its_neighbours_hours(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=3600.0)
    await world.store(channel, [*evenly(AT, 3), *evenly(AT + 6 * HOUR, 3)])
    await world.close(AT + 12 * HOUR)
    await world.roll()
    await world.check_all()
    assert sorted(await world.rows("reading_hour", sensor, "hour")) == [AT, AT + 6 * HOUR]
    await world.store(channel, evenly(AT + 160 * MINUTE, 1))  # 3 h after one, more before the other
    await world.roll()
    await world.check_all()
    hours = await world.rows("reading_hour", sensor, "hour")
    assert sorted(hours) == [AT, AT + HOUR, AT + 2 * HOUR, AT + 6 * HOUR]
    assert hours[AT]["covered_s"] == 3600  # held until the late one
    await world.store(channel, evenly(AT + 220 * MINUTE, 1))
    await world.roll()
    await world.check_all()
    assert (await world.rows("reading_hour", sensor, "hour"))[AT + 5 * HOUR]["covered_s"] == 3600


async def test_days_follow_new_rules_of_a_zone_once_their_range_is_dirty(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/operations.md says what to do after a change that came before our release."""
    sensor, channel = await world.sensor("America/Vancouver", 3600.0)
    change = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    await world.store(channel, evenly(change - 2 * DAY, 6 * 24, 3600.0))
    with monkeypatch.context() as patched:
        patched.setattr(zones, "zone", lambda name: ZoneInfo("America/Los_Angeles"))
        await world.close(change + 4 * DAY)
        await world.roll()
    assert (await world.rows("reading_day", sensor, "day"))[change.date()]["n"] == 25
    await world.sql.execute(
        "INSERT INTO dirty (sensor_id, since, until) SELECT sensor.id, '2026-11-01Z', '2026-12-01Z'"
        " FROM sensor JOIN site ON site.id = site_id WHERE time_zone = 'America/Vancouver'"
    )
    await world.roll()
    await world.check_all()
    assert (await world.rows("reading_day", sensor, "day"))[change.date()]["n"] == 24


async def test_listeners_are_told_once_all_of_a_sensor_is_recalculated(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=600.0)
    await world.store(channel, evenly(AT, 2 * 24 * 6))
    await world.close(AT + 2 * DAY)
    await world.roll()
    heard: asyncio.Queue[set[int]] = asyncio.Queue()

    def note(*told: object) -> None:
        heard.put_nowait(sensors_of(str(told[-1])))

    await world.sql.add_listener(RECALCULATED, note)
    await world.limit(sensor, AT, None, 3.0)
    while await world.again(rows=6):
        pass
    async with asyncio.timeout(20):
        assert await heard.get() == {sensor}
    await world.sql.remove_listener(RECALCULATED, note)
    assert heard.empty()


async def test_a_late_reading_counts_though_its_day_is_hidden(
    world: World, database: Database
) -> None:
    sensor, channel = await world.sensor(interval_s=3600.0)
    await world.store(channel, evenly(AT, 3))
    await world.close(AT + 12 * HOUR)
    await world.roll()
    worker = await asyncpg.connect(database.worker)
    late = AT - 10 * DAY
    await hide_day(worker, database.superuser, late.date())
    await world.store(channel, evenly(late, 3))
    async with worker.transaction():
        assert await roll_again(worker) == 1
    await worker.close()
    assert sorted(await world.rows("reading_hour", sensor, "hour"))[0] == late
    await world.check_all()


async def test_a_late_reading_takes_the_mark_back(world: World) -> None:
    sensor, channel = await world.sensor(interval_s=1800.0)
    await world.store(channel, [*evenly(AT, 3), *evenly(AT + 70 * MINUTE, 3)])
    await world.close(AT + 20 * HOUR)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + 19 * HOUR
    await world.store(channel, evenly(AT + 18 * HOUR, 2))
    assert await world.again()
    await world.check_all()
    await world.store(channel, [(AT + 18.9 * HOUR, 4.0, 0), (AT + 18.95 * HOUR, 4.0, 0)])
    assert await world.again()
    assert await world.rolled_to(sensor) == AT + 18 * HOUR
    await world.check_all()
    assert max(await world.rows("reading_hour", sensor, "hour")) == AT + HOUR


async def test_a_late_reading_after_the_mark_shortens_the_hold_before_it(
    world: World,
) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, [*evenly(AT + 50 * MINUTE, 9), *evenly(AT + 70 * MINUTE, 20)])
    await world.close(AT + 80 * MINUTE)
    await world.roll()
    assert await world.rolled_to(sensor) == AT + HOUR
    assert len(await world.rows("gap", sensor)) == 1
    await world.store(channel, evenly(AT + 60.5 * MINUTE, 1))  # 58 → 60.5 is no gap
    await world.roll()
    assert await world.rows("gap", sensor) == {}
    await world.check_all()


async def test_a_swap_entered_late_is_rolled_up_again(world: World) -> None:
    sensor, old = await world.sensor()
    new = await world.channel("spare")
    await world.store(old, evenly(AT, 60 * 72, 60.0, 4.0))
    await world.store(new, evenly(AT + 20 * HOUR, 60 * 50, 50.0, 8.0))
    await world.close(AT + 71 * HOUR)
    await world.roll()
    before = await world.sql.fetchval("SELECT revision FROM rollup")
    await world.sql.execute(
        "UPDATE installation SET during = tstzrange(NULL, $1)", AT + 30.3 * HOUR
    )
    await world.install(sensor, new, AT + 31.7 * HOUR)
    await world.roll(3_000)
    await world.check_all()
    assert await world.sql.fetchval("SELECT revision FROM rollup") > before
    await world.sql.execute("DELETE FROM installation")
    await world.roll()
    await world.check_all()
    assert await world.rows("reading_hour", sensor, "hour") == {}


async def test_limits_and_intervals_entered_late_are_applied(world: World) -> None:
    sensor, channel = await world.sensor("Asia/Kathmandu")
    drawn = random.Random(5)  # noqa: S311  no secret
    at = AT
    readings: list[Reading] = []
    while at < AT + 3 * DAY:
        readings.append((at, drawn.uniform(0, 10), 0))
        at += MINUTE * drawn.choice([1, 1, 1, 7, 90])
    await world.store(channel, readings)
    await world.close(AT + 3 * DAY)
    await world.roll()
    await world.check_all()
    await world.limit(sensor, AT + 20.2 * HOUR, 2.0, 8.0)
    await world.limit(sensor, AT + 40.9 * HOUR, None, 5.0)
    await world.roll()
    await world.check_all()
    await world.expect(sensor, AT + 30.1 * HOUR, 400.0)
    await world.roll()
    await world.check_all()
    await world.sql.execute("DELETE FROM limits WHERE high = 5.0")
    await world.sql.execute("DELETE FROM sensor_interval WHERE interval_s = 60")
    await world.roll()
    await world.check_all()


async def test_the_dirty_ranges_of_a_deleted_sensor_are_deleted(world: World) -> None:
    sensor, _ = await world.sensor()
    await world.close(AT)
    await world.sql.execute(
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, $2, 'infinity')", sensor, AT
    )
    await world.sql.execute("DELETE FROM installation WHERE sensor_id = $1", sensor)
    await world.sql.execute("DELETE FROM limits WHERE sensor_id = $1", sensor)
    await world.sql.execute("DELETE FROM sensor WHERE id = $1", sensor)
    await world.again()
    assert await world.sql.fetchval("SELECT count(*) FROM dirty") == 0


async def test_a_sensor_that_another_worker_rolled_on_meanwhile_is_judged_by_its_mark(
    world: World,
) -> None:
    _, channel = await world.sensor(interval_s=300.0)
    await world.store(channel, evenly(AT, 36, 300.0))
    await world.close(AT + 80 * MINUTE)
    await world.roll()
    await world.store(channel, evenly(AT + 62 * MINUTE, 1))
    async with asyncio.TaskGroup() as group, world.pool.acquire() as other, other.transaction():
        await other.fetch("SELECT FROM rollup FOR UPDATE")
        again = group.create_task(world.again())
        while not await world.sql.fetchval(_WAITING):
            assert not again.done()
            await asyncio.sleep(0.01)
        await world.close(AT + 3 * HOUR)
        assert (await roll(other)).hours == 1
    assert again.result() == 1
    await world.check_all()
