"""A pool of connections that measures how it is used, and how long its users wait."""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy

from isotherm.process.bounded_connection import END_S, BoundedConnection
from isotherm.process.metrics import counter, gauge, histogram

CONNECTIONS = gauge(
    "isotherm_process_pool_connections",
    "Connections of the pool: in use, open and idle, and those that it may still open; together"
    " its size. Only parts with a pool have this",
    state=("used", "idle", "closed"),
)
WAITING = gauge(
    "isotherm_process_pool_waiting",
    "Tasks that wait for a connection of the pool, opening included",
)
WAIT_SECONDS = histogram(
    "isotherm_process_pool_wait_seconds",
    "How long tasks waited for a connection of the pool, opening included",
)
GIVEN_UP = counter(
    "isotherm_process_pool_given_up_total",
    "Times that a task got no connection of the pool, because none was free in time or opening one"
    " failed",
)


class MeasuredPool(asyncpg.Pool):
    """A pool that opens its connections when they are first needed."""

    def __init__(self, dsn: str, size: int, **options: Any) -> None:
        super().__init__(
            dsn,
            init_size=0,
            min_size=0,
            max_size=size,
            max_queries=50_000,
            max_inactive_connection_lifetime=300,
            loop=None,
            connection_class=BoundedConnection,
            record_class=asyncpg.Record,
            **options,
        )
        CONNECTIONS.labels("used").set_function(self._used)
        CONNECTIONS.labels("idle").set_function(self.get_idle_size)
        CONNECTIONS.labels("closed").set_function(lambda: self.get_max_size() - self.get_size())

    def _used(self) -> int:
        return self.get_size() - self.get_idle_size()

    def acquire(self, *, timeout: float | None = None) -> "_Acquiring":
        """Return what waits for a connection: a context manager, or to be awaited."""
        return _Acquiring(self, timeout)

    async def release(
        self,
        connection: Any,
        *,
        timeout: float | None = None,  # noqa: ASYNC109  as asyncpg
    ) -> None:
        """Take a connection back; it is cut if the server does not end what it does in time."""
        with suppress(TimeoutError):  # another connection takes its place
            await super().release(connection, timeout=END_S if timeout is None else timeout)


class _Acquiring(PoolAcquireContext):
    """A wait for a connection, measured."""

    __slots__ = ()

    async def __aenter__(self) -> PoolConnectionProxy:
        """Wait for a connection that is given back when the block ends."""
        with _measured():
            return await super().__aenter__()

    def __await__(self) -> Generator[Any, None, PoolConnectionProxy]:
        """Wait for a connection that the caller gives back."""
        with _measured():
            return (yield from super().__await__())


@contextmanager
def _measured() -> Iterator[None]:
    began = time.perf_counter()
    WAITING.inc()
    try:
        yield
    except BaseException:
        GIVEN_UP.inc()
        raise
    finally:
        WAITING.dec()
        WAIT_SECONDS.observe(time.perf_counter() - began)
