"""A source connected to a fake broker, and helpers that wait for it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fake_broker import HANG_S, FakeBroker, Peer, fake_broker
from ingest_parts import NOW

from isotherm.process.retry import Backoff
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.source import MqttSource


def unstarted(port: int = 1, window: int = 100, held_bytes: int = 1_000_000) -> MqttSource:
    """Return a source that is not running."""
    return MqttSource(
        Account(LOOPBACK, port, "service:ingest", "secret", "test"),
        receive_maximum=window,
        held_bytes=held_bytes,
        now=lambda: NOW,
        backoff=Backoff(0.001, 0.001),
    )


@asynccontextmanager
async def sourced(
    window: int = 100, held_bytes: int = 1_000_000
) -> AsyncIterator[tuple[MqttSource, FakeBroker]]:
    """A source that runs within the block, and its broker."""
    async with fake_broker() as broker:
        source = unstarted(broker.port, window, held_bytes)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(source.run(), name="a source")
            yield source, broker
            running.cancel()


async def until(source: MqttSource, holds: Callable[[], bool]) -> None:
    """Return once a condition holds that messages or connections bring about."""
    async with asyncio.timeout(HANG_S):
        while not holds():
            source._something.clear()
            await source._something.wait()


def waiting(source: MqttSource) -> list[bytes]:
    """Return the payloads that can be taken."""
    return [payload for chunk in source.waiting() for payload in chunk.payloads]


async def opened(source: MqttSource, peer: Peer) -> int:
    """Return the epoch of a connection once it is subscribed."""
    await peer.subscribed()
    await source.wait(HANG_S)
    connection = source.opened()
    assert connection is not None
    return connection.epoch
