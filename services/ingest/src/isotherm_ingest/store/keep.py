"""The one protocol by which readings are written, for batches and for replays.

Suspects, bundles and dirty ranges belong to readings and are written in the same transaction.
Whatever else has to be written with a reading is added here, and nowhere else.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.marks import STORING
from isotherm_ingest.batch.rows import Columns, Row
from isotherm_ingest.store import readings
from isotherm_ingest.store.bundles import insert_bundles
from isotherm_ingest.store.dirty import insert_dirty
from isotherm_ingest.store.doubts import doubt
from isotherm_ingest.store.jumps import Jumps
from isotherm_ingest.store.readings import Kept
from isotherm_ingest.store.suspects import insert_suspects
from isotherm_ingest.store.undecided import insert_undecided, spare_duplicates

Put = Callable[[asyncpg.Connection, Sequence[Row]], Awaitable[Kept]]
"""Stores rows, of which some may be stored already."""

_LOCK = f"SELECT {STORING}"
_READ = "SELECT version, pg_current_xact_id()::text AS xid FROM registry_version"


@dataclass(slots=True, frozen=True)
class Locked:
    """A transaction that holds the lock STORING; only `lock` returns one, only `keep` takes one."""

    connection: asyncpg.Connection
    version: int | None
    """The registry's version in this transaction."""
    xid: str | None


async def lock(connection: asyncpg.Connection) -> Locked:
    """Take the lock STORING in an open transaction, until its end.

    It has to be held before readings are written: worker moves `closed_to` only while nobody holds
    it, so that no reading behind the mark is committed later without a dirty range. The version is
    read in a later statement: it may have risen while the lock was waited for (`delete_device`).
    """
    await connection.execute(_LOCK)
    row = await connection.fetchrow(_READ)
    return Locked(connection, *((None, None) if row is None else (row["version"], row["xid"])))


async def keep(
    locked: Locked,
    rows: Sequence[Row],
    followers: Sequence[Row],
    put: Put | None,
    columns: Columns | None = None,
    undecided: Sequence[Row] = (),
    doubted: Sequence[tuple[int, int]] = (),
    jumps: Jumps | None = None,
) -> tuple[Kept, int]:
    """Write readings with their suspects, bundles and dirty ranges.

    Without `put`, readings are written by COPY, all or none; `columns` can only be written so, and
    `undecided` rows cannot. `doubted` are channel ids and instants (µs) of stored readings of which
    it has become unsure when they were measured.
    Return the result for rows and followers, and how many readings the server says it stored.
    """
    connection = locked.connection
    if put is None:
        copied = await readings.copy(connection, columns, rows)
        kept = Kept(list(rows))
    else:
        kept = await put(connection, rows)
        copied = len(kept.stored)
    kept.follow(followers)
    if undecided:
        decided = await insert_undecided(connection, undecided, kept.stored)
        copied += len(decided.stored)
        kept += decided
    await spare_duplicates(connection, kept)
    candidates = (jumps or Jumps()).find(columns if put is None else None, kept.stored)
    await insert_suspects(connection, kept.stored, candidates)
    await insert_bundles(connection, kept.stored)
    await doubt(connection, doubted)
    await insert_dirty(connection, columns, kept.stored)
    return kept, copied
