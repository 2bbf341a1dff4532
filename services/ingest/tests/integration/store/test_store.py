"""The store: a batch is stored once, whatever happens to its connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from ingest_store import batch, readings
from ingest_world import World, balanced

from isotherm.process.connections import Link
from isotherm_devstack.testing.database import Database
from isotherm_ingest.store.store import INSERTS_AFTER_COLLISION, RegistryChangedError, Store
from isotherm_ingest.store.stored import Stored


@asynccontextmanager
async def stored_by(database: Database) -> AsyncIterator[Store]:
    """A store on a connection of its own."""
    link = Link(database.ingest, "test")
    try:
        yield Store(link, "test")
    finally:
        link.drop()


class LosingStore(Store):
    """Loses the answer to every other COMMIT."""

    heard = True

    async def _transact(self, *args: Any) -> Stored:
        stored = await super()._transact(*args)
        LosingStore.heard = not LosingStore.heard
        if not LosingStore.heard:
            raise ConnectionResetError
        return stored


async def test_connection_lost_at_the_commit(world: World) -> None:
    """The answer got lost: the next try asks whether the transaction was committed."""
    async with world.ingest() as service:
        service.pipeline.store = LosingStore(service.pipeline.store.link, "test")
        for n in range(10):
            await world.send(f"{n}")
            await world.counted(n + 1)
    assert [row["value"] for row in await world.readings()] == list(range(10))
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["received"] == ledger["stored"] == 10


async def test_a_batch_placed_by_an_outdated_registry_is_not_stored(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with stored_by(database) as store:
        outdated = await batch(sql, readings([(1, 0)]))
        await sql.execute("UPDATE registry_version SET version = version + 1")
        with pytest.raises(RegistryChangedError):
            await store.commit(outdated, None)
        assert await sql.fetchval("SELECT count(*) FROM reading") == 0
        await store.commit(await batch(sql, readings([(1, 0)])), None)
    assert await sql.fetchval("SELECT count(*) FROM reading") == 1


async def test_after_a_collision_batches_are_inserted_for_a_while(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with stored_by(database) as store:
        connection = await store.link.get()
        statements: list[str] = []
        await store.commit(await batch(sql, readings([(1, 0)])), None)
        await store.commit(await batch(sql, readings([(1, 0), (1, 1)])), None)
        connection.add_query_logger(lambda record: statements.append(record.query))
        for n in range(INSERTS_AFTER_COLLISION + 1):
            statements.clear()
            await store.commit(await batch(sql, readings([(2, n)])), None)
            inserted = any("INSERT INTO reading" in statement for statement in statements)
            assert inserted is (n < INSERTS_AFTER_COLLISION)


async def test_what_was_saved_for_a_session_is_loaded_only_if_it_is_still_there(
    database: Database, sql: asyncpg.Connection
) -> None:
    async with stored_by(database) as store:
        placed = await batch(sql, readings([(1, 0)]))
        placed.pairs, placed.tick = [b"0123456789"], 5_000
        await store.commit(placed, None)
        assert await store.resume(session_present=True) == ([b"0123456789"], 5_000)
        assert await store.resume(session_present=False) == ([], None)
        assert await store.resume(session_present=True) == ([], None)
