"""Learn the interval of sensors for which nobody has set one.

The first interval is what the newest readings show, and holds for all time. After that, another
cadence is believed only if it is regular, so that a device with occasional pauses keeps its gaps.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, median_low

import asyncpg

from isotherm.cadence import LEAST_READINGS, spacings
from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.quality import Quality
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

SENSORS_AT_ONCE = 500
SAMPLE = 101
REGULAR = 20
"""Another cadence is believed once this many spacings in a row are alike."""
ALIKE = 0.25
"""Spacings are alike if they differ from their median by no more than this share of it."""
LEAST_S = 0.1
LOOK_BACKS = (timedelta(days=2), timedelta(days=60))
"""The second one is for sensors that send once a day or less often."""
DEEPER = 10_000
"""How many readings are searched for the beginning of another cadence."""

_TURN = """
SELECT s.id, s.learned_interval_s IS NULL AS first, coalesce(
    (SELECT interval_s FROM sensor_interval WHERE sensor_id = s.id AND since <= $3
        ORDER BY since DESC LIMIT 1),
    (SELECT interval_s FROM sensor_interval WHERE sensor_id = s.id ORDER BY since LIMIT 1)
    ) AS interval_s
FROM sensor s WHERE s.expected_interval_s IS NULL AND s.id > $1 ORDER BY s.id LIMIT $2
"""
_TIMES = f"""
SELECT s.id, array(
    SELECT r.measured_at FROM installation i
    JOIN reading r ON r.channel_id = i.channel_id AND i.during @> r.measured_at
    WHERE i.sensor_id = s.id AND i.during && tstzrange($2, $3)
      AND r.measured_at >= $2 AND r.measured_at < $3
      AND r.quality & {int(Quality.TIME_UNSURE)} = 0
    ORDER BY r.measured_at DESC LIMIT $4) AS times
FROM unnest($1::int[]) AS s (id)
"""
_LOCK = """
SELECT greatest($2, (SELECT max(since) FROM sensor_interval WHERE sensor_id = $1)) AS begin
FROM sensor WHERE id = $1 AND expected_interval_s IS NULL FOR NO KEY UPDATE
"""
_UPSERT_INTERVAL = """
INSERT INTO sensor_interval (sensor_id, since, interval_s) VALUES ($1, $2, $3)
ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = excluded.interval_s
"""
_UPDATE_SENSOR = "UPDATE sensor SET learned_interval_s = $2 WHERE id = $1"


def rounded(seconds: float) -> float:
    """Round an interval: to a tenth of a second below 10 s, to a second above."""
    return max(LEAST_S, round(seconds, 1) if seconds < 10 else round(seconds))


def first_interval(times: Sequence[datetime]) -> float | None:
    """Return the interval in seconds that instants in ascending order show, or None."""
    return rounded(median_low(spacings(times))) if len(times) >= LEAST_READINGS else None


def other_interval(times: Sequence[datetime], in_force_s: float) -> float | None:
    """Return the interval of the newest instants, if they are regular and it is not in force.

    The instants are in ascending order, intervals in seconds.
    """
    newest = spacings(times[-REGULAR - 1 :])
    if len(newest) < REGULAR:
        return None
    middle = median(newest)
    if not all(_alike(spacing, middle) for spacing in newest) or _alike(middle, in_force_s):
        return None
    return rounded(middle)


def begin_of(times: Sequence[datetime], interval_s: float) -> datetime:
    """Return the first of the newest instants that keep a cadence without a break."""
    begin = times[-1]
    for later, earlier in pairwise(reversed(times)):
        if not _alike((later - earlier).total_seconds(), interval_s):
            break
        begin = earlier
    return begin


def _alike(seconds: float, middle: float) -> bool:
    return abs(seconds - middle) <= ALIKE * middle


def learn_intervals(clock: Clock, at_once: int = SENSORS_AT_ONCE) -> Job:
    """Return the job that examines `at_once` sensors in turn.

    Its result is the number of sensors whose interval it learned.
    """
    after = 0

    async def run(connection: Connection) -> int:
        nonlocal after
        now = clock.now()
        sensors = await connection.fetch(_TURN, after, at_once, now)
        after = sensors[-1]["id"] if len(sensors) == at_once else 0
        times = await _load_times(
            connection, [sensor["id"] for sensor in sensors], now, LOOK_BACKS[0]
        )
        rare = [
            sensor["id"]
            for sensor in sensors
            if sensor["first"] and 0 < len(times[sensor["id"]]) < LEAST_READINGS
        ]
        times |= await _load_times(connection, rare, now, LOOK_BACKS[1])
        learned = 0
        for sensor in sensors:
            learned += await _learn(connection, sensor, times[sensor["id"]], now)
        metrics.INTERVALS_LEARNED.inc(learned)
        return learned

    return Job("intervals", 10.0, run)


async def _learn(
    connection: Connection, sensor: asyncpg.Record, times: Sequence[datetime], now: datetime
) -> bool:
    """Learn from a sensor's newest readings; return whether there was anything to learn."""
    if sensor["interval_s"] is None or sensor["first"]:
        return await _update_interval(connection, sensor["id"], first_interval(times))
    interval_s = other_interval(times, sensor["interval_s"])
    if interval_s is None:
        return False
    more = await _load_times(connection, [sensor["id"]], now, LOOK_BACKS[0], DEEPER)
    begin = begin_of(more[sensor["id"]], interval_s)
    return await _update_interval(connection, sensor["id"], interval_s, begin)


async def _load_times(
    connection: Connection,
    sensor_ids: Sequence[int],
    now: datetime,
    look_back: timedelta,
    sample: int = SAMPLE,
) -> dict[int, list[datetime]]:
    """Load when the newest readings of each sensor were measured, in ascending order."""
    if not sensor_ids:
        return {}
    until = now + timedelta(days=1)
    rows = await connection.fetch(_TIMES, list(sensor_ids), now - look_back, until, sample)
    return {row["id"]: row["times"][::-1] for row in rows}


async def _update_interval(
    connection: Connection, sensor_id: int, interval_s: float | None, begin: datetime | None = None
) -> bool:
    """Store a learned interval, in force from `begin` on; a trigger dates the first one.

    Return whether it was stored: not if it is None, or if someone has just set one.
    """
    if interval_s is None:
        return False
    row: asyncpg.Record | None = await connection.fetchrow(_LOCK, sensor_id, begin)
    if row is None:
        return False
    if begin is not None:
        await connection.execute(_UPSERT_INTERVAL, sensor_id, row["begin"], interval_s)
    await connection.execute(_UPDATE_SENSOR, sensor_id, interval_s)
    log.info("learned an interval", extra={"sensor_id": sensor_id, "interval_s": interval_s})
    return True
