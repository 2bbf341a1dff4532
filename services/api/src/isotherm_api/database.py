"""One request, one transaction: the one place that opens and commits them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection | PoolConnectionProxy"
"""What queries run on."""

_ACQUIRE_S = 5.0
"""A request that cannot have a connection by then is answered 503 rather than kept waiting."""


class Database:
    """Hands out connections inside a transaction; nothing inside commits for itself."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """One snapshot for everything that is read in it; raises one of GONE when it is away."""
        async with (
            self._pool.acquire(timeout=_ACQUIRE_S) as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """A transaction that commits when the block ends well, and leaves nothing when not."""
        async with (
            self._pool.acquire(timeout=_ACQUIRE_S) as connection,
            connection.transaction(),
        ):
            yield connection
