"""Make the partitions of coming days before their first reading arrives."""

import logging
from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.partitions import DAYS_AHEAD, WRITE_NUMBER
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)


def make_days(clock: Clock, ahead: int) -> Job:
    """Return the job that makes the UTC days from yesterday to `ahead` days from now.

    Its result is the number of partitions made.
    """

    async def run(connection: Connection) -> int:
        await connection.execute(WRITE_NUMBER, DAYS_AHEAD, ahead)
        today = clock.now().date()
        days = []
        for offset in range(-1, ahead + 1):
            day = today + timedelta(days=offset)
            if await connection.fetchval("SELECT make_day($1)", day):
                days.append(day.isoformat())
        if days:
            metrics.PARTITIONS_MADE.inc(len(days))
            log.info("made days", extra={"days": days})
        return len(days)

    return Job("days", 600.0, run)
