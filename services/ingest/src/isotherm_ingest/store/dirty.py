"""Dirty ranges: time spans of readings stored before the mark `closed_to`, to be rolled up again.

Rows of the table `dirty` are only ever inserted: worker deletes one that it has read while others
are inserted, so that an existing row would not cover a reading that is not committed yet. The lock
that makes this safe is taken by `keep.lock`.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.instants import DAY
from isotherm.marks import read_marks
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.store.copyformat import RANGE_COLUMNS, pack_ranges


@dataclass(slots=True)
class DirtyRanges:
    """First and last instant (µs) of late readings, by channel and UTC day."""

    channel_id: NDArray[np.int32]
    since: NDArray[np.int64]
    until: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.channel_id)


async def insert_dirty(
    connection: asyncpg.Connection, columns: Columns | None, stored: Iterable[Row]
) -> None:
    """Insert the dirty ranges of stored readings that are late, in the transaction storing them.

    The transaction has held STORING since before they were stored. The mark is read here, by a
    later statement, whose snapshot includes any move of the mark before the lock was granted.
    """
    closed_to = (await read_marks(connection)).closed_to
    if closed_to is None:
        return
    ranges = late(columns, stored, closed_to)
    if not len(ranges):
        return

    async def data() -> AsyncIterator[bytes]:
        yield pack_ranges(ranges.channel_id, ranges.since, ranges.until)

    await connection.copy_to_table("dirty", source=data(), columns=RANGE_COLUMNS, format="binary")


def late(columns: Columns | None, rows: Iterable[Row], before: int) -> DirtyRanges:
    """Return the ranges of readings measured before an instant (µs), by channel and UTC day."""
    late_rows = [row for row in rows if row.measured_at < before]
    ids = np.array([row.channel_id for row in late_rows], np.int32)
    at = np.array([row.measured_at for row in late_rows], np.int64)
    if columns is not None and (early := columns.at < before).any():
        ids = np.concatenate([columns.channel_id[early], ids])
        at = np.concatenate([columns.at[early], at])
    order = np.lexsort((at, ids))
    ids, at = ids[order], at[order]
    days = at // DAY
    first = np.ones(len(at), np.bool_)
    first[1:] = (ids[1:] != ids[:-1]) | (days[1:] != days[:-1])
    last = np.roll(first, -1)
    return DirtyRanges(ids[first], at[first], at[last])
