"""Dirty: what a batch stored before the mark `closed_to` is noted, for worker to roll up again.

Notes are rows that are only ever added: worker deletes one it has read while others come, so a note
that is there already would say nothing of a reading that is not committed yet. The lock STORING is
to be taken before the readings are stored: worker moves `closed_to` when nobody holds it, so that
what is stored without a note has been committed when the mark comes to lie behind it.
"""

import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import asyncpg
import numpy as np
from numpy.typing import NDArray

from isotherm.marks import CLOSED_TO, STORING
from isotherm_ingest.copyformat import STRETCH_COLUMNS, pack_stretches
from isotherm_ingest.days import DAY
from isotherm_ingest.place import Row
from isotherm_ingest.plain import Columns

LOCK = f"SELECT {STORING}"
_CLOSED_TO = "SELECT value FROM state WHERE key = $1"


@dataclass(slots=True)
class Stretches:
    """First and last instant (µs) of a channel's late readings, a day each; of one length."""

    channel_id: NDArray[np.int32]
    since: NDArray[np.int64]
    until: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.channel_id)


async def note(
    connection: asyncpg.Connection, columns: Columns | None, stored: Iterable[Row]
) -> None:
    """Notes those of the stored readings that are late, within the transaction that stored them.

    It is under STORING since before they were stored; the mark is read here, by a later statement,
    whose snapshot sees what was moved before the lock was got.
    """
    mark = await connection.fetchval(_CLOSED_TO, CLOSED_TO)
    if mark is None:
        return
    found = late(columns, stored, int(json.loads(mark)) * 1000)
    if not len(found):
        return

    async def data() -> AsyncIterator[bytes]:
        yield pack_stretches(found.channel_id, found.since, found.until)

    await connection.copy_to_table("dirty", source=data(), columns=STRETCH_COLUMNS, format="binary")


def late(columns: Columns | None, rows: Iterable[Row], before: int) -> Stretches:
    """What was measured before an instant (µs), by channel and UTC day."""
    few = [row for row in rows if row.measured_at < before]
    ids = np.array([row.channel_id for row in few], np.int32)
    at = np.array([row.measured_at for row in few], np.int64)
    if columns is not None and (early := columns.at < before).any():
        ids = np.concatenate([columns.channel_id[early], ids])
        at = np.concatenate([columns.at[early], at])
    order = np.lexsort((at, ids))
    ids, at = ids[order], at[order]
    days = at // DAY
    first = np.ones(len(at), np.bool_)
    first[1:] = (ids[1:] != ids[:-1]) | (days[1:] != days[:-1])
    last = np.roll(first, -1)
    return Stretches(ids[first], at[first], at[last])
