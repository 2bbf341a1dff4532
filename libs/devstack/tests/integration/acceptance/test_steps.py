"""The check publishes a reading as the device, and says what is wrong if it does not arrive."""

import asyncio
from dataclasses import replace

import pytest

from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.acceptance import steps
from isotherm_devstack.acceptance.errors import FailedError
from isotherm_devstack.acceptance.settings import Target, read
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.testing.broker import Broker

AT = 1_752_494_400_000


@pytest.fixture
async def password(broker: Broker) -> str:
    """The password of the check's device."""
    return await broker.add_device(steps.NAME)


@pytest.fixture
def target(broker: Broker) -> Target:
    """An installation of which only the broker is there."""
    names = (
        *("ISOTHERM_PUBLIC_URL", "ISOTHERM_KEYCLOAK_PUBLIC_URL", "ISOTHERM_KEYCLOAK_URL"),
        *("ISOTHERM_TEST_FRONTEND", "ISOTHERM_TEST_API", "ISOTHERM_OIDC_CLIENT_SECRET"),
    )
    address = f"{broker.host}:{broker.device_port}"
    return read(dict.fromkeys(names, "") | {"ISOTHERM_TEST_BROKER": address})


async def test_a_reading_is_published_with_its_time(
    broker: Broker, password: str, target: Target
) -> None:
    async with broker.service(INGEST_ACCOUNT) as ingest:
        await ingest.subscribe(READINGS_FILTER, qos=1)
        await steps.publish(target, password, 4.5, AT)
        async with asyncio.timeout(30):
            message = await anext(aiter(ingest.messages))
    assert str(message.topic) == "sensors/helm-test/temperature"
    assert message.payload == b'{"value": 4.5, "time": 1752494400000}'


async def test_a_reading_that_nobody_gets_is_a_failure(password: str, target: Target) -> None:
    with pytest.raises(FailedError, match="no subscriber, so the reading is lost: ingest is away"):
        await steps.publish(target, password, 4.5, AT)


async def test_a_broker_that_refuses_the_device_or_does_not_answer_is_a_failure(
    password: str, target: Target
) -> None:
    with pytest.raises(FailedError, match="the broker refused helm-test"):
        await steps.publish(target, f"not {password}", 4.5, AT)
    port = free_port()
    nowhere = replace(target, broker=("127.0.0.1", port))
    with pytest.raises(FailedError, match=rf"^the broker at 127\.0\.0\.1:{port}: "):
        await steps.publish(nowhere, password, 4.5, AT)
