"""A suspect reading is cleared if its stored neighbours make it plausible."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from fixed_clock import FixedClock

from isotherm.process import connections as databases
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import judge_suspects

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def _store(connection: asyncpg.Connection, *readings: tuple[datetime, float, int]) -> int:
    """Store readings of a channel as ingest does, with their suspects; return the channel."""
    channel: int = await connection.fetchval(
        "SELECT id FROM propose_channels('{oven}', '{temperature}')"
    )
    await connection.fetchval("SELECT make_day($1)", AT.date())
    for at, value, quality in readings:
        await connection.execute(
            "INSERT INTO reading VALUES ($1, $1, $2, $3, $4)", at, value, channel, quality
        )
        if quality & Quality.SUSPECT:
            await connection.execute(
                "INSERT INTO suspect (channel_id, measured_at, noted_at) VALUES ($1, $2, $2)",
                channel, at,
            )  # fmt: skip
    at, value, quality = readings[-1]
    await connection.execute(
        "INSERT INTO latest (channel_id, measured_at, received_at, value, quality)"
        " VALUES ($1, $2, $2, $3, $4)", channel, at, value, quality,
    )  # fmt: skip
    return channel


@pytest.mark.parametrize(
    ("neighbours", "cleared"),
    [
        ([(-MINUTE, 84.0), (MINUTE, 86.0)], True),
        ([(-MINUTE, 66.0)], True),
        ([(MINUTE, 66.0)], True),
        ([(-MINUTE, 64.0)], False),
        ([(-MINUTE, 84.0), (MINUTE, 4.0)], False),
        ([(-3 * MINUTE, 84.0)], False),
        ([], False),
    ],
)
async def test_neighbours_decide_whether_a_suspect_is_cleared(
    database: Database, neighbours: list[tuple[timedelta, float]], cleared: bool
) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        plain = [(AT + offset, value, 0) for offset, value in neighbours]
        await _store(ingest, *plain, (AT, 85.0, int(Quality.SUSPECT)))
        async with databases.pool(database.worker) as pool:
            assert await run_once(pool, judge_suspects(FixedClock(AT))) == int(cleared)
            assert await run_once(pool, judge_suspects(FixedClock(AT))) == 0
            quality = "SELECT quality FROM {} WHERE measured_at = $1"
            expected = 0 if cleared else int(Quality.SUSPECT)
            assert await pool.fetchval(quality.format("reading"), AT) == expected
            assert await pool.fetchval(quality.format("latest"), AT) == expected
            good = await pool.fetchval("SELECT good_value FROM latest WHERE measured_at = $1", AT)
            assert good == (85.0 if cleared else None)
            assert await pool.fetchval("SELECT count(*) FROM suspect") == int(not cleared)
    finally:
        await ingest.close()


async def test_a_suspect_without_neighbours_is_given_up(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        await _store(ingest, (AT, 85.0, int(Quality.SUSPECT)))
        async with databases.pool(database.worker) as pool:
            await run_once(pool, judge_suspects(FixedClock(AT + timedelta(days=8))))
            assert await pool.fetchval("SELECT count(*) FROM suspect") == 0
            assert await pool.fetchval("SELECT quality FROM reading") == int(Quality.SUSPECT)
    finally:
        await ingest.close()


async def test_hopeless_suspects_do_not_keep_others_waiting(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        suspect = int(Quality.SUSPECT)
        hopeless = [(AT + n * MINUTE, 85.0, suspect) for n in range(7)]
        newest = [(AT + 60 * MINUTE, 85.0, suspect), (AT + 61 * MINUTE, 84.0, 0)]
        channel = await _store(ingest, *hopeless, *newest)
        async with databases.pool(database.worker) as pool:
            job = judge_suspects(FixedClock(AT), at_once=2)
            assert await run_once(pool, job) == 1  # the newest comes first
            # the fifth of the others becomes plausible by a reading that came late
            late = AT + 4.5 * MINUTE
            await ingest.execute("INSERT INTO reading VALUES ($1, $1, 84.0, $2, 0)", late, channel)
            assert sum([await run_once(pool, job) or 0 for _ in range(12)]) == len(hopeless)
    finally:
        await ingest.close()
