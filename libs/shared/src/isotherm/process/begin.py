"""Connections on which no transaction is taken for a part of one that could not begin."""

from typing import Literal

import asyncpg
from asyncpg.transaction import Transaction

Isolation = Literal["read_committed", "read_uncommitted", "repeatable_read", "serializable"]


class BeginOrClose(asyncpg.Connection):
    """A connection that is closed if a transaction cannot begin.

    After a BEGIN that failed or was cancelled, the driver (asyncpg 0.32) takes the next transaction
    for a part of that one: it only makes a savepoint and releases it, and says that it committed.
    """

    __slots__ = ()

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
