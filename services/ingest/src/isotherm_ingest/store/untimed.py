"""The table `untimed`: the pairs of each batch's untimed messages, and its last tick."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

_LOAD = "SELECT pairs, tick_ms FROM untimed WHERE instance = $1 ORDER BY id"
_CLEAR = "DELETE FROM untimed WHERE instance = $1"
_INSERT = "INSERT INTO untimed (instance, pairs, tick_ms) VALUES ($1, $2, $3) RETURNING id"
_PRUNE = "DELETE FROM untimed WHERE instance = $1 AND id < $2"


@dataclass(slots=True)
class UntimedRow:
    """The row that a batch adds to the table."""

    pairs: Sequence[bytes] = ()
    tick: int | None = None
    prune_before: int | None = None
    """Rows with smaller ids are no longer needed."""


async def clear(connection: asyncpg.Connection, instance: str) -> None:
    """Delete all rows of an instance, after its session ended."""
    await connection.execute(_CLEAR, instance)


async def load(connection: asyncpg.Connection, instance: str) -> tuple[list[bytes], int | None]:
    """Load the saved pairs, oldest first, and the last tick (µs)."""
    rows = await connection.fetch(_LOAD, instance)
    ticks = [row["tick_ms"] for row in rows if row["tick_ms"] is not None]
    return [row["pairs"] for row in rows], ticks[-1] * 1000 if ticks else None


async def write(connection: asyncpg.Connection, instance: str, row: UntimedRow) -> int | None:
    """Insert a row and prune in the batch's transaction; return its id, None if there is none."""
    if not row.pairs and row.tick is None:
        return None
    if row.prune_before is not None:
        await connection.execute(_PRUNE, instance, row.prune_before)
    tick_ms = None if row.tick is None else row.tick // 1000
    row_id: int = await connection.fetchval(_INSERT, instance, b"".join(row.pairs), tick_ms)
    return row_id
