"""One worker at a time administers the broker: the one whose database connection holds a lock.

The same connection listens for changes of the accounts. The lock ends with it, after a node's
death by TCP keepalive; the holder notices a lost connection and stops administering.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import asyncpg

from isotherm.process.connections import connect

CHANNEL = "isotherm_accounts"
_LOCK = "SELECT pg_try_advisory_lock(hashtext('isotherm.worker'), hashtext('broker accounts'))"


class Turn:
    """This worker's turn; it lasts as long as the connection."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self.connection = connection
        self._ended = asyncio.Event()
        connection.add_termination_listener(lambda _: self._ended.set())

    async def ended(self, timeout_s: float) -> bool:
        """Wait until the turn has ended, at most that long; return whether it has."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._ended.wait()
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def taken(dsn: str, changed: Callable[[], None]) -> AsyncIterator[Turn | None]:
    """Yield this worker's turn, or None if it is another's.

    `changed` is called for each notification. Raises one of `connections.GONE`.
    """
    connection = await connect(dsn, application="isotherm-worker-accounts")
    try:
        if not await connection.fetchval(_LOCK, timeout=5):
            yield None
            return
        await connection.add_listener(CHANNEL, lambda *_: changed())
        yield Turn(connection)
    finally:
        connection.terminate()
