"""The source over its connections: what belongs to one is void on the next."""

import asyncio

from fake_broker import CONNACK, DISCONNECT, HANG_S, RESUMED, SUBSCRIBE, pubacks, publish
from source_parts import opened, sourced, until, waiting

from isotherm.names import READINGS_FILTER


async def test_a_cancellation_that_comes_with_the_connack_is_not_lost() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        await source.wait(HANG_S)
        async with asyncio.TaskGroup() as group:
            group.create_task(peer.ended())
            [running] = [task for task in asyncio.all_tasks() if task.get_name() == "a source"]
            running.cancel()
        async with asyncio.timeout(HANG_S):
            await asyncio.wait([running])


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


async def test_messages_that_were_not_taken_go_with_their_connection() -> None:
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


async def test_malformed_mqtt_makes_another_connection() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        await opened(source, peer)
        async with asyncio.timeout(HANG_S):
            while not source.connected:  # noqa: ASYNC110  no event tells it
                await asyncio.sleep(0)
        await peer.send(b"\x36\x08\0\1a\0\1\0xx")
        peer = await broker.accept(RESUMED)
        await opened(source, peer)


async def test_a_connection_being_made_when_asked_to_leave_unsubscribes() -> None:
    async with sourced() as (source, broker):
        peer = await broker.accept(CONNACK)
        head, body = await peer.packet()
        assert head == SUBSCRIBE
        await source.unsubscribe()
        await peer.suback(body)
        assert await peer.unsubscribed() == READINGS_FILTER.encode()
        async with asyncio.timeout(HANG_S):
            while not source.connected or source.subscribed:  # noqa: ASYNC110  no event tells it
                await asyncio.sleep(0)
        await source.end_session()
        assert (await peer.packet())[0] == DISCONNECT
        peer.writer.close()
        async with asyncio.timeout(HANG_S):
            while source._connection is not None:  # noqa: ASYNC110  no event tells it
                await asyncio.sleep(0)
        assert source._job.ok, "an end that was asked for is no failure"


async def test_later_connections_unsubscribe_before_they_read_ticks() -> None:
    async with sourced() as (source, broker):
        await source.unsubscribe()
        peer = await broker.accept(CONNACK)
        assert await peer.unsubscribed() == READINGS_FILTER.encode()
        await opened(source, peer)
        assert not source.subscribed
