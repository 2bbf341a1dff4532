"""A bulk client of a fake broker, and a sink for what it takes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiomqtt
import pytest
from fake_broker import CONNACK, HANG_S, FakeBroker, Peer

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt import client as bulk
from isotherm_ingest.mqtt.client import BulkClient
from isotherm_ingest.mqtt.frames import Frames


class Sink:
    """What a client handed over."""

    def __init__(self) -> None:
        self.reads: list[Frames] = []
        self._more = asyncio.Event()

    def __call__(self, _client: BulkClient, frames: Frames) -> None:
        assert frames.topics
        self.reads.append(frames)
        self._more.set()

    @property
    def payloads(self) -> list[bytes]:
        return [payload for frames in self.reads for payload in frames.payloads]

    async def until(self, count: int) -> list[bytes]:
        """All payloads, once there are so many."""
        async with asyncio.timeout(HANG_S):
            while len(self.payloads) < count:
                self._more.clear()
                await self._more.wait()
        return self.payloads


@asynccontextmanager
async def session(
    broker: FakeBroker,
    sink: bulk.Sink,
    *answer: bytes,
    **options: Any,
) -> AsyncIterator[tuple[BulkClient, Peer]]:
    """A client of the broker, and the broker's end of its connection."""
    client = BulkClient(
        LOOPBACK, broker.port, sink=sink, protocol=aiomqtt.ProtocolVersion.V5, timeout=HANG_S,
        **options,
    )  # fmt: skip
    async with asyncio.TaskGroup() as group:
        entering = group.create_task(client.__aenter__())
        peer = await broker.accept(*(answer or [CONNACK]))
        await entering
    try:
        yield client, peer
    finally:
        client.inner.disconnect()


async def ends(client: BulkClient) -> None:
    """Returns when the client knows that its connection has ended."""
    async with asyncio.timeout(HANG_S):
        with pytest.raises(aiomqtt.MqttError):  # rather than a message, or nothing
            await anext(aiter(client.messages))
