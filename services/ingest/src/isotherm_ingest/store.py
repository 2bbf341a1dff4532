"""Store: readings, rejects, ledger, untimed ids and dirty marks of a batch, in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.marks import STORING
from isotherm.reasons import Reason
from isotherm_ingest import dirty, readings, suspects, untimed
from isotherm_ingest.arrivals import HOUR
from isotherm_ingest.batch import Arranged, Refused, conflict
from isotherm_ingest.days import DAY, Days, date_of
from isotherm_ingest.elements import Refusal, shown
from isotherm_ingest.ledger import NAMES, Ledger, entries
from isotherm_ingest.link import Link
from isotherm_ingest.place import Row
from isotherm_ingest.plain import Columns
from isotherm_ingest.readings import Kept
from isotherm_ingest.rejects import Rejects
from isotherm_ingest.times import moment

Put = Callable[[asyncpg.Connection, Sequence[Row]], Awaitable[Kept]]
"""Stores rows of which some may be there already."""

INSERTS_AFTER_COLLISION = 50
"""An aborted COPY leaves dead rows: where one reading was there already, more will be."""

_BEGIN = f"""
SELECT version, pg_current_xact_id()::text AS xid, {STORING} FROM registry_version
"""  # noqa: S608  constants
_STATUS = "SELECT pg_xact_status($1::text::xid8)"
_LEDGER = (
    f"INSERT INTO ledger_entry (hour, instance, day, {', '.join(NAMES)})"  # noqa: S608  names of ours
    f" VALUES ($1, $2, $3, {', '.join(f'${n}' for n in range(4, 4 + len(NAMES)))})"
)


class RegistryChangedError(Exception):
    """The batch was placed by a registry that is no more; place it again and come back."""


class UndecidedError(Exception):
    """Whether the last attempt was committed is not known yet; to be asked again."""


@dataclass(slots=True)
class Stored:
    """What a committed transaction did."""

    kept: Kept
    """What became of rows."""
    columns: Columns | None
    """The plain readings, all stored."""
    refused: list[Refused]
    ledger: Ledger
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    """What was stored by hour of receipt (µs) and day of measurement (days since 1970)."""
    row_id: int | None = None
    """Of the untimed ids, where there were any."""


@dataclass(slots=True)
class Store:
    """Writes batches by one connection. Raises one of AWAY where it could not; then try again.

    Nothing of a batch is stored twice, also where the connection broke at the COMMIT: the next
    attempt asks what became of the last one's transaction.
    """

    link: Link
    instance: str
    rejects: Rejects = field(default_factory=Rejects)
    _days: Days = field(default_factory=Days)
    _inserts_left: int = 0
    _attempt: tuple[str, Stored] | None = None

    async def commit(self, arranged: Arranged, prune_before: int | None) -> Stored:
        """Stores a batch; the same one until it succeeds. Raises RegistryChangedError as well."""
        connection = await self.link.get()
        stored = await self._earlier(connection)
        if stored is None:
            stored = await self._attempts(connection, arranged, prune_before)
        self._attempt = None
        self.rejects.committed()
        return stored

    async def _attempts(
        self, connection: asyncpg.Connection, arranged: Arranged, prune_before: int | None
    ) -> Stored:
        """COPY; INSERT where something is there already; row by row where one is poison."""
        await self._make_days(connection, arranged)
        put: Put | None = None
        if self._inserts_left:
            self._inserts_left -= 1
            arranged.singly()
            put = readings.insert
        try:
            return await self._transact(connection, arranged, prune_before, put)
        except asyncpg.UniqueViolationError:
            self._inserts_left = INSERTS_AFTER_COLLISION
            arranged.singly()
            put = readings.insert
        except readings.POISON:
            arranged.singly()
            self._days.forget()  # it may only be a day that was dropped
            await self._make_days(connection, arranged)
            put = readings.carefully
        try:
            return await self._transact(connection, arranged, prune_before, put)
        except readings.POISON:
            return await self._transact(connection, arranged, prune_before, readings.carefully)

    async def _earlier(self, connection: asyncpg.Connection) -> Stored | None:
        """What the last attempt did, where it was committed though its answer got lost."""
        if self._attempt is None:
            return None
        xid, stored = self._attempt
        try:
            status = await connection.fetchval(_STATUS, xid)
        except asyncpg.InvalidParameterValueError:
            status = "aborted"  # another server took over that never heard of it
        if status == "in progress":
            raise UndecidedError
        self._attempt = None
        return stored if status == "committed" else None

    async def _transact(
        self,
        connection: asyncpg.Connection,
        arranged: Arranged,
        prune_before: int | None,
        put: Put | None,
    ) -> Stored:
        """One transaction; without `put` by COPY, which takes all or nothing."""
        async with connection.transaction():
            row = await connection.fetchrow(_BEGIN)
            if row is None or row["version"] != arranged.version:
                raise RegistryChangedError
            if put is None:
                copied = await readings.copy(connection, arranged.columns, arranged.rows)
                kept = Kept(arranged.rows)
            else:
                kept = await put(connection, arranged.rows)
                copied = len(kept.stored)
            kept.follow(arranged.followers)
            stored = _sum_up(arranged, kept, copied)
            await suspects.note(connection, kept.stored)
            await dirty.note(connection, arranged.columns, kept.stored)
            await self.rejects.write(connection, stored.refused, self.instance)
            await self._write_ledger(connection, stored)
            note = untimed.Note(arranged.pairs, arranged.tick, prune_before)
            stored.row_id = await untimed.write(connection, self.instance, note)
            self._attempt = (row["xid"], stored)
        return stored

    async def _make_days(self, connection: asyncpg.Connection, arranged: Arranged) -> None:
        """Makes missing partitions, before the batch's transaction."""
        days = {row.measured_at // DAY for row in arranged.rows}
        if arranged.columns:
            days |= set(np.unique(arranged.columns.at // DAY).tolist())
        await self._days.make(connection, days)

    async def _write_ledger(self, connection: asyncpg.Connection, stored: Stored) -> None:
        for hour, day, counts in entries(stored.ledger, stored.days):
            numbers = [getattr(counts, name) for name in NAMES]
            of = None if day is None else date_of(day)
            await connection.execute(_LEDGER, moment(hour), self.instance, of, *numbers)


def _sum_up(arranged: Arranged, kept: Kept, copied: int) -> Stored:
    """Counts what became of the rows, each in the hour its message was received in.

    `copied` is how many the server says it stored: where that is not what was sent, the ledger
    must show it.
    """
    columns = arranged.columns
    stored = Stored(kept, columns, list(arranged.refused), arranged.ledger.copy())
    for hour, counts in stored.ledger.items():
        stored.ledger[hour] = replace(counts)
    days = stored.days
    for row in kept.stored:
        key = row.message.hour, row.measured_at // DAY
        days[key] = days.get(key, 0) + 1
    if columns:
        hours = columns.received - columns.received % HOUR
        keys = np.stack([hours, columns.at // DAY])
        for (hour, day), count in zip(*_counted(keys), strict=True):
            days[hour, day] = days.get((hour, day), 0) + count
    for (hour, _), count in days.items():
        stored.ledger[hour].stored += count
    if missing := len(kept.stored) + len(columns or ()) - copied:
        (hour, day), count = next(iter(days.items()))
        days[hour, day] = count - missing
        stored.ledger[hour].stored -= missing
    for row in kept.duplicates:
        stored.ledger[row.message.hour].duplicate += 1
    for row, value in kept.conflicts:
        stored.refused.append(conflict(row, value))
        stored.ledger[row.message.hour].rejected += 1
    for row, said in kept.poison:
        refusal = Refusal(Reason.REFUSED, shown(said, 200), row.index)
        stored.refused.append(Refused(row.message, *row.names, refusal))
        stored.ledger[row.message.hour].rejected += 1
    return stored


def _counted(keys: NDArray[np.int64]) -> tuple[list[list[int]], list[int]]:
    """Distinct pairs, and how often each is there."""
    if (keys == keys[:, :1]).all():
        return [keys[:, 0].tolist()], [keys.shape[1]]
    pairs, counts = np.unique(keys, axis=1, return_counts=True)
    return pairs.T.tolist(), counts.tolist()
