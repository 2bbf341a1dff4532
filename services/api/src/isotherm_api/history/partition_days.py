"""Which days of readings there are, so that few of them can be asked by name.

PostgreSQL thinks about every partition of a table that it is asked about by the parent's name: of
a year of days for longer than the answer takes.
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
"""PartitionDays that are named; of more the parent is asked."""
_COLUMNS = "channel_id, measured_at, value, quality"


class PartitionDays:
    """Remembers the days for some seconds. A new one is not missed meanwhile: its readings are
    asked for by the parent's name, as those of every day that is not known.
    """

    def __init__(
        self, *, ttl_s: float = 60.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._ttl_s, self._monotonic = ttl_s, monotonic
        self._there: frozenset[date] = frozenset()
        self._tables: dict[tuple[date, date], str] = {}
        self._until = float("-inf")

    async def source(self, connection: Connection, horizon: int) -> Source:
        """Where readings are found.

        A day may have been dropped since it was seen; then the raw horizon (µs since 1970) of the
        snapshot is past it, and it is not named.
        """
        if self._monotonic() >= self._until:
            self._there = await read_days(connection)
            self._until = self._monotonic() + self._ttl_s
            self._tables.clear()
        kept = to_datetime(max(horizon, 0)).date()

        def named(start: datetime, end: datetime) -> str:
            between = start.date(), (end - _LEAST).date()
            if between not in self._tables:
                self._tables[between] = self._named(*between)
            return EVERY_DAY if between[0] < kept else self._tables[between]

        return named

    def _named(self, first: date, last: date) -> str:
        days = [first + n * _DAY for n in range((last - first).days + 1)]
        if not 1 <= len(days) <= _MOST or not self._there.issuperset(days):
            return EVERY_DAY
        tables = (f"SELECT {_COLUMNS} FROM {partition_of(day)}" for day in days)
        return f"({' UNION ALL '.join(tables)}) reading"
