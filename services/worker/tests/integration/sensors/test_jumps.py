"""Single jumps and back become suspect, whatever the order of arrival; excursions never do."""

import random
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import pytest_asyncio
from fixed_clock import FixedClock

from isotherm.process import connections as databases
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_worker.jobs import run_once
from isotherm_worker.sensors.suspects import judge_suspects

AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SUSPECT = int(Quality.SUSPECT)


class Readings:
    """A channel whose readings are stored one by one, with all beyond any air as candidates."""

    def __init__(self, sql: asyncpg.Connection, pool: asyncpg.Pool, channel: int) -> None:
        self.sql, self.pool, self.channel = sql, pool, channel
        self.job = judge_suspects(FixedClock(AT))

    async def store(
        self, minute: float, value: float, *, suspect: bool = False, listed: bool = True
    ) -> None:
        """Store a reading as ingest does; a suspect one may be cleared."""
        at, quality = AT + minute * MINUTE, SUSPECT * suspect
        await self.sql.execute(
            "INSERT INTO reading VALUES ($1, $1, $2, $3, $4)", at, value, self.channel, quality
        )
        if listed and (suspect or not -40 <= value <= 60):
            await self.sql.execute(
                "INSERT INTO suspect (channel_id, measured_at, noted_at, jump)"
                " VALUES ($1, $2, $2, $3)",
                self.channel, at, not suspect,
            )  # fmt: skip
        await self.sql.execute(
            "INSERT INTO latest AS l VALUES ($1, $2, $2, $3, $4, $5, $6) ON CONFLICT (channel_id)"
            " DO UPDATE SET measured_at = $2, value = $3, quality = $4,"
            " good_at = coalesce($5, l.good_at), good_value = coalesce($6, l.good_value)"
            " WHERE l.measured_at < $2",
            self.channel, at, value, quality, None if suspect else at, None if suspect else value,
        )  # fmt: skip

    async def run(self) -> int:
        """Run the job once; return how many readings it changed."""
        return await run_once(self.pool, self.job) or 0

    async def uncounted(self) -> list[float]:
        """Return the minutes of the readings that do not count."""
        rows = await self.sql.fetch(
            "SELECT measured_at FROM reading WHERE quality <> 0 ORDER BY measured_at"
        )
        return [(row["measured_at"] - AT) / MINUTE for row in rows]


@pytest_asyncio.fixture(loop_scope="session")
async def readings(database: Database) -> AsyncIterator[Readings]:
    sql = await databases.connect(database.superuser)
    channel = await sql.fetchval("SELECT id FROM propose_channels('{oven}', '{temperature}')")
    await sql.fetchval("SELECT make_day($1)", AT.date())
    async with databases.pool(database.worker) as pool:
        yield Readings(sql, pool, channel)
    await sql.close()


async def _store(readings: Readings, values: Sequence[float], apart: float = 1.0) -> None:
    for n, value in enumerate(values):
        await readings.store(n * apart, value)


@pytest.mark.parametrize(
    ("values", "jumps"),
    [
        ([4.0, 327.0, 4.1], [1]),
        ([4.0, -90.0, 4.1], [1]),
        ([-80.0, 200.0, -79.0], [1]),
        ([900.0, 300.0, 902.0], [1]),
        ([4.0, 327.0, 4.0, 500.0, 4.0], [1, 3]),
        # what stays, or does not come back to where it was
        ([4.0, 327.0], []),
        ([4.0, 327.0, 330.0, 4.0], []),
        ([4.0, 327.0, 9.1], []),
        ([4.0, 400.0, 420.0, 440.0, 460.0], []),
        # within what any place can have, or what air can do in a minute
        ([-18.0, 20.0, -18.0], []),
        ([-39.0, 60.0, -39.0], []),
        ([4.0, 73.9, 4.0], []),
        ([0.0, 70.1, 0.0], [1]),
        # an opened kiln and a door of an ultra-low freezer
        ([900.0, 850.0, 900.0], []),
        ([-80.0, -55.0, -80.0], []),
        # on a slope, only what is beyond both sides
        ([4.0, 100.0, 200.0, 100.0, 4.0], [2]),
    ],
)
async def test_a_single_jump_and_back_is_suspect(
    readings: Readings, values: list[float], jumps: list[int]
) -> None:
    await _store(readings, values)
    assert await readings.run() == len(jumps)
    assert await readings.uncounted() == jumps
    assert await readings.run() == 0
    dirty = await readings.sql.fetch("SELECT since, until FROM dirty ORDER BY since")
    assert [tuple(row) for row in dirty] == [(AT + n * MINUTE,) * 2 for n in jumps]


@pytest.mark.parametrize(("apart", "is_jump"), [(1.0, True), (2.0, True), (2.1, False)])
async def test_neighbours_are_within_two_intervals(
    readings: Readings, apart: float, is_jump: bool
) -> None:
    await _store(readings, [4.0, 900.0, 4.0], apart)
    assert await readings.run() == int(is_jump)


async def test_a_longer_way_allows_more(readings: Readings) -> None:
    """95 °C more than before two minutes is possible; 105 °C more is not."""
    await _store(readings, [0.0, 95.0, 0.0, 105.0, 0.0], 2.0)
    await readings.run()
    assert await readings.uncounted() == [6.0]


@pytest.mark.parametrize("seed", range(6))
async def test_the_result_depends_on_neither_order_nor_instance(
    readings: Readings, seed: int
) -> None:
    values = [4.0, 327.0, 4.1, -80.0, -79.0, 4.0, 500.0, 4.2, 4.2, 300.0, 310.0, 4.0, 600.0, 4.0]
    order = random.Random(seed).sample(range(len(values)), len(values))  # noqa: S311  a test's order
    for n in order:
        await readings.store(n, values[n])
        await readings.run()
    assert await readings.uncounted() == [1, 6, 12]
    good = await readings.sql.fetchrow("SELECT measured_at, quality, good_value FROM latest")
    assert tuple(good) == (AT + 13 * MINUTE, 0, 4.0)


async def test_a_row_of_jumps_is_followed_where_ingest_saw_no_change(readings: Readings) -> None:
    for n in range(20):
        await readings.store(n, 327.0 if n % 2 else 4.0, listed=n < 6)
    while await readings.run():
        pass
    assert await readings.uncounted() == list(range(1, 19, 2))


async def test_a_long_rise_beyond_a_plausible_range_counts_in_one_run(readings: Readings) -> None:
    """Each cleared reading makes the next one plausible, also if all were stored at once."""
    for n in range(60):
        await readings.store(n, 40.0 + 9.0 * n, suspect=40.0 + 9.0 * n > 60.0)
    await readings.run()
    assert await readings.uncounted() == []


async def test_a_fire_beyond_a_plausible_range_stays_suspect(readings: Readings) -> None:
    await readings.store(0, 4.0)
    for n in range(1, 10):
        await readings.store(n, 400.0 + n, suspect=True)
    assert await readings.run() == 0
    assert await readings.uncounted() == list(range(1, 10))
