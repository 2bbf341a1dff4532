"""Let every session know of the days that were attached.

Our parts look for new days before they read. Grafana and whoever else queries the database do not,
and PostgreSQL could hide a day from them until the next change; see `isotherm.partitions`.
"""

from isotherm.database import Connection
from isotherm.partitions import announce_days, read_change
from isotherm_worker.jobs import Job


def announce() -> Job:
    """Return the job that announces changes of the days; its result is 1 if it did, else 0.

    A change is announced in the run after the one that noticed it: a session that was listing the
    days at the change has long done so by then.
    """
    noticed: str | None = None
    announced: str | None = None

    async def run(connection: Connection) -> int:
        nonlocal noticed, announced
        before, noticed = noticed, await read_change(connection)
        if before == announced:
            return 0
        await announce_days(connection)
        announced = before
        return 1

    return Job("announcing", 10.0, run)
