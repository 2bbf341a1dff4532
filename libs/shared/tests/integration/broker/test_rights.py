"""A real broker refuses what no role allows, above all its administration."""

import json
from collections.abc import AsyncIterator

import aiomqtt
import pytest
import pytest_asyncio

from isotherm.names import ADMIN_ACCOUNT
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker


@pytest_asyncio.fixture(loop_scope="session")
async def broker(make_broker: MakeBroker) -> AsyncIterator[Broker]:
    """Return a broker that has the services and one device from its file."""
    async with make_broker("rights", "fridge") as started:
        yield started


async def test_the_devices_listener_serves_no_administrator(broker: Broker) -> None:
    for identifier in ("isotherm:admin", "service:admin", "other", ""):
        with pytest.raises(aiomqtt.MqttError):
            async with broker.device(ADMIN_ACCOUNT, identifier=identifier):
                pass
    with pytest.raises(aiomqtt.MqttError):
        async with broker.service(ADMIN_ACCOUNT, identifier="other"):
            pass
    async with broker.service(ADMIN_ACCOUNT, identifier="isotherm:admin"):
        pass


async def test_nobody_else_can_administer(broker: Broker) -> None:
    create = {"commands": [{"command": "createClient", "username": "evil", "password": "x"}]}
    for client in (
        broker.device("fridge"),
        broker.service("service:ingest"),
        broker.service("service:worker"),
    ):
        async with client:
            for pattern in ("$CONTROL/#", "$CONTROL/dynamic-security/v1/response"):
                [code] = await client.subscribe(pattern)
                assert code.is_failure
            await client.publish("$CONTROL/dynamic-security/v1", json.dumps(create), qos=1)
    [answer] = await broker.command({"command": "listClients"})
    assert "evil" not in answer["data"]["clients"]


async def test_the_administrator_reads_and_sends_no_readings(broker: Broker) -> None:
    client = broker.service(ADMIN_ACCOUNT, identifier="isotherm:admin")
    async with client:
        for pattern in ("#", "sensors/#", "$SYS/#", "$share/isotherm/sensors/#"):
            [code] = await client.subscribe(pattern)
            assert code.is_failure
