"""Learns how often sensors say something, where nobody has set it.

The first time it takes what the newest readings show, for all time. After that it believes in
another cadence only where it is regular: a device that falls silent now and then keeps its gaps.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, median_low

import asyncpg

from isotherm.database import Connection
from isotherm.instants import Clock
from isotherm.quality import Quality
from isotherm_worker import metrics
from isotherm_worker.jobs import Job

log = logging.getLogger(__name__)

SENSORS_AT_ONCE = 500
SAMPLE = 101
REGULAR = 20
"""So many spacings in a row have to be alike before another cadence is believed."""
ALIKE = 0.25
"""Spacings that differ by no more than this share of their median are alike."""
LEAST_S = 0.1
LOOK_BACKS = (timedelta(days=2), timedelta(days=60))
"""The second one is for sensors that say something once a day, or less often."""
DEEPER = 10_000
"""How many readings are looked through for the beginning of another cadence."""

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
_HELD = """
SELECT greatest($2, (SELECT max(since) FROM sensor_interval WHERE sensor_id = $1)) AS begin
FROM sensor WHERE id = $1 AND expected_interval_s IS NULL FOR NO KEY UPDATE
"""
_DATE = """
INSERT INTO sensor_interval (sensor_id, since, interval_s) VALUES ($1, $2, $3)
ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = excluded.interval_s
"""
_LEARN = "UPDATE sensor SET learned_interval_s = $2 WHERE id = $1"


def spacings(times: Sequence[datetime]) -> list[float]:
    """Seconds between instants in order."""
    return [(b - a).total_seconds() for a, b in pairwise(times)]


def rounded(seconds: float) -> float:
    """To a tenth below 10 s, to a second above."""
    return max(LEAST_S, round(seconds, 1) if seconds < 10 else round(seconds))


def first_interval(times: Sequence[datetime]) -> float | None:
    """What some readings' times (in order) show; none of fewer than three."""
    return rounded(median_low(spacings(times))) if len(times) >= 3 else None


def other_interval(times: Sequence[datetime], in_force: float) -> float | None:
    """Another cadence than the one in force that the newest readings keep; none where none."""
    newest = spacings(times[-REGULAR - 1 :])
    if len(newest) < REGULAR:
        return None
    middle = median(newest)
    if not all(_alike(each, middle) for each in newest) or _alike(middle, in_force):
        return None
    return rounded(middle)


def begin_of(times: Sequence[datetime], interval_s: float) -> datetime:
    """The reading from which on the newest ones keep a cadence."""
    begin = times[-1]
    for before, after in pairwise(reversed(times)):
        if not _alike((before - after).total_seconds(), interval_s):
            break
        begin = after
    return begin


def _alike(seconds: float, middle: float) -> bool:
    return abs(seconds - middle) <= ALIKE * middle


def learn_intervals(clock: Clock, at_once: int = SENSORS_AT_ONCE) -> Job:
    """The job that looks at so many sensors in turn, and says of how many it learned something."""
    turn = 0

    async def run(connection: Connection) -> int:
        nonlocal turn
        now = clock.now()
        sensors = await connection.fetch(_TURN, turn, at_once, now)
        turn = sensors[-1]["id"] if len(sensors) == at_once else 0
        ids = [each["id"] for each in sensors]
        times = await _times(connection, ids, now, LOOK_BACKS[0])
        seldom = [
            each["id"] for each in sensors if each["first"] and 0 < len(times[each["id"]]) < 3
        ]
        times |= await _times(connection, seldom, now, LOOK_BACKS[1])
        learned = 0
        for each in sensors:
            if each["interval_s"] is None or each["first"]:
                interval = first_interval(times[each["id"]])
                learned += await _learn(connection, each["id"], interval)
            elif found := other_interval(times[each["id"]], each["interval_s"]):
                deeper = await _times(connection, [each["id"]], now, LOOK_BACKS[0], DEEPER)
                begin = begin_of(deeper[each["id"]], found)
                learned += await _learn(connection, each["id"], found, begin)
        metrics.INTERVALS_LEARNED.inc(learned)
        return learned

    return Job("intervals", 10.0, run)


async def _times(
    connection: Connection,
    sensors: Sequence[int],
    now: datetime,
    look_back: timedelta,
    sample: int = SAMPLE,
) -> dict[int, list[datetime]]:
    """The newest readings' times of each sensor, in order."""
    if not sensors:
        return {}
    until = now + timedelta(days=1)
    rows = await connection.fetch(_TIMES, list(sensors), now - look_back, until, sample)
    return {row["id"]: row["times"][::-1] for row in rows}


async def _learn(
    connection: Connection, sensor: int, interval: float | None, begin: datetime | None = None
) -> bool:
    """Writes it down, from `begin` on where there is one; a trigger dates the first."""
    if interval is None:
        return False
    held: asyncpg.Record | None = await connection.fetchrow(_HELD, sensor, begin)
    if held is None:
        return False  # somebody set one meanwhile
    if begin is not None:
        await connection.execute(_DATE, sensor, held["begin"], interval)
    await connection.execute(_LEARN, sensor, interval)
    log.info("learned an interval", extra={"sensor_id": sensor, "interval_s": interval})
    return True
