"""The flusher: news waits while the database is away, and a last flush writes the rest."""

import asyncio
from itertools import count

import asyncpg
import pytest
from ingest_parts import NOW, row

from isotherm.process.connections import AWAY, Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.latest.devices import Devices
from isotherm_ingest.latest.flusher import Flusher
from isotherm_ingest.latest.latest import Latest
from isotherm_ingest.place.registry import Registry, propose


async def _waiting(sql: asyncpg.Connection) -> tuple[Latest, Devices]:
    """Return the news of a channel and its device."""
    registry = Registry()
    await propose(sql, registry, [("a", "b")], 0.0)
    latest, devices = Latest(), Devices()
    latest.remember([row(NOW, 4.5, int(registry.channel_ids[0]))])
    devices.remember((), {"a": 600_000})
    return latest, devices


async def test_the_last_flush_writes_everything(
    database: Database, sql: asyncpg.Connection
) -> None:
    latest, devices = await _waiting(sql)
    link = Link(database.ingest, "test")
    flusher = Flusher(link, latest, devices, NOW)
    assert flusher.waiting
    await flusher.finish()
    assert not flusher.waiting
    assert not link.connected
    assert await sql.fetchval("SELECT value FROM latest") == 4.5
    assert await sql.fetchval("SELECT clock_skew_ms FROM device WHERE name = 'a'") == 600_000


async def test_what_is_being_written_when_the_stop_comes_is_written(
    database: Database, sql: asyncpg.Connection
) -> None:
    """Whenever the cancellation arrives: each time after more turns of the event loop."""
    latest, devices = await _waiting(sql)
    for turns in count(step=20):
        skew_ms = (turns + 1) * 60_000
        devices.remember((), {"a": skew_ms})
        link = Link(database.ingest, "test")
        await link.get()
        flusher = Flusher(link, latest, devices, NOW)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(flusher.flush())
            for _ in range(turns):
                await asyncio.sleep(0)
            done = running.done()
            running.cancel()
        # a cancellation that reaches the server late ends no statement of the last flush
        assert done or turns == 0 or not link.connected
        await flusher.finish()
        stored = await sql.fetchval("SELECT clock_skew_ms FROM device WHERE name = 'a'")
        assert stored == skew_ms, f"cancelled after {turns} turns"
        if done:
            break


async def test_everything_waits_while_the_database_is_away(
    database: Database, sql: asyncpg.Connection
) -> None:
    latest, devices = await _waiting(sql)
    away = database.ingest.replace(database.name, "nowhere")
    flusher = Flusher(Link(away, "test"), latest, devices, NOW)
    with pytest.raises(AWAY):
        await flusher.flush()
    await flusher.finish()
    assert flusher.waiting
    assert (latest.waiting, devices.waiting) == (True, True)
