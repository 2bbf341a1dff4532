"""Make the partitions of coming days before their first reading arrives."""

import logging
from collections.abc import Collection
from datetime import date, timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.partitions import DAYS_AHEAD, WRITE_NUMBER, read_days
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
        metrics.PARTITIONS_AHEAD.set(_ahead(await read_days(connection), today))
        return len(days)

    return Job("days", 600.0, run)


def _ahead(days: Collection[date], today: date) -> int:
    """Return how many days after today have a partition, up to the first that has none."""
    ahead = 0
    while today + timedelta(days=ahead + 1) in days:
        ahead += 1
    return ahead
