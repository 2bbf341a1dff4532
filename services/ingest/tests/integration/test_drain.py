"""Drain: an instance may leave only while another takes readings."""

import asyncio

import asyncpg
import pytest
from heartbeats import WELL, ask_to_leave, beating

from isotherm_devstack.testing.database import Database
from isotherm_ingest import drain
from isotherm_ingest.heartbeat import Sign


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
async def test_no_instance_leaves_without_a_live_peer(
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


async def test_of_two_instances_asked_at_once_one_stays(database: Database) -> None:
    async with beating(database) as first, beating(database, "ingest-1") as second:
        answers = await asyncio.gather(
            ask_to_leave(database), ask_to_leave(database, "ingest-1"), return_exceptions=True
        )
        assert [type(answer) for answer in answers].count(drain.RefusedError) == 1
        for heartbeat in (first, second):
            await heartbeat.beat()
        assert first.asked.is_set() != second.asked.is_set()


async def test_an_instance_that_is_not_running_cannot_be_drained(
    database: Database, sql: asyncpg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await drain.drain(database.ingest, "ingest-0") == 1
    assert "is not running" in capsys.readouterr().err
    async with beating(database), beating(database, "ingest-1"):
        await ask_to_leave(database)
        await sql.execute("UPDATE ingest_instance SET seen_at = now() - interval '1 minute'")
        assert await drain.drain(database.ingest, "ingest-0") == 1
        assert "is not running" in capsys.readouterr().err


async def test_an_unavailable_database_is_reported(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = database.ingest.replace(database.name, "nowhere")
    assert await drain.drain(nowhere, "ingest-0") == 1
    assert "cannot reach the database" in capsys.readouterr().err
