"""Transactions: the one place that opens and commits them, one per request."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from isotherm.database import Connection
from isotherm.process import tracing
from isotherm.process.transaction import Traced
from isotherm_api.statements import TracedConnection
from isotherm_api.turns import Turns


class Busy(TimeoutError):
    """No connection of the pool became free in time; the database itself may be fine."""


class TooLong(TimeoutError):
    """A request took longer than allowed."""


class Lane:
    """Lets a few requests through at once; of each user at most half as many, also in the queue."""

    def __init__(self, width: int) -> None:
        self._turns = Turns(max(1, width // 2))
        self._all = asyncio.Semaphore(width)

    @asynccontextmanager
    async def place(self, user: str, wait_s: float) -> AsyncIterator[None]:
        """Hold a place while the block runs; raise Busy if none is free within `wait_s` seconds."""
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(wait_s):
                    held.callback(await self._turns.begin(user, wait_s))
                    await held.enter_async_context(self._all)
            except TimeoutError:
                raise Busy from None
            yield


class Database:
    """Provides connections inside a transaction; the code inside never commits.

    Requests that may take seconds wait in a lane that is narrower than the pool, so that a few long
    ranges cannot block quick requests. Times are in seconds. Within a span that is recorded, each
    statement is a span below it.
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
        self._lane, self._lane_s, self._long_s = Lane(long_at_once), lane_s, long_s

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """Open a read-only transaction on one snapshot.

        Raises Busy, or another of GONE if the database is unavailable.
        """
        connection = await self._acquire()
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                yield _traced(connection)
        finally:
            await self._pool.release(connection)

    @asynccontextmanager
    async def long_reading(self, user: str) -> AsyncIterator[Connection]:
        """As `reading`, in the lane for long requests; raise TooLong after `long_s` seconds."""
        async with self._lane.place(user, self._lane_s):
            try:
                async with asyncio.timeout(self._long_s) as bound, self.reading() as connection:
                    yield connection
            except TimeoutError:
                if bound.expired():
                    raise TooLong from None
                raise

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Connection]:
        """Open a transaction that commits if the block succeeds and rolls back if it raises."""
        connection = await self._acquire()
        try:
            async with Traced(connection.transaction()):
                yield _traced(connection)
        finally:
            await self._pool.release(connection)

    async def _acquire(self) -> PoolConnectionProxy:
        try:
            with tracing.child("acquire connection"):
                return await self._pool.acquire(timeout=self._acquire_s)
        except TimeoutError:
            if self._pool.get_size() >= self._pool.get_max_size():
                raise Busy from None
            raise


def _traced(connection: PoolConnectionProxy) -> Connection:
    """Return a connection that makes spans, if there is one that they belong to."""
    if not tracing.is_recording():
        return connection
    return cast(Connection, TracedConnection(connection))
