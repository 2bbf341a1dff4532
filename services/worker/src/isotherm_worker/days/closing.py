"""Move the mark `closed_to`: readings stored later, but measured before it, leave a dirty range.

What a correction shifts back from the closed time may belong to hours that were rolled up before it
was stored, so these become dirty.

No batch is stored while this waits for the lock, so it gives up soon and tries again. That is a
failure only once it has lasted.
"""

import logging
from datetime import UTC, datetime

import asyncpg

from isotherm.database import Connection
from isotherm.instants import MILLISECOND, MINUTE, SECOND, Clock, to_datetime, to_micros
from isotherm.marks import CLOSED_TO, CLOSING, read_marks
from isotherm.process.outage import Outage
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

DELAY = 2 * MINUTE
"""Most readings are stored within this time; a later one leaves a dirty range."""
STEP = 15 * MINUTE
"""The full hours of every zone of today begin at a multiple of it."""
LOCK_MS = 300

_MOVE = f"""
INSERT INTO state (key, value) VALUES ('{CLOSED_TO}', to_jsonb($1::bigint))
ON CONFLICT (key) DO UPDATE SET changed_at = now(),
    value = to_jsonb(greatest((state.value #>> '{{}}')::bigint, $1))
"""
_SHIFTED_BACK = """
INSERT INTO dirty (sensor_id, since, until)
SELECT sensor_id, greatest(lower(during), $1) + shift_us * interval '1 microsecond',
    least(upper(during), $2) + shift_us * interval '1 microsecond'
FROM correction
WHERE kind = 'time' AND undone_at IS NULL AND shift_us < 0 AND during && tstzrange($1, $2)
"""
_EVER = datetime(1, 1, 1, tzinfo=UTC)


def close(clock: Clock, lock_ms: int = LOCK_MS) -> Job:
    """Return the job that moves the mark; its result is 1 if it did, else 0."""
    outage = Outage(
        log, "cannot close history, a batch is taking long, retrying", "history is closed again"
    )

    async def run(connection: Connection) -> int:
        target = (to_micros(clock.now()) - DELAY) // STEP * STEP
        mark = (await read_marks(connection)).closed_to
        if mark is not None and mark >= target:
            outage.ended()  # another worker may have moved it
            return 0
        try:
            async with connection.transaction():
                await connection.execute(f"SET LOCAL lock_timeout = {lock_ms}")
                await connection.execute(f"SELECT {CLOSING}")
                await connection.execute(_MOVE, target // MILLISECOND)
                since = _EVER if mark is None else to_datetime(mark)
                await connection.execute(_SHIFTED_BACK, since, to_datetime(target))
        except asyncpg.LockNotAvailableError as error:
            outage.began(error)
            return 0
        outage.ended()
        metrics.CLOSED_TO.set(target / SECOND)
        return 1

    return Job("closing", 5.0, run, hindrance=outage)
