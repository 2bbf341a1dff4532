"""Let silent proposals expire, and delete those of which no reading is stored."""

from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import LONG_RUN_S, Job

DELETED_AFTER = timedelta(days=1)
"""How long an expired channel without a reading stays. Ingest bounds a device's new channels in 24
hours by counting rows."""
AT_ONCE = 10_000

_EXPIRE = "SELECT expire_channels($1, $2)"
_DELETE = "SELECT delete_expired_channels($1, $2)"


def expire_proposals(clock: Clock, days: int) -> Job:
    """Return the job that lets proposals expire that were silent for `days` days.

    They make room for others on their device, and are proposed again once they speak. Its result is
    the number of those that expired and of those that were deleted.
    """

    async def run(connection: Connection) -> int:
        now = clock.now()
        before = now - timedelta(days=days)
        expired: int = await connection.fetchval(_EXPIRE, before, AT_ONCE, timeout=LONG_STATEMENT_S)
        before = now - DELETED_AFTER
        deleted: int = await connection.fetchval(_DELETE, before, AT_ONCE, timeout=LONG_STATEMENT_S)
        metrics.PROPOSALS_EXPIRED.inc(expired)
        metrics.PROPOSALS_DELETED.inc(deleted)
        return expired + deleted

    return Job("proposals", 600.0, run, within_s=LONG_RUN_S)
