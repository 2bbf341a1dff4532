"""Old days of raw readings are dropped, and no rolled-up hour changes, then or later."""

import asyncio
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from fixed_clock import FixedClock
from history_world import World, evenly

from isotherm.partitions import KEPT_DAYS
from isotherm.process.background import Background
from isotherm_devstack.testing.database import Database
from isotherm_worker.days.retention import drop_days
from isotherm_worker.jobs import keep_running, run_once
from isotherm_worker.rollups.sensor import lock_marks

AT = datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KEPT = 2


async def _drop(world: World, now: datetime) -> int:
    dropped = 0
    while await run_once(world.pool, drop_days(FixedClock(now), KEPT)):
        dropped += 1
    return dropped


async def _load_rollups(world: World) -> list[list[dict[str, Any]]]:
    return [
        [dict(row) for row in await world.sql.fetch(f"SELECT * FROM {table} ORDER BY 1, 2")]
        for table in ("reading_hour", "reading_day", "gap", "fault")
    ]


async def _count_days(world: World) -> int:
    count: int = await world.sql.fetchval(
        "SELECT count(*) FROM pg_inherits WHERE inhparent = 'reading'::regclass"
    )
    return count


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kathmandu", "America/New_York"])
async def test_no_hour_changes_when_its_readings_are_dropped(world: World, zone: str) -> None:
    sensor, channel = await world.sensor(zone, 600.0)
    limit = AT + 3 * DAY
    await world.store(channel, [
        *evenly(AT, 60 * 60, 60.0, 3.0),
        *evenly(limit - 40 * MINUTE, 3, 600.0, 7.0),  # the last before the horizon, holding past it
        *evenly(limit + 9 * MINUTE, 6 * 40, 600.0, 5.0),
    ])  # fmt: skip
    await world.limit(sensor, AT, 2.0, 6.0)
    await world.close(AT + 4.5 * DAY)
    await world.roll()
    before = await _load_rollups(world)
    assert await _drop(world, AT + (3 + KEPT) * DAY) == 3
    assert await world.sql.fetchval("SELECT min(measured_at) FROM reading") >= limit
    # everything is dirty, as after a change of the interval, but nothing differs
    await world.sql.execute(
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, '-infinity', 'infinity')", sensor
    )
    await world.roll()
    assert await _load_rollups(world) == before
    await world.store(channel, evenly(limit + 14.5 * MINUTE, 1, 60.0, 9.0))
    await world.roll()
    frozen = [row for row in before[0] if row["hour"] < limit]
    assert (await _load_rollups(world))[0][: len(frozen)] == frozen
    assert await _load_rollups(world) != before


async def test_a_gap_over_the_horizon_is_kept(world: World) -> None:
    sensor, channel = await world.sensor()
    limit = AT + DAY
    await world.store(channel, [*evenly(limit - HOUR, 30), *evenly(limit + HOUR, 3000)])
    await world.close(AT + 3 * DAY)
    await world.roll()
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 1
    since = limit - 31 * MINUTE
    assert (await world.rows("gap", sensor))[since]["until"] == limit + HOUR
    await world.store(channel, evenly(limit + 10 * MINUTE, 1))
    await world.roll()
    gaps = list((await world.rows("gap", sensor)).values())
    assert [(gap["since"], gap["until"]) for gap in gaps[:2]] == [
        (since, limit + 10 * MINUTE), (limit + 10 * MINUTE, limit + HOUR),
    ]  # fmt: skip
    await world.expect(sensor, datetime(2020, 1, 1, tzinfo=UTC), 3600.0)
    await world.roll()
    first = next(iter((await world.rows("gap", sensor)).values()))
    assert (first["since"], first["until"]) == (since, limit)


async def test_a_day_that_is_not_rolled_up_stays(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sensor, channel = await world.sensor()
    await world.sensor()  # never sends a reading
    await world.store(channel, evenly(AT, 60 * 24 * 4))
    late = AT + 10 * DAY
    assert await _drop(world, late) == 0
    assert f"sensor {sensor} is not rolled up past it" in str(caplog.records[0].__dict__)
    await world.close(AT + DAY + HOUR)
    await world.roll()
    assert await _drop(world, late) == 1
    await world.close(late)
    await world.roll()
    await world.store(channel, evenly(AT + 1.5 * DAY, 1))
    assert await _drop(world, late) == 0
    await world.roll()
    assert await _drop(world, late) == 3
    assert await _count_days(world) == 0


async def test_a_day_that_cannot_be_dropped_for_long_is_a_failure(world: World) -> None:
    _, channel = await world.sensor()
    await world.store(channel, evenly(AT, 10))
    background, late = Background(), FixedClock(AT + 9 * DAY)
    job = replace(drop_days(late, KEPT), every_s=0.01, patience_s=0.0)

    async def awaited(status: str) -> None:
        while background.document()["status"] != status:
            await world.sql.execute("SELECT pg_sleep(0.01)")

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(keep_running(world.pool, job, background), name="retention")
        await awaited("degraded")
        assert background.document()["jobs"]["retention"]["why"] == "HinderedError"
        said = await world.sql.fetchval("SELECT value FROM state WHERE key = $1", KEPT_DAYS)
        assert said == str(KEPT), "the setting is told all the same"
        await world.close(late.at)
        await world.roll()
        await awaited("ok")
        task.cancel()
    assert await _count_days(world) == 0


async def test_nothing_hinders_a_worker_once_another_has_dropped_the_day(world: World) -> None:
    _, channel = await world.sensor()
    await world.store(channel, evenly(AT, 10))
    job = drop_days(FixedClock(AT + 9 * DAY), KEPT)
    assert await run_once(world.pool, job) == 0
    assert job.hindrance is not None
    assert job.hindrance.ongoing
    await world.close(AT + 5 * DAY)
    await world.roll()
    assert await _drop(world, AT + 9 * DAY) == 1
    assert await run_once(world.pool, job) == 0
    assert not job.hindrance.ongoing


async def test_a_day_that_is_being_read_stays(world: World, database: Database) -> None:
    _, channel = await world.sensor()
    await world.store(channel, evenly(AT, 10))
    await world.close(AT + 5 * DAY)
    await world.roll()
    reader = await asyncpg.connect(database.superuser)
    try:
        async with reader.transaction():
            await reader.fetch("SELECT * FROM reading")
            assert await _drop(world, AT + 9 * DAY) == 0
        assert await _count_days(world) == 1
        assert await _drop(world, AT + 9 * DAY) == 1
    finally:
        reader.terminate()


async def test_no_day_is_dropped_while_a_transaction_rolls_up(world: World) -> None:
    _, channel = await world.sensor()
    await world.store(channel, evenly(AT, 10))
    await world.close(AT + 5 * DAY)
    await world.roll()
    async with world.pool.acquire() as worker, worker.transaction():
        assert await lock_marks(worker)
        assert await _drop(world, AT + 9 * DAY) == 0
    assert await _drop(world, AT + 9 * DAY) == 1


async def test_a_reading_that_arrives_while_its_day_is_dropped_stops_the_drop(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 10))
    await world.close(AT + 5 * DAY)
    await world.roll()

    async def nothing_then_a_reading(*_: object) -> None:
        await world.store(channel, evenly(AT + 3 * HOUR, 1))

    with monkeypatch.context() as patched, caplog.at_level(logging.INFO):
        patched.setattr("isotherm_worker.days.retention._read_obstacle", nothing_then_a_reading)
        assert await run_once(world.pool, drop_days(FixedClock(AT + 9 * DAY), KEPT)) == 0
    assert await _count_days(world) == 1
    await world.roll()
    assert AT + 3 * HOUR in await world.rows("reading_hour", sensor, "hour")
    assert await _drop(world, AT + 9 * DAY) == 1


async def test_hours_that_readings_were_shifted_into_keep_them_when_the_day_is_dropped(
    world: World,
) -> None:
    """A device's clock was three days late: its readings are dropped before those around them."""
    sensor, channel = await world.sensor()
    await world.store(channel, [
        *evenly(AT, 300, 60.0, 3.0), *evenly(AT + 3 * DAY + 6 * HOUR, 300, 60.0, 5.0),
        *evenly(AT + 4 * DAY, 600),
    ])  # fmt: skip
    await world.close(AT + 4.5 * DAY)
    await world.roll()
    await world.correct(sensor, "time", AT, AT + 5 * HOUR, shift=3 * DAY)
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 0, "the hours are not rolled up again yet"
    await world.roll()
    await world.check_all()
    before = await _load_rollups(world)
    assert [row["n"] for row in before[0] if row["hour"] == AT + 3 * DAY] == [60]
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 1
    await world.sql.execute(
        "INSERT INTO dirty (sensor_id, since, until) VALUES ($1, '-infinity', 'infinity')", sensor
    )
    await world.roll()
    assert await _load_rollups(world) == before
    # hours after those still change
    await world.store(channel, [(AT + 4 * DAY + 30.5 * MINUTE, 9.0, 0)])
    await world.roll()
    hours = await world.rows("reading_hour", sensor, "hour")
    assert hours[AT + 4 * DAY]["most"] == 9.0
    assert hours[AT + 3 * DAY]["n"] == 60


async def test_a_day_stays_until_its_shifted_readings_are_rolled_up(world: World) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, [*evenly(AT, 300), *evenly(AT + 4 * DAY, 300)])
    await world.close(AT + 3 * DAY)
    await world.roll()
    await world.correct(sensor, "time", AT, AT + 5 * HOUR, shift=4 * DAY - 3 * HOUR)
    while await world.again():
        pass
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 0
    await world.close(AT + 4.5 * DAY)
    await world.roll()
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 1
    hours = await world.rows("reading_hour", sensor, "hour")
    assert hours[AT + 4 * DAY - 2 * HOUR]["n"] == 60


async def test_a_correction_of_dropped_readings_changes_nothing_that_is_stored(
    world: World,
) -> None:
    sensor, channel = await world.sensor()
    await world.store(channel, evenly(AT, 3 * 1440))
    await world.close(AT + 3.5 * DAY)
    await world.roll()
    assert await _drop(world, AT + (1 + KEPT) * DAY) == 1
    before = await _load_rollups(world)
    await world.correct(sensor, "set_aside", AT, AT + 12 * HOUR)
    await world.correct(sensor, "unit", AT, AT + 12 * HOUR, units=("C", "F"))
    shifted = await world.correct(sensor, "time", AT + 30 * HOUR, AT + 32 * HOUR, shift=-20 * HOUR)
    await world.roll()
    frozen = [row for row in before[0] if row["hour"] < AT + DAY]
    assert (await _load_rollups(world))[0][: len(frozen)] == frozen
    await world.undo(shifted)
    await world.roll()
    assert await _load_rollups(world) == before
