"""The bulk client: reads, acknowledges, pauses, and ends with its connection."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable

import pytest
from bulk_parts import Sink, ends, session
from fake_broker import (
    CONNACK,
    DISCONNECT,
    PINGRESP,
    Peer,
    fake_broker,
    pubacks,
    publish,
)

from isotherm_ingest.mqtt import client as bulk
from isotherm_ingest.mqtt.client import BulkClient
from isotherm_ingest.mqtt.frames import Frames


async def test_messages_arrive_in_reads_of_one_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every frame is split at every byte, including those that paho reads."""
    monkeypatch.setattr(bulk, "READ_BYTES", 1)
    sink = Sink()
    sent = [publish(b"%d" % n, n) for n in range(1, 6)]
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        await peer.send(*sent[:3])
        async with asyncio.TaskGroup() as group:
            asked = group.create_task(client.subscribe("x", qos=1))
            await peer.subscribed()
            await asked
        await peer.send(*sent[3:])
        assert await sink.until(5) == [b"1", b"2", b"3", b"4", b"5"]


async def test_messages_read_with_the_connack_follow_it() -> None:
    events: list[str] = []
    sink = Sink()

    def hear(client: BulkClient, frames: Frames) -> None:
        events.append("message" if client.inner.is_connected() else "message too early")
        sink(client, frames)

    messages = publish(b"1", 1) + publish(b"2", 0, head=0x30) + publish(b"3", 3, head=0x3B)
    async with fake_broker() as broker, session(broker, hear, CONNACK, messages):
        assert await sink.until(3) == [b"1", b"2", b"3"]
    assert events == ["message"]
    [frames] = sink.reads
    assert frames.packet_ids == [b"\0\1", b"", b"\0\3"]
    assert frames.heads == {1: 0x30, 2: 0x3B}


async def test_acknowledgements_are_written_in_order_and_in_bulk() -> None:
    async with fake_broker() as broker, session(broker, Sink()) as (client, peer):
        some, more = list(range(1, 1202)), [65_535, 1, 7]
        client.acknowledge([packet_id.to_bytes(2) for packet_id in some])
        assert len(client.inner._out_packet) == 3  # 500 a write
        client.acknowledge([])
        client.acknowledge([packet_id.to_bytes(2) for packet_id in more])
        wanted = pubacks(some + more)
        assert await peer.read(len(wanted)) == wanted
        client.inner.disconnect()
        assert (await peer.packet())[0] == DISCONNECT


async def test_nothing_is_acknowledged_by_itself() -> None:
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        await peer.send(publish(b"1", 1), publish(b"2", 2))
        await sink.until(2)
        client.acknowledge([b"\0\2"])
        assert await peer.read(4) == pubacks([2])


async def test_a_paused_client_reads_nothing_and_can_acknowledge() -> None:
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        await peer.send(publish(b"1", 1))
        await sink.until(1)
        client.pause()
        await peer.send(publish(b"2", 2))
        client.acknowledge([b"\0\1"])
        assert await peer.read(4) == pubacks([1])
        assert sink.payloads == [b"1"]
        client.resume()
        client.resume()
        assert await sink.until(2) == [b"1", b"2"]
        await peer.send(publish(b"3", 3))
        assert await sink.until(3) == [b"1", b"2", b"3"]


async def test_pausing_and_resuming_without_a_connection_do_nothing() -> None:
    client = BulkClient("nowhere", sink=Sink())
    client.pause()
    client.resume()


async def close(peer: Peer) -> None:
    peer.writer.close()
    await peer.writer.wait_closed()


async def reset(peer: Peer) -> None:
    linger = struct.pack("ii", 1, 0)
    peer.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    peer.writer.transport.abort()


@pytest.mark.parametrize("leave", [close, reset])
@pytest.mark.parametrize("unfinished", [b"", publish(b"2" * 200, 2)[:100], b"\x32", b"\x90\x04\0"])
async def test_a_broker_that_disconnects_ends_the_messages(
    unfinished: bytes, leave: Callable[[Peer], Awaitable[None]]
) -> None:
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        await peer.send(publish(b"1", 1))
        await sink.until(1)
        await peer.send(unfinished)
        await leave(peer)
        await ends(client)
        assert sink.payloads == [b"1"]
        client.acknowledge([b"\0\1"])  # into nothing
        client.pause()
        client.resume()


async def test_the_next_connection_starts_without_old_bytes() -> None:
    """Half a frame of one connection is not prepended to the bytes of the next."""
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        client.pause()
        client.resume()
        await peer.send(publish(b"1", 1), publish(b"2" * 200, 2)[:100])
        await sink.until(1)
        await close(peer)
        await ends(client)
        async with asyncio.TaskGroup() as group:
            again = group.create_task(asyncio.to_thread(client.inner.reconnect))
            peer = await broker.accept(CONNACK, publish(b"3", 3))
            await again
        assert await sink.until(2) == [b"1", b"3"]


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\x36\x08\0\1a\0\1\0xx", id="QoS 3"),
        pytest.param(b"\xff\xff\xff\xff\xff\x01", id="a length of five bytes"),
        pytest.param(b"\x32\x05\xff\xff\0\1\0", id="a topic past the end"),
        pytest.param(b"\x32\x00", id="an empty PUBLISH"),
        pytest.param(b"\x00\x00", id="a packet of no type"),
        pytest.param(b"\x90\x00", id="an empty SUBACK"),
        pytest.param(b"\x90\x04\0\1\x05\xff", id="a SUBACK with broken properties"),
        pytest.param(b"\xe0\x02\0\x05", id="a DISCONNECT with broken properties"),
        pytest.param(b"\x40\x01\0", id="a PUBACK without an id"),
        pytest.param(b"\xd0\x01\0", id="a PINGRESP with something in it"),
        pytest.param(b"\xe0\x02\x8e\0", id="a DISCONNECT"),
    ],
)
async def test_malformed_mqtt_ends_the_connection(
    sent: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink) as (client, peer):
        await peer.send(publish(b"1", 1), PINGRESP)
        await sink.until(1)
        await peer.send(sent)
        await ends(client)
        client.inner.disconnect()
        await peer.ended()
        assert sink.payloads == [b"1"]
    assert "Exception in callback" not in caplog.text
