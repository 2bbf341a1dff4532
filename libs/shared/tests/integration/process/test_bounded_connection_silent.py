"""A server that has fallen silent is noticed: nothing waits for ever for what it does not say."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
import pytest_asyncio
import uvloop
from wire import Wire

from isotherm.database import Connection
from isotherm.process import bounded_connection, connections, pools
from isotherm.process.connections import LONG_STATEMENT_S, connect, pool
from isotherm_devstack.testing.database import Database

HANG_S = 30.0
"""A limit for hanging tests, below that of statements."""
INSERT = "INSERT INTO state (key, value) VALUES ('silent', '1')"
COUNT = "SELECT count(*) FROM state WHERE key = 'silent'"

SLOW_COMMIT = """
CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_sleep(0.6); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON state DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION wait()
"""
WORKING = "SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND state = 'active'"


class CutShortError(Exception):
    """Raised on purpose, and not to be replaced by what happens while a block ends."""


async def cut_short(wire: Wire, connection: Connection) -> None:
    """Fall silent, cancel a statement that waits for its answer, and raise CutShortError."""
    wire.silence()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await connection.execute("SELECT 1")
    raise CutShortError


@pytest_asyncio.fixture(loop_scope="session")
async def wired(database: Database) -> AsyncIterator[tuple[Wire, str]]:
    """A wire to the database, and the DSN that leads through it."""
    async with Wire.to_database(database.worker) as (wire, dsn):
        yield wire, dsn


@pytest.fixture
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give statements a fifth of a second."""
    monkeypatch.setattr(connections, "STATEMENT_S", 0.2)


@pytest.fixture
def _quick_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give all that follows a statement a tenth of a second."""
    monkeypatch.setattr(bounded_connection, "END_S", 0.1)
    monkeypatch.setattr(pools, "END_S", 0.1)


def options(connection: Connection) -> list[int]:
    sock = connection._transport.get_extra_info("socket")
    names = (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
    kept = [sock.getsockopt(socket.IPPROTO_TCP, name) for name in names]
    return [sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE), *kept]


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_the_kernel_looks_whether_the_other_end_is_there(
    database: Database, new_loop: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    async def look() -> list[list[int]]:
        single = await connect(database.worker)
        async with pool(database.worker) as lent, lent.acquire() as connection:
            seen = [options(single), options(connection)]
        await single.close()
        return seen

    with asyncio.Runner(loop_factory=new_loop) as runner:
        assert runner.run(look()) == [[1, 5, 5, 3], [1, 5, 5, 3]]


@pytest.mark.usefixtures("_quick")
async def test_a_statement_that_gets_no_answer_fails(wired: tuple[Wire, str]) -> None:
    wire, dsn = wired
    connection = await connect(dsn)
    wire.silence()
    async with asyncio.timeout(HANG_S) as hang:
        with pytest.raises(TimeoutError):
            await connection.execute("SELECT 1")
    assert not hang.expired()
    connection.terminate()


@pytest.mark.usefixtures("_quick")
async def test_a_long_statement_that_says_so_is_not_cut(database: Database) -> None:
    connection = await connect(database.worker)
    assert await connection.fetchval("SELECT 1 FROM pg_sleep(0.5)", timeout=LONG_STATEMENT_S) == 1
    await connection.close()


@pytest.mark.usefixtures("_quick")
async def test_statements_of_a_connection_without_a_bound_are_not_cut(database: Database) -> None:
    connection = await connect(database.worker, bounded=False)
    assert await connection.fetchval("SELECT 1 FROM pg_sleep(0.5)") == 1
    await connection.close()


@pytest.mark.usefixtures("_quick_end")
async def test_waiting_for_an_idle_connection_that_fell_silent_ends(
    wired: tuple[Wire, str],
) -> None:
    wire, dsn = wired
    async with asyncio.timeout(HANG_S) as hang, pool(dsn, size=1) as lent:
        await lent.fetchval("SELECT 1")
        wire.silence()
        with pytest.raises(TimeoutError):
            await lent.acquire(timeout=0.1)
        assert await lent.fetchval("SELECT 1") == 1
    assert not hang.expired()


@pytest.mark.usefixtures("_quick_end")
async def test_a_transaction_that_is_cut_short_leaves_a_pool_that_works(
    wired: tuple[Wire, str],
) -> None:
    wire, dsn = wired

    async def write() -> None:
        async with lent.acquire() as connection, connection.transaction():
            await connection.execute(INSERT)
            async with connection.transaction():
                await cut_short(wire, connection)

    async with asyncio.timeout(HANG_S) as hang, pool(dsn, size=1) as lent:
        with pytest.raises(CutShortError):
            await write()
        assert await lent.fetchval(COUNT) == 0
    assert not hang.expired()


@pytest.mark.usefixtures("_quick_end")
async def test_a_statement_that_is_cut_short_leaves_a_pool_that_works(
    wired: tuple[Wire, str],
) -> None:
    wire, dsn = wired

    async def ask() -> None:
        async with lent.acquire() as connection:
            await cut_short(wire, connection)

    async with asyncio.timeout(HANG_S) as hang, pool(dsn, size=1) as lent:
        with pytest.raises(CutShortError):
            await ask()
        assert await lent.fetchval("SELECT 1") == 1
    assert not hang.expired()


@pytest.mark.usefixtures("_quick_end")
async def test_a_pool_of_silent_connections_closes(wired: tuple[Wire, str]) -> None:
    wire, dsn = wired
    async with asyncio.timeout(HANG_S) as hang, pool(dsn, size=1) as lent:
        await lent.fetchval("SELECT 1")
        wire.silence()
    assert not hang.expired()


async def test_the_error_of_a_block_remains_when_the_connection_was_lost(
    database: Database,
) -> None:
    connection = await connect(database.worker)

    async def fail() -> None:
        async with connection.transaction():
            connection.terminate()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()


@pytest.mark.usefixtures("_quick")
async def test_a_commit_that_lasts_is_given_up_but_not_cancelled(database: Database) -> None:
    """Cancelled, it would stop waiting for synchronous replicas, and say that it committed."""
    sql = await asyncpg.connect(database.superuser)
    await sql.execute(SLOW_COMMIT)
    connection = await connect(database.worker)
    pid = connection.get_server_pid()
    with pytest.raises(TimeoutError):
        async with connection.transaction():
            await connection.execute(INSERT)
    async with asyncio.timeout(HANG_S):
        while await sql.fetchval(WORKING, pid):
            await sql.execute("SELECT pg_sleep(0.01)")
    assert connection.is_closed()
    assert await sql.fetchval(COUNT) == 1
    await sql.close()
