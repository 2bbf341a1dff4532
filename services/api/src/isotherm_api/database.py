"""One request, one transaction: the one place that opens and commits them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Connection: TypeAlias = "asyncpg.Connection | PoolConnectionProxy"
"""What queries run on."""


class Busy(TimeoutError):
    """No connection came free in time; the database itself may be well."""


class TooLong(TimeoutError):
    """A request took longer than any may."""


class Database:
    """Hands out connections inside a transaction; nothing inside commits for itself.

    What may take seconds has a lane of its own, narrower than the pool, so that a few people with
    long ranges keep nobody from a quick answer. Times are in seconds.
    """

    def __init__(
        self,
        pool: asyncpg.Pool,
        *,
        acquire_s: float = 5.0,
        long_at_once: int = 4,
        lane_s: float = 10.0,
        long_s: float = 30.0,
    ) -> None:
        self._pool, self._acquire_s = pool, acquire_s
        self._lane, self._lane_s, self._long_s = asyncio.Semaphore(long_at_once), lane_s, long_s

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """One snapshot for everything that is read in it.

        Raises one of GONE when the database is away, of which Busy is one.
        """
        connection = await self._acquired()
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield connection
        finally:
            await self._pool.release(connection)

    @asynccontextmanager
    async def long_reading(self) -> AsyncIterator[Connection]:
        """The same for what may take seconds; Busy or TooLong where it cannot be had in time."""
        try:
            async with asyncio.timeout(self._lane_s):
                await self._lane.acquire()
        except TimeoutError:
            raise Busy from None
        try:
            async with asyncio.timeout(self._long_s) as bound, self.reading() as connection:
                yield connection
        except TimeoutError:
            if bound.expired():
                raise TooLong from None
            raise
        finally:
            self._lane.release()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """A transaction that commits when the block ends well, and leaves nothing when not."""
        connection = await self._acquired()
        try:
            async with connection.transaction():
                yield connection
        finally:
            await self._pool.release(connection)

    async def _acquired(self) -> PoolConnectionProxy:
        try:
            return await self._pool.acquire(timeout=self._acquire_s)
        except TimeoutError:
            if self._pool.get_size() >= self._pool.get_max_size():
                raise Busy from None
            raise
