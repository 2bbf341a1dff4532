"""The partitions (UTC days) that readings need: created when missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

import asyncpg

_MAKE = "SELECT make_day($1)"


@dataclass(slots=True)
class KnownDays:
    """Remembers which days exist. A day dropped since is created again after `forget`."""

    _known: set[int] = field(default_factory=set)

    async def make(self, connection: asyncpg.Connection, numbers: Iterable[int]) -> None:
        """Create missing days (since 1970), each in a transaction of its own."""
        for number in sorted(set(numbers) - self._known):
            try:
                await connection.fetchval(_MAKE, date_of(number))
            except (asyncpg.InvalidParameterValueError, OverflowError):
                continue  # no partition for such a day: its rows are refused one by one
            except asyncpg.DuplicateTableError:
                pass  # another instance created it meanwhile
            self._known.add(number)

    def forget(self) -> None:
        """Forget which days exist, because one may have been dropped."""
        self._known.clear()


def date_of(number: int) -> date:
    """Return the date of a day since 1970."""
    return date(1970, 1, 1) + timedelta(days=number)
