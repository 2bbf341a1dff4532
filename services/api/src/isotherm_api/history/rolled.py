"""Rollups of one sensor over full hours: days where they are wanted and whole, else hours."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from isotherm.history.asking import Question
from isotherm.history.sums import NAMES, PACKED, Sums
from isotherm.instants import to_datetime
from isotherm.spans import Span
from isotherm.zones import midnight
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Summary
from isotherm_api.history.split import Split, whole_days

_SOURCE = """
SELECT hour AS at, {columns} FROM reading_hour
WHERE sensor_id = $1 AND (hour >= $2 AND hour < $3 OR hour >= $4 AND hour < $5)
UNION ALL
SELECT ($6::timestamptz[])[day - $7 + 1], {columns} FROM reading_day
WHERE sensor_id = $1 AND day >= $7 AND day < $8"""


def sql_rolled(columns: str) -> str:
    """Return SQL of some columns of a sensor's hours and days, by `at`, for `rolled_arguments`."""
    return _SOURCE.format(columns=columns)


def rolled_arguments(sensor_id: int, span: Span, zone: str, *, days: bool) -> list[Any]:
    """Return the arguments of `sql_rolled` for a span of full hours.

    With `days`, whole days of the zone come as days, and the hours around them as hours. When each
    day begins is sent along: PostgreSQL takes the second midnight of a day that has two, and its
    own rules of time zones.
    """
    start, end = span
    here = ZoneInfo(zone)
    first, last = whole_days(span, zone)
    if not days or last <= first:
        last = first
        inner = (end, end)
    else:
        inner = (midnight(first, here), midnight(last, here))
    bounds = [to_datetime(at) for at in (start, inner[0], inner[1], end)]
    dates = (first + timedelta(days=n) for n in range((last - first).days))
    begins = [to_datetime(midnight(day, here)) for day in dates]
    return [sensor_id, *bounds, begins, first, last]


_WHOLE = f"""
SELECT string_agg({PACKED}, ''::bytea ORDER BY at)
FROM ({sql_rolled(", ".join(NAMES))}) x"""


def whole(frame: Frame, cuts: Split) -> Summary[Sums]:
    """Return the question for all sums of the rolled-up part, by day and by hour around them."""
    sensor = frame.sensor
    arguments = rolled_arguments(sensor.id, cuts.rolled, sensor.time_zone, days=True)
    return Summary(Question(_WHOLE, tuple(arguments), 1), _decode_whole)


def _decode_whole(answer: Sequence[Any]) -> Sums:
    [packed] = answer
    return Sums.from_packed(packed)
