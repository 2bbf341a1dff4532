"""A handshake returns the certificate that is shown, and why clients would refuse it."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from awaited import until
from own_authority import DAY, Authority, showing

from isotherm.process import connections as databases
from isotherm_devstack.host.ports import LOOPBACK, free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.testing.broker import started
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.upkeep import handshake
from isotherm_worker.upkeep.handshake import Endpoint, UnreachableError, look
from isotherm_worker.watch.link_watch import LinkWatch

HOST = "mqtt.example.org"


@pytest.mark.parametrize(
    ("days", "name", "is_trusted", "error"),
    [
        (30, HOST, True, None),
        (30, LOOPBACK, True, None),
        (-1, HOST, True, "expired"),
        (30, "another.example.org", True, "mismatch"),
        (30, HOST, False, "issuer"),
    ],
)
async def test_a_certificate_is_read_and_verified_as_clients_do(
    tmp_path: Path, days: float, name: str, is_trusted: bool, error: str | None
) -> None:
    authority = Authority()
    certificate, key, expires = authority.sign(tmp_path, HOST, days=days, age_days=60)
    trusted = (authority if is_trusted else Authority("somebody else")).pem
    async with showing(certificate, key) as port:
        shown = await look(Endpoint(LOOPBACK, port, name, trusted))
    assert (shown.starts_at, shown.expires_at) == (expires - (days + 60) * DAY, expires)
    assert shown.error is None if error is None else error in str(shown.error)


async def test_without_an_authority_only_public_ones_are_trusted(tmp_path: Path) -> None:
    certificate, key, _ = Authority().sign(tmp_path, HOST)
    async with showing(certificate, key) as port:
        shown = await look(Endpoint(LOOPBACK, port, HOST))
    assert "issuer" in str(shown.error)


async def test_looking_is_no_attempt_to_log_in(tmp_path: Path, database: Database) -> None:
    """The broker logs the connection, and its page counts those that end without a login."""
    authority, port = Authority(), free_port()
    certificate, key, _ = authority.sign(tmp_path, HOST)
    async with (
        started(tmp_path / "broker", tls=Tls(port, certificate, key)) as running,
        databases.pool(database.worker) as pool,
        asyncio.TaskGroup() as group,
    ):
        settings = WorkerSettings(
            database_url=database.worker, mqtt_host=LOOPBACK, mqtt_port=running.port,
            mqtt_username="service:worker", mqtt_password=running.passwords["service:worker"],
        )  # fmt: skip
        watching = group.create_task(LinkWatch(settings, pool).run())
        await until(lambda: pool.fetchval("SELECT watched_since FROM link_watch"))
        await look(Endpoint(LOOPBACK, port, LOOPBACK, authority.pem))
        # what came before it has been read by then
        reader, writer = await asyncio.open_connection(LOOPBACK, running.device_port)
        writer.write(b"no MQTT at all")
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()
        await until(lambda: pool.fetchval("SELECT count(*) FROM login_attempt"))
        watching.cancel()
        assert await pool.fetchval("SELECT sum(count)::int FROM login_attempt") == 1


async def test_a_port_without_tls_is_unreachable_with_its_address() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-no\r\n")
        writer.close()

    server = await asyncio.start_server(answer, LOOPBACK, 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(UnreachableError, match=f"^{LOOPBACK}:{port}: ."):
            await look(Endpoint(LOOPBACK, port, HOST))


async def test_a_port_where_nobody_listens_is_unreachable() -> None:
    port = free_port()
    with pytest.raises(UnreachableError, match=f"^{LOOPBACK}:{port}: "):
        await look(Endpoint(LOOPBACK, port, HOST))


async def test_a_server_that_says_nothing_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(handshake, "TIMEOUT_S", 0.2)
    held = asyncio.Event()

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await held.wait()
        writer.close()

    server = await asyncio.start_server(hold, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(UnreachableError, match="TimeoutError"):
        await look(Endpoint(LOOPBACK, port, HOST))
    held.set()
    server.close()
