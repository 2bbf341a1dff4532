"""The table `latest`: rows change only towards newer readings, and are rebuilt from readings."""

import asyncio
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from ingest_parts import NOW, row

from isotherm.instants import DAY
from isotherm.process import connections
from isotherm.quality import Quality
from isotherm_devstack.testing.database import Database
from isotherm_ingest.latest import table
from isotherm_ingest.place.registry import Registry, propose
from isotherm_ingest.store.days import KnownDays
from isotherm_ingest.store.readings import insert

FAULT = int(Quality.FAULT)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'reading'::regclass"


@pytest_asyncio.fixture(loop_scope="session")
async def channel(sql: asyncpg.Connection) -> int:
    """The id of a channel."""
    registry = Registry()
    await propose(sql, registry, [("a", "b")], 0.0)
    return int(registry.channel_ids[0])


async def _write(sql: asyncpg.Connection, channel: int, *values: Any) -> list[Any]:
    """Write a row of the table; return the row after it."""
    await table.write(sql, [channel], [[value] for value in values])
    [after] = await table.rebuild(sql, [channel], NOW - DAY, NOW + DAY)
    return list(after)[1:]


async def test_only_newer_readings_change_a_row(sql: asyncpg.Connection, channel: int) -> None:
    first = [NOW, NOW + 5, 1.0, 0, NOW, 1.0]
    assert await _write(sql, channel, *first) == first
    older = [NOW - 1, NOW + 9, 9.0, 0, NOW - 1, 9.0]
    assert await _write(sql, channel, *older) == first
    fault = [NOW + 1, NOW + 6, None, FAULT, None, None]
    assert await _write(sql, channel, *fault) == [NOW + 1, NOW + 6, None, FAULT, NOW, 1.0]
    late = [NOW - 1, NOW + 9, 9.0, 0, NOW + 1, 3.0]
    assert await _write(sql, channel, *late) == [NOW + 1, NOW + 6, None, FAULT, NOW + 1, 3.0]


async def test_a_lost_row_is_rebuilt_from_readings(
    database: Database, sql: asyncpg.Connection, channel: int
) -> None:
    await KnownDays().make(sql, [NOW // DAY])
    values = [(NOW, 1.0, 0), (NOW + 1, 85.0, int(Quality.SUSPECT)), (NOW + 2, None, FAULT)]
    await insert(sql, [row(at, value, channel, quality=q) for at, value, q in values])
    assert await table.read_channels(sql, 0) == [channel]
    assert await table.read_channels(sql, channel) == []
    [rebuilt] = await table.rebuild(sql, [channel], NOW - DAY, NOW + DAY)
    assert list(rebuilt) == [channel, NOW + 2, NOW, None, FAULT, NOW, 1.0]


async def test_readings_after_now_are_no_latest_ones_but_are_found(
    database: Database, sql: asyncpg.Connection, channel: int
) -> None:
    await KnownDays().make(sql, [NOW // DAY])
    values = [(NOW, 1.0, 0), (NOW + 1, 2.0, 0), (NOW + 2, 3.0, 0), (NOW + 3, None, FAULT)]
    await insert(sql, [row(at, value, channel, quality=q) for at, value, q in values])
    [rebuilt] = await table.rebuild(sql, [channel], NOW - DAY, NOW)
    assert list(rebuilt) == [channel, NOW, NOW, 1.0, 0, NOW, 1.0]
    early = await table.read_early(sql, [channel], NOW)
    assert sorted(early.at.tolist()) == [NOW + 2, NOW + 3]
    assert early.received.tolist() == [NOW, NOW]
    assert early.quality[early.at == NOW + 3].tolist() == [FAULT]
    assert not len(await table.read_early(sql, [channel], NOW + 3))
    again = [[value] for value in (NOW, NOW, 1.0, 0, NOW, 1.0)]
    assert not await table.write(sql, [channel], again)


@pytest.mark.parametrize("search", ["rebuild", "read_early"])
async def test_a_search_may_take_longer_than_statements_usually_may(
    database: Database, monkeypatch: pytest.MonkeyPatch, channel: int, search: str
) -> None:
    """After a start of the database none of what it reads is in memory."""
    monkeypatch.setattr(connections, "STATEMENT_S", 0.2)
    sql = await asyncpg.connect(database.superuser)
    ingest = await connections.connect(database.ingest)
    searches = {
        "rebuild": lambda: table.rebuild(ingest, [channel], NOW - DAY, NOW),
        "read_early": lambda: table.read_early(ingest, [channel], NOW),
    }
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        async with sql.transaction():
            await sql.execute("LOCK TABLE reading IN ACCESS EXCLUSIVE MODE")
            searching = group.create_task(searches[search](), name="searching")
            while not await sql.fetchval(WAITING):
                await sql.execute("SELECT pg_sleep(0.01)")
            await sql.execute("SELECT pg_sleep(0.4)")
            assert not searching.done()
        await searching
    await ingest.close()
    await sql.close()
