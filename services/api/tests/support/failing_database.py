"""A database that fails some transactions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from isotherm.database import Connection
from isotherm_api.database import Database


class FailingDatabase(Database):
    """A database that fails the next `failures` transactions with `error`."""

    def __init__(self, database: Database, error: Exception, failures: int) -> None:
        self._database, self._error, self.failures = database, error, failures

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """As `Database.reading`, once the failures are used up."""
        if self.failures:
            self.failures -= 1
            raise self._error
        async with self._database.reading() as connection:
            yield connection
