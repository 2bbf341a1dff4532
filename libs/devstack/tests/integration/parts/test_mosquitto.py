"""A device can publish only as itself, and cannot read other devices' messages."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiomqtt
import asyncpg
import pytest
import pytest_asyncio
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from isotherm.broker.file import credential_for
from isotherm.names import (
    ADMIN_ACCOUNT,
    INGEST_ACCOUNT,
    READINGS_FILTER,
    TICK_TOPIC,
    WORKER_ACCOUNT,
)
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.lifecycle.supervisor import Supervisor
from isotherm_devstack.parts.mosquitto import Mosquitto
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


@pytest_asyncio.fixture
async def ingest(broker: Broker) -> AsyncIterator[aiomqtt.Client]:
    """A client with ingest's account and subscriptions."""
    async with broker.service(INGEST_ACCOUNT, identifier="isotherm:ingest:test") as client:
        await client.subscribe(READINGS_FILTER, qos=1)
        await client.subscribe(TICK_TOPIC, qos=1)
        yield client


async def _next(client: aiomqtt.Client) -> tuple[str, bytes]:
    async with asyncio.timeout(30):
        message = await anext(aiter(client.messages))
    assert isinstance(message.payload, bytes)
    return str(message.topic), message.payload


async def test_a_devices_reading_reaches_ingest(broker: Broker, ingest: aiomqtt.Client) -> None:
    await broker.add_device("fridge")
    await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
    assert await _next(ingest) == ("sensors/fridge/temperature", b"4.5")


async def test_a_device_cannot_publish_for_another(broker: Broker, ingest: aiomqtt.Client) -> None:
    await broker.add_device("fridge")
    await broker.add_device("rogue")
    async with broker.device("rogue") as rogue:
        await rogue.publish("sensors/fridge/temperature", "99", qos=1)
        await rogue.publish("sensors/rogue/temperature", "1", qos=1)
    assert await _next(ingest) == ("sensors/rogue/temperature", b"1")


async def test_a_device_receives_nothing_of_others(broker: Broker, ingest: aiomqtt.Client) -> None:
    await broker.add_device("fridge")
    await broker.add_device("rogue")
    async with broker.device("rogue") as rogue:
        for pattern in ("#", "sensors/#", "sensors/fridge/temperature", READINGS_FILTER):
            (answer,) = await rogue.subscribe(pattern, qos=1)
            assert str(answer) == "Not authorized", pattern
        await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
        assert await _next(ingest) == ("sensors/fridge/temperature", b"4.5")
        assert len(rogue.messages) == 0


async def test_a_device_cannot_take_over_ingests_session(
    broker: Broker, ingest: aiomqtt.Client
) -> None:
    """The attack: connect with ingest's client id, which would discard its session and queue."""
    await broker.add_device("rogue")
    async with broker.device("rogue", identifier="isotherm:ingest:test"):
        await broker.add_device("fridge")
        await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
        assert await _next(ingest) == ("sensors/fridge/temperature", b"4.5")


@pytest.mark.parametrize("added", ["in the file", "while it runs"])
async def test_nor_can_it_at_the_services_listener(make_broker: MakeBroker, added: str) -> None:
    async with make_broker("attacked", *(["rogue"] if added == "in the file" else [])) as broker:
        if added == "while it runs":
            await broker.add_device("rogue")
        await broker.add_device("fridge")
        async with broker.service(INGEST_ACCOUNT, identifier="isotherm:ingest:test") as ingest:
            await ingest.subscribe(READINGS_FILTER, qos=1)
            with pytest.raises(aiomqtt.MqttError):
                async with broker.service("rogue", identifier="isotherm:ingest:test"):
                    pass
            await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
            assert await _next(ingest) == ("sensors/fridge/temperature", b"4.5")


async def test_a_wrong_password_is_refused(broker: Broker) -> None:
    await broker.add_device("fridge")
    broker.passwords["fridge"] = "wrong"
    with pytest.raises(aiomqtt.MqttError):
        async with broker.device("fridge"):
            pass


async def test_only_worker_can_publish_ticks(broker: Broker, ingest: aiomqtt.Client) -> None:
    await ingest.publish(TICK_TOPIC, "1", qos=1)
    async with broker.service(WORKER_ACCOUNT) as worker:
        await worker.publish(TICK_TOPIC, "2", qos=1)
    assert await _next(ingest) == (TICK_TOPIC, b"2")


async def test_the_queue_survives_a_restart(broker: Broker) -> None:
    await broker.add_device("fridge")
    expiry = Properties(PacketTypes.CONNECT)
    expiry.SessionExpiryInterval = 0xFFFFFFFF
    session = {"identifier": "isotherm:ingest:test", "clean_start": False, "properties": expiry}
    async with broker.service(INGEST_ACCOUNT, **session) as client:
        await client.subscribe(READINGS_FILTER, qos=1)
    await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
    await broker.stop()
    await broker.start()
    async with broker.service(INGEST_ACCOUNT, **session) as client:
        assert await _next(client) == ("sensors/fridge/temperature", b"4.5")


LOG = "$SYS/broker/log/N"


async def test_only_worker_reads_the_brokers_log(broker: Broker) -> None:
    await broker.add_device("fridge")
    async with (
        broker.service(WORKER_ACCOUNT) as worker,
        broker.service(INGEST_ACCOUNT, identifier="isotherm:ingest:test") as ingest,
        broker.device("fridge") as device,
    ):
        for other in (ingest, device):
            for pattern in (LOG, "$SYS/#", "$SYS/broker/log/+"):
                (answer,) = await other.subscribe(pattern, qos=0)
                assert str(answer) == "Not authorized", pattern
        await worker.subscribe(LOG, qos=0)
        await broker.add_device("freezer")
        topic, line = await _next(worker)
        assert (topic, b"New connection from 127.0.0.1:" in line) == (LOG, True)
        assert (len(ingest.messages), len(device.messages)) == (0, 0)


async def test_receiving_the_log_makes_no_further_line(broker: Broker) -> None:
    async with broker.service(WORKER_ACCOUNT) as worker:
        await worker.subscribe("$SYS/broker/log/#", qos=0)
        await broker.add_device("fridge")
        await broker.add_device("freezer")
        heard = [await _next(worker) for _ in range(6)]
        await worker.publish(TICK_TOPIC, "1", qos=1)
        await worker.subscribe(TICK_TOPIC, qos=1)
        await worker.publish(TICK_TOPIC, "2", qos=1)
        assert await _next(worker) == (TICK_TOPIC, b"2")
    # connection, login and end of the two administrators who added the devices
    assert [topic for topic, _ in heard] == [LOG] * 6


@pytest.mark.parametrize("end", [Broker.stop, Broker.kill])
async def test_messages_after_a_restart_are_queued_for_an_absent_subscriber(
    broker: Broker, end: Callable[[Broker], Awaitable[None]]
) -> None:
    """Mosquitto by itself loses shared subscriptions when it ends."""
    await broker.add_device("fridge")
    expiry = Properties(PacketTypes.CONNECT)
    expiry.SessionExpiryInterval = 0xFFFFFFFF
    session = {"identifier": "isotherm:ingest:test", "clean_start": False, "properties": expiry}
    async with broker.service(INGEST_ACCOUNT, **session) as client:
        await client.subscribe(READINGS_FILTER, qos=1)
    await broker.stop()
    await broker.start()
    await end(broker)
    await broker.start()
    await broker.publish("fridge", "sensors/fridge/temperature", "4.5")
    async with broker.service(INGEST_ACCOUNT, **session) as client:
        assert await _next(client) == ("sensors/fridge/temperature", b"4.5")
        await client.subscribe(READINGS_FILTER, qos=1)
        await broker.publish("fridge", "sensors/fridge/temperature", "5.5")
        await broker.publish("fridge", "sensors/fridge/temperature", "6.5")
        assert await _next(client) == ("sensors/fridge/temperature", b"5.5")
        assert await _next(client) == ("sensors/fridge/temperature", b"6.5")


async def test_a_folder_that_is_lost_while_it_runs_is_rebuilt(
    database: Database, tmp_path: Path
) -> None:
    """As in a stack: the supervisor starts it again, and its accounts come from the database."""
    names = (INGEST_ACCOUNT, WORKER_ACCOUNT, ADMIN_ACCOUNT, "fridge")
    passwords = {name: secrets.token_urlsafe(18) for name in names}
    credential = credential_for(passwords["fridge"])
    connection = await asyncpg.connect(database.owner)
    await connection.execute(
        "INSERT INTO device (name, state, credential_salt, credential_hash, credential_version)"
        " VALUES ('fridge', 'known', $1, $2, 1)",
        credential.salt,
        credential.hash,
    )
    await connection.close()
    rendering = {
        "ISOTHERM_DATABASE_URL": database.worker,
        "ISOTHERM_MQTT_INGEST_PASSWORD": passwords[INGEST_ACCOUNT],
        "ISOTHERM_MQTT_WORKER_PASSWORD": passwords[WORKER_ACCOUNT],
        "ISOTHERM_MQTT_ADMIN_PASSWORD": passwords[ADMIN_ACCOUNT],
    }
    part = Mosquitto(
        tmp_path / "broker", free_port(), free_port(), tmp_path / "broker.log", rendering
    )
    part.prepare()

    async def connects() -> bool:
        client = aiomqtt.Client(
            LOOPBACK, part.device_port, username="fridge", password=passwords["fridge"]
        )
        try:
            async with client:
                return True
        except aiomqtt.MqttError:
            return False

    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        supervisor = Supervisor(group, lambda _: None)
        await supervisor.start(part)
        assert await connects()
        shutil.rmtree(part.home)
        [running] = supervisor
        running.process.kill()
        while True:
            await asyncio.sleep(0.1)
            if running.restarts > 0 and await connects():
                break
        await supervisor.stop()
