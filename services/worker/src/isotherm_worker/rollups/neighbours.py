"""Read the reading before an instant and the one after it, however far away they are.

Stored hours hint where to look, so that not every day of raw readings has to be opened. A hint may
be out of date: it is believed only where raw readings have been dropped.
"""

from isotherm.database import Connection
from isotherm.history import load
from isotherm.history.readings import Readings
from isotherm.instants import LATEST, Micros, to_datetime_clamped, to_micros
from isotherm.zones import hour_of
from isotherm_worker.rollups.sensor import Sensor

_LAST_BEFORE = """
SELECT last_at, last_value, last_quality FROM reading_hour
WHERE sensor_id = $1 AND hour < $2 AND last_at < $3 ORDER BY hour DESC LIMIT 1
"""
_NEXT_HINT = """
SELECT last_at FROM reading_hour WHERE sensor_id = $1 AND hour >= $2 AND last_at >= $3
ORDER BY hour LIMIT 1
"""
_FIRST_HOUR = "SELECT min(hour) FROM reading_hour WHERE sensor_id = $1"


async def read_before(connection: Connection, sensor: Sensor, at: Micros) -> Readings:
    """Return the last reading before an instant, or none."""
    horizon = sensor.marks.horizon
    hint = await read_rolled_before(connection, sensor, hour_of(at, sensor.zone))
    near = max(horizon, int(hint.at[0])) if len(hint) else horizon
    last = await _read_last(connection, sensor, near, at)
    if not len(last) and near > horizon:
        last = await _read_last(connection, sensor, horizon, at)
    if len(last):
        return last
    return await read_rolled_before(connection, sensor, min(at, horizon))


async def read_rolled_before(connection: Connection, sensor: Sensor, at: Micros) -> Readings:
    """Return the last reading before an instant that stored hours know, or none."""
    instant = to_datetime_clamped(at)
    row = await connection.fetchrow(_LAST_BEFORE, sensor.id, instant, instant)
    if row is None:
        return Readings.of([])
    return Readings.of([(to_micros(row["last_at"]), row["last_value"], row["last_quality"])])


async def read_following(
    connection: Connection, sensor: Sensor, at: Micros, end: Micros
) -> Micros | None:
    """Return when the first reading from `at` until before `end` was measured, or None."""
    hour = to_datetime_clamped(hour_of(at, sensor.zone))
    hint = await connection.fetchval(_NEXT_HINT, sensor.id, hour, to_datetime_clamped(at))
    if hint is not None:
        first = await read_first(connection, sensor, at, min(end, to_micros(hint) + 1))
        if first is not None:
            return first
    return await read_first(connection, sensor, at, end)


async def read_next(
    connection: Connection, sensor: Sensor, last: Readings, end: Micros
) -> tuple[Micros | None, bool]:
    """Return when the reading after `last` came, and whether it is decided how long `last` holds.

    `last` is the last reading before `end`, or none. A reading after the mark `closed_to` only
    shows that there was no gap: one that comes before it will leave no dirty range. If there is
    none, silence is known only once it is longer than the gap rule allows.
    """
    if not len(last):
        return None, True
    at = int(last.at[-1])
    silence = sensor.silence(at)
    following = await read_first(connection, sensor, end, at + silence + 1)
    return following, following is not None or sensor.marks.closed_to - at > silence


async def read_first(
    connection: Connection, sensor: Sensor, start: Micros, end: Micros
) -> Micros | None:
    """Return when the first reading from `start` until before `end` was measured, or None."""
    first = await load.read_first(
        connection, sensor.segments, to_datetime_clamped(start), to_datetime_clamped(end)
    )
    return int(first.at[0]) if len(first) else None


async def read_first_ever(connection: Connection, sensor: Sensor) -> Micros | None:
    """Return when the sensor's first reading that is still stored was measured, or None."""
    return await read_first(connection, sensor, sensor.marks.horizon, LATEST)


async def read_first_hour(connection: Connection, sensor: Sensor) -> Micros | None:
    """Return the sensor's first stored hour, or None."""
    hour = await connection.fetchval(_FIRST_HOUR, sensor.id)
    return None if hour is None else to_micros(hour)


async def _read_last(
    connection: Connection, sensor: Sensor, start: Micros, end: Micros
) -> Readings:
    return await load.read_last(
        connection, sensor.segments, to_datetime_clamped(start), to_datetime_clamped(end)
    )
