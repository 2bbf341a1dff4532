"""Moves the mark `closed_to`: what comes before it and is stored later, ingest notes as dirty.

While the lock is waited for, no batch is stored: it is given up soon and tried again.
"""

import logging
from datetime import timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.instants import EPOCH, Clock, to_ms
from isotherm.marks import CLOSED_TO, CLOSING
from isotherm.process.outage import Outage
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

DELAY = timedelta(minutes=2)
"""What comes on time is stored within this; what is later is worth a note."""
STEP = timedelta(minutes=15)
"""Every zone's full hours begin at a multiple of it."""
LOCK_MS = 300

_MARK = f"SELECT (value #>> '{{}}')::bigint FROM state WHERE key = '{CLOSED_TO}'"
_MOVE = f"""
INSERT INTO state (key, value) VALUES ('{CLOSED_TO}', to_jsonb($1::bigint))
ON CONFLICT (key) DO UPDATE SET changed_at = now(),
    value = to_jsonb(greatest((state.value #>> '{{}}')::bigint, $1))
"""


async def closed_to(connection: Connection) -> int | None:
    """The mark in ms since 1970; none where nothing was ever closed.

    Readings before it that a later statement does not see will have been noted as dirty.
    """
    mark: int | None = await connection.fetchval(_MARK)
    return mark


def close(clock: Clock, lock_ms: int = LOCK_MS) -> Job:
    """The job that moves the mark; it says 1 where it did."""
    outage = Outage(
        log, "history cannot be closed, a batch is being stored for long", "history is closed again"
    )

    async def run(connection: Connection) -> int:
        now = clock.now()
        wanted = to_ms(EPOCH + (now - DELAY - EPOCH) // STEP * STEP)
        mark = await closed_to(connection)
        if mark is not None and mark >= wanted:
            return 0
        try:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL lock_timeout = {lock_ms}")
                await connection.execute(f"SELECT {CLOSING}")
                await connection.execute(_MOVE, wanted)
        except asyncpg.LockNotAvailableError as error:
            outage.began(error)
            return 0
        outage.ended()
        metrics.CLOSED_TO.set(wanted / 1000)
        return 1

    return Job("closing", 5.0, run)
