"""Roll sensors up from where they are to the last full hour that is closed."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from isotherm.database import Connection
from isotherm.history.load import load_readings
from isotherm.history.readings import Readings
from isotherm.instants import HOUR, Micros, to_datetime_clamped
from isotherm.zones import hour_of
from isotherm_worker import metrics
from isotherm_worker.rollups import neighbours
from isotherm_worker.rollups.compute import Inputs, Rollup, compute
from isotherm_worker.rollups.grace import judge
from isotherm_worker.rollups.sensor import Sensor, load_sensors, lock_marks
from isotherm_worker.rollups.skipped import Skipped
from isotherm_worker.rollups.writing import write_rollups

SENSORS_AT_ONCE = 100
ROWS_AT_ONCE = 400_000
"""About how many readings one transaction reads; it takes about a second."""

_LOCK = """
SELECT r.sensor_id FROM rollup r
WHERE r.sensor_id > $1 AND NOT r.sensor_id = ANY($2::int[]) AND (r.rolled_to <= $3
    OR r.rolled_to IS NULL AND EXISTS (
        SELECT FROM installation i JOIN latest l ON l.channel_id = i.channel_id
        WHERE i.sensor_id = r.sensor_id))
ORDER BY r.sensor_id LIMIT $4 FOR UPDATE SKIP LOCKED
"""


@dataclass(slots=True)
class Rolled:
    """The result of one step."""

    hours: int = 0
    last: int | None = None
    """The last sensor that was locked; None if none was left."""
    waiting: set[int] = field(default_factory=set)
    """Sensors whose next hour cannot be decided yet."""


async def roll(
    connection: Connection,
    after: int = 0,
    without: Collection[int] = (),
    rows_at_once: int = ROWS_AT_ONCE,
    skipped: Skipped | None = None,
) -> Rolled:
    """Roll up some sensors that no one else has locked, in the open transaction.

    A sensor with much to do is taken some days further. `after` is the last sensor of the step
    before; the sensors `without` and the `skipped` ones are left out.
    """
    skipped = skipped or Skipped()
    marks = await lock_marks(connection)
    if marks is None:
        return Rolled()
    locked = await connection.fetch(
        _LOCK,
        after,
        [*without, *skipped.sensors()],
        to_datetime_clamped(marks.closed_to - HOUR),
        SENSORS_AT_ONCE,
    )
    sensor_ids = [row["sensor_id"] for row in locked]
    sensors = await load_sensors(connection, sensor_ids, marks, skipped)
    rolled = Rolled(last=sensor_ids[-1] if sensor_ids else None)
    rollups: list[Rollup] = []
    for sensor in sensors:
        with skipped.on_error(sensor.id, sensor.name):
            rollup = await _advance(connection, sensor, rows_at_once / len(sensors))
            if rollup is None:
                rolled.waiting.add(sensor.id)
            else:
                rollups.append(rollup)
                rolled.hours += (rollup.end - rollup.start) // HOUR
    await write_rollups(connection, rollups)
    metrics.HOUR_ROLLUPS.inc(rolled.hours)
    return rolled


async def _advance(connection: Connection, sensor: Sensor, rows: float) -> Rollup | None:
    """Return a sensor's next hours, about `rows` readings; None if none can be decided yet."""
    start = sensor.rolled_to
    if start is None:
        first = await neighbours.read_first_ever(connection, sensor)
        if first is None:
            return None
        start = max(hour_of(first, sensor.zone), sensor.frozen_to)
    end = hour_of(min(sensor.marks.closed_to, start + sensor.hours_of(rows) * HOUR), sensor.zone)
    if end <= start:
        return None
    inside = await load_readings(
        connection, sensor.segments, to_datetime_clamped(start), to_datetime_clamped(end)
    )
    lead = await neighbours.read_rolled_before(connection, sensor, start)
    last = inside if len(inside) else lead
    following, decided = await neighbours.read_next(connection, sensor, last, end)
    if not decided:  # stop before the hour of the last reading
        end = hour_of(int(last.at[-1]), sensor.zone)
        if end <= start:
            return None
        following, inside = _cut(inside, start, end, following)
    judged = await judge(connection, sensor, start, end, lead, inside)
    if judged is not None and judged.undecided is not None and judged.undecided < end:
        end = hour_of(judged.undecided, sensor.zone)  # stop before what may yet count
        if end <= start:
            return None
        following, inside = _cut(inside, start, end, following)
    inputs = Inputs(sensor, start, end, end, end, inside, lead, following, judged)
    return await asyncio.to_thread(compute, inputs)


def _cut(
    inside: Readings, start: Micros, end: Micros, following: Micros | None
) -> tuple[Micros | None, Readings]:
    """Return the first reading from `end` on, and the readings before `end`."""
    left_out = inside.at[inside.at >= end]
    return int(left_out[0]) if len(left_out) else following, inside.between(start, end)
