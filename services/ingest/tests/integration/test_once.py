"""Exactly once: kills and lost acknowledgements neither lose nor duplicate a message."""

import asyncio
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from ingest_process import process
from ingest_world import DEVICE, World, balanced, until

MESSAGES = 2000
_BLOCKED = """
SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
    AND application_name = 'isotherm-ingest' AND wait_event_type = 'Lock'
"""


def messages() -> list[str]:
    """Return bare numbers and timed objects by turns, all different."""
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    return [
        f"{n / 1000}"
        if n % 2
        else json.dumps({"value": n / 1000, "time": (begin + timedelta(seconds=n)).isoformat()})
        for n in range(MESSAGES)
    ]


async def publish(world: World, payloads: Iterable[str]) -> None:
    """Publish the payloads, many at a time."""
    async with world.broker.device(DEVICE, max_inflight_messages=100) as client:
        client.pending_calls_threshold = MESSAGES
        async with asyncio.TaskGroup() as group:
            for payload in payloads:
                topic = "sensors/fridge-1/temperature"
                group.create_task(client.publish(topic, payload, qos=1))


async def stored_at_least(world: World, number: int) -> None:
    """Wait until at least `number` readings are committed."""

    async def enough() -> bool:
        return await world.count() >= number

    await until(enough, f"{number} readings")


async def test_killed_in_the_middle(world: World) -> None:
    small = {"receive_maximum": 100, "batch_messages": 20}
    async with world.ingest():
        pass  # the subscription stands from here on
    await publish(world, messages())
    for target in (200, 800, 1400):
        async with process(world, **small) as child:
            await stored_at_least(world, target)
            # holds the next batch open in the middle of its transaction, for certain
            holding = world.sql.transaction()
            await holding.start()
            await world.sql.execute("LOCK TABLE ledger_entry IN EXCLUSIVE MODE")
            await until(lambda: world.sql.fetchval(_BLOCKED), "a batch in its transaction")
            child.kill()
            await child.wait()
            stored = await world.count()
            await holding.rollback()
        assert 0 < stored < MESSAGES
        acknowledged = stored  # at most: acknowledgements follow the commit
        assert MESSAGES - acknowledged > 0
    async with process(world, **small) as child:
        await world.counted(MESSAGES)
        await world.decoded(MESSAGES)
        child.terminate()
        assert await child.wait() == 0
    rows = await world.readings()
    assert sorted(row["value"] for row in rows) == [n / 1000 for n in range(MESSAGES)]
    assert balanced(await world.ledger())
    assert await world.count("reject") == 0


async def test_messages_whose_acknowledgement_got_lost_are_duplicates(world: World) -> None:
    """Everything is committed but not acknowledged, and delivered again with DUP."""
    async with world.ingest() as service:
        service.source.acknowledge = lambda *_: None  # type: ignore[method-assign]  # acknowledges nothing
        await world.send("1", "1", "2", json.dumps([{"value": 1}, {"value": 2}]))
        await world.counted(5)
    for again in (1, 2):
        async with world.ingest(instance="test") as service:
            if again == 1:
                service.source.acknowledge = lambda *_: None  # type: ignore[method-assign]  # acknowledges nothing
            await world.decoded(4 * (again + 1))
    async with world.ingest():
        await world.send("1")
        await world.counted(6)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["received"], ledger["stored"], ledger["duplicate"]) == (13, 6, 10)
