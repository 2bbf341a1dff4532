"""The heartbeat and the wish to leave, as they meet in the database."""

import asyncpg
from heartbeats import ask_to_leave, beating

from isotherm import __version__
from isotherm.instants import from_ms
from isotherm_devstack.testing.database import Database


async def test_a_heartbeat_writes_the_state_of_the_instance(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with beating(database) as heartbeat:
        row = await sql.fetchrow("SELECT *, now() - seen_at AS age FROM ingest_instance")
        assert (row["instance"], row["state"]) == ("ingest-0", "running")
        assert (row["connected"], row["subscribed"], row["waiting"]) == (True, True, 7)
        assert row["version"] == __version__
        assert row["tick_at"] == from_ms(1_767_225_600_000)
        seen = row["seen_at"]
        await heartbeat.beat()
        row = await sql.fetchrow("SELECT * FROM ingest_instance")
        assert row["seen_at"] > seen
        assert not heartbeat.asked.is_set()
        await heartbeat.finish()
        row = await sql.fetchrow("SELECT * FROM ingest_instance")
        assert (row["state"], row["connected"], row["subscribed"]) == ("running", False, False)


async def test_a_request_to_leave_is_read_and_its_completion_written(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with beating(database) as heartbeat, beating(database, "ingest-1"):
        await ask_to_leave(database)
        await heartbeat.beat()
        assert heartbeat.asked.is_set()
        state = "SELECT state FROM ingest_instance WHERE instance = 'ingest-0'"
        assert await sql.fetchval(state) == "draining"
        await heartbeat.left()
        await heartbeat.beat()
        assert await sql.fetchval(state) == "gone"
        async with beating(database):  # started again, it is running
            assert await sql.fetchval(state) == "running"
