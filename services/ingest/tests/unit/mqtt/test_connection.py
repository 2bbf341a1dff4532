"""One connection: what waits in it is counted and bounded, and void once it is given up."""

import asyncio

from fake_broker import CONNACK, DISCONNECT, HANG_S, RESUMED, pubacks, publish
from ingest_parts import NOW
from paho.mqtt.client import ConnectFlags
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.reasoncodes import ReasonCode
from source_parts import opened, sourced, unstarted, until, waiting

from isotherm.names import TICK_TOPIC

TICK = publish(b"%d" % (NOW // 1000), 9, TICK_TOPIC.encode())


async def test_a_late_answer_to_an_abandoned_attempt_is_ignored() -> None:
    source = unstarted()
    abandoned = source._make_connection().client.inner
    source._drop()
    current = source._make_connection().client.inner
    success, flags = ReasonCode(PacketTypes.CONNACK, "Success"), ConnectFlags(True)
    assert abandoned.on_connect is not None
    assert current.on_connect is not None
    abandoned.on_connect(abandoned, None, flags, success, None)
    assert source.opened() is None
    current.on_connect(current, None, flags, success, None)
    connection = source.opened()
    assert connection is not None
    assert connection.session_present


async def test_messages_that_come_with_the_connack_wait_until_opened_is_called() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(RESUMED, publish(b"1", 1))
        await source.wait(HANG_S)
        await until(source, lambda: source.delivered == 1)
        assert waiting(source) == []
        connection = source.opened()
        assert connection is not None
        assert connection.session_present
        assert source.opened() is None
        assert waiting(source) == [b"1"]
        await peer.subscribed()


async def test_messages_of_sensors_are_counted_when_they_are_taken() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        epoch = await opened(source, peer)
        await peer.send(publish(b"1", 1), TICK, publish(b"2", 2), publish(b"3", 0, head=0x30))
        await until(source, lambda: source.delivered == 4)
        assert source.outstanding == 3
        taken = source.take(2), source.take(100)
        assert [(part.epoch, sum(part.received.values())) for part in taken] == [
            (epoch, 1),
            (epoch, 2),
        ]
        assert [p for part in taken for chunk in part.chunks for p in chunk.payloads] == [
            b"1", b"%d" % (NOW // 1000), b"2", b"3",
        ]  # fmt: skip
        assert source.take(1).chunks == []
        source.acknowledge([b"\0\1", b"\0\x09", b"\0\2"], epoch)
        assert await peer.read(12) == pubacks([1, 9, 2])
        assert source.outstanding == 0


async def test_reading_pauses_while_too_many_bytes_are_waiting() -> None:
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


async def test_a_full_window_shows_until_the_first_take_after_it() -> None:
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


async def test_a_refused_subscription_ends_the_connection() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        _, body = await peer.packet()
        await peer.send(b"\x90\x05", body[:2], b"\0\x01\x87")
        assert (await peer.packet())[0] == DISCONNECT
        assert not source.connected
        await broker.accept(CONNACK)


async def test_settling_is_answered_by_the_broker_and_fails_without_one() -> None:
    async with sourced() as (source, broker):
        assert not await source.settle()
        peer = await broker.accept(CONNACK)
        await opened(source, peer)
        async with asyncio.timeout(HANG_S):
            while not source.connected:  # noqa: ASYNC110  no event tells it
                await asyncio.sleep(0)
        async with asyncio.TaskGroup() as group:
            settled = group.create_task(source.settle())
            await peer.subscribed()
        assert settled.result()
