"""Rejects are kept for a time that is set, and no longer."""

from datetime import timedelta

from isotherm.clock import Clock
from isotherm_worker import metrics
from isotherm_worker.jobs import Connection, Job


def prune_rejects(clock: Clock, days: int) -> Job:
    """The job that deletes rejects received more than `days` days ago."""

    async def run(connection: Connection) -> int:
        before = clock.now() - timedelta(days=days)
        answer = await connection.execute("DELETE FROM reject WHERE received_at < $1", before)
        pruned = int(answer.rpartition(" ")[2])
        metrics.REJECTS_PRUNED.inc(pruned)
        return pruned

    return Job("rejects", 600.0, run)
