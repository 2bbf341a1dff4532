"""The broker's notices become connections, take-overs and refused logins in the database."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from raw_mqtt import RawDevice, RawDevices, anonymous_login, login, message
from tls_parts import certificate

from isotherm.links import Attempt, Ending
from isotherm.names import WORKER_ACCOUNT
from isotherm.process import connections as databases
from isotherm_devstack.host.ports import free_port
from isotherm_devstack.parts.mosquitto import Tls
from isotherm_devstack.pytest_plugin import MakeBroker
from isotherm_devstack.testing.broker import Broker
from isotherm_devstack.testing.database import Database
from isotherm_worker.settings import WorkerSettings
from isotherm_worker.watch import inbox
from isotherm_worker.watch.link_watch import PACE, LinkWatch, Pace

DEVICE = "fridge-1"
EAGER = Pace(quiet_s=0.1, answer_s=0.5)


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Return once a condition holds that another process brings about."""
    async with asyncio.timeout(60):
        while not await holds():  # noqa: ASYNC110  what the broker does sets no event
            await asyncio.sleep(0.05)


@pytest_asyncio.fixture(loop_scope="session")
async def sql(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Return a superuser's connection to a database in which the device is registered."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("INSERT INTO device (name) VALUES ($1)", DEVICE)
    yield connection
    connection.terminate()


@pytest_asyncio.fixture(loop_scope="session")
async def raw(broker: Broker) -> AsyncIterator[RawDevices]:
    """Return connections to the devices' listener."""
    devices = RawDevices(broker)
    yield devices
    await devices.close()


@asynccontextmanager
async def reading(
    database: Database, broker: Broker, name: str = "worker-0", pace: Pace = PACE
) -> AsyncIterator[asyncio.Task[None]]:
    """Run a worker's watch during the block."""
    settings = WorkerSettings(
        database_url=database.worker,  # type: ignore[arg-type]
        instance=name,
        mqtt_host=broker.host,
        mqtt_port=broker.port,
        mqtt_username=WORKER_ACCOUNT,
        mqtt_password=broker.passwords[WORKER_ACCOUNT],  # type: ignore[arg-type]
    )
    async with databases.pool(database.worker) as pool, asyncio.TaskGroup() as group:
        task = group.create_task(LinkWatch(settings, pool, pace=pace).run(), name=name)
        yield task
        task.cancel()


@asynccontextmanager
async def watched(
    database: Database, broker: Broker, sql: asyncpg.Connection
) -> AsyncIterator[None]:
    """Run a watch, and wait until it receives notices."""
    await broker.add_device(DEVICE)
    async with reading(database, broker):
        await until(lambda: _watched(sql))
        yield


async def _watched(sql: asyncpg.Connection) -> bool:
    return bool(await sql.fetchval("SELECT watched_since IS NOT NULL FROM link_watch"))


async def _link(sql: asyncpg.Connection, name: str = DEVICE) -> Any:
    return await sql.fetchrow("SELECT * FROM device_link WHERE name = $1", name)


async def _ending(sql: asyncpg.Connection) -> Any:
    """Return why the device's connection ended, once the row says that it did."""
    row: Any = None

    async def disconnected() -> bool:
        nonlocal row
        row = await _link(sql)
        return row is not None and not row["connected"]

    await until(disconnected)
    assert row["disconnected_at"] >= row["connected_at"]
    return row["ending"]


async def _connected(sql: asyncpg.Connection) -> bool:
    row = await _link(sql)
    return row is not None and bool(row["connected"])


async def test_a_connection_and_how_it_ends(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        async with broker.device(DEVICE):
            await until(lambda: _connected(sql))
            row = await _link(sql)
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
    row = await _link(sql)
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
        row = await _link(sql)
        assert (row["connected"], row["ending"]) == (True, Ending.TAKEN_OVER)


async def test_refused_logins_are_counted_with_their_address_and_say_nothing_of_a_device(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        await raw.log_in(DEVICE)
        await until(lambda: _connected(sql))
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
        row = await _link(sql)
        assert (row["connected"], row["ending"]) == (False, Ending.CUT_OFF)
        assert await sql.fetchval("SELECT array_agg(name) FROM device_link") == [DEVICE]


async def test_the_client_id_of_a_service_is_no_device(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        async with broker.service(WORKER_ACCOUNT, identifier="stranger"):
            pass
        async with broker.device(DEVICE):
            await until(lambda: _connected(sql))
        assert await _link(sql, "stranger") is None


async def test_the_watch_begins_again_after_the_brokers_restart(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async with watched(database, broker, sql):
        await raw.log_in(DEVICE)
        await until(lambda: _connected(sql))
        before = await sql.fetchval("SELECT watched_since FROM link_watch")
        await broker.stop()

        async def unwatched() -> bool:
            return not await _watched(sql)

        await until(unwatched)
        await broker.start()
        await until(lambda: _watched(sql))
        row = await sql.fetchrow("SELECT * FROM link_watch, device_link")
        assert before < row["changed_at"] < row["watched_since"]


async def test_a_broker_that_publishes_no_notices_is_told_from_a_quiet_one(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    file = broker.part.conf
    configured = file.read_text()
    async with reading(database, broker, pace=EAGER):
        await until(lambda: _watched(sql))
        await broker.stop()
        file.write_text(configured.replace("log_dest topic\n", ""))
        await broker.start()
        connected = "SELECT count(*)::int FROM link_watch WHERE seen_at > now() - interval '2 s'"

        async def unwatched() -> bool:
            return bool(await sql.fetchval(connected)) and not await _watched(sql)

        await until(unwatched)
        await broker.stop()
        file.write_text(configured)
        await broker.start()
        await until(lambda: _watched(sql))


async def test_one_worker_reads_at_a_time(
    database: Database, broker: Broker, sql: asyncpg.Connection, raw: RawDevices
) -> None:
    async def watcher() -> str:
        name: str = await sql.fetchval(
            "SELECT watcher FROM link_watch WHERE watched_since > '-infinity'"
        )
        return name or ""

    async def second_reads() -> bool:
        return (await watcher()).startswith("second:")

    async with reading(database, broker, "first") as first:
        await until(watcher)
        async with reading(database, broker, "second"):
            assert (await watcher()).startswith("first:")
            first.cancel()
            await until(second_reads)


async def test_notices_that_find_no_room_are_counted_and_begin_the_watch_again(
    database: Database,
    broker: Broker,
    sql: asyncpg.Connection,
    raw: RawDevices,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with watched(database, broker, sql):
        before = await sql.fetchval("SELECT watched_since FROM link_watch")
        monkeypatch.setattr(inbox, "MOST_WAITING", 0)
        await raw.log_in(DEVICE)

        async def missed() -> bool:
            row = await sql.fetchrow("SELECT * FROM link_watch")
            return row["missed"] >= 2 and row["watched_since"] > before

        await until(missed)
        assert await _link(sql) is None
        monkeypatch.undo()
        await raw.log_in(DEVICE)
        await until(lambda: _connected(sql))


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
