"""Days: the partitions that readings need, made where they are missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import asyncpg

from isotherm_ingest.arrivals import HOUR

DAY = 24 * HOUR
_MAKE = "SELECT make_day($1)"


@dataclass(slots=True)
class Days:
    """Remembers which are there; a day that was dropped since is made again after `forget`."""

    _made: set[int] = field(default_factory=set)

    async def make(self, connection: asyncpg.Connection, numbers: Iterable[int]) -> None:
        """Makes what is missing, each in a transaction of its own; days since 1970."""
        for number in sorted(set(numbers) - self._made):
            try:
                await connection.fetchval(_MAKE, date_of(number))
            except (asyncpg.InvalidParameterValueError, OverflowError):
                continue  # no such day is made: its rows are refused one by one
            except asyncpg.DuplicateTableError:
                pass  # another made it while this waited, and the server had not heard of it yet
            self._made.add(number)

    def forget(self) -> None:
        """One that was there may have been dropped."""
        self._made.clear()


def date_of(number: int) -> date:
    """The date of a day since 1970."""
    return date(1970, 1, 1) + timedelta(days=number)
