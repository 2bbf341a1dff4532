"""The bulk client's keep-alive: PINGREQs are sent and answered, also between messages."""

from types import SimpleNamespace

import pytest
from bulk_parts import Sink, ends, session
from fake_broker import (
    PINGREQ,
    PINGRESP,
    fake_broker,
    publish,
)
from paho.mqtt import client as paho

from isotherm_ingest.mqtt import client as bulk


async def test_an_idle_connection_is_kept_alive_by_pingreqs() -> None:
    sink = Sink()
    async with fake_broker() as broker, session(broker, sink, keepalive=1) as (_, peer):
        for _ in range(2):
            assert await peer.read(2) == PINGREQ
            await peer.send(PINGRESP)
        await peer.send(publish(b"1", 1))
        await sink.until(1)


class Time:
    """A monotonic clock, moved by hand, that replaces paho's and ours."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr(paho, "time_func", lambda: self.now)
        monkeypatch.setattr(bulk, "time", SimpleNamespace(monotonic=lambda: self.now))


async def test_a_busy_connection_sends_pingreqs_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """For many times the keep-alive, PINGRESPs arrive between messages."""
    clock, sink = Time(monkeypatch), Sink()
    async with fake_broker() as broker, session(broker, sink, keepalive=60) as (client, peer):
        asked = 0
        for n in range(1, 101):
            clock.now += 10
            client.inner.loop_misc()
            client.acknowledge([n.to_bytes(2)])
            while (packet := await peer.packet()) != (0x40, n.to_bytes(2)):
                assert packet == (PINGREQ[0], b"")
                asked += 1
                await peer.send(publish(b"-", n), PINGRESP)
            await peer.send(publish(b"-", n))
            await sink.until(n + asked)
        assert client.inner.is_connected()
        assert asked >= 15


async def test_a_pingreq_without_a_pingresp_ends_the_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock, sink = Time(monkeypatch), Sink()
    async with fake_broker() as broker, session(broker, sink, keepalive=60) as (client, peer):
        clock.now += 61
        client.inner.loop_misc()
        assert await peer.read(2) == PINGREQ
        for n in range(1, 9):
            clock.now += 10
            await peer.send(publish(b"-", n))
            await sink.until(n)
            client.inner.loop_misc()
            if not client.inner.is_connected():
                break
        await ends(client)
        assert clock.now >= 1120
