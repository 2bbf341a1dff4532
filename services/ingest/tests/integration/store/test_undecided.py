"""Readings that may be of either of two instants, in a real database."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import asyncpg
import pytest
import pytest_asyncio
from ingest_parts import row
from wall_clocks import BACK, CHANNEL, Change, Instance, KeyStore, Reading, Sending, batches

from isotherm.instants import DAY, HOUR, MINUTE, SECOND, Micros, to_micros
from isotherm.process.connections import Link
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.place.registry import VERSION
from isotherm_ingest.store.days import KnownDays
from isotherm_ingest.store.readings import insert
from isotherm_ingest.store.store import Store
from isotherm_ingest.store.undecided import insert_undecided, spare_duplicates

EARLIER = to_micros(datetime(2025, 10, 26, 0, 30, tzinfo=UTC))
LATER = EARLIER + HOUR


@pytest_asyncio.fixture(loop_scope="session")
async def connection(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Ingest's connection to a database that has the day of the two instants."""
    ingest = await asyncpg.connect(database.ingest)
    await KnownDays().make(ingest, [EARLIER // DAY])
    yield ingest
    ingest.terminate()


def undecided(value: float, origin: int = 0) -> Row:
    return row(
        EARLIER + 1, value, quality=int(Quality.TIME_UNSURE), origin=origin,
        twice=(EARLIER, LATER), undecided=True,
    )  # fmt: skip


@pytest.mark.parametrize("at", [EARLIER, EARLIER + 7, LATER])
async def test_an_equal_value_at_either_instant_is_the_same_reading(
    connection: asyncpg.Connection, at: Micros
) -> None:
    await insert(connection, [row(at, 4.0)])
    same, other = undecided(4.0), undecided(5.0)
    kept = await insert_undecided(connection, [same, other], [])
    assert (kept.duplicates, kept.stored) == ([same], [other])
    assert EARLIER < other.measured_at < EARLIER + 1000
    again = await insert_undecided(connection, [undecided(5.0)], [])
    assert len(again.duplicates) == 1


async def test_a_value_from_before_rounding_is_the_same(connection: asyncpg.Connection) -> None:
    await insert(connection, [row(LATER, -17.99999999999997)])
    assert (await insert_undecided(connection, [undecided(-18.0)], [])).duplicates


async def test_undecided_readings_take_no_key_of_a_certain_one(
    connection: asyncpg.Connection,
) -> None:
    rows = [undecided(float(n)) for n in range(3)]
    assert (await insert_undecided(connection, rows, [])).stored == rows
    assert [reading.measured_at - EARLIER for reading in rows] == [1, 2, 3]
    certain = [row(EARLIER, 8.0), row(LATER, 9.0)]
    assert (await insert(connection, certain)).stored == certain


async def test_only_what_arrived_before_is_compared(connection: asyncpg.Connection) -> None:
    certain = [row(EARLIER, 4.0, origin=5)]
    kept = await insert(connection, certain)
    before, after = undecided(4.0, origin=3), undecided(4.0, origin=6)
    decided = await insert_undecided(connection, [before, after], kept.stored)
    assert (decided.stored, decided.duplicates) == ([before], [after])


async def test_rows_that_the_server_refuses_do_not_hold_up_others(
    connection: asyncpg.Connection,
) -> None:
    rows = [undecided(float(n)) for n in range(4)]
    rows[2].twice = (to_micros(datetime(1800, 1, 1, tzinfo=UTC)),) * 2
    kept = await insert_undecided(connection, rows, [])
    assert kept.stored == [rows[0], rows[1], rows[3]]
    assert [reading for reading, _ in kept.poison] == [rows[2]]


async def test_a_conflict_is_a_duplicate_if_the_other_instant_has_its_value(
    connection: asyncpg.Connection,
) -> None:
    await insert(connection, [row(EARLIER, 4.0), row(LATER, 5.0)])
    resent, other = row(LATER, 4.0, twice=(EARLIER, LATER)), row(LATER, 6.0)
    kept = await insert(connection, [resent, other])
    await spare_duplicates(connection, kept)
    assert kept.duplicates == [resent]
    assert kept.conflicts == [(other, 5.0)]


@pytest.mark.parametrize("change", BACK, ids=lambda change: change.zone.key)
@pytest.mark.parametrize("first", [-3, 2], ids=["begins before", "begins within"])
@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("newest_first", [False, True])
async def test_what_is_stored_is_what_arrived_one_by_one(
    database: Database,
    sql: asyncpg.Connection,
    change: Change,
    first: int,
    size: int,
    newest_first: bool,
) -> None:
    """Every message is sent twice, in batches of three."""
    begin = change.at - change.overlap + first * 10 * MINUTE
    readings = [Reading(begin + n * 10 * MINUTE, float(n)) for n in range(18)]
    ordered = readings[::-1] if newest_first else readings
    sent = [ordered[n // 2 : n // 2 + size] for n in range(0, 2 * len(readings), size)]
    now = readings[-1].at + 2 * HOUR
    sendings = [Sending(message, now + n * SECOND) for n, message in enumerate(sent) if message]
    instance = Instance(change, True, KeyStore())
    instance.version = await sql.fetchval(VERSION)
    link = Link(database.ingest, "test")
    try:
        store = Store(link, "test")
        for batch in batches(sendings, range(0, len(sendings), 3)):
            await store.commit(instance.place(batch), None)
            instance.take(batch)
    finally:
        link.drop()
    rows = await sql.fetch(
        "SELECT measured_at, value, quality FROM reading WHERE channel_id = $1", CHANNEL
    )
    stored = {
        to_micros(record["measured_at"]): (record["value"], record["quality"]) for record in rows
    }
    assert stored == {
        at: (reading.value, reading.quality) for at, reading in instance.store.kept.items()
    }
    assert {value for value, _ in stored.values()} == {reading.value for reading in readings}
    true = {reading.at: reading.value for reading in readings}
    assert all(true.get(at) == value for at, value in instance.store.certain.items())
    if first < 0 and not newest_first:
        assert instance.store.certain == true
