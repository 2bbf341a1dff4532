"""A broker for one test: accounts from the start or added while it runs, and two ways to end."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

import pytest

from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker, BrokerRefusedError


async def _taken(broker: Broker, *devices: str) -> list[str]:
    """Publish as each device; return the topics that ingest received."""
    async with broker.service(INGEST_ACCOUNT) as ingest:
        await ingest.subscribe(READINGS_FILTER, qos=1)
        for name in devices:
            await broker.publish(name, f"sensors/{name}/temperature", "4.5")
        async with asyncio.timeout(30):
            return [str((await anext(aiter(ingest.messages))).topic) for _ in devices]


async def test_devices_publish_whether_they_are_there_from_the_start_or_added(
    make_broker: MakeBroker,
) -> None:
    async with make_broker("own", "fridge") as broker:
        assert await broker.add_device("freezer") == broker.passwords["freezer"]
        topics = ["sensors/fridge/temperature", "sensors/freezer/temperature"]
        assert await _taken(broker, "fridge", "freezer") == topics


async def test_several_devices_are_added_at_once(broker: Broker) -> None:
    names = [f"sim-{number}" for number in range(5)]
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for name in names:
            tasks.create_task(broker.add_device(name))
    assert await _taken(broker, *names) == [f"sensors/{name}/temperature" for name in names]


async def test_a_command_is_answered_or_refused_with_the_reason(broker: Broker) -> None:
    await broker.add_device("fridge")
    (answer,) = await broker.command({"command": "getClient", "username": "fridge"})
    assert answer["data"]["client"]["clientid"] == "fridge"
    with pytest.raises(BrokerRefusedError, match="getClient: Client not found"):
        await broker.command({"command": "getClient", "username": "freezer"})
    with pytest.raises(BrokerRefusedError, match="createRole: Role already exists"):
        await broker.add_device("fridge")


@pytest.mark.parametrize(("end", "code"), [(Broker.stop, 0), (Broker.kill, -signal.SIGKILL)])
async def test_added_accounts_are_there_after_another_start(
    broker: Broker, end: Callable[[Broker], Awaitable[None]], code: int
) -> None:
    await broker.add_device("fridge")
    process = broker.process
    await end(broker)
    assert process.returncode == code
    await broker.start()
    assert broker.process.pid != process.pid
    assert await _taken(broker, "fridge") == ["sensors/fridge/temperature"]
