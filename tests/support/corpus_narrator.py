"""The client that publishes for all devices of tests/corpus, and the ticks of worker.

It blocks until the broker has everything, so that what it publishes together is also waiting
together when ingest, in the same process, reads next.
"""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import NamedTuple

from ingest_world import HANG_S
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from isotherm.names import TICK_TOPIC
from isotherm_devstack.testing.broker import Broker

_ACCOUNT = "corpus"
_MOST_AT_ONCE = 65_535


class Publish(NamedTuple):
    """A message with the whole of its topic."""

    topic: str
    payload: bytes
    qos: int = 1
    retained: bool = False


class Narrator:
    """A connected client; entered and left by `narrating`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def publish(self, messages: Iterable[Publish]) -> None:
        """Publish, and return once the broker has all messages of QoS 1 and 2."""
        sent = [self._client.publish(*message) for message in messages]
        for delivery in sent:
            delivery.wait_for_publish(HANG_S)
            assert delivery.is_published()

    def tick(self, at_ms: int) -> None:
        """Publish the time (ms since 1970) as worker does."""
        self.publish([Publish(TICK_TOPIC, str(at_ms).encode())])


@asynccontextmanager
async def narrating(broker: Broker) -> AsyncIterator[Narrator]:
    """Connect a client that may publish below the name of every device."""
    password = await _add_account(broker)
    client = Client(CallbackAPIVersion.VERSION2, _ACCOUNT, protocol=MQTTProtocolVersion.MQTTv5)
    client.max_inflight_messages_set(_MOST_AT_ONCE)
    client.username_pw_set(_ACCOUNT, password)
    client.connect(broker.host, broker.port)
    client.loop_start()
    try:
        yield Narrator(client)
    finally:
        client.disconnect()
        client.loop_stop()


async def _add_account(broker: Broker) -> str:
    """Give the broker an account, and return its password."""
    password = secrets.token_urlsafe(18)
    acls = [
        {"acltype": "publishClientSend", "topic": topic, "allow": True}
        for topic in ("sensors/#", TICK_TOPIC)
    ]
    account = {"username": _ACCOUNT, "password": password, "roles": [{"rolename": _ACCOUNT}]}
    await broker.command(
        {"command": "createRole", "rolename": _ACCOUNT, "acls": acls},
        {"command": "createClient"} | account,
    )
    return password
