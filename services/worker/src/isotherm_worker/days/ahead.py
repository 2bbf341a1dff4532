"""Partitions ahead: the days to come have theirs before their first reading does."""

import logging
from datetime import timedelta

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)


def make_days(clock: Clock, ahead: int) -> Job:
    """The job that makes the days from yesterday to `ahead` days from now, in UTC."""

    async def run(connection: Connection) -> int:
        today = clock.now().date()
        made = []
        for offset in range(-1, ahead + 1):
            day = today + timedelta(days=offset)
            if await connection.fetchval("SELECT make_day($1)", day):
                made.append(day.isoformat())
        if made:
            metrics.DAYS_MADE.inc(len(made))
            log.info("made days", extra={"days": made})
        return len(made)

    return Job("days", 600.0, run)
