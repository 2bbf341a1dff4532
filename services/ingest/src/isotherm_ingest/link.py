"""One connection to the database that is made again when it was lost."""

import random

import asyncpg

from isotherm.database import GONE, connect

AWAY = (*GONE, asyncpg.PostgresError)
"""What a batch waits out. A statement the server refuses for its form is waited out too (the schema
may be on its way): what is refused for a row's sake has been dealt with before."""

_FIRST_WAIT_S = 0.1
_LONGEST_WAIT_S = 5.0


class Link:
    """Holds at most one connection; whoever sees it fail says so with `drop`."""

    def __init__(self, dsn: str, application: str) -> None:
        self._dsn, self._application = dsn, application
        self._connection: asyncpg.Connection | None = None

    @property
    def connected(self) -> bool:
        """Whether there was a connection when it was last used."""
        return self._connection is not None and not self._connection.is_closed()

    async def get(self) -> asyncpg.Connection:
        """The connection; raises one of GONE while the database is away."""
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self._dsn, application=self._application)
        return self._connection

    def drop(self) -> None:
        """Ends the connection at once; the next `get` makes another."""
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None


class Backoff:
    """Growing waits with jitter, so that many do not come back in step."""

    def __init__(self, first_s: float = _FIRST_WAIT_S, longest_s: float = _LONGEST_WAIT_S) -> None:
        self._first, self._longest = first_s, longest_s
        self._next = first_s

    def next_s(self) -> float:
        """How long to wait this time, in seconds."""
        wait = self._next * random.uniform(0.5, 1.5)  # noqa: S311  jitter, no secret
        self._next = min(self._next * 2, self._longest)
        return wait

    def reset(self) -> None:
        """It went well: begins with short waits again."""
        self._next = self._first
