"""Ends of sessions as rows: until when they are stored, and who hears of them."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
from ended_sessions import end
from live_parts import PATIENCE_S, Served

from isotherm_api.ended import EndedSession
from isotherm_api.hub.sessions import SESSIONS
from isotherm_api.session.queries import insert_ended

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_ends_that_no_token_can_name_are_deleted(served: Served, world: Any) -> None:
    await world.connection.execute(
        "INSERT INTO ended_session VALUES ('old', now() - interval '2 h', now() - interval '1 s')"
    )
    assert (await end(served, served.api.realm.token("vera"))).status_code == 204
    rows = await world.connection.fetch("SELECT session FROM ended_session")
    assert [row["session"] for row in rows] == ["session-of-vera"]


async def test_a_session_that_ends_twice_is_remembered_for_longer(api: Any, world: Any) -> None:
    """Whichever end is inserted last."""
    first, second = (EndedSession("s", NOW + n * HOUR, NOW + (n + 1) * HOUR) for n in (0, 1))
    for ends in ((first, second), (second, first)):
        await world.connection.execute("DELETE FROM ended_session")
        async with api.services.database.writing() as connection:
            for ended in ends:
                await insert_ended(connection, ended)
        [row] = await world.connection.fetch("SELECT session, ended_at, until FROM ended_session")
        assert EndedSession(*row) == second


async def test_an_end_is_deleted_only_after_its_last_instant(api: Any, world: Any) -> None:
    async with api.services.database.writing() as connection:
        for session, until in (("past", NOW - HOUR / 60), ("last", NOW)):
            await insert_ended(connection, EndedSession(session, NOW - HOUR, until))
        await insert_ended(connection, EndedSession("new", NOW, NOW + HOUR))
    rows = await world.connection.fetch("SELECT session FROM ended_session ORDER BY 1")
    assert [row["session"] for row in rows] == ["last", "new"]


async def test_every_api_is_notified_once_the_end_is_stored(api: Any) -> None:
    notified = asyncio.Event()
    connection = await asyncpg.connect(api.dsn)
    try:
        await connection.add_listener(SESSIONS, lambda *_: notified.set())
        async with api.services.database.writing() as writing:
            await insert_ended(writing, EndedSession("s", NOW, NOW + HOUR))
            await connection.execute("SELECT 1")
            assert not notified.is_set()
        async with asyncio.timeout(PATIENCE_S):
            await notified.wait()
        assert await connection.fetchval("SELECT session FROM ended_session") == "s"
    finally:
        await connection.close()
