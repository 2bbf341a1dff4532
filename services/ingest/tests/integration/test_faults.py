"""Outages: nothing is lost, nothing is stored twice, the ledger balances."""

import asyncio
import json
from datetime import UTC, datetime

from ingest_world import World, balanced, until

from isotherm_devstack.testing.broker import Broker


async def test_broker_restarted(world: World) -> None:
    async with world.ingest() as service:
        await world.send(*(str(n) for n in range(100)))
        await world.counted(100)
        await world.broker.stop()
        await until(lambda: not service.source.connected, "the loss seen")
        await world.broker.start()
        await world.broker.add_device("fridge-2")
        await until(lambda: service.source.connected, "connection")
        await world.send(*(str(n) for n in range(100, 200)))
        await world.counted(200)
    assert balanced(await world.ledger())


async def test_after_a_lost_session_no_message_counts_as_a_duplicate(
    world: World, broker: Broker
) -> None:
    """Packet ids start over: pairs of the old session must not match new messages."""
    async with world.ingest() as service:
        await world.send(*["1"] * 50)
        await world.counted(50)
        assert await world.count("untimed") > 0
        await broker.kill()
        (broker.part.home / "mosquitto.db").unlink(missing_ok=True)
        await broker.start()
        await until(lambda: service.source.connected, "connection")
        await world.send(*["1"] * 50)
        await world.counted(100)
    assert balanced(await world.ledger())


async def test_messages_wait_at_the_broker_while_ingest_is_away(world: World) -> None:
    async with world.ingest():
        pass
    await world.send(*(str(n) for n in range(300)))
    async with world.ingest(receive_maximum=50, batch_messages=20):
        await world.counted(300)
    assert [row["value"] for row in await world.readings()] == list(range(300))


async def test_a_stop_acknowledges_everything_it_stored(world: World) -> None:
    async with world.ingest(batch_messages=10, receive_maximum=30), world.device() as client:
        for n in range(100):
            await client.publish("sensors/fridge-1/temperature", str(n), qos=1)
    stored = await world.count()
    async with world.ingest():
        await world.counted(100)
    assert stored <= 100
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["received"] == 100  # what was stored was acknowledged, nothing came twice


async def test_messages_beyond_the_held_bytes_wait_at_the_broker(world: World) -> None:
    now = datetime.now(UTC).timestamp()
    pad = "x" * 60_000
    async with world.ingest():
        pass
    payloads = [json.dumps({"value": n, "time": now - n, "pad": pad}) for n in range(60)]
    await world.send(*payloads)
    async with world.ingest(held_bytes=512 * 1024, batch_messages=1):
        await world.counted(60)
    assert (await world.ledger())["received"] == 60
    assert balanced(await world.ledger())


async def test_two_ingests_agree_on_duplicates_and_conflicts(world: World) -> None:
    """Duplicates and conflicts are distinguished even if both store the same keys at once."""
    at = int(datetime.now(UTC).timestamp()) - 7200
    buffer = json.dumps([{"value": n, "time": at + n} for n in range(500)])
    other = json.dumps([{"value": n + 0.5, "time": at + n} for n in range(500)])
    async with world.ingest(instance="one"), world.ingest(instance="two"), world.device() as client:
        sent = [buffer, other, buffer, other, buffer, other]
        async with asyncio.TaskGroup() as group:
            for payload in sent:
                topic = "sensors/fridge-1/temperature"
                group.create_task(client.publish(topic, payload, qos=1))
        await world.decoded(6)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert (ledger["stored"], ledger["duplicate"], ledger["rejected"]) == (500, 1000, 1500)
    await world.refused(1500)
    assert await world.count("reject") in range(100, 201), "each keeps 100 an hour at most"
