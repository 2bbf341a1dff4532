"""Rejects in a real database: written as ingest does, read as the superuser."""

from dataclasses import dataclass
from typing import Any

import asyncpg
from ingest_parts import message

from isotherm.instants import HOUR
from isotherm.reasons import Reason
from isotherm_ingest.batch.elements import Refusal
from isotherm_ingest.batch.refused import Refused
from isotherm_ingest.mqtt.arrivals import Message
from isotherm_ingest.store.budget import ROW_BYTES
from isotherm_ingest.store.rejects import Rejects

CURABLE, OTHER = Reason.TIME_WITHOUT_ZONE, Reason.NOT_JSON


DEVICE = "fridge-1"


DAY = 24 * HOUR


@dataclass(slots=True)
class Books:
    """A database as ingest writes it and as the superuser reads it."""

    ingest: asyncpg.Connection
    sql: asyncpg.Connection

    async def batch(self, rejects: Rejects, *refused: Refused) -> None:
        """Write a batch with these refusals, and commit it."""
        async with self.ingest.transaction():
            await rejects.write(self.ingest, refused, "ingest-0")
        rejects.committed()

    async def kept(self) -> list[asyncpg.Record]:
        """Return the kept rejects, in the order of writing."""
        return await self.sql.fetch("SELECT * FROM reject ORDER BY id")

    async def counted(self, **where: Any) -> tuple[int, int, int]:
        """Return count, kept and kept_bytes of all rejects, or of those that match."""
        terms = " AND ".join(f"{name} = ${n}" for n, name in enumerate(where, 1)) or "true"
        row = await self.sql.fetchrow(
            "SELECT coalesce(sum(count), 0)::int, coalesce(sum(kept), 0)::int,"
            f" coalesce(sum(kept_bytes), 0)::int FROM reject_counted WHERE {terms}",
            *where.values(),
        )
        assert row is not None
        return tuple(row)


def refused(
    reason: Reason = OTHER, of: Message | None = None, device: str | None = DEVICE, **how: Any
) -> Refused:
    """Return a refusal, by default of a new message."""
    index = how.pop("index", None)
    return Refused(of or message("x"), device, "c", Refusal(reason, "why", index), **how)


def cost(row: Refused) -> int:
    """Return the bytes of the budget that a short reject takes: its row, payload and texts."""
    refusal = row.refusal
    texts = (row.message.topic, row.device or "", row.channel or "", refusal.reason, refusal.detail)
    return ROW_BYTES + len(row.message.payload) + sum(map(len, texts))
