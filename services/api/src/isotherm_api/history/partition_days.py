"""Choose the partitions of readings to read: those of a few days by name, else the parent table.

If the parent is named, PostgreSQL plans every partition. For a year of them that takes longer than
reading a few.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from isotherm.database import Connection
from isotherm.history.load import EVERY_DAY, Source
from isotherm.instants import to_datetime
from isotherm.partitions import partition_of, read_days

_DAY, _LEAST = timedelta(days=1), timedelta(microseconds=1)
_MOST = 4
"""Days that are named; for more, the parent is read."""
_COLUMNS = "channel_id, measured_at, value, quality"


class PartitionDays:
    """Remembers for `ttl_s` seconds which days have a partition.

    A newer day is not missed: readings of days that are not remembered come from the parent.
    """

    def __init__(
        self, *, ttl_s: float = 60.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._ttl_s, self._monotonic = ttl_s, monotonic
        self._days: frozenset[date] = frozenset()
        self._tables: dict[tuple[date, date], str] = {}
        self._until = float("-inf")

    async def source(self, connection: Connection, horizon: int) -> Source:
        """Return the source of readings for a snapshot with this raw horizon, in µs since 1970.

        A remembered day may have been dropped since. Then it is before the horizon, and is not
        named.
        """
        if self._monotonic() >= self._until:
            self._days = await read_days(connection)
            self._until = self._monotonic() + self._ttl_s
            self._tables.clear()
        kept_from = to_datetime(max(horizon, 0)).date()

        def named(start: datetime, end: datetime) -> str:
            between = start.date(), (end - _LEAST).date()
            if between not in self._tables:
                self._tables[between] = self._named(*between)
            return EVERY_DAY if between[0] < kept_from else self._tables[between]

        return named

    def _named(self, first: date, last: date) -> str:
        days = [first + n * _DAY for n in range((last - first).days + 1)]
        if not 1 <= len(days) <= _MOST or not self._days.issuperset(days):
            return EVERY_DAY
        tables = (f"SELECT {_COLUMNS} FROM {partition_of(day)}" for day in days)
        return f"({' UNION ALL '.join(tables)}) reading"
