"""The store: writes a batch in one transaction.

The transaction holds readings with suspects and dirty ranges, rejects, ledger entries, and the
pairs that make untimed messages unique.
"""

from dataclasses import dataclass, field

import asyncpg
import numpy as np

from isotherm.instants import DAY, to_datetime
from isotherm.process.connections import Link
from isotherm.process.transaction import Traced
from isotherm_ingest.batch.ledger import NAMES, entries
from isotherm_ingest.place.place_batch import PlacedBatch
from isotherm_ingest.store import readings, untimed
from isotherm_ingest.store.days import KnownDays, date_of
from isotherm_ingest.store.jumps import Jumps
from isotherm_ingest.store.keep import Put, keep, lock
from isotherm_ingest.store.rejects import Rejects
from isotherm_ingest.store.stored import Stored, sum_up

INSERTS_AFTER_COLLISION = 50
"""Batches stored by INSERT after a COPY met a reading that was stored already.

An aborted COPY leaves dead rows, and after one collision more are likely.
"""

_STATUS = "SELECT pg_xact_status($1::text::xid8)"
_LEDGER = (
    f"INSERT INTO ledger_entry (hour, instance, day, {', '.join(NAMES)})"
    f" VALUES ($1, $2, $3, {', '.join(f'${n}' for n in range(4, 4 + len(NAMES)))})"
)


class RegistryChangedError(Exception):
    """The batch was placed by an outdated registry: place it again and store it then."""


class UndecidedError(Exception):
    """Whether the last attempt was committed is not known yet; ask again later."""


@dataclass(slots=True)
class Store:
    """Writes batches by one connection. Raises one of AWAY if that fails; then try again.

    Nothing of a batch is stored twice, even if the connection broke during COMMIT: the next attempt
    asks the server whether the last transaction was committed.
    """

    link: Link
    instance: str
    rejects: Rejects = field(default_factory=Rejects)
    jumps: Jumps = field(default_factory=Jumps)
    _days: KnownDays = field(default_factory=KnownDays)
    _inserts_left: int = 0
    _attempt: tuple[str, Stored] | None = None

    async def resume(self, session_present: bool) -> tuple[list[bytes], int | None]:
        """Load the pairs of untimed messages that may be delivered again, and the last tick (µs).

        Without a session the broker starts over, and the pairs of the last session are deleted.
        """
        connection = await self.link.get()
        if not session_present:
            await untimed.clear(connection, self.instance)
        return await untimed.load(connection, self.instance)

    async def commit(self, batch: PlacedBatch, prune_before: int | None) -> Stored:
        """Store a batch; call it with the same batch until it succeeds.

        Rows of `untimed` with ids below `prune_before` are deleted. Raises RegistryChangedError
        and UndecidedError, too.
        """
        connection = await self.link.get()
        stored = await self._committed_before(connection)
        if stored is None:
            stored = await self._store(connection, batch, prune_before)
        self._attempt = None
        self.rejects.committed()
        self.jumps.committed()
        return stored

    async def _store(
        self, connection: asyncpg.Connection, batch: PlacedBatch, prune_before: int | None
    ) -> Stored:
        """Store by COPY; by INSERT if a reading is stored already; row by row if one is poison."""
        await self._make_days(connection, batch)
        put: Put | None = None
        if self._inserts_left or batch.undecided:
            self._inserts_left = max(0, self._inserts_left - 1)
            batch.to_rows()
            put = readings.insert
        try:
            return await self._transact(connection, batch, prune_before, put)
        except asyncpg.UniqueViolationError:
            self._inserts_left = INSERTS_AFTER_COLLISION
            batch.to_rows()
            put = readings.insert
        except readings.POISON:
            batch.to_rows()
            self._days.forget()  # the reason may only be a day that was dropped
            await self._make_days(connection, batch)
            put = readings.insert_carefully
        try:
            return await self._transact(connection, batch, prune_before, put)
        except readings.POISON:
            return await self._transact(connection, batch, prune_before, readings.insert_carefully)

    async def _committed_before(self, connection: asyncpg.Connection) -> Stored | None:
        """Return what the last attempt stored, if it was committed though its answer got lost."""
        if self._attempt is None:
            return None
        xid, stored = self._attempt
        try:
            status = await connection.fetchval(_STATUS, xid)
        except asyncpg.InvalidParameterValueError:
            status = "aborted"  # a server that never saw the transaction has taken over
        if status == "in progress":
            raise UndecidedError
        self._attempt = None
        return stored if status == "committed" else None

    async def _transact(
        self,
        connection: asyncpg.Connection,
        batch: PlacedBatch,
        prune_before: int | None,
        put: Put | None,
    ) -> Stored:
        """Store a batch in one transaction."""
        async with Traced(connection.transaction()):
            locked = await lock(connection)
            if locked.xid is None or locked.version != batch.version:
                raise RegistryChangedError
            kept, copied = await keep(
                locked, batch.rows, batch.followers, put, batch.columns, batch.undecided,
                batch.doubted, self.jumps,
            )  # fmt: skip
            stored = sum_up(batch, kept, copied)
            await self.rejects.write(connection, stored.refused, self.instance)
            await self._insert_ledger(connection, stored)
            row = untimed.UntimedRow(batch.pairs, batch.tick, prune_before)
            stored.row_id = await untimed.write(connection, self.instance, row)
            self._attempt = (locked.xid, stored)
        return stored

    async def _make_days(self, connection: asyncpg.Connection, batch: PlacedBatch) -> None:
        """Create missing partitions, before the batch's transaction."""
        days = {row.measured_at // DAY for row in (*batch.rows, *batch.undecided)}
        if batch.columns:
            days |= set(np.unique(batch.columns.at // DAY).tolist())
        await self._days.make(connection, days)

    async def _insert_ledger(self, connection: asyncpg.Connection, stored: Stored) -> None:
        for hour, day, counts in entries(stored.ledger, stored.days):
            numbers = [getattr(counts, name) for name in NAMES]
            measured_on = None if day is None else date_of(day)
            await connection.execute(
                _LEDGER, to_datetime(hour), self.instance, measured_on, *numbers
            )
