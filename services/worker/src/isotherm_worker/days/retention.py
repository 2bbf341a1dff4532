"""Drops the days of raw readings whose time is over; hours and days stay for ever.

A day goes only when every sensor is rolled up past it and nothing in it waits to be rolled up
again. What arrives for it in the last moment stops the drop: its note comes with it.
"""

import logging
from datetime import UTC, date, datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.partitions import SQL_DAYS
from isotherm.process.outage import Outage
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

_OLDEST = f"SELECT min(day) FROM ({SQL_DAYS}) AS part"
_BEHIND = """
SELECT min(sensor_id) FROM rollup WHERE rolled_to < $2 OR rolled_to IS NULL AND EXISTS (
    SELECT FROM installation i
    JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
    WHERE i.sensor_id = rollup.sensor_id AND r.measured_at >= $1 AND r.measured_at < $2)
"""
_NOTED = "SELECT min(id) FROM dirty WHERE since < $1"


class _StillNotedError(Exception):
    """Something of the day was noted while it was being dropped."""


def drop_days(clock: Clock, keep: int) -> Job:
    """The job that drops a day that began more than `keep` days ago, the oldest first; it says 1
    where it did. One a run: readers and ingest wait while it is done.
    """
    outage = Outage(
        log, "a day of old readings cannot be dropped yet", "days of old readings are dropped again"
    )

    async def run(connection: Connection) -> int:
        day: date | None = await connection.fetchval(_OLDEST)
        if day is None or day >= clock.now().astimezone(UTC).date() - timedelta(days=keep):
            return 0
        why = await _in_the_way(connection, day)
        if why is None:
            try:
                async with connection.transaction():
                    await connection.execute("SELECT drop_day($1)", day)
                    if await connection.fetchval(_NOTED, _end(day)) is not None:
                        raise _StillNotedError
            except (asyncpg.LockNotAvailableError, _StillNotedError) as error:
                why = str(error) or "readings came for it"
        if why is not None:
            outage.began(f"{day}: {why}")
            return 0
        outage.ended()
        metrics.DAYS_DROPPED.inc()
        log.info("dropped a day of readings", extra={"day": day.isoformat()})
        return 1

    return Job("retention", 60.0, run)


async def _in_the_way(connection: Connection, day: date) -> str | None:
    """Why a day has to stay a while."""
    sensor = await connection.fetchval(_BEHIND, _end(day) - timedelta(days=1), _end(day))
    if sensor is not None:
        return f"sensor {sensor} is not rolled up past it"
    if await connection.fetchval(_NOTED, _end(day)) is not None:
        return "something in it is to be rolled up again"
    return None


def _end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
