"""Delete bundles that no interval is learned from any more."""

from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm_worker.jobs import Job

KEPT = timedelta(days=8)
"""Longer than `learning.BUNDLED` looks back."""

_DELETE = "DELETE FROM bundle WHERE received_at < $1"


def prune_bundles(clock: Clock) -> Job:
    """Return the job that deletes bundles received more than eight days ago.

    Its result is the number of deleted rows.
    """

    async def run(connection: Connection) -> int:
        tag: str = await connection.execute(_DELETE, clock.now() - KEPT)
        return int(tag.rpartition(" ")[2])  # as in "DELETE 5"

    return Job("bundles", 600.0, run)
