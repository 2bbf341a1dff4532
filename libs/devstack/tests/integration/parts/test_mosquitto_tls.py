"""Devices connect by TLS, and the certificate is renewed while all sessions stay.

Measured on Mosquitto 2.0.11: SIGHUP loads certificate and key again; if they cannot be used, the
old ones stay in use.
"""

import asyncio
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import aiomqtt
import pytest
import pytest_asyncio
from ingest_world import until
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from tls_parts import certificate

from isotherm.names import INGEST_ACCOUNT, READINGS_FILTER
from isotherm_devstack.errors import NotReadyError
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker

HANG_S = 60
FAILED = "Error when reloading certificate"
INGEST = "isotherm:ingest:test"


@dataclass(slots=True)
class Secure:
    """A broker with a TLS listener, and the folder of its certificate."""

    broker: Broker
    tls: Tls
    folder: Path
    _made: int = field(default=0)

    def renew(self) -> None:
        """Replace certificate and key by new ones; the broker does not know yet."""
        self._made += 1
        fresh = self.folder / f"new-{self._made}"
        fresh.mkdir()
        for path in certificate(fresh):
            shutil.copy(path, self.folder / path.name)

    def trusting(self) -> ssl.SSLContext:
        """Return the context of a device that trusts the certificate in the folder."""
        return ssl.create_default_context(cafile=str(self.tls.certificate))

    def device(
        self, name: str, tls_context: ssl.SSLContext | None = None, identifier: str | None = None
    ) -> aiomqtt.Client:
        """Return a device's client by TLS, not yet connected."""
        return aiomqtt.Client(
            self.broker.host,
            self.tls.port,
            username=name,
            password=self.broker.passwords[name],
            identifier=identifier,
            protocol=aiomqtt.ProtocolVersion.V5,
            tls_context=tls_context or self.trusting(),
        )

    async def served(self) -> bytes:
        """Return the certificate that the broker shows to a new connection (DER)."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        _, writer = await asyncio.open_connection(self.broker.host, self.tls.port, ssl=context)
        shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
        assert isinstance(shown, bytes)
        return shown

    async def reloaded(self, before: bytes) -> None:
        """Have the broker reload, and wait until it shows another certificate."""
        self.broker.reload()

        async def renewed() -> bool:
            return await self.served() != before

        await until(renewed, "another certificate")

    async def failed(self) -> None:
        """Have the broker reload, and wait until it says that it could not."""
        log = self.broker.process.command.log
        count = log.read_text().count(FAILED)
        self.broker.reload()

        async def refused() -> bool:
            await self.served()  # its log is written out with its next line
            return log.read_text().count(FAILED) > count

        await until(refused, "a failed reload")


@pytest_asyncio.fixture
async def secure(make_broker: MakeBroker, tmp_path: Path) -> AsyncIterator[Secure]:
    folder = tmp_path / "certificates"
    folder.mkdir()
    tls = Tls(free_port(), *certificate(folder))
    async with make_broker("tls", "fridge", "asleep", tls=tls) as broker:
        yield Secure(broker, tls, folder)


async def _next(client: aiomqtt.Client) -> bytes:
    async with asyncio.timeout(HANG_S):
        message = await anext(aiter(client.messages))
    assert isinstance(message.payload, bytes)
    return message.payload


def _lasting() -> Properties:
    properties = Properties(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = 3600
    return properties


def _ingest(broker: Broker) -> aiomqtt.Client:
    return broker.service(
        INGEST_ACCOUNT, identifier=INGEST, clean_start=False, properties=_lasting()
    )


async def test_a_renewed_certificate_is_loaded_and_sessions_stay(secure: Secure) -> None:
    broker, old = secure.broker, await secure.served()
    async with _ingest(broker) as ingest:
        await ingest.subscribe(READINGS_FILTER, qos=1)
    # ingest is away: its session holds what devices publish meanwhile
    async with secure.device("fridge") as fridge:
        await fridge.publish("sensors/fridge/t", "1", qos=1)
        secure.renew()
        await secure.reloaded(old)
        await fridge.publish("sensors/fridge/t", "2", qos=1)  # still the same connection
        await broker.add_device("late")  # the plugin works as before
        async with secure.device("late") as late:
            await late.publish("sensors/late/t", "3", qos=1)
        async with _ingest(broker) as ingest:
            assert [await _next(ingest) for _ in range(3)] == [b"1", b"2", b"3"]
            await fridge.publish("sensors/fridge/t", "4", qos=1)
            assert await _next(ingest) == b"4"


async def test_who_trusts_the_old_certificate_alone_does_not_connect_to_the_new(
    secure: Secure,
) -> None:
    trusting, old = secure.trusting(), await secure.served()
    secure.renew()
    await secure.reloaded(old)
    with pytest.raises(ssl.SSLCertVerificationError):
        await asyncio.open_connection(secure.broker.host, secure.tls.port, ssl=trusting)
    async with secure.device("fridge") as fridge:
        await fridge.publish("sensors/fridge/t", "1", qos=1)


@pytest.mark.parametrize("fault", ["certificate", "key", "foreign key", "no certificate", "no key"])
async def test_a_bad_certificate_leaves_the_old_one_in_use(secure: Secure, fault: str) -> None:
    old = await secure.served()
    saved = {path: path.read_bytes() for path in (secure.tls.certificate, secure.tls.key)}
    match fault:
        case "certificate":
            secure.tls.certificate.write_text("no certificate")
        case "key":
            secure.tls.key.write_text("no key")
        case "foreign key":
            secure.renew()
            secure.tls.certificate.write_bytes(saved[secure.tls.certificate])
        case "no certificate":
            secure.tls.certificate.unlink()
        case "no key":
            secure.tls.key.unlink()
    trusting = ssl.create_default_context(cadata=saved[secure.tls.certificate].decode())
    async with secure.device("fridge", tls_context=trusting) as fridge:
        await secure.failed()
        await fridge.publish("sensors/fridge/t", "1", qos=1)
        assert await secure.served() == old
        async with secure.device("asleep", tls_context=trusting) as other:
            await other.publish("sensors/asleep/t", "1", qos=1)
    for path, text in saved.items():
        path.write_bytes(text)
    secure.renew()
    await secure.reloaded(old)


async def test_a_new_certificate_without_its_key_refuses_new_connections_until_it_comes(
    secure: Secure,
) -> None:
    """Why docs/brokers.md compares the two before the signal: OpenSSL drops a key that differs."""
    old, old_key = await secure.served(), secure.tls.key.read_bytes()
    async with secure.device("fridge") as fridge:
        secure.renew()
        key = secure.tls.key.read_bytes()
        secure.tls.key.write_bytes(old_key)
        secure.broker.reload()

        async def refused() -> bool:
            try:
                await secure.served()
            except ssl.SSLError:
                return True
            return False

        await until(refused, "a refused handshake")
        await fridge.publish("sensors/fridge/t", "1", qos=1)
        await secure.broker.publish("asleep", "sensors/asleep/t", "1")
        secure.tls.key.write_bytes(key)
        secure.broker.reload()

        async def renewed() -> bool:
            return not await refused() and await secure.served() != old

        await until(renewed, "the new certificate")
        await fridge.publish("sensors/fridge/t", "2", qos=1)


async def test_a_device_is_its_user_name_at_this_listener_too(secure: Secure) -> None:
    """The attack: ingest's client id would take over its session, or discard its queue."""
    async with _ingest(secure.broker) as ingest:
        await ingest.subscribe(READINGS_FILTER, qos=1)
        async with secure.device("fridge", identifier=INGEST) as thief:
            await thief.publish("sensors/fridge/t", "1", qos=1)
            assert await _next(ingest) == b"1"
        async with secure.device("fridge") as fridge:
            await fridge.publish("sensors/fridge/t", "2", qos=1)
        assert await _next(ingest) == b"2"


@pytest.mark.parametrize(
    ("version", "accepted"), [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)]
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
async def test_versions_before_1_2_are_refused(
    secure: Secure, version: str, accepted: bool
) -> None:
    context = secure.trusting()
    context.set_ciphers("DEFAULT:@SECLEVEL=0")  # or the client itself would not try
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    try:
        _, writer = await asyncio.open_connection(secure.broker.host, secure.tls.port, ssl=context)
    except (ssl.SSLError, ConnectionError):
        assert not accepted
    else:
        writer.close()
        assert accepted


async def test_a_plain_connection_is_ended_and_others_are_served(secure: Secure) -> None:
    reader, writer = await asyncio.open_connection(secure.broker.host, secure.tls.port)
    writer.write(bytes.fromhex("101000044d5154540402003c000461746b31"))
    async with asyncio.timeout(HANG_S):
        with suppress(ConnectionError):
            while await reader.read(4_096):
                pass
    writer.close()
    async with secure.device("fridge") as fridge:
        await fridge.publish("sensors/fridge/t", "1", qos=1)


@pytest.mark.parametrize("fault", ["missing", "foreign key"])
async def test_a_start_with_a_bad_certificate_fails_and_says_why(
    make_broker: MakeBroker, tmp_path: Path, fault: str
) -> None:
    tls = Tls(free_port(), *certificate(tmp_path))
    if fault == "missing":
        tls.certificate.unlink()
    else:
        (tmp_path / "other").mkdir()
        shutil.copy(certificate(tmp_path / "other")[1], tls.key)
    with pytest.raises(NotReadyError, match="Unable to load server"):
        await _ended(make_broker("bad", tls=tls))


async def _ended(starting: AbstractAsyncContextManager[Broker]) -> None:
    """Start a broker that ends by itself; raise NotReadyError with the end of its log."""
    async with starting as broker:
        # it accepted connections for a moment before it read its files
        await broker.process.wait()
        raise NotReadyError(broker.process.tail())
