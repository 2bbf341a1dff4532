"""Connections to PostgreSQL: plain ones, pools, and a listener that comes back by itself."""

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import asyncpg

from isotherm.trouble import Trouble

log = logging.getLogger(__name__)

GONE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    # the driver's own word where a connection ends at the moment a statement begins
    asyncpg.InternalClientError,
)
"""What is raised when the database is away, as against a statement that is wrong."""

KEEPALIVES = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""A dead node is noticed, and its transaction-level locks freed, within seconds."""


async def connect(dsn: str, *, application: str = "isotherm") -> asyncpg.Connection:
    """One connection of its own; raises one of GONE when the database is away."""
    return await asyncpg.connect(
        dsn, timeout=5, server_settings={"application_name": application, **KEEPALIVES}
    )


@asynccontextmanager
async def pool(
    dsn: str,
    *,
    size: int = 5,
    application: str = "isotherm",
    statement_timeout_ms: int | None = None,
) -> AsyncIterator[asyncpg.Pool]:
    """A pool of plain connections, made lazily: it opens also while the database is away."""
    # compiling a query takes longer than any of ours does without
    settings = {"application_name": application, "jit": "off", **KEEPALIVES}
    if statement_timeout_ms is not None:
        settings["statement_timeout"] = str(statement_timeout_ms)
    made = asyncpg.create_pool(
        dsn, min_size=0, max_size=size, timeout=5, server_settings=settings, reset=_reset
    )
    async with made:
        yield made


async def _reset(connection: asyncpg.Connection) -> None:
    """Nothing of ours outlives its transaction, so that only an open one has to be ended.

    The driver would ask the server to forget everything each time a connection comes back.
    """
    if connection.is_in_transaction():
        await connection.reset()


class Listener:
    """Follows NOTIFY on a connection of its own; comes back after the database was away.

    `heard(channel, payload)` is called for each notification, and `heard(channel, "")` for every
    channel after each connect, because what was said meanwhile is lost. Needs a direct session: a
    pooler in transaction mode breaks it.
    """

    def __init__(
        self,
        dsn: str,
        channels: Sequence[str],
        heard: Callable[[str, str], None],
        *,
        application: str = "isotherm-listener",
    ) -> None:
        self._dsn, self._channels, self._heard = dsn, tuple(channels), heard
        self._application = application
        self.connected = asyncio.Event()
        self._trouble = Trouble(log, "listening stopped, trying again", "listening again")

    async def run(self) -> None:
        """Listens until cancelled."""
        wait = 0.1
        while True:
            try:
                await self._session()
                wait = 0.1
            except (*GONE, asyncpg.PostgresError) as error:  # it may refuse sessions for a while
                self._trouble.came(error)
            finally:
                self.connected.clear()
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311  jitter, no secret
            wait = min(wait * 2, 5.0)

    async def _session(self) -> None:
        connection = await connect(self._dsn, application=self._application)
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())
        try:
            for channel in self._channels:
                await connection.add_listener(
                    channel, lambda _c, _p, name, payload: self._heard(name, str(payload))
                )
            self.connected.set()
            self._trouble.over()
            for channel in self._channels:
                self._heard(channel, "")
            while not ended.is_set():
                try:
                    async with asyncio.timeout(30):
                        await ended.wait()
                except TimeoutError:
                    await connection.execute("SELECT 1", timeout=5)
        finally:
            connection.terminate()
