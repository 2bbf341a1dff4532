"""Fold the ledger's entries, one row a batch, into one row an hour and instance, and one a day.

The daily rows tell by day measured and hour received how many readings must be stored; see
`count_rows`.
"""

from isotherm.columns import COUNTERS
from isotherm.database import Connection
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

ENTRIES_AT_ONCE = 50_000

_FOLD = f"""
WITH gone AS (
    DELETE FROM ledger_entry
    WHERE id IN (SELECT id FROM ledger_entry ORDER BY id LIMIT {ENTRIES_AT_ONCE})
    RETURNING *
), folded AS (
    INSERT INTO ledger (hour, instance, {", ".join(COUNTERS)})
    SELECT hour, instance, {", ".join(f"sum({name})" for name in COUNTERS)}
    FROM gone GROUP BY hour, instance
    ON CONFLICT (hour, instance) DO UPDATE
    SET {", ".join(f"{name} = ledger.{name} + excluded.{name}" for name in COUNTERS)}
), by_day AS (
    INSERT INTO ledger_day (day, hour, stored)
    SELECT coalesce(day, (hour AT TIME ZONE 'UTC')::date), hour, sum(stored + replayed)
    FROM gone WHERE stored + replayed > 0 GROUP BY 1, 2
    ON CONFLICT (day, hour) DO UPDATE SET stored = ledger_day.stored + excluded.stored
)
SELECT count(*) FROM gone
"""


def fold_ledger() -> Job:
    """Return the job that folds entries.

    It is one statement, so that a concurrent reader sees each entry exactly once.
    """

    async def run(connection: Connection) -> int:
        folded: int = await connection.fetchval(_FOLD)
        metrics.ENTRIES_FOLDED.inc(folded)
        return folded

    return Job("ledger", 10.0, run)
