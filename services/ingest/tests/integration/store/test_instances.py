"""An instance is alone once every other has left the broker, or was silent for a day."""

from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio

from isotherm.process import connections as databases
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.instances import is_alone

HOUR = timedelta(hours=1)
_SEEN = """
INSERT INTO ingest_instance (instance, started_at, seen_at, state)
VALUES ($1, now() - interval '9 days', now() - $2::interval, $3)
"""


@pytest_asyncio.fixture(loop_scope="session")
async def ingest(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection in ingest's own role."""
    connection = await databases.connect(database.ingest)
    yield connection
    connection.terminate()


@pytest.mark.parametrize(
    ("state", "silent_for", "alone"),
    [
        ("running", 0 * HOUR, False),
        # the broker keeps a share of the messages for it, though it is stopped or leaving
        ("running", 23 * HOUR, False),
        ("draining", 0 * HOUR, False),
        ("running", 25 * HOUR, True),
        ("gone", 0 * HOUR, True),
    ],
)
async def test_another_instance_takes_messages_until_it_has_left(
    ingest: asyncpg.Connection, state: str, silent_for: timedelta, alone: bool
) -> None:
    await ingest.execute(_SEEN, "ingest-0", 0 * HOUR, "running")
    assert await is_alone(ingest, "ingest-0")
    await ingest.execute(_SEEN, "ingest-1", silent_for, state)
    assert await is_alone(ingest, "ingest-0") is alone


async def test_an_instance_before_its_first_heartbeat_is_alone(ingest: asyncpg.Connection) -> None:
    assert await is_alone(ingest, "ingest-0")
