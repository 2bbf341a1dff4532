"""The account: CONNECT resumes the instance's session and bounds what may be unacknowledged."""

import asyncio

import aiomqtt
import pytest
from bulk_parts import Sink
from fake_broker import CONNACK, fake_broker

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt.account import Account


async def test_connect_names_the_instance_and_asks_for_its_session() -> None:
    async with fake_broker() as broker:
        account = Account(LOOPBACK, broker.port, "service:ingest", "secret", "ingest-0")
        client = account.client(20_000, Sink())
        async with asyncio.TaskGroup() as group:
            entering = group.create_task(client.__aenter__())
            peer = await broker.connection()
            _, body = await peer.packet()
            await peer.send(CONNACK)
            await entering
        client.inner.disconnect()
    assert body.startswith(b"\0\4MQTT\5")
    assert not body[7] & 2, "no clean start"
    length, properties = body[10], body[11 : 11 + body[10]]
    assert b"\x11\xff\xff\xff\xff" in properties, "the session never expires"
    assert b"\x21" + (20_000).to_bytes(2) in properties, "Receive Maximum"
    fields = [b"isotherm:ingest:ingest-0", b"service:ingest", b"secret"]
    assert body[11 + length :] == b"".join(len(field).to_bytes(2) + field for field in fields)


async def test_without_a_broker_connecting_fails() -> None:
    account = Account(LOOPBACK, 1, "service:ingest", "secret", "ingest-0")
    with pytest.raises(aiomqtt.MqttError):
        async with account.client(1, Sink()):
            pass
