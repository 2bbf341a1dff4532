"""Every way to the database takes a hard password, beside the URL or in it, and verified TLS."""

import asyncio
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

import asyncpg
import pytest
import pytest_asyncio
from tls_parts import broker_context

from isotherm.process.connections import Link, connect, pool
from isotherm.process.listener import Listener
from isotherm.process.settings import PartSettings
from isotherm.schema.migrate import current, head
from isotherm.waiting.database import until_login, until_schema
from isotherm.waiting.progress import Progress, WaitTimeoutError
from isotherm.waiting.revision import REQUIRED
from isotherm_devstack.host.ports import LOOPBACK
from isotherm_devstack.testing.database import Database

HARD = "p@ss/w:rd%#é"
_SSL_REQUEST = struct.pack(">II", 8, 80877103)
Way = Callable[[str], Awaitable[None]]


def _silent(_line: str) -> None:
    pass


async def _connect(dsn: str) -> None:
    connection = await connect(dsn)
    assert await connection.fetchval("SELECT 1") == 1
    connection.terminate()


async def _pool(dsn: str) -> None:
    async with pool(dsn, size=2) as connections:
        assert await connections.fetchval("SELECT 1") == 1


async def _link(dsn: str) -> None:
    link = Link(dsn, "test")
    assert await (await link.get()).fetchval("SELECT 1") == 1
    link.drop()


async def _listener(dsn: str) -> None:
    heard: asyncio.Queue[str] = asyncio.Queue()
    listener = Listener(dsn, ["hello"], lambda _channel, payload: heard.put_nowait(payload))
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        task = group.create_task(listener.run())
        assert await heard.get() == ""
        task.cancel()


async def _engine(dsn: str) -> None:
    assert await current(dsn) == head()


async def _wait(dsn: str) -> None:
    await until_login(dsn, Progress("x", _silent, timeout_s=0.0))
    assert await until_schema(dsn, Progress("x", _silent, timeout_s=0.0)) == REQUIRED


WAYS = pytest.mark.parametrize("way", [_connect, _pool, _link, _listener, _engine, _wait])


@pytest_asyncio.fixture(loop_scope="session")
async def address(database: Database) -> AsyncIterator[str]:
    """Return `HOST:PORT/DATABASE`, where the role `hard` has the hard password."""
    sql = await asyncpg.connect(database.superuser)
    quoted = HARD.replace("'", "''")
    await sql.execute(f"CREATE ROLE hard LOGIN PASSWORD '{quoted}' IN ROLE isotherm_api")
    yield database.api.rpartition("@")[2]
    await sql.execute("DROP ROLE hard")
    await sql.close()


@WAYS
async def test_a_hard_password_beside_the_url(
    address: str, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", HARD)
    await way(f"postgresql://hard@{address}")


@WAYS
async def test_a_hard_password_in_the_url(address: str, way: Way) -> None:
    await way(f"postgresql://hard:{quote(HARD, safe='')}@{address}")


@asynccontextmanager
async def tls_server(folder: Path, to: int) -> AsyncIterator[int]:
    """Terminate TLS, as a managed PostgreSQL does, before a server that has none; yield the port.

    The certificate is that of 127.0.0.1, in `folder`.
    """
    context = broker_context(folder)

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        except OSError:
            pass
        writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        plain = writer.transport
        try:
            if await reader.readexactly(8) != _SSL_REQUEST:
                return  # it takes no connection without TLS
            writer.write(b"S")
            await writer.start_tls(context)
            there, back = await asyncio.open_connection(LOOPBACK, to)
            async with asyncio.TaskGroup() as group:
                group.create_task(pipe(reader, back))
                group.create_task(pipe(there, writer))
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError):
            pass  # the client has left, or does not trust the certificate
        finally:
            # a failed handshake closes neither
            writer.close()
            plain.abort()

    async with await asyncio.start_server(serve, LOOPBACK, 0) as server:
        yield server.sockets[0].getsockname()[1]


@WAYS
async def test_verified_tls_by_the_url(
    address: str, way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGPASSWORD", HARD)
    port = urlsplit(f"//{address}").port or 0
    async with tls_server(tmp_path, port) as tls_port:
        server = f"postgresql://hard@{address.replace(str(port), str(tls_port))}"
        url = f"{server}?sslmode=verify-full&sslrootcert={tmp_path / 'certificate.pem'}"
        monkeypatch.setenv("ISOTHERM_DATABASE_URL", url)
        await way(PartSettings().database_url.get_secret_value())


async def test_another_authority_or_name_is_refused(address: str, tmp_path: Path) -> None:
    port = urlsplit(f"//{address}").port or 0
    (tmp_path / "other").mkdir()
    broker_context(tmp_path / "other")
    async with tls_server(tmp_path, port) as tls_port:
        right, wrong = tmp_path / "certificate.pem", tmp_path / "other" / "certificate.pem"
        for host, authority in ((LOOPBACK, wrong), ("localhost", right)):
            url = f"postgresql://hard:x@{host}:{tls_port}/d?sslmode=verify-full"
            with pytest.raises(WaitTimeoutError, match=r"TLS with .* failed"):
                await until_login(
                    f"{url}&sslrootcert={authority}", Progress("x", _silent, timeout_s=0.0)
                )
