"""A transaction of the database whose COMMIT is a span of its own: it waits for the disk."""

from types import TracebackType

from asyncpg.transaction import Transaction

from isotherm.process import tracing

POSTGRESQL = {"db.system.name": "postgresql"}
_COMMIT = POSTGRESQL | {"db.operation.name": "COMMIT"}


class Traced:
    """Asyncpg's transaction as a block, for which it is used unchanged."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def __aenter__(self) -> None:
        await self._transaction.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is not None:
            await self._transaction.__aexit__(kind, error, traceback)
            return
        with tracing.child("COMMIT", kind="client", attributes=_COMMIT):
            await self._transaction.__aexit__(None, None, None)
