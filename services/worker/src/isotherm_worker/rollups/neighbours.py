"""The reading before an instant and the one after it, wherever they are.

The hours that are there say where to look, so that not every day of raw readings has to be opened.
What they say may be out of date: it is only believed where raw readings have been dropped.
"""

from isotherm.history import readings
from isotherm.history.readings import Readings, micros
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups.hours import hour_of
from isotherm_worker.rollups.subjects import LATEST, Subject, moment

_LAST_BEFORE = """
SELECT last_at, last_value, last_quality FROM reading_hour
WHERE sensor_id = $1 AND hour < $2 AND last_at < $3 ORDER BY hour DESC LIMIT 1
"""
_NEXT_HINT = """
SELECT last_at FROM reading_hour WHERE sensor_id = $1 AND hour >= $2 AND last_at >= $3
ORDER BY hour LIMIT 1
"""
_FIRST_HOUR = "SELECT min(hour) FROM reading_hour WHERE sensor_id = $1"


async def before(connection: Connection, subject: Subject, at: int) -> Readings:
    """The last reading before an instant, or none."""
    horizon = subject.marks.horizon
    hint = await rolled_before(connection, subject, hour_of(at, subject.zone))
    near = max(horizon, int(hint.at[0])) if len(hint) else horizon
    found = await _last(connection, subject, near, at)
    if not len(found) and near > horizon:
        found = await _last(connection, subject, horizon, at)
    if len(found):
        return found
    return await rolled_before(connection, subject, min(at, horizon))


async def rolled_before(connection: Connection, subject: Subject, at: int) -> Readings:
    """The last reading before an instant by what was rolled up, of hours that begin before it."""
    row = await connection.fetchrow(_LAST_BEFORE, subject.sensor, moment(at), moment(at))
    if row is None:
        return Readings.of([])
    return Readings.of([(micros(row["last_at"]), row["last_value"], row["last_quality"])])


async def following(connection: Connection, subject: Subject, at: int, end: int) -> int | None:
    """When the first reading from an instant on was measured, before another instant."""
    hour = hour_of(at, subject.zone)
    hint = await connection.fetchval(_NEXT_HINT, subject.sensor, moment(hour), moment(at))
    if hint is not None:
        found = await first(connection, subject, at, min(end, micros(hint) + 1))
        if found is not None:
            return found
    return await first(connection, subject, at, end)


async def next_of(
    connection: Connection, subject: Subject, last: Readings, end: int
) -> tuple[int | None, bool]:
    """When the reading came after the last one before `end`, and whether it is decided how long
    that one holds.

    A reading after the mark `closed_to` says only that there was no gap: one that comes before it
    will not be noted. Without it silence is only known where it is longer than the gap rule allows.
    """
    if not len(last):
        return None, True
    at = int(last.at[-1])
    silence = subject.silence(at)
    found = await first(connection, subject, end, at + silence + 1)
    return found, found is not None or subject.marks.closed_to - at > silence


async def first(connection: Connection, subject: Subject, at: int, end: int) -> int | None:
    """When the first reading in a range was measured."""
    found = await readings.first(connection, subject.fed, moment(at), moment(end))
    return int(found.at[0]) if len(found) else None


async def first_ever(connection: Connection, subject: Subject) -> int | None:
    """When the first reading was measured of those that are there."""
    return await first(connection, subject, subject.marks.horizon, micros(LATEST))


async def first_hour(connection: Connection, subject: Subject) -> int | None:
    """The first hour that is rolled up."""
    hour = await connection.fetchval(_FIRST_HOUR, subject.sensor)
    return None if hour is None else micros(hour)


async def _last(connection: Connection, subject: Subject, start: int, at: int) -> Readings:
    return await readings.last(connection, subject.fed, moment(start), moment(at))
