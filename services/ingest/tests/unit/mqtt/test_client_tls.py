"""The bulk client over TLS: nothing is left unread in the decrypted buffer."""

import gc
import ssl
from pathlib import Path

import aiomqtt
import pytest
from bulk_parts import Sink, ends, session
from fake_broker import CONNACK, fake_broker, pubacks, publish
from tls_parts import broker_context

from isotherm_devstack.host.ports import LOOPBACK
from isotherm_ingest.mqtt import client as bulk
from isotherm_ingest.mqtt.client import BulkClient
from isotherm_ingest.mqtt.frames import Frames


@pytest.fixture(scope="module")
def broker_end(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return broker_context(folder), folder / "certificate.pem"


@pytest.fixture
def contexts(broker_end: tuple[ssl.SSLContext, Path]) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the TLS contexts of broker and client."""
    broker, authority = broker_end
    return broker, ssl.create_default_context(cafile=authority)


Contexts = tuple[ssl.SSLContext, ssl.SSLContext]


@pytest.mark.parametrize(
    ("read_bytes", "one_turn"),
    [(bulk.READ_BYTES, bulk._ONE_TURN), (1000, bulk._ONE_TURN), (1000, 5000), (50_000, 1)],
)
async def test_the_whole_buffer_is_read(
    contexts: Contexts, read_bytes: int, one_turn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Far more than one record arrives at once, and then nothing more."""
    monkeypatch.setattr(bulk, "READ_BYTES", read_bytes)
    monkeypatch.setattr(bulk, "_ONE_TURN", one_turn)
    sink = Sink()
    payloads = [b"%d" % n * 100 for n in range(1, 4001)]
    sent = b"".join(publish(payload, n) for n, payload in enumerate(payloads, 1))
    assert len(sent) > 1024 * 1024
    async with (
        fake_broker(contexts[0]) as broker,
        session(broker, sink, CONNACK, tls_context=contexts[1]) as (client, peer),
    ):
        await peer.send(sent)
        assert await sink.until(4000) == payloads
        ids = list(range(1, 4001))
        client.acknowledge([packet_id.to_bytes(2) for packet_id in ids])
        assert await peer.read(4 * len(ids)) == pubacks(ids)


async def test_the_event_loop_gets_its_turn_between_tls_reads(
    contexts: Contexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "READ_BYTES", 100)
    monkeypatch.setattr(bulk, "_ONE_TURN", 1000)
    turns: list[int] = []
    sink = Sink()

    def hear(client: BulkClient, frames: Frames) -> None:
        sink(client, frames)
        if len(sink.reads) == 1:
            client._loop.call_soon(lambda: turns.append(len(sink.payloads)))

    async with (
        fake_broker(contexts[0]) as broker,
        session(broker, hear, CONNACK, tls_context=contexts[1]) as (_, peer),
    ):
        await peer.send(b"".join(publish(b"%04d" % n, n) for n in range(1, 501)))
        await sink.until(500)
    assert 0 < turns[0] < 500


async def test_what_was_decrypted_before_a_pause_is_read_after_it(
    contexts: Contexts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "READ_BYTES", 100)
    sink = Sink()

    def hear(client: BulkClient, frames: Frames) -> None:
        sink(client, frames)
        client.pause()

    async with (
        fake_broker(contexts[0]) as broker,
        session(broker, hear, CONNACK, tls_context=contexts[1]) as (client, peer),
    ):
        await peer.send(b"".join(publish(b"%03d" % n, n) for n in range(1, 101)))
        while len(sink.payloads) < 100:
            before = len(sink.payloads)
            client.resume()
            await sink.until(before + 1)
        assert sink.payloads == [b"%03d" % n for n in range(1, 101)]


@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")  # paho leaves it to the collector
async def test_an_untrusted_certificate_is_refused(contexts: Contexts) -> None:
    async with fake_broker(contexts[0]) as broker:
        client = BulkClient(
            LOOPBACK, broker.port, sink=Sink(), tls_context=ssl.create_default_context()
        )
        with pytest.raises(aiomqtt.MqttError, match=r"self.signed certificate"):
            await client.__aenter__()
        gc.collect()


async def test_a_broker_that_disconnects_ends_the_messages(contexts: Contexts) -> None:
    sink = Sink()
    async with (
        fake_broker(contexts[0]) as broker,
        session(broker, sink, CONNACK, tls_context=contexts[1]) as (client, peer),
    ):
        await peer.send(publish(b"1", 1), publish(b"2" * 200, 2)[:100])
        await sink.until(1)
        peer.writer.transport.abort()
        await ends(client)
        assert sink.payloads == [b"1"]
