"""Fold the counts of rejects, and delete rejects, counts and replays past their retention."""

from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_worker import metrics
from isotherm_worker.jobs import LONG_RUN_S, Job

COUNTS_AT_ONCE = 50_000

_FOLD = f"""
WITH gone AS (
    DELETE FROM reject_count
    WHERE id IN (SELECT id FROM reject_count ORDER BY id LIMIT {COUNTS_AT_ONCE})
    RETURNING *
), folded AS (
    INSERT INTO reject_hour AS h (device_name, hour, reason, channel_name, count, kept,
        kept_bytes)
    SELECT device_name, hour, reason, channel_name, sum(count), sum(kept), sum(kept_bytes)
    FROM gone GROUP BY device_name, hour, reason, channel_name
    ON CONFLICT (device_name, hour, reason, channel_name) DO UPDATE
        SET count = h.count + excluded.count, kept = h.kept + excluded.kept,
            kept_bytes = h.kept_bytes + excluded.kept_bytes
)
SELECT reason, count(*) AS rows, sum(count - kept)::bigint AS not_kept FROM gone GROUP BY reason
"""

_REPLAYS = """
SELECT state, count(*) AS count FROM replay_job WHERE state IN ('waiting', 'running') GROUP BY state
"""

_PRUNE = {
    "reject": "DELETE FROM reject WHERE received_at < $1",
    "reject_hour": "DELETE FROM reject_hour WHERE hour < $1",
    "replay_job": "DELETE FROM replay_job WHERE done_at < $1",
}


def fold_rejects() -> Job:
    """Return the job that folds counts, in one statement as `fold_ledger` does, and counts the
    replays that are not done.
    """

    async def run(connection: Connection) -> int:
        folded = await connection.fetch(_FOLD)
        for row in folded:
            metrics.REJECTS_NOT_KEPT.labels(row["reason"]).inc(row["not_kept"])
        replays = {row["state"]: row["count"] for row in await connection.fetch(_REPLAYS)}
        for state in metrics.REPLAY_STATES:
            metrics.REPLAY_JOBS.labels(state).set(replays.get(state, 0))
        return sum(row["rows"] for row in folded)

    return Job("reject counts", 10.0, run)


def prune_rejects(clock: Clock, days: int) -> Job:
    """Return the job that deletes rejects of UTC hours more than `days` days ago, their counts, and
    replays that ended before that. Its result is the number of rejects deleted.
    """

    async def run(connection: Connection) -> int:
        # by whole hours, so that what is listed and what is counted end together
        before = (clock.now() - timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
        deleted = {}
        for table, statement in _PRUNE.items():
            tag: str = await connection.execute(statement, before, timeout=LONG_STATEMENT_S)
            deleted[table] = int(tag.rpartition(" ")[2])  # as in "DELETE 5"
        metrics.REJECTS_PRUNED.inc(deleted["reject"])
        return deleted["reject"]

    return Job("rejects", 600.0, run, within_s=LONG_RUN_S)
