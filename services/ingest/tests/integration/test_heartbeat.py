"""The heartbeat and the wish to leave, as they meet in the database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
import pytest_asyncio

from isotherm.instants import from_ms
from isotherm.process.connections import Link, connect
from isotherm_devstack.testing.database import Database
from isotherm_ingest import drain
from isotherm_ingest.heartbeat import Heartbeat, Sign

WELL = Sign(connected=True, subscribed=True, waiting=7, tick=1_767_225_600_000_000)


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """The superuser's look into the database."""
    connection = await asyncpg.connect(database.superuser)
    yield connection
    connection.terminate()


@asynccontextmanager
async def beating(
    database: Database, name: str = "ingest-0", sign: Sign = WELL
) -> AsyncIterator[Heartbeat]:
    """An instance's heartbeat, after its first beat."""
    link = Link(database.ingest, "test")
    heartbeat = Heartbeat(link, name, lambda: sign)
    await heartbeat.beat()
    yield heartbeat
    link.drop()


async def _wish(database: Database, name: str = "ingest-0") -> None:
    connection = await connect(database.ingest)
    try:
        await drain.request_leave(connection, name)
    finally:
        connection.terminate()


async def test_it_says_how_the_instance_is(database: Database, sql: asyncpg.Connection) -> None:
    async with beating(database) as heartbeat:
        row = await sql.fetchrow("SELECT *, now() - seen_at AS age FROM ingest_instance")
        assert (row["instance"], row["state"]) == ("ingest-0", "running")
        assert (row["connected"], row["subscribed"], row["waiting"]) == (True, True, 7)
        assert row["tick_at"] == from_ms(1_767_225_600_000)
        seen = row["seen_at"]
        await heartbeat.beat()
        row = await sql.fetchrow("SELECT * FROM ingest_instance")
        assert row["seen_at"] > seen
        assert not heartbeat.asked.is_set()
        await heartbeat.finish()
        row = await sql.fetchrow("SELECT * FROM ingest_instance")
        assert (row["state"], row["connected"], row["subscribed"]) == ("running", False, False)


async def test_a_wish_is_heard_and_its_fulfilment_said(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with beating(database) as heartbeat, beating(database, "ingest-1"):
        await _wish(database)
        await heartbeat.beat()
        assert heartbeat.asked.is_set()
        state = "SELECT state FROM ingest_instance WHERE instance = 'ingest-0'"
        assert await sql.fetchval(state) == "draining"
        await heartbeat.left()
        await heartbeat.beat()
        assert await sql.fetchval(state) == "gone"
        async with beating(database):  # started again, it is running
            assert await sql.fetchval(state) == "running"


@pytest.mark.parametrize(
    ("peer", "change"),
    [
        (None, None),
        (Sign(connected=False, subscribed=True), None),
        (Sign(connected=True, subscribed=False), None),
        (WELL, "state = 'draining'"),
        (WELL, "state = 'gone'"),
        (WELL, "seen_at = now() - interval '11 s'"),
    ],
)
async def test_nobody_leaves_without_a_live_peer(
    database: Database,
    sql: asyncpg.Connection,
    peer: Sign | None,
    change: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with beating(database) as heartbeat:
        if peer is not None:
            async with beating(database, "ingest-1", peer):
                pass
        if change is not None:
            await sql.execute(f"UPDATE ingest_instance SET {change} WHERE instance = 'ingest-1'")
        assert await drain.drain(database.ingest, "ingest-0") == 1
        assert "no other ingest takes readings" in capsys.readouterr().err
        await heartbeat.beat()
        assert not heartbeat.asked.is_set()


async def test_of_two_that_ask_at_once_one_stays(database: Database) -> None:
    async with beating(database) as first, beating(database, "ingest-1") as second:
        answers = await asyncio.gather(
            _wish(database), _wish(database, "ingest-1"), return_exceptions=True
        )
        assert [type(each) for each in answers].count(drain.RefusedError) == 1
        for heartbeat in (first, second):
            await heartbeat.beat()
        assert first.asked.is_set() != second.asked.is_set()


async def test_what_is_not_running_cannot_be_drained(
    database: Database, sql: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await drain.drain(database.ingest, "ingest-0") == 1
    assert "is not running" in capsys.readouterr().err
    async with beating(database), beating(database, "ingest-1"):
        await _wish(database)
        await sql.execute("UPDATE ingest_instance SET seen_at = now() - interval '1 minute'")
        assert await drain.drain(database.ingest, "ingest-0") == 1
        assert "is not running" in capsys.readouterr().err


async def test_a_database_that_is_away_is_said(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = database.ingest.replace(database.name, "nowhere")
    assert await drain.drain(nowhere, "ingest-0") == 1
    assert "database cannot be asked" in capsys.readouterr().err
