"""Full hours or days of a sensor's site as lines of text: from rollups, and from readings after.

A line is written for every hour or day that the range touches, from the first reading until now,
also if it has no readings.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.asking import Question
from isotherm.history.sums import Sums
from isotherm.instants import SECOND, Micros, Times, to_datetime, to_micros
from isotherm.spans import Span
from isotherm.zones import midnight
from isotherm_api.cells import cell
from isotherm_api.database import Database
from isotherm_api.export.form import UNITS, Form
from isotherm_api.history.first import read_first_reading
from isotherm_api.history.frame import Frame
from isotherm_api.history.frames import load_frame
from isotherm_api.history.partition_days import PartitionDays
from isotherm_api.history.pieces import Rolled, Summary, read_pieces
from isotherm_api.history.split import Split
from isotherm_api.ranges import Range
from isotherm_api.visible import Visible

_DAY = timedelta(days=1)
_ROLLED_DAYS, _RAW_DAYS = 60, 2
"""Days in a page of rollups, and of readings: a day may have 86,400 of them."""
_COLUMNS = ("n", "uncounted", "total", "least", "most", "covered_s", "above_s", "below_s")
_HOURS, _DAYS = (
    f"""
SELECT array_agg(x ORDER BY begins) FROM (
    SELECT {key} AS begins, {", ".join(_COLUMNS)} FROM {table}
    WHERE sensor_id = $1 AND {key} >= $2 AND {key} < $3) x"""
    for table, key in (("reading_hour", "hour"), ("reading_day", "day"))
)


@dataclass(frozen=True, slots=True)
class _Row:
    """The sums of an hour or day; the names are those of `reading_hour`."""

    n: int = 0
    uncounted: int = 0
    total: float = 0.0
    least: float | None = None
    most: float | None = None
    covered_s: float = 0.0
    above_s: float = 0.0
    below_s: float = 0.0


_EMPTY = _Row()


async def pages(
    database: Database, sensor: Visible, span: Range, form: Form, now: datetime, days: PartitionDays
) -> AsyncGenerator[bytes, None]:
    """Yield the lines of a sensor, each page read in a transaction of its own."""
    async with database.reading() as connection:
        frame = await load_frame(connection, sensor, span, now, days)
        first = await read_first_reading(connection, frame)
    if first is None:
        return
    here = ZoneInfo(sensor.time_zone)
    start, end = max(frame.start, first), frame.past
    if start >= end:
        return
    day = to_datetime(start).astimezone(here).date()
    while midnight(day, here) < end:
        is_rolled = midnight(day + _ROLLED_DAYS * _DAY, here) <= frame.head.rolled_to
        until = day + (_ROLLED_DAYS if is_rolled else _RAW_DAYS) * _DAY
        page = Range(to_datetime(midnight(day, here)), to_datetime(midnight(until, here)))
        async with database.reading() as connection:
            frame = await load_frame(connection, sensor, page, now, days)
            rows = await _load_rows(connection, frame, form)
        lines = [
            _line(bounds, row, sensor, form, frame)
            for bounds, row in rows
            if bounds[1] > start and bounds[0] < end
        ]
        yield "".join(lines).encode()
        day = until


async def _load_rows(connection: Connection, frame: Frame, form: Form) -> list[tuple[Span, _Row]]:
    """Return each hour or day of a frame that begins and ends at midnight, with its sums."""
    edges = _edges(frame, form)
    rolled_to = max(edges[edges <= frame.head.rolled_to].tolist(), default=frame.start)
    cuts = Split((frame.start, frame.start), (frame.start, rolled_to), (rolled_to, frame.end))
    rows: list[_Row] = []
    for piece in await read_pieces(connection, frame, cuts, _summary(frame, form), edges=edges):
        if isinstance(piece, Rolled):
            begins = edges[edges < rolled_to].tolist()
            rows += [piece.sums.get(begin, _EMPTY) for begin in begins]
        else:
            rows += _of_sums(piece.sum_up())
    return list(zip(pairwise(edges.tolist()), rows, strict=True))


def _edges(frame: Frame, form: Form) -> Times:
    """Return where the hours or days of a frame begin, and where the last one ends."""
    zone = zones.zone(frame.sensor.time_zone)
    if form.resolution == "hour":
        return zones.hours(frame.start, frame.end, zone)
    begins = [begin for _, begin, _ in zones.days(frame.start, frame.end, zone)]
    return np.array([*begins, frame.end], np.int64)


def _summary(frame: Frame, form: Form) -> Summary[dict[Micros, _Row]]:
    """Return the question for all hours or days of a frame that are rolled up, by their begin."""
    bounds = to_datetime(frame.start), to_datetime(frame.end)
    if form.resolution == "hour":
        return Summary(Question(_HOURS, (frame.sensor.id, *bounds), 1), _decode_hours)
    zone = ZoneInfo(frame.sensor.time_zone)
    dates = [at.astimezone(zone).date() for at in bounds]

    def decode_days(answer: Sequence[Any]) -> dict[Micros, _Row]:
        return {midnight(day, zone): _Row(*sums) for day, *sums in answer[0] or ()}

    return Summary(Question(_DAYS, (frame.sensor.id, *dates), 1), decode_days)


def _decode_hours(answer: Sequence[Any]) -> dict[Micros, _Row]:
    return {to_micros(hour): _Row(*sums) for hour, *sums in answer[0] or ()}


def _of_sums(sums: Sums) -> list[_Row]:
    columns = (getattr(sums, name).tolist() for name in _COLUMNS)
    return [_Row(*row) for row in zip(*columns, strict=True)]


def _line(bounds: Span, row: _Row, sensor: Visible, form: Form, frame: Frame) -> str:
    begin, end = bounds
    zone = form.zone_of(sensor)
    times = [to_datetime(at).astimezone(ZoneInfo(zone)).isoformat() for at in bounds]
    mean = row.total / row.n if row.n else None
    _, scale, offset = UNITS[form.unit]
    values = [_degrees(value, row.n, scale, offset) for value in (row.least, mean, row.most)]
    watched = min(end, frame.now, frame.installed[1]) - max(begin, frame.installed[0])
    coverage = f"{min(1.0, row.covered_s * SECOND / watched):.6g}" if watched > 0 else ""
    reference, number = cell(str(sensor.reference)), form.dialect.number
    return form.dialect.line(
        reference, *times, cell(zone), *map(number, values), str(row.n), str(row.uncounted),
        number(coverage), number(_plain(row.above_s, 3)), number(_plain(row.below_s, 3)),
    )  # fmt: skip


def _degrees(celsius: float | None, n: int, scale: float, offset: float) -> str:
    return "" if celsius is None or not n else _plain(celsius * scale + offset, 9)


def _plain(value: float, decimals: int) -> str:
    """Return a number without floating-point noise in the last digits, and no negative zero."""
    return f"{round(value, decimals) + 0.0:.15g}"
