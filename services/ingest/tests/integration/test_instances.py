"""Several ingests: messages of a killed one wait for it, a drained one leaves none behind."""

import asyncio
import signal
from collections.abc import Iterable

from ingest_process import process
from ingest_world import DEVICE, World, balanced, until
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.names import INGEST_ACCOUNT
from isotherm_ingest.drain import drain

BEGIN = 1_767_225_600
"""2026-01-01; each message has another second."""


def payloads(numbers: Iterable[int]) -> list[str]:
    """Return timed readings, one per number."""
    return [f'{{"value": {n % 50}, "time": {BEGIN + n}}}' for n in numbers]


async def _subscribed(world: World, *names: str) -> None:
    """Wait until these instances take readings, by their heartbeats."""
    ask = (
        "SELECT count(*) FROM ingest_instance WHERE instance = ANY($1) AND state = 'running'"
        " AND connected AND subscribed"
    )

    async def all_are() -> bool:
        return bool(await world.sql.fetchval(ask, names) == len(names))

    await until(all_are, f"heartbeats of {names}")


async def _state(world: World, name: str) -> str | None:
    state: str | None = await world.sql.fetchval(
        "SELECT state FROM ingest_instance WHERE instance = $1", name
    )
    return state


async def _has_session(world: World, name: str) -> bool:
    """Return whether the broker keeps a session for a disconnected instance; end it."""
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]  # paho carries no types
    properties.SessionExpiryInterval = 0
    client = world.broker.service(
        INGEST_ACCOUNT,
        identifier=f"isotherm:ingest:{name}",
        clean_start=False,
        properties=properties,
    )
    kept: list[bool] = []
    connected = client._client.on_connect

    def on_connect(*arguments: object) -> None:
        kept.append(arguments[2].session_present)  # type: ignore[attr-defined]  # paho passes its flags third
        connected(*arguments)  # type: ignore[misc,arg-type]  # whatever paho passed

    client._client.on_connect = on_connect  # type: ignore[assignment]  # takes any arguments
    async with client:
        return kept[0]


async def _all_is_there(world: World, number: int) -> None:
    await world.counted(number)
    ledger = await world.ledger()
    assert balanced(ledger)
    assert ledger["stored"] == number
    assert ledger["rejected"] == 0


async def test_messages_of_a_killed_instance_arrive_when_it_returns(world: World) -> None:
    async with world.ingest(instance="stays"):
        async with process(world, instance="dies") as child:
            await _subscribed(world, "stays", "dies")
            child.send_signal(signal.SIGSTOP)  # it takes nothing more, and holds what is on its way
            await world.send(*payloads(range(200)))
            await world.decoded(100)
            child.kill()
        await world.send(*payloads(range(200, 300)))
        await world.decoded(150)
        assert await world.count() == 150  # the other half waits for the dead one
        async with world.ingest(instance="dies"):
            await _all_is_there(world, 300)


async def test_a_drained_instance_leaves_nothing_behind(world: World) -> None:
    async with world.ingest(instance="stays"):
        slow = world.ingest(instance="goes", receive_maximum=5)  # the broker has to queue for it
        async with slow as service, world.device() as device:
            await _subscribed(world, "stays", "goes")

            async def publish() -> None:
                for payload in payloads(range(1000)):
                    await device.publish(f"sensors/{DEVICE}/temperature", payload, qos=1)

            async with asyncio.TaskGroup() as group:
                group.create_task(publish(), name="device")
                await world.decoded(100)
                assert await drain(world.database.ingest, "goes") == 0
            assert await _state(world, "goes") == "gone"
            assert not service.source.connected
            await _all_is_there(world, 1000)
            taken = await world.sql.fetch(
                "SELECT instance, sum(stored)::int AS stored FROM ledger_entry GROUP BY instance"
            )
            assert {row["instance"] for row in taken if row["stored"]} == {"stays", "goes"}
        assert not await _has_session(world, "goes")
        await world.send(*payloads(range(1000, 1100)))
        await _all_is_there(world, 1100)


async def test_a_restart_of_the_broker_does_not_end_a_drain(world: World) -> None:
    async with (
        world.ingest(instance="stays"),
        world.ingest(instance="goes", receive_maximum=5) as service,
        asyncio.TaskGroup() as group,
    ):
        await _subscribed(world, "stays", "goes")
        async with world.sql.transaction():  # nothing is stored, so that it cannot be done yet
            await world.sql.execute("LOCK TABLE reading IN SHARE MODE")
            await world.send(*payloads(range(300)))
            drained = group.create_task(drain(world.database.ingest, "goes"), name="drain")
            await until(lambda: not service.source.subscribed, "unsubscribed")
            await world.broker.stop()
            await world.broker.start()
            await world.send(*payloads(range(300, 400)))
            assert not drained.done()
        assert await drained == 0
        await _all_is_there(world, 400)
        assert not await _has_session(world, "goes")
        await world.send(*payloads(range(400, 500)))
        await _all_is_there(world, 500)


async def test_the_only_instance_may_not_leave_and_its_session_stays(world: World) -> None:
    async with process(world, instance="alone") as child:
        await _subscribed(world, "alone")
        async with process(
            world, "drain", instance="alone", log=asyncio.subprocess.PIPE
        ) as command:
            output, _ = await command.communicate()
            assert command.returncode == 1
        assert b"no other ingest takes readings" in output
        await world.send(*payloads(range(10)))
        await _all_is_there(world, 10)
        child.terminate()
        assert await child.wait() == 0
        await world.send(*payloads(range(10, 20)))
    async with world.ingest(instance="alone"):
        await _all_is_there(world, 20)


async def test_an_instance_that_is_started_again_is_no_longer_gone(world: World) -> None:
    async with world.ingest(instance="stays"):
        async with process(world, instance="goes") as child:
            await _subscribed(world, "stays", "goes")
            assert await drain(world.database.ingest, "goes") == 0
            child.terminate()
            assert await child.wait() == 0
        async with world.ingest(instance="goes"):
            await _subscribed(world, "stays", "goes")
            await world.send(*payloads(range(100)))
            await _all_is_there(world, 100)
