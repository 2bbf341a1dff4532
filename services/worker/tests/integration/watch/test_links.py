"""Connections, take-overs and refused logins of devices, as the broker's notices tell them."""

import asyncio
import socket
import ssl
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from awaited import until
from link_world import DEVICE, is_connected, read_link, watched
from raw_mqtt import RawDevice, RawDevices, anonymous_login, login, message
from tls_parts import certificate

from isotherm.links import Attempt, Ending
from isotherm.names import WORKER_ACCOUNT
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database


async def _ending(sql: asyncpg.Connection) -> Any:
    """Return why the device's connection ended, once the row says that it did."""
    row: Any = None

    async def disconnected() -> bool:
        nonlocal row
        row = await read_link(sql)
        return row is not None and not row["connected"]

    await until(disconnected)
    assert row["disconnected_at"] >= row["connected_at"]
    return row["ending"]


async def test_a_connection_and_how_it_ends(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        async with broker.device(DEVICE):
            await until(lambda: is_connected(sql))
            row = await read_link(sql)
            assert (row["address"], row["ending"]) == ("127.0.0.1", None)
        assert await _ending(sql) == Ending.LEFT
        device = await raw.log_in(DEVICE)
        await device.close()
        await until(lambda: _ended_as(sql, Ending.CLOSED))
        device = await raw.log_in(DEVICE, keepalive_s=1)
        await device.ended()
        await until(lambda: _ended_as(sql, Ending.TIMEOUT))
        device = await raw.log_in(DEVICE)
        await device.send(message(f"sensors/{DEVICE}/t", b"x" * 5_000_000))
        await until(lambda: _ended_as(sql, Ending.OVERSIZE))
        device = await raw.log_in(DEVICE)
        await device.send(message(f"sensors/{DEVICE}/#", b"1"))
        await until(lambda: _ended_as(sql, Ending.PROTOCOL))
        device = await raw.log_in(DEVICE)
        await broker.command({"command": "disableClient", "username": DEVICE})
        await until(lambda: _ended_as(sql, Ending.CUT_OFF))
        await device.ended()


async def _ended_as(sql: asyncpg.Connection, ending: Ending) -> bool:
    row = await read_link(sql)
    return row is not None and not row["connected"] and row["ending"] == ending


async def test_take_overs_are_counted(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        for _ in range(3):
            await raw.log_in(DEVICE)

        async def counted() -> bool:
            return (
                await sql.fetchval(
                    "SELECT sum(count)::int FROM device_takeover WHERE name = $1", DEVICE
                )
            ) == 2

        await until(counted)
        row = await read_link(sql)
        assert (row["connected"], row["ending"]) == (True, Ending.TAKEN_OVER)


async def test_refused_logins_are_counted_with_their_address_and_say_nothing_of_a_device(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        await raw.log_in(DEVICE)
        await until(lambda: is_connected(sql))
        for packet in (
            login(DEVICE, "wrong"),
            login("nobody", "wrong"),
            login(f"{DEVICE} closed its connection.", "wrong"),
            anonymous_login(DEVICE),
            anonymous_login(f"{DEVICE} closed its connection. x: Client {DEVICE}"),
        ):
            device = await raw.open(packet)
            await device.ended()
        await broker.command({"command": "disableClient", "username": DEVICE})
        await (await raw.open(login(DEVICE, broker.passwords[DEVICE]))).ended()
        await (await raw.open(b"GET / HTTP/1.1\r\n\r\n")).ended()
        await (await raw.open()).close()

        async def counted() -> bool:
            rows = await sql.fetch(
                "SELECT kind, address, sum(count)::int AS count FROM login_attempt GROUP BY 1, 2"
            )
            return {(row["kind"], row["address"]): row["count"] for row in rows} == {
                (Attempt.REFUSED, "127.0.0.1"): 6,
                (Attempt.GARBLED, "127.0.0.1"): 1,
            }

        await until(counted)
        row = await read_link(sql)
        assert (row["connected"], row["ending"]) == (False, Ending.CUT_OFF)
        assert await sql.fetchval("SELECT array_agg(name) FROM device_link") == [DEVICE]


async def test_the_client_id_of_a_service_is_no_device(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        async with broker.service(WORKER_ACCOUNT, identifier="stranger"):
            pass
        async with broker.device(DEVICE):
            await until(lambda: is_connected(sql))
        assert await read_link(sql, "stranger") is None


async def test_attempts_at_the_tls_listener(
    database: Database, sql: asyncpg.Connection, make_broker: MakeBroker, tmp_path: Path
) -> None:
    tls = Tls(free_port(), *certificate(tmp_path))

    async def attempt(packet: bytes, context: ssl.SSLContext | None = None) -> None:
        with suppress(ConnectionError, ssl.SSLError):
            connected = await asyncio.open_connection(broker.host, tls.port, ssl=context)
            device = RawDevice(*connected)
            await device.send(packet)
            if packet:
                await device.ended()
            await device.close()

    async with make_broker("secure", tls=tls) as broker, watched(database, broker, sql):
        await attempt(login(DEVICE, "wrong"))  # no TLS
        await asyncio.to_thread(_distrust, broker.host, tls.port)
        await attempt(b"")  # as a health check does
        trusting = ssl.create_default_context(cafile=str(tls.certificate))
        await attempt(login(DEVICE, "wrong"), trusting)

        async def counted() -> bool:
            rows = await sql.fetch("SELECT kind, sum(count)::int AS count FROM login_attempt"
                                   " WHERE address = '127.0.0.1' GROUP BY 1")  # fmt: skip
            return {row["kind"]: row["count"] for row in rows} == {
                Attempt.REFUSED: 1,
                Attempt.GARBLED: 2,
            }

        await until(counted)


def _distrust(host: str, port: int) -> None:
    """Connect by TLS, and refuse the certificate as a device does, with an alert."""
    context = ssl.create_default_context()
    with socket.create_connection((host, port)) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname=host)
