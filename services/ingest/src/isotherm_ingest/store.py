"""Store: readings, rejects, ledger and untimed ids of a batch, in one transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import asyncpg

from isotherm.quality import Quality
from isotherm.reasons import Reason
from isotherm_ingest import readings, untimed
from isotherm_ingest.batch import Arranged, Refused, conflict
from isotherm_ingest.elements import Refusal, shown
from isotherm_ingest.ledger import NAMES, Ledger
from isotherm_ingest.link import Link
from isotherm_ingest.place import Row
from isotherm_ingest.readings import Kept
from isotherm_ingest.rejects import Rejects
from isotherm_ingest.times import moment

Put = Callable[[asyncpg.Connection, Sequence[Row]], Awaitable[Kept]]

INSERTS_AFTER_COLLISION = 50
"""An aborted COPY leaves dead rows: where one reading was there already, more will be."""
_DAY = 86_400_000_000

_BEGIN = "SELECT version, pg_current_xact_id()::text AS xid FROM registry_version"
_STATUS = "SELECT pg_xact_status($1::text::xid8)"
_SUSPECTS = """
INSERT INTO suspect (channel_id, measured_at) SELECT * FROM unnest($1::int4[], $2::timestamptz[])
"""
_LEDGER = (
    f"INSERT INTO ledger_entry (hour, instance, {', '.join(NAMES)})"  # noqa: S608  names of ours
    f" VALUES ($1, $2, {', '.join(f'${n}' for n in range(3, 3 + len(NAMES)))})"
)


class RegistryChangedError(Exception):
    """The batch was placed by a registry that is no more; place it again and come back."""


class UndecidedError(Exception):
    """Whether the last attempt was committed is not known yet; to be asked again."""


@dataclass(slots=True)
class Stored:
    """What a committed transaction did."""

    kept: Kept
    refused: list[Refused]
    ledger: Ledger
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
    _days: set[int] = field(default_factory=set)
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
        await self._make_days(connection, arranged.rows)
        put = readings.copy if self._inserts_left == 0 else readings.insert
        self._inserts_left = max(0, self._inserts_left - 1)
        try:
            return await self._transact(connection, arranged, prune_before, put)
        except asyncpg.UniqueViolationError:
            self._inserts_left = INSERTS_AFTER_COLLISION
            put = readings.insert
        except readings.POISON:
            self._days.clear()  # it may only be a day that was dropped
            await self._make_days(connection, arranged.rows)
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
        put: Put,
    ) -> Stored:
        async with connection.transaction():
            row = await connection.fetchrow(_BEGIN)
            if row is None or row["version"] != arranged.version:
                raise RegistryChangedError
            kept = await put(connection, arranged.rows)
            kept.follow(arranged.followers)
            stored = _sum_up(arranged, kept)
            await self._note_suspects(connection, kept.stored)
            await self.rejects.write(connection, stored.refused, self.instance)
            await self._write_ledger(connection, stored.ledger)
            note = untimed.Note(arranged.pairs, arranged.tick, prune_before)
            stored.row_id = await untimed.write(connection, self.instance, note)
            self._attempt = (row["xid"], stored)
        return stored

    async def _make_days(self, connection: asyncpg.Connection, rows: Sequence[Row]) -> None:
        """Makes missing partitions, each in its own transaction, before the batch's."""
        for day in sorted({row.measured_at // _DAY for row in rows} - self._days):
            try:
                await connection.fetchval("SELECT make_day($1)", date(1970, 1, 1) + _days(day))
            except asyncpg.InvalidParameterValueError:
                continue  # no such day is made: its rows are refused one by one
            self._days.add(day)

    async def _note_suspects(self, connection: asyncpg.Connection, rows: Sequence[Row]) -> None:
        """Notes what worker may find plausible once its neighbours are stored."""
        if noted := [row for row in rows if row.quality & Quality.SUSPECT]:
            channels = [row.channel_id for row in noted]
            await connection.execute(
                _SUSPECTS, channels, [moment(row.measured_at) for row in noted]
            )

    async def _write_ledger(self, connection: asyncpg.Connection, ledger: Ledger) -> None:
        for hour, counts in sorted(ledger.items()):
            numbers = [getattr(counts, name) for name in NAMES]
            if any(numbers):
                await connection.execute(_LEDGER, moment(hour), self.instance, *numbers)


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _sum_up(arranged: Arranged, kept: Kept) -> Stored:
    """Counts what became of the rows, each in the hour its message was received in."""
    stored = Stored(kept, list(arranged.refused), arranged.ledger.copy())
    for hour, counts in stored.ledger.items():
        stored.ledger[hour] = type(counts)(*(getattr(counts, name) for name in NAMES))
    for row in kept.stored:
        stored.ledger[row.message.hour].stored += 1
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
