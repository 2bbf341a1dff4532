"""A suspect reading is found plausible by its stored neighbours, or stays suspect."""

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from isotherm.process import connections as databases
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import clear_suspects

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Standing:
    """A clock that stands where it is put."""

    def __init__(self, now: datetime = AT) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


async def _read(connection: asyncpg.Connection, *readings: tuple[datetime, float, int]) -> int:
    """Stores readings of a channel as ingest does, suspects noted."""
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
async def test_neighbours_decide(
    database: Database, neighbours: list[tuple[timedelta, float]], cleared: bool
) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        plain = [(AT + offset, value, 0) for offset, value in neighbours]
        await _read(ingest, *plain, (AT, 85.0, int(Quality.SUSPECT)))
        async with databases.pool(database.worker) as pool:
            assert await run_once(pool, clear_suspects(Standing())) == int(cleared)
            assert await run_once(pool, clear_suspects(Standing())) == 0
            quality = "SELECT quality FROM {} WHERE measured_at = $1"
            wanted = 0 if cleared else int(Quality.SUSPECT)
            assert await pool.fetchval(quality.format("reading"), AT) == wanted
            assert await pool.fetchval(quality.format("latest"), AT) == wanted
            good = await pool.fetchval("SELECT good_value FROM latest WHERE measured_at = $1", AT)
            assert good == (85.0 if cleared else None)
            assert await pool.fetchval("SELECT count(*) FROM suspect") == int(not cleared)
    finally:
        await ingest.close()


async def test_what_is_cleared_leaves_a_dirty_mark_each(database: Database) -> None:
    """Whatever was rolled up meanwhile left it out."""
    ingest = await databases.connect(database.ingest)
    try:
        suspect = int(Quality.SUSPECT)
        cleared = [AT, AT + MINUTE]
        readings = [(at, 85.0, suspect) for at in (*cleared, AT + 60 * MINUTE)]
        channel = await _read(ingest, *readings, (AT + 0.5 * MINUTE, 84.0, 0))
        async with databases.pool(database.worker) as pool:
            assert await run_once(pool, clear_suspects(Standing())) == len(cleared)
            assert await run_once(pool, clear_suspects(Standing())) == 0
            marks = await pool.fetch("SELECT channel_id, since, until FROM dirty ORDER BY since")
            assert [tuple(each) for each in marks] == [(channel, at, at) for at in cleared]
    finally:
        await ingest.close()


async def test_another_bit_stays_and_still_counts_in_nothing(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        both = int(Quality.SUSPECT | Quality.TIME_UNSURE)
        await _read(ingest, (AT - MINUTE, 84.0, 0), (AT, 85.0, both))
        async with databases.pool(database.worker) as pool:
            assert await run_once(pool, clear_suspects(Standing())) == 1
            row = await pool.fetchrow("SELECT quality, good_value FROM latest")
            assert (row["quality"], row["good_value"]) == (int(Quality.TIME_UNSURE), None)
    finally:
        await ingest.close()


async def test_a_note_ends_when_no_neighbour_came(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        await _read(ingest, (AT, 85.0, int(Quality.SUSPECT)))
        async with databases.pool(database.worker) as pool:
            await run_once(pool, clear_suspects(Standing(AT + timedelta(days=8))))
            assert await pool.fetchval("SELECT count(*) FROM suspect") == 0
            assert await pool.fetchval("SELECT quality FROM reading") == int(Quality.SUSPECT)
    finally:
        await ingest.close()


async def test_hopeless_notes_do_not_keep_others_waiting(database: Database) -> None:
    ingest = await databases.connect(database.ingest)
    try:
        suspect = int(Quality.SUSPECT)
        hopeless = [(AT + n * MINUTE, 85.0, suspect) for n in range(7)]
        newest = [(AT + 60 * MINUTE, 85.0, suspect), (AT + 61 * MINUTE, 84.0, 0)]
        channel = await _read(ingest, *hopeless, *newest)
        async with databases.pool(database.worker) as pool:
            job = clear_suspects(Standing(), at_once=2)
            assert await run_once(pool, job) == 1  # the newest comes first
            # the fifth of the others becomes plausible by a reading that came late
            late = AT + 4.5 * MINUTE
            await ingest.execute("INSERT INTO reading VALUES ($1, $1, 84.0, $2, 0)", late, channel)
            assert sum([await run_once(pool, job) or 0 for _ in range(12)]) == len(hopeless)
    finally:
        await ingest.close()
