"""Readings into their table: COPY where all are new, INSERT where some may be there already."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

import asyncpg

from isotherm_ingest.copyformat import COLUMNS, pack
from isotherm_ingest.place import Row
from isotherm_ingest.plain import Columns
from isotherm_ingest.times import microseconds, moment

_AT = "timestamptz 'epoch' + {} * interval '1 microsecond'"

_INSERT = f"""
INSERT INTO reading (measured_at, received_at, value, channel_id, quality)
SELECT {_AT.format("at")}, {_AT.format("received")}, value, channel_id, quality
FROM unnest($1::int8[], $2::int8[], $3::float8[], $4::int4[], $5::int2[])
    AS t(at, received, value, channel_id, quality)
ON CONFLICT DO NOTHING RETURNING channel_id, measured_at
"""  # noqa: S608  no foreign text in it

# bounded by time, so that few partitions are planned
_STORED = f"""
SELECT k.n, r.value FROM unnest($1::int4[], $2::int8[]) WITH ORDINALITY AS k(channel_id, at, n)
JOIN reading r ON r.channel_id = k.channel_id AND r.measured_at = {_AT.format("k.at")}
WHERE r.measured_at BETWEEN $3 AND $4
"""  # noqa: S608  no foreign text in it

_TAKEN = f"""
SELECT k.n, (SELECT max(r.measured_at) FROM reading r WHERE r.channel_id = k.channel_id
    AND r.measured_at >= {_AT.format("k.at")}
    AND r.measured_at < {_AT.format("k.at")} + interval '1 second') AS until
FROM unnest($1::int4[], $2::int8[]) WITH ORDINALITY AS k(channel_id, at, n) ORDER BY k.n
"""  # noqa: S608  no foreign text in it

POISON = (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError)
"""What the server says of a row it will never take."""


@dataclass(slots=True)
class Kept:
    """What became of rows offered to the table."""

    stored: list[Row] = field(default_factory=list)
    duplicates: list[Row] = field(default_factory=list)
    conflicts: list[tuple[Row, float | None]] = field(default_factory=list)
    """With the value that is stored."""
    poison: list[tuple[Row, str]] = field(default_factory=list)
    """With what the server said."""

    def follow(self, followers: Sequence[Row]) -> None:
        """Adds rows whose keys are among these, now that it is known what is stored there."""
        if not followers:
            return
        values = {_key(row): row.value for row in (*self.stored, *self.duplicates)}
        values |= {_key(row): value for row, value in self.conflicts}
        said = {_key(row): said for row, said in self.poison}
        for row in followers:
            key = _key(row)
            if key in said:
                self.poison.append((row, said[key]))
            elif values[key] == row.value:
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
    """A row that stood in the way is gone: its day was dropped meanwhile. To be tried again."""


async def copy(connection: asyncpg.Connection, columns: Columns | None, rows: Sequence[Row]) -> int:
    """Stores what is all new, and gives how many the server says it took.

    Raises UniqueViolationError where one is there already.
    """

    async def data() -> AsyncIterator[bytes]:
        yield pack(columns, rows)

    if not rows and not columns:
        return 0
    said: str = await connection.copy_to_table(
        "reading", source=data(), columns=COLUMNS, format="binary"
    )
    return int(said.rpartition(" ")[2])


async def insert(connection: asyncpg.Connection, rows: Sequence[Row]) -> Kept:
    """Stores what is new. Of the rest, what has no time of its own is moved on by µs."""
    stored, there = await _put(connection, rows)
    kept = Kept(stored)
    while moving := [row for row in there if row.untimed]:
        await _move(connection, moving)
        timed = [row for row in there if not row.untimed]
        stored, there = await _put(connection, moving)
        kept.stored += stored
        there += timed
    if there:
        await _tell_apart(connection, there, kept)
    return kept


async def carefully(connection: asyncpg.Connection, rows: Sequence[Row]) -> Kept:
    """Stores all but the rows the server refuses, which it finds by halving."""
    try:
        async with connection.transaction():
            return await insert(connection, rows)
    except POISON as error:
        if len(rows) == 1:
            return Kept(poison=[(rows[0], str(error))])
    half = len(rows) // 2
    kept = await carefully(connection, rows[:half])
    kept += await carefully(connection, rows[half:])
    return kept


async def _put(connection: asyncpg.Connection, rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Inserts; gives the rows that are stored now and those whose key was taken."""
    if not rows:
        return [], []
    stored: list[Row] = []
    there: list[Row] = []
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
    new = {(channel_id, microseconds(at)) for channel_id, at in added}
    for row in rows:
        (stored if (row.channel_id, row.measured_at) in new else there).append(row)
    return stored, there


async def _move(connection: asyncpg.Connection, rows: Sequence[Row]) -> None:
    """Moves each to the instant after those of its channel that are taken."""
    taken = await connection.fetch(_TAKEN, *_keys(rows))
    last: dict[int, int] = {}
    for row, (_, until) in zip(rows, taken, strict=True):
        end = row.measured_at if until is None else microseconds(until)
        row.measured_at = max(end, last.get(row.channel_id, end)) + 1
        last[row.channel_id] = row.measured_at


async def _tell_apart(connection: asyncpg.Connection, rows: Sequence[Row], kept: Kept) -> None:
    """Duplicates from conflicts, in a statement of its own: it sees what the insert waited for."""
    bounds = [moment(each(row.measured_at for row in rows)) for each in (min, max)]
    there = {n: value for n, value in await connection.fetch(_STORED, *_keys(rows), *bounds)}
    if len(there) != len(rows):
        raise VanishedError
    for n, row in enumerate(rows, 1):
        if there[n] == row.value:
            kept.duplicates.append(row)
        else:
            kept.conflicts.append((row, there[n]))


def _key(row: Row) -> tuple[int, int]:
    return row.channel_id, row.measured_at


def _keys(rows: Sequence[Row]) -> tuple[list[int], list[int]]:
    return [row.channel_id for row in rows], [row.measured_at for row in rows]
