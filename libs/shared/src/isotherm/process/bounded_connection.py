"""Connections on which nothing waits for ever, and no transaction is taken for a part of another.

TCP keepalive tells within seconds that the other end has vanished. A server that is there and does
not answer is noticed by `command_timeout`, where statements have one; `END_S` bounds what follows.
"""

import asyncio
import contextlib
import socket
from typing import Any, Literal

import asyncpg
from asyncpg.transaction import Transaction

Isolation = Literal["read_committed", "read_uncommitted", "repeatable_read", "serializable"]

KEEPALIVE = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3}
"""Options of a socket: seconds of silence before the first probe, between probes, and how many."""
END_S = 2.0
"""How long a ROLLBACK, or a farewell to the server, may take; then the connection is cut, which
ends the transaction as well."""


class BoundedConnection(asyncpg.Connection):
    """A connection that is given up once the server has vanished.

    It is closed, too, if a transaction cannot begin. After a BEGIN that failed or was cancelled,
    the driver (asyncpg 0.32) takes the next transaction for a part of that one: it only makes a
    savepoint and releases it, and says that it committed.
    """

    __slots__ = ()

    def __init__(self, protocol: Any, transport: asyncio.Transport, *arguments: Any) -> None:
        super().__init__(protocol, transport, *arguments)
        _keep_alive(transport.get_extra_info("socket"))

    def transaction(
        self,
        *,
        isolation: Isolation | None = None,
        readonly: bool = False,
        deferrable: bool = False,
    ) -> Transaction:
        """Return a block in a transaction; arguments and errors as for asyncpg."""
        super().transaction()  # raises what is wrong with the connection
        return _Transaction(self, isolation, readonly, deferrable)

    async def close(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109  as asyncpg
        """Close the connection, after END_S seconds without a farewell."""
        with contextlib.suppress(TimeoutError):  # it is closed all the same
            await super().close(timeout=END_S if timeout is None else timeout)


def _keep_alive(sock: socket.socket) -> None:
    """Have the kernel probe the other end, and end the connection if it does not answer.

    Without TCP_USER_TIMEOUT: it would also cut a server that reads nothing while it waits.
    """
    if sock.family == socket.AF_UNIX:
        return
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in KEEPALIVE.items():
        if hasattr(socket, name):  # not everywhere
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


class _Transaction(Transaction):
    """A transaction, or a savepoint within one."""

    __slots__ = ("_within",)

    def __init__(
        self,
        connection: asyncpg.Connection,
        isolation: Isolation | None,
        readonly: bool,
        deferrable: bool,
    ) -> None:
        super().__init__(connection, isolation, readonly, deferrable)
        self._within = connection

    async def start(self) -> None:
        """Begin."""
        is_savepoint = self._within.is_in_transaction()
        try:
            await super().start()
        except BaseException:
            # around a savepoint is a block, which rolls back
            if not is_savepoint:
                self._within.terminate()
            raise

    async def __aexit__(self, kind: object, error: object, traceback: object) -> None:
        """Commit, or roll back after an error, which remains the error of the block."""
        if kind is None:
            await self._commit()
        elif not self._within.is_closed():
            try:
                async with asyncio.timeout(END_S):
                    await super().__aexit__(kind, error, traceback)
            except TimeoutError:
                self._within.terminate()

    async def _commit(self) -> None:
        try:
            await super().__aexit__(None, None, None)
        except (TimeoutError, asyncio.CancelledError):
            # the driver would cancel the COMMIT, which then no longer waits for synchronous
            # replicas: what only this server has would count as stored
            self._within.terminate()
            raise
