"""Connections to PostgreSQL: single ones, pools, and one that reconnects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

GONE = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    TimeoutError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    # the driver's own error when a connection ends at the moment a statement begins
    asyncpg.InternalClientError,
)
"""Errors that mean the database is away, as opposed to a statement that is wrong."""
AWAY = (*GONE, asyncpg.PostgresError)
"""GONE, and every error the server answers with: a statement it refuses now it may accept after the
migration that is on its way. Background jobs retry after these without a traceback in the log."""

KEEPALIVES = {
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
"""With these a dead node is noticed, and its transaction-level locks released, within seconds."""


async def connect(dsn: str, *, application: str = "isotherm") -> asyncpg.Connection:
    """Open one connection; raise one of GONE while the database is away."""
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
    """Give a pool of up to `size` connections, opened when first needed.

    It can be made while the database is away.
    """
    # compiling a query takes longer than any of ours takes uncompiled
    settings = {"application_name": application, "jit": "off", **KEEPALIVES}
    if statement_timeout_ms is not None:
        settings["statement_timeout"] = str(statement_timeout_ms)
    connections = asyncpg.create_pool(
        dsn, min_size=0, max_size=size, timeout=5, server_settings=settings, reset=_reset
    )
    async with connections:
        yield connections


async def _reset(connection: asyncpg.Connection) -> None:
    """End an open transaction before the connection goes back to the pool.

    Nothing else of ours outlives a transaction; the driver's own reset would cost a round trip
    each time.
    """
    if connection.is_in_transaction():
        await connection.reset()


class Link:
    """One connection that is opened again after it was lost; who sees it fail calls `drop`."""

    def __init__(self, dsn: str, application: str) -> None:
        self._dsn, self._application = dsn, application
        self._connection: asyncpg.Connection | None = None

    @property
    def connected(self) -> bool:
        """Whether there was a connection when it was last used."""
        return self._connection is not None and not self._connection.is_closed()

    async def get(self) -> asyncpg.Connection:
        """Return the connection, opened if need be; raise one of GONE if the database is away."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._dsn, application=self._application)
        return self._connection

    def drop(self) -> None:
        """Close the connection at once; the next `get` opens another."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
