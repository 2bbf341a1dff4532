"""Drop the days of raw readings that are past retention; rolled-up hours and days stay for ever.

A day is dropped only once every sensor is rolled up past it and no dirty range reaches into it; the
same must hold where corrections shift its readings to. A reading that arrives for it at the last
moment stops the drop, by the dirty range it leaves.
"""

import logging
from datetime import UTC, date, datetime, timedelta

import asyncpg

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.partitions import KEPT_DAYS, SQL_DAYS, WRITE_NUMBER
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
_SHIFTED = """
SELECT min(s.sensor_id) FROM (
    SELECT sensor_id, greatest(lower(during), $1) + shift_us * interval '1 microsecond' AS since,
        least(upper(during), $2) + shift_us * interval '1 microsecond' AS until
    FROM correction
    WHERE kind = 'time' AND undone_at IS NULL AND during && tstzrange($1, $2)) s
WHERE EXISTS (SELECT FROM rollup u WHERE u.sensor_id = s.sensor_id
        AND (u.rolled_to < s.until OR u.rolled_to IS NULL))
    OR EXISTS (SELECT FROM dirty d
        WHERE d.since <= s.until AND d.until >= s.since AND (d.sensor_id = s.sensor_id
            OR d.channel_id IN (SELECT i.channel_id FROM installation i
                WHERE i.sensor_id = s.sensor_id)))
"""
_DIRTY = "SELECT min(id) FROM dirty WHERE since < $1"


class _StillDirtyError(Exception):
    """A dirty range was inserted while the day was being dropped."""


def drop_days(clock: Clock, keep: int) -> Job:
    """Return the job that drops the oldest day, if it began more than `keep` days ago.

    Its result is 1 if it did, else 0. It drops one day a run, because readers and ingest wait
    meanwhile. A day that cannot be dropped is a failure only once that has lasted.
    """
    outage = Outage(
        log, "cannot drop a day of old readings, retrying", "days of old readings are dropped again"
    )

    async def run(connection: Connection) -> int:
        await connection.execute(WRITE_NUMBER, KEPT_DAYS, keep)
        day: date | None = await connection.fetchval(_OLDEST)
        if day is None or day >= clock.now().astimezone(UTC).date() - timedelta(days=keep):
            outage.ended()  # another worker may have dropped it
            return 0
        obstacle = await _read_obstacle(connection, day)
        if obstacle is None:
            try:
                async with connection.transaction():
                    await connection.execute("SELECT drop_day($1)", day)
                    if await connection.fetchval(_DIRTY, _end(day)) is not None:
                        raise _StillDirtyError
            except (asyncpg.LockNotAvailableError, _StillDirtyError) as error:
                obstacle = str(error) or "readings arrived for it"
        if obstacle is not None:
            outage.began(f"{day}: {obstacle}")
            return 0
        outage.ended()
        metrics.PARTITIONS_DROPPED.inc()
        log.info("dropped a day of readings", extra={"day": day.isoformat()})
        return 1

    return Job("retention", 60.0, run, hindrance=outage)


async def _read_obstacle(connection: Connection, day: date) -> str | None:
    """Return why a day cannot be dropped yet, or None."""
    sensor_id = await connection.fetchval(_BEHIND, _end(day) - timedelta(days=1), _end(day))
    if sensor_id is not None:
        return f"sensor {sensor_id} is not rolled up past it"
    sensor_id = await connection.fetchval(_SHIFTED, _end(day) - timedelta(days=1), _end(day))
    if sensor_id is not None:
        return f"sensor {sensor_id} is not rolled up where a correction shifts its readings to"
    if await connection.fetchval(_DIRTY, _end(day)) is not None:
        return "a part of it has to be rolled up again"
    return None


def _end(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
