"""A device's connection: what the broker did with each publish is known, or known to be unknown."""

import asyncio
import signal
from collections.abc import AsyncIterator

import aiomqtt
import pytest
from aiomqtt.exceptions import MqttConnectError

from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.host.process import signal_group
from isotherm_devstack.simulate.link import Broker, InDoubtError, Link, Receipt, RefusedError
from isotherm_devstack.testing import broker as brokers

READINGS, STATUS = "sensors/fridge/temperature", "sensors/fridge/status"
HANG = 30.0
SERVER_BUSY = bytes([0x20, 3, 0, 0x89, 0])
"""A CONNACK of MQTT 5."""


@pytest.fixture
async def link(broker: brokers.Broker) -> Link:
    """The device's link, not yet connected."""
    await broker.add_device("fridge")
    return _link(broker)


def _link(broker: brokers.Broker) -> Link:
    address = Broker(broker.host, broker.device_port)
    return Link(address, "fridge", broker.passwords["fridge"], STATUS)


@pytest.fixture
async def ingest(broker: brokers.Broker) -> AsyncIterator[aiomqtt.Client]:
    """A client with ingest's account and subscription."""
    async with broker.service(INGEST_ACCOUNT) as client:
        await client.subscribe(READINGS_FILTER, qos=1)
        yield client


async def _next(client: aiomqtt.Client) -> tuple[str, object]:
    async with asyncio.timeout(HANG):
        message = await anext(aiter(client.messages))
    return str(message.topic), message.payload


async def test_a_message_is_taken_if_somebody_is_subscribed(
    link: Link, ingest: aiomqtt.Client
) -> None:
    async with link:
        assert await link.deliver(READINGS, "4.5") is Receipt.TAKEN
    assert await _next(ingest) == (READINGS, b"4.5")


async def test_a_message_that_nobody_gets_is_known_to_be_lost(link: Link) -> None:
    async with link:
        assert await link.deliver(READINGS, "4.5") is Receipt.NOBODY


async def test_wrong_credentials_are_a_refusal_and_name_the_device(
    broker: brokers.Broker, link: Link
) -> None:
    broker.passwords["fridge"] = "wrong"
    with pytest.raises(RefusedError, match="the broker refused fridge: Not authorized"):
        async with _link(broker):
            pass


async def test_a_topic_of_others_is_a_refusal_and_the_link_goes_on(
    link: Link, ingest: aiomqtt.Client
) -> None:
    async with link:
        with pytest.raises(RefusedError, match="allow fridge to publish to sensors/freezer/x: Not"):
            await link.deliver("sensors/freezer/x", "4.5")
        assert await link.deliver(READINGS, "4.5") is Receipt.TAKEN


async def test_without_a_broker_there_is_an_error_but_no_refusal() -> None:
    with pytest.raises(aiomqtt.MqttError):
        async with Link(Broker("127.0.0.1", free_port()), "fridge", "secret", STATUS):
            pass


async def test_a_broker_that_is_busy_is_an_error_but_no_refusal() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1_000)
        writer.write(SERVER_BUSY)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(MqttConnectError, match="Server busy"):
            async with Link(Broker("127.0.0.1", port), "fridge", "secret", STATUS):
                pass


async def test_a_message_without_an_acknowledgement_is_in_doubt(
    broker: brokers.Broker, link: Link
) -> None:
    async with asyncio.timeout(HANG), link:
        signal_group(broker.process.pid, signal.SIGSTOP)
        async with asyncio.TaskGroup() as tasks:
            delivery = tasks.create_task(_in_doubt(link))
            await asyncio.sleep(0)
            await broker.kill()
        assert delivery.result() == "the connection was lost"
        with pytest.raises(aiomqtt.MqttError, match="not connected") as caught:
            await link.deliver(READINGS, "4.6")
        assert not isinstance(caught.value, InDoubtError)


async def _in_doubt(link: Link) -> str:
    with pytest.raises(InDoubtError) as caught:
        await link.deliver(READINGS, "4.5")
    return str(caught.value)


async def test_a_connection_that_is_lost_makes_the_broker_say_that_the_device_is_offline(
    broker: brokers.Broker, link: Link, ingest: aiomqtt.Client
) -> None:
    async with link:
        await link.deliver(STATUS, "online", retain=True)
        assert await _next(ingest) == (STATUS, b"online")
        async with _link(broker):  # takes over the device's connection
            assert await _next(ingest) == (STATUS, b"offline")
