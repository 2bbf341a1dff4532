"""Roll up again what became dirty: late readings, and changes of what readings are judged by."""

import asyncio
from dataclasses import dataclass, replace

from isotherm.database import Connection
from isotherm.history.load import load_readings
from isotherm.instants import HOUR, Micros, to_datetime_clamped, to_micros
from isotherm.recalculated import send_recalculated
from isotherm.spans import Span, merge
from isotherm.zones import hour_of, next_hour
from isotherm_worker import metrics
from isotherm_worker.rollups import neighbours
from isotherm_worker.rollups.compute import Gap, Inputs, Rollup, beyond_horizon, compute
from isotherm_worker.rollups.dirty import delete_dirty, insert_dirty
from isotherm_worker.rollups.grace import effect_after, judge
from isotherm_worker.rollups.sensor import Sensor, load_sensors, lock_marks
from isotherm_worker.rollups.skipped import Skipped
from isotherm_worker.rollups.writing import write_rollups

RANGES_AT_ONCE = 200
ROWS_AT_ONCE = 400_000

_LOCK = """
SELECT sensor_id FROM rollup WHERE sensor_id = ANY($1::int[]) ORDER BY sensor_id FOR UPDATE
"""
_REVISE = "UPDATE rollup SET revision = revision + 1 WHERE sensor_id = ANY($1::int[])"
_GAP_OVER = """
SELECT since, until FROM gap WHERE sensor_id = $1 AND since < $2 AND (until IS NULL OR until > $2)
"""


async def roll_again(
    connection: Connection,
    ranges_at_once: int = RANGES_AT_ONCE,
    rows_at_once: int = ROWS_AT_ONCE,
    skipped: Skipped | None = None,
) -> int:
    """Roll up some dirty ranges in the open transaction; return of how many sensors.

    Dirty ranges stay for what is too much for one transaction, and for `skipped` sensors.
    """
    skipped = skipped or Skipped()
    marks = await lock_marks(connection)
    if marks is None:
        return 0
    dirty = await delete_dirty(connection, ranges_at_once, skipped.sensors())
    if not dirty:
        return 0
    # of a sensor that was deleted there is nothing to roll up: its ranges end here
    sensor_ids = [row["sensor_id"] for row in await connection.fetch(_LOCK, list(dirty))]
    # another worker may have rolled them further while this one waited, up to a newer mark
    marks = await lock_marks(connection) or marks
    sensors = await load_sensors(connection, sensor_ids, marks, skipped)
    rollups: list[Rollup] = []
    rest = {sensor_id: dirty[sensor_id] for sensor_id in sensor_ids}
    completed = len(dirty) - len(sensor_ids)
    for sensor in sensors:
        with skipped.on_error(sensor.id, sensor.name):
            new, rest_of_sensor = await _redo(
                connection, sensor, dirty[sensor.id], rows_at_once / len(sensors)
            )
            rollups += new
            rest[sensor.id] = rest_of_sensor
            completed += 1
    await write_rollups(connection, rollups)
    await insert_dirty(connection, rest)
    await send_recalculated(
        connection, [sensor_id for sensor_id, ranges in rest.items() if not ranges]
    )
    await connection.execute(_REVISE, sensor_ids)
    metrics.HOUR_ROLLUPS_REPEATED.inc(sum(rollup.end - rollup.start for rollup in rollups) // HOUR)
    return completed


async def _redo(
    connection: Connection, sensor: Sensor, dirty: list[Span], rows: float
) -> tuple[list[Rollup], list[Span]]:
    """Return the hours that dirty ranges concern, about `rows` readings, and the ranges left."""
    if sensor.rolled_to is None:
        return [], []
    redo = await _Redo.begin(connection, sensor, sensor.rolled_to)
    rollups: list[Rollup] = []
    rest: list[Span] = []
    if redo.rolled_to < redo.rolled_before:
        rollups.append(await redo.compute(redo.rolled_to, redo.rolled_to))
    most = sensor.hours_of(rows) * HOUR
    for stale in await redo.stale_hours(dirty):
        if stale.start >= redo.rolled_to:
            break  # the mark was taken back: rolling on will compute these hours
        if most <= 0:
            rest.append(stale.dirty)
            continue
        stop = await redo.stop(stale, most)
        most -= stop - stale.start
        rollup = await redo.compute(stale.start, stop)
        rollups.append(rollup)
        redo = replace(redo, rolled_to=min(redo.rolled_to, rollup.rolled_to))
        if stop < stale.end:
            rest.append((stop, stale.dirty[1]))
        elif after := await effect_after(connection, sensor, rollup, redo.rolled_to):
            rest.append(after)
    return rollups, rest


@dataclass(frozen=True, slots=True)
class _Stale:
    """Hours to compute again, from full hour to full hour, and the dirty range they cover."""

    start: Micros
    end: Micros
    dirty: Span


@dataclass(frozen=True, slots=True)
class _Redo:
    """Rolling one sensor up again."""

    connection: Connection
    sensor: Sensor
    rolled_to: Micros
    """How far the sensor can be rolled up with the readings stored now."""
    rolled_before: Micros
    """How far it was rolled up until now."""
    following: Micros | None
    """The first reading from `rolled_before` on, if it shows that no gap is before it."""

    @classmethod
    async def begin(cls, connection: Connection, sensor: Sensor, rolled_before: Micros) -> "_Redo":
        """Take the mark back to the last reading's hour if a late one left its end undecided."""
        last = await neighbours.read_before(connection, sensor, rolled_before)
        following, decided = await neighbours.read_next(connection, sensor, last, rolled_before)
        if decided:
            return cls(connection, sensor, rolled_before, rolled_before, following)
        hour = max(hour_of(int(last.at[-1]), sensor.zone), sensor.frozen_to)
        return cls(connection, sensor, min(rolled_before, hour), rolled_before, following)

    async def stale_hours(self, dirty: list[Span]) -> list[_Stale]:
        """Return the hours from that of the reading before each dirty range to that of the next.

        Those two readings may hold for another time than before. An excursion that began up to the
        longest least duration before may count now, or not any more.
        """
        hours: list[_Stale] = []
        for since, until in merge(dirty):
            start = await self._start(min(since, self.rolled_before))
            start = hour_of(start - self.sensor.rules.longest, self.sensor.zone)
            start = max(start, self.sensor.frozen_to)
            end = self.rolled_to
            if until < end:
                after = await self._read_following(until + 1, self.rolled_before)
                if after is not None:
                    end = min(end, self._end_of_hour(after))
            if hours and start <= hours[-1].end:
                last = hours.pop()
                span = last.dirty[0], max(last.dirty[1], until)
                hours.append(_Stale(last.start, max(last.end, end), span))
            elif start < end:
                hours.append(_Stale(start, end, (since, until)))
        return hours

    async def stop(self, stale: _Stale, most: Micros) -> Micros:
        """Return where to stop after about `most` µs of hours of the dirty range.

        It is after a reading, so that the rest of the range does not begin before it again.
        """
        stop = hour_of(max(stale.start, stale.dirty[0]) + most, self.sensor.zone)
        if stop >= stale.end:
            return stale.end
        after = await self._read_following(stop, stale.end)
        return stale.end if after is None else min(stale.end, self._end_of_hour(after))

    async def compute(self, start: Micros, end: Micros) -> Rollup:
        """Compute the hours from `start` to `end`.

        If both are the mark that was taken back, what is stored after it is deleted. It is taken
        back, too, to the hour of an excursion that may yet count.
        """
        connection, sensor = self.connection, self.sensor
        rolled_to, replaced_to = self.rolled_to, self.rolled_before if start == end else end
        inside = await load_readings(
            connection, sensor.segments, to_datetime_clamped(start), to_datetime_clamped(end)
        )
        lead = await neighbours.read_before(connection, sensor, start)
        judged = None
        if start < end:
            judged = await judge(connection, sensor, start, end, lead, inside)
        if judged is not None and judged.undecided is not None and judged.undecided < end:
            end = rolled_to = max(start, hour_of(judged.undecided, sensor.zone))
            replaced_to, inside = self.rolled_before, inside.between(start, end)
        following = await self._read_following(end, self.rolled_before)
        inputs = Inputs(
            sensor,
            start,
            end,
            rolled_to,
            replaced_to,
            inside,
            lead,
            self.following if following is None else following,
            judged,
        )
        rollup = await asyncio.to_thread(compute, inputs)
        if start == sensor.frozen_to and sensor.marks.horizon:
            stored = await _read_gap_over(connection, sensor, start)
            rollup = replace(rollup, gaps=beyond_horizon(rollup.gaps, stored, start))
        return rollup

    async def _start(self, since: Micros) -> Micros:
        """Return the hour of the last reading before `since`, else the first hour with any."""
        connection, sensor = self.connection, self.sensor
        before = await neighbours.read_before(connection, sensor, since)
        if len(before):
            return hour_of(int(before.at[-1]), sensor.zone)
        firsts = [
            await neighbours.read_first_ever(connection, sensor),
            await neighbours.read_first_hour(connection, sensor),
        ]
        first_hours = [hour_of(first, sensor.zone) for first in firsts if first is not None]
        first_hour = min(first_hours, default=sensor.rolled_to or since)
        return max(hour_of(since, sensor.zone), first_hour)

    async def _read_following(self, at: Micros, end: Micros) -> Micros | None:
        return await neighbours.read_following(self.connection, self.sensor, at, end)

    def _end_of_hour(self, at: Micros) -> Micros:
        return next_hour(hour_of(at, self.sensor.zone), self.sensor.zone)


async def _read_gap_over(connection: Connection, sensor: Sensor, at: Micros) -> Gap | None:
    """Return the stored gap that begins before an instant and ends after it."""
    row = await connection.fetchrow(_GAP_OVER, sensor.id, to_datetime_clamped(at))
    if row is None:
        return None
    return to_micros(row["since"]), None if row["until"] is None else to_micros(row["until"])
