"""Connections to PostgreSQL: single ones, pools, and one that reconnects."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from isotherm.partitions import see_days
from isotherm.process.bounded_connection import KEEPALIVE, BoundedConnection
from isotherm.process.pools import MeasuredPool

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
"""Errors that mean the database is unavailable, as opposed to a statement that is wrong."""
AWAY = (*GONE, asyncpg.PostgresError)
"""GONE, and every error that the server reports: a statement that it rejects now may work after a
migration that is still to come. Background jobs retry these without a traceback in the log."""

KEEPALIVES = {
    "tcp_keepalives_idle": str(KEEPALIVE["TCP_KEEPIDLE"]),
    "tcp_keepalives_interval": str(KEEPALIVE["TCP_KEEPINTVL"]),
    "tcp_keepalives_count": str(KEEPALIVE["TCP_KEEPCNT"]),
}
"""With these, the server notices a dead node and releases its locks within seconds."""
STATEMENT_S = 60.0
"""How long a statement may take, unless it says so itself: a server that has stopped, or a firewall
that has forgotten a connection, would never answer."""
LONG_STATEMENT_S = 900.0
"""For the `timeout` of a statement that may legitimately take longer."""
_LATER_S = 5.0
"""How much later than the server itself a client ends a statement."""


async def connect(
    dsn: str, *, application: str = "isotherm", bounded: bool = True
) -> asyncpg.Connection:
    """Open one connection; raise one of GONE while the database is unavailable.

    If `bounded`, a statement that takes longer than STATEMENT_S seconds raises TimeoutError.
    """
    return await asyncpg.connect(
        dsn,
        timeout=5,
        command_timeout=STATEMENT_S if bounded else None,
        server_settings={"application_name": application, **KEEPALIVES},
        connection_class=BoundedConnection,
    )


@asynccontextmanager
async def pool(
    dsn: str,
    *,
    size: int = 5,
    application: str = "isotherm",
    statement_timeout_ms: int | None = None,
) -> AsyncIterator[asyncpg.Pool]:
    """Yield a pool of up to `size` connections, opened when first needed.

    It can be made while the database is unavailable. Whoever gets a connection reads every day of
    readings that is attached by then (`see_days`), which takes a round trip. A statement raises
    TimeoutError after STATEMENT_S seconds, or soon after the server should have ended it.
    """
    # just-in-time compilation takes longer than any of our queries without it
    settings = {"application_name": application, "jit": "off", **KEEPALIVES}
    command_timeout = STATEMENT_S
    if statement_timeout_ms is not None:
        settings["statement_timeout"] = str(statement_timeout_ms)
        command_timeout = statement_timeout_ms / 1000 + _LATER_S
    connections = MeasuredPool(
        dsn,
        size,
        timeout=5,
        command_timeout=command_timeout,
        server_settings=settings,
        setup=see_days,
        reset=_reset,
    )
    async with connections:
        yield connections


async def _reset(connection: asyncpg.Connection) -> None:
    """End an open transaction before the connection goes back to the pool.

    No other state outlives a transaction; the driver's own reset would cost a round trip each time.
    """
    if connection.is_in_transaction():
        await connection.reset()


class Link:
    """One connection that is opened again after it was lost; call `drop` when it fails."""

    def __init__(self, dsn: str, application: str) -> None:
        self._dsn, self._application = dsn, application
        self._connection: asyncpg.Connection | None = None

    @property
    def connected(self) -> bool:
        """Whether there was a connection when it was last used."""
        return self._connection is not None and not self._connection.is_closed()

    async def get(self) -> asyncpg.Connection:
        """Return the open connection; raise one of GONE if the database is unavailable."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._dsn, application=self._application)
        return self._connection

    def drop(self) -> None:
        """Close the connection at once; the next `get` opens another."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None
