"""Delete bundles that no interval is learned from any more."""

from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_worker.jobs import LONG_RUN_S, Job

KEPT = timedelta(days=8)
"""Longer than `learning.BUNDLED` looks back."""

_DELETE = "DELETE FROM bundle WHERE received_at < $1"


def prune_bundles(clock: Clock) -> Job:
    """Return the job that deletes bundles received more than eight days ago.

    Its result is the number of deleted rows.
    """

    async def run(connection: Connection) -> int:
        before = clock.now() - KEPT
        tag: str = await connection.execute(_DELETE, before, timeout=LONG_STATEMENT_S)
        return int(tag.rpartition(" ")[2])  # as in "DELETE 5"

    return Job("bundles", 600.0, run, within_s=LONG_RUN_S)
