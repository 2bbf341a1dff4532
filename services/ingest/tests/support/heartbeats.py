"""Heartbeats of instances in a real database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from isotherm.process.connections import Link, connect
from isotherm_devstack.testing.database import Database
from isotherm_ingest import drain
from isotherm_ingest.heartbeat import Heartbeat, Sign

WELL = Sign(connected=True, subscribed=True, waiting=7, tick=1_767_225_600_000_000)


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


async def ask_to_leave(database: Database, name: str = "ingest-0") -> None:
    """Ask an instance to leave, as `isotherm-ingest drain` does."""
    connection = await connect(database.ingest)
    try:
        await drain.request_leave(connection, name)
    finally:
        connection.terminate()
