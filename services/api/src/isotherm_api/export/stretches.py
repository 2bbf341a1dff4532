"""Whole hours or days of a sensor's site as lines of text: from rollups, and from readings after.

The hours and days are those that the range touches, from the first reading until now. One without
any reading is a line too: what is missing is said, and not left out.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from isotherm import zones
from isotherm.history.summing import sum_up
from isotherm.history.sums import Sums
from isotherm.instants import SECOND, to_datetime, to_micros
from isotherm.zones import midnight
from isotherm_api.access import Visible
from isotherm_api.database import Connection, Database
from isotherm_api.export.form import UNITS, Form
from isotherm_api.history.frame import Frame, first_reading, frame_of
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.history.split import Stretch
from isotherm_api.ranges import Range

_DAY = timedelta(days=1)
_ROLLED, _READ = 60, 2
"""PartitionDays a page: of rollups, and of readings, of which a day may have 86,400."""
_COLUMNS = "n, uncounted, total, least, most, covered_s, above_s, below_s"
_HOURS = f"""
SELECT hour AS begins, {_COLUMNS} FROM reading_hour
WHERE sensor_id = $1 AND hour >= $2 AND hour < $3"""
_DAYS = f"""
SELECT day AS begins, {_COLUMNS} FROM reading_day
WHERE sensor_id = $1 AND day >= $2 AND day < $3"""


@dataclass(frozen=True, slots=True)
class _Row:
    """What one stretch adds up to; the names are those of `reading_hour`."""

    n: int = 0
    uncounted: int = 0
    total: float = 0.0
    least: float | None = None
    most: float | None = None
    covered_s: float = 0.0
    above_s: float = 0.0
    below_s: float = 0.0


_NONE = _Row()


async def pages(
    database: Database, sensor: Visible, span: Range, form: Form, now: datetime, days: PartitionDays
) -> AsyncGenerator[bytes, None]:
    """The lines of a sensor, some weeks a page and transaction."""
    async with database.reading() as connection:
        frame = await frame_of(connection, sensor, span, now, days)
        first = await first_reading(connection, frame)
    if first is None:
        return
    here = ZoneInfo(sensor.time_zone)
    start, end = max(frame.start, first), frame.past
    if start >= end:
        return
    day = to_datetime(start).astimezone(here).date()
    while midnight(day, here) < end:
        rolled = midnight(day + _ROLLED * _DAY, here) <= frame.head.rolled_to
        until = day + (_ROLLED if rolled else _READ) * _DAY
        part = midnight(day, here), midnight(until, here)
        async with database.reading() as connection:
            stretch = Range(to_datetime(part[0]), to_datetime(part[1]))
            frame = await frame_of(connection, sensor, stretch, now, days)
            rows = await _rows(connection, frame, form)
        touched = [each for each in rows if each[0][1] > start and each[0][0] < end]
        yield "".join(_line(*each, sensor, form, frame.now) for each in touched).encode()
        day = until


async def _rows(connection: Connection, frame: Frame, form: Form) -> list[tuple[Stretch, _Row]]:
    """Each hour or day of a frame that begins and ends at midnight."""
    zone = ZoneInfo(frame.sensor.time_zone)
    dates = [to_datetime(each).astimezone(zone).date() for each in (frame.start, frame.end)]
    if form.resolution == "hour":
        edges = zones.hours(frame.start, frame.end, zones.zone(frame.sensor.time_zone)).tolist()
        bounds = [to_datetime(frame.start), to_datetime(frame.end)]
        found = await connection.fetch(_HOURS, frame.sensor.id, *bounds)
        rolled = {to_micros(row["begins"]): _Row(*tuple(row)[1:]) for row in found}
    else:
        days = [dates[0] + n * _DAY for n in range((dates[1] - dates[0]).days + 1)]
        # a zone may skip a whole day, as Samoa did
        edges = sorted({midnight(each, zone) for each in days})
        found = await connection.fetch(_DAYS, frame.sensor.id, *dates)
        rolled = {midnight(row["begins"], zone): _Row(*tuple(row)[1:]) for row in found}
    done = sum(end <= frame.head.rolled_to for end in edges[1:])
    rows = [rolled.get(begin, _NONE) for begin in edges[:done]]
    if done < len(edges) - 1:
        window = await frame.window(connection, np.array(edges[done:], np.int64))
        rows += _of_sums(sum_up(window))
    return list(zip(pairwise(edges), rows, strict=True))


def _of_sums(sums: Sums) -> list[_Row]:
    columns = (getattr(sums, each).tolist() for each in _COLUMNS.split(", "))
    return [_Row(*each) for each in zip(*columns, strict=True)]


def _line(stretch: Stretch, row: _Row, sensor: Visible, form: Form, now: int) -> str:
    begin, end = stretch
    zone = form.zone_of(sensor)
    times = [to_datetime(each).astimezone(ZoneInfo(zone)).isoformat() for each in stretch]
    mean = row.total / row.n if row.n else None
    _, scale, offset = UNITS[form.unit]
    values = [_degrees(each, row.n, scale, offset) for each in (row.least, mean, row.most)]
    coverage = min(1.0, row.covered_s * SECOND / (min(end, now) - begin))
    counts = f"{row.n},{row.uncounted},{coverage:.6g}"
    seconds = f"{_plain(row.above_s, 3)},{_plain(row.below_s, 3)}"
    return f"{sensor.reference},{','.join((*times, zone, *values))},{counts},{seconds}\n"


def _degrees(celsius: float | None, n: int, scale: float, offset: float) -> str:
    return "" if celsius is None or not n else _plain(celsius * scale + offset, 9)


def _plain(value: float, decimals: int) -> str:
    """Without what floating point adds in the last digits, and without a negative zero."""
    return f"{round(value, decimals) + 0.0:.15g}"
