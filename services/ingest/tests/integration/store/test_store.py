"""The store: a batch is stored once, whatever happens to its connection."""

from typing import Any

from ingest_world import World, balanced

from isotherm_ingest.store.store import Store
from isotherm_ingest.store.stored import Stored


class LosingStore(Store):
    """Hears nothing of the COMMIT of every other transaction."""

    heard = True

    async def _transact(self, *args: Any) -> Stored:
        stored = await super()._transact(*args)
        LosingStore.heard = not LosingStore.heard
        if not LosingStore.heard:
            raise ConnectionResetError
        return stored


async def test_connection_lost_at_the_commit(world: World) -> None:
    """The answer never came: the next try asks what became of the transaction."""
    async with world.ingest() as service:
        service.pipeline.store = LosingStore(service.pipeline.store.link, "test")
        for n in range(10):
            await world.send(f"{n}")
            await world.counted(n + 1)
    assert [row["value"] for row in await world.readings()] == list(range(10))
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["received"] == ledger["stored"] == 10
