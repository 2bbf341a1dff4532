"""Source over a wire: what is waiting, counted and bounded, and by which connection."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fake_broker import (
    CONNACK,
    DISCONNECT,
    HANG_S,
    RESUMED,
    FakeBroker,
    Peer,
    fake_broker,
    pubacks,
    publish,
)
from ingest_parts import NOW

from isotherm.names import TICK_TOPIC
from isotherm.process.retry import Backoff
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt.account import Account
from isotherm_ingest.mqtt.source import MqttSource

TICK = publish(b"%d" % (NOW // 1000), 9, TICK_TOPIC.encode())


@asynccontextmanager
async def sourced(
    window: int = 100, held_bytes: int = 1_000_000
) -> AsyncIterator[tuple[MqttSource, FakeBroker]]:
    """A source that runs within the block, and its broker."""
    async with fake_broker() as broker:
        source = MqttSource(
            Account(LOOPBACK, broker.port, "service:ingest", "secret", "test"),
            receive_maximum=window, held_bytes=held_bytes, now=lambda: NOW,
            backoff=Backoff(0.001, 0.001),
        )  # fmt: skip
        async with asyncio.TaskGroup() as group:
            running = group.create_task(source.run(), name="a source")
            yield source, broker
            running.cancel()


async def until(source: MqttSource, holds: Callable[[], bool]) -> None:
    """Returns once something holds that messages or connections bring."""
    async with asyncio.timeout(HANG_S):
        while not holds():
            source._something.clear()
            await source._something.wait()


def waiting(source: MqttSource) -> list[bytes]:
    return [payload for chunk in source.waiting() for payload in chunk.payloads]


async def opened(source: MqttSource, peer: Peer) -> int:
    """The epoch of a connection once it is subscribed."""
    await peer.subscribed()
    await source.wait(HANG_S)
    said = source.opened()
    assert said is not None
    return said.epoch


async def test_what_came_with_the_connack_waits_for_the_question_who_opened() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(RESUMED, publish(b"1", 1))
        await source.wait(HANG_S)
        await until(source, lambda: source.delivered == 1)
        assert waiting(source) == []
        said = source.opened()
        assert said is not None
        assert said.session_present
        assert source.opened() is None
        assert waiting(source) == [b"1"]
        await peer.subscribed()


async def test_a_cancel_that_comes_with_the_connack_is_not_lost() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        await source.wait(HANG_S)
        async with asyncio.TaskGroup() as group:
            group.create_task(peer.subscribed())
            [running] = [each for each in asyncio.all_tasks() if each.get_name() == "a source"]
            running.cancel()
        async with asyncio.timeout(HANG_S):
            await asyncio.wait([running])


async def test_taken_and_counted_by_what_is_from_sensors() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        epoch = await opened(source, peer)
        await peer.send(publish(b"1", 1), TICK, publish(b"2", 2), publish(b"3", 0, head=0x30))
        await until(source, lambda: source.delivered == 4)
        assert source.outstanding == 3
        first, rest = source.take(2), source.take(100)
        assert [(each.epoch, sum(each.received.values())) for each in (first, rest)] == [
            (epoch, 1),
            (epoch, 2),
        ]
        assert [p for each in (first, rest) for c in each.chunks for p in c.payloads] == [
            b"1", b"%d" % (NOW // 1000), b"2", b"3",
        ]  # fmt: skip
        assert source.take(1).chunks == []
        source.acknowledge([b"\0\1", b"\0\x09", b"\0\2"], epoch)
        assert await peer.read(12) == pubacks([1, 9, 2])
        assert source.outstanding == 0


async def test_acknowledgements_of_another_connection_are_void() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        epoch = await opened(source, peer)
        await peer.send(publish(b"1", 1))
        await until(source, lambda: source.delivered == 1)
        assert source.take(1).epoch == epoch
        peer.writer.close()
        peer = await broker.accept(RESUMED, publish(b"1", 1, head=0x3A), publish(b"2", 2))
        source.acknowledge([b"\0\1"], epoch)
        again = await opened(source, peer)
        assert again != epoch
        await until(source, lambda: source.delivered == 3)
        source.acknowledge([b"\0\1"], epoch)
        assert source.outstanding == 2
        source.acknowledge([b"\0\2"], source.take(2).epoch)
        assert await peer.read(4) == pubacks([2])


async def test_what_was_not_taken_goes_with_its_connection() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        await opened(source, peer)
        await peer.send(publish(b"1", 1))
        await until(source, lambda: source.delivered == 1)
        peer.writer.close()
        peer = await broker.accept(RESUMED, publish(b"1", 1, head=0x3A))
        await opened(source, peer)
        await until(source, lambda: source.delivered == 2)
        assert waiting(source) == [b"1"]


async def test_beyond_the_bytes_that_may_wait_it_reads_nothing() -> None:
    async with sourced(held_bytes=70_000) as (source, broker):
        peer = await broker.accept(CONNACK)
        epoch = await opened(source, peer)
        await peer.send(publish(b"1" * 80_000, 1))
        await until(source, lambda: source.delivered == 1)
        assert source.saturated()
        await peer.send(publish(b"2", 2))
        source.acknowledge([b"\0\1"], epoch)
        assert await peer.read(4) == pubacks([1])
        assert source.delivered == 1
        source.take(1)
        await until(source, lambda: source.delivered == 2)
        assert waiting(source) == [b"2"]
        source.take(1)
        assert not source.saturated()


async def test_a_full_window_is_told_until_the_next_take_after_it() -> None:
    async with sourced(window=2) as (source, broker):
        peer = await broker.accept(CONNACK)
        epoch = await opened(source, peer)
        await peer.send(publish(b"1", 1))
        await until(source, lambda: source.delivered == 1)
        assert not source.saturated()
        await peer.send(publish(b"2", 2))
        await until(source, lambda: source.delivered == 2)
        assert source.saturated()
        source.take(2)
        assert source.saturated()  # nothing is acknowledged yet
        source.acknowledge([b"\0\1", b"\0\2"], epoch)
        assert source.saturated()
        source.take(0)
        assert not source.saturated()


async def test_bytes_that_are_no_mqtt_make_another_connection() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        await opened(source, peer)
        async with asyncio.timeout(HANG_S):
            while not source.connected:  # noqa: ASYNC110  no event tells it
                await asyncio.sleep(0)
        await peer.send(b"\x36\x08\0\1a\0\1\0xx")
        peer = await broker.accept(RESUMED)
        await opened(source, peer)


async def test_a_refused_subscription_makes_another_try() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        _, body = await peer.packet()
        await peer.send(b"\x90\x05", body[:2], b"\0\x01\x87")
        assert (await peer.packet())[0] == DISCONNECT
        assert not source.connected
        await broker.accept(CONNACK)
