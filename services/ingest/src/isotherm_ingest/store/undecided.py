"""Readings whose local time may mean either of two instants: decided by what is stored already.

An equal value at one of the two is the same reading. Any other is stored off the grid of whole
milliseconds, just after the earlier instant, so that it never takes the key of a certain reading.
A reading only sees what arrived before it, so that the result does not depend on how messages
were cut into batches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import asyncpg

from isotherm.instants import MILLISECOND, Micros, to_datetime, to_micros
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.store.readings import POISON, Kept, put, same

# the bounds let the planner skip most partitions
_NEAR = """
SELECT k.n, r.measured_at, r.value
FROM unnest($1::int4[], $2::timestamptz[]) WITH ORDINALITY AS k(channel_id, at, n)
JOIN reading r ON r.channel_id = k.channel_id AND r.measured_at >= k.at
    AND r.measured_at < k.at + interval '1 millisecond'
WHERE r.measured_at BETWEEN $3 AND $4
"""

Key = tuple[int, Micros]
"""A channel and an instant."""


@dataclass(slots=True)
class Near:
    """What is stored within a millisecond after instants, and since when in this batch."""

    values: dict[Key, dict[Micros, float | None]] = field(default_factory=dict)
    arrivals: dict[Key, tuple[int, int]] = field(default_factory=dict)
    """When readings of this batch arrived, by their own keys; others arrived before it."""

    def holds(self, row: Row) -> bool:
        """Return whether the row's value arrived before it at one of its two instants."""
        return any(
            same(value, row) and self._before(row, at)
            for instant in row.twice or ()
            for at, value in self.values.get((row.channel_id, instant), {}).items()
        )

    def place(self, row: Row) -> bool:
        """Move a row to a free place after the earlier of its instants; False if there is none."""
        earlier = min(row.twice or (row.measured_at,))
        near = self.values.setdefault((row.channel_id, earlier), {})
        at = max(near, default=earlier) + 1
        if at >= earlier + MILLISECOND:
            return False
        row.measured_at, near[at] = at, row.value
        self.arrivals[row.channel_id, at] = _arrival(row)
        return True

    def _before(self, row: Row, at: Micros) -> bool:
        arrival = self.arrivals.get((row.channel_id, at))
        return arrival is None or arrival <= _arrival(row)


async def insert_undecided(
    connection: asyncpg.Connection, rows: Sequence[Row], stored: Sequence[Row]
) -> Kept:
    """Store undecided rows, in the order of arrival, after the other rows of their batch.

    `stored` are the rows of the batch that are stored. Rows that the server refuses are found by
    bisection.
    """
    try:
        async with connection.transaction():
            return await _insert(connection, rows, stored)
    except POISON as error:
        if len(rows) == 1:
            return Kept(poison=[(rows[0], str(error))])
    half = len(rows) // 2
    kept = await insert_undecided(connection, rows[:half], stored)
    kept += await insert_undecided(connection, rows[half:], [*stored, *kept.stored])
    return kept


async def spare_duplicates(connection: asyncpg.Connection, kept: Kept) -> None:
    """Count conflicts as duplicates if their value is stored at the other of two instants."""
    doubtful = [row for row, _ in kept.conflicts if row.twice is not None]
    if not doubtful:
        return
    near = await _read_near(connection, doubtful, kept.stored)
    spared = {id(row) for row in doubtful if near.holds(row)}
    kept.duplicates += [row for row, _ in kept.conflicts if id(row) in spared]
    kept.conflicts = [conflict for conflict in kept.conflicts if id(conflict[0]) not in spared]


async def _insert(
    connection: asyncpg.Connection, rows: Sequence[Row], stored: Sequence[Row]
) -> Kept:
    kept, left = Kept(), list(rows)
    while left:
        near = await _read_near(connection, left, (*stored, *kept.stored))
        placed = []
        for row in left:
            if near.holds(row):
                kept.duplicates.append(row)
            elif near.place(row):
                placed.append(row)
            else:
                kept.conflicts.append((row, None))
        new, left = await put(connection, placed)  # what is left was taken by another instance
        kept.stored += new
    return kept


async def _read_near(
    connection: asyncpg.Connection, rows: Sequence[Row], stored: Iterable[Row]
) -> Near:
    """Read what is stored near the two instants of rows."""
    keys = list(dict.fromkeys((row.channel_id, at) for row in rows for at in row.twice or ()))
    channels, instants = [channel for channel, _ in keys], [to_datetime(at) for _, at in keys]
    near = Near(arrivals={(row.channel_id, row.measured_at): _arrival(row) for row in stored})
    bounds = min(instants), max(instants) + timedelta(milliseconds=1)
    for n, at, value in await connection.fetch(_NEAR, channels, instants, *bounds):
        near.values.setdefault(keys[n - 1], {})[to_micros(at)] = value
    return near


def _arrival(row: Row) -> tuple[int, int]:
    return row.origin, -1 if row.index is None else row.index
