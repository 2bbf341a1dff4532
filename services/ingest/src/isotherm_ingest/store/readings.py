"""Write readings: by COPY if all are new, by INSERT if some may be stored already."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import asyncpg

from isotherm.instants import sql_timestamptz, to_datetime, to_micros
from isotherm.units import rounded
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.store.copyformat import COLUMNS, pack

_INSERT = f"""
INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT {sql_timestamptz("at")}, {sql_timestamptz("received")}, value, channel_id, quality
FROM unnest($1::int8[], $2::int8[], $3::float8[], $4::int4[], $5::int2[])
    AS t(at, received, value, channel_id, quality)
ON CONFLICT DO NOTHING RETURNING channel_id, measured_at
"""

# the bounds let the planner skip most partitions
_STORED = f"""
SELECT k.n, r.value FROM unnest($1::int4[], $2::int8[]) WITH ORDINALITY AS k(channel_id, at, n)
JOIN reading r ON r.channel_id = k.channel_id AND r.measured_at = {sql_timestamptz("k.at")}
WHERE r.measured_at BETWEEN $3 AND $4
"""

_TAKEN = f"""
SELECT k.n, (SELECT max(r.measured_at) FROM reading r WHERE r.channel_id = k.channel_id
    AND r.measured_at >= {sql_timestamptz("k.at")}
    AND r.measured_at < {sql_timestamptz("k.at")} + interval '10 milliseconds') AS until
FROM unnest($1::int4[], $2::int8[]) WITH ORDINALITY AS k(channel_id, at, n) ORDER BY k.n
"""

POISON = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
"""Errors that mean that the server will never accept a row."""


@dataclass(slots=True)
class Kept:
    """The result of storing rows."""

    stored: list[Row] = field(default_factory=list)
    duplicates: list[Row] = field(default_factory=list)
    conflicts: list[tuple[Row, float | None]] = field(default_factory=list)
    """With the value that is stored."""
    poison: list[tuple[Row, str]] = field(default_factory=list)
    """With the error of the server."""

    def follow(self, followers: Sequence[Row]) -> None:
        """Judge further rows of the same keys, now that the stored values are known."""
        if not followers:
            return
        values = {_key(row): row.value for row in (*self.stored, *self.duplicates)}
        values |= {_key(row): value for row, value in self.conflicts}
        errors = {_key(row): error for row, error in self.poison}
        for row in followers:
            key = _key(row)
            if key in errors:
                self.poison.append((row, errors[key]))
            elif same(values[key], row):
                self.duplicates.append(row)
            else:
                self.conflicts.append((row, values[key]))

    def __iadd__(self, other: "Kept") -> "Kept":
        self.stored += other.stored
        self.duplicates += other.duplicates
        self.conflicts += other.conflicts
        self.poison += other.poison
        return self


class VanishedError(Exception):
    """A stored row has disappeared, because its day was dropped meanwhile. Try again."""


async def copy(connection: asyncpg.Connection, columns: Columns | None, rows: Sequence[Row]) -> int:
    """Store readings that are all new; return how many the server says it stored.

    Raises UniqueViolationError if one is stored already.
    """

    async def data() -> AsyncIterator[bytes]:
        yield pack(columns, rows)

    if not rows and not columns:
        return 0
    status: str = await connection.copy_to_table(
        "reading", source=data(), columns=COLUMNS, format="binary"
    )
    return int(status.rpartition(" ")[2])


async def insert(connection: asyncpg.Connection, rows: Sequence[Row]) -> Kept:
    """Store new readings. Untimed ones whose instant is taken are moved on by 1 µs or more."""
    stored, taken = await put(connection, rows)
    kept = Kept(stored)
    while moving := [row for row in taken if row.untimed]:
        await _move(connection, moving)
        timed = [row for row in taken if not row.untimed]
        stored, taken = await put(connection, moving)
        kept.stored += stored
        taken += timed
    if taken:
        await _compare(connection, taken, kept)
    return kept


async def insert_carefully(connection: asyncpg.Connection, rows: Sequence[Row]) -> Kept:
    """Store all rows except those that the server refuses, which are found by bisection."""
    try:
        async with connection.transaction():
            return await insert(connection, rows)
    except POISON as error:
        if len(rows) == 1:
            return Kept(poison=[(rows[0], str(error))])
    half = len(rows) // 2
    kept = await insert_carefully(connection, rows[:half])
    kept += await insert_carefully(connection, rows[half:])
    return kept


async def put(connection: asyncpg.Connection, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Insert rows; return those stored now and those whose key was taken."""
    if not rows:
        return [], []
    stored: list[Row] = []
    taken: list[Row] = []
    added = await connection.fetch(
        _INSERT,
        [row.measured_at for row in rows],
        [row.received_at for row in rows],
        [row.value for row in rows],
        [row.channel_id for row in rows],
        [row.quality for row in rows],
    )
    if len(added) == len(rows):
        return list(rows), []
    new = {(channel_id, to_micros(at)) for channel_id, at in added}
    for row in rows:
        (stored if (row.channel_id, row.measured_at) in new else taken).append(row)
    return stored, taken


async def _move(connection: asyncpg.Connection, rows: Sequence[Row]) -> None:
    """Move each row to the instant after those of its channel that are taken."""
    taken = await connection.fetch(_TAKEN, *_keys(rows))
    last: dict[int, int] = {}
    for row, (_, until) in zip(rows, taken, strict=True):
        end = row.measured_at if until is None else to_micros(until)
        row.measured_at = max(end, last.get(row.channel_id, end)) + 1
        last[row.channel_id] = row.measured_at


async def _compare(connection: asyncpg.Connection, rows: Sequence[Row], kept: Kept) -> None:
    """Tell duplicates from conflicts, by a later statement: it sees what the INSERT waited for."""
    bounds = [to_datetime(bound(row.measured_at for row in rows)) for bound in (min, max)]
    values = {n: value for n, value in await connection.fetch(_STORED, *_keys(rows), *bounds)}
    if len(values) != len(rows):
        raise VanishedError
    for n, row in enumerate(rows, 1):
        if same(values[n], row):
            kept.duplicates.append(row)
        else:
            kept.conflicts.append((row, values[n]))


def same(stored: float | None, row: Row) -> bool:
    """Return whether a row has the stored value, which may be from before values were rounded."""
    return stored == row.value or (stored is not None and rounded(stored) == row.value)


def _key(row: Row) -> tuple[int, int]:
    return row.channel_id, row.measured_at


def _keys(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    return [row.channel_id for row in rows], [row.measured_at for row in rows]
