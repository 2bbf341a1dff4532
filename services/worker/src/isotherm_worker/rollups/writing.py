"""Writes what was computed in place of what is there, and makes days of hours."""

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import Any

import numpy as np

from isotherm.history.rules import ALWAYS
from isotherm.history.sums import NAMES
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups.pieces import Piece
from isotherm_worker.rollups.subjects import moment

_GONE = "FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS gone (id, since, until)"
_CLEAR = (
    f"DELETE FROM reading_hour h USING (SELECT * {_GONE}) AS gone"
    " WHERE h.sensor_id = gone.id AND h.hour >= gone.since AND h.hour < gone.until",
    f"DELETE FROM fault f USING (SELECT * {_GONE}) AS gone"
    " WHERE f.sensor_id = gone.id AND f.since >= gone.since AND f.since < gone.until",
    f"DELETE FROM gap g USING (SELECT * {_GONE}) AS gone"
    " WHERE g.sensor_id = gone.id AND g.since < gone.until AND (g.since >= gone.since"
    " OR g.until IS NULL OR g.until >= gone.since)",
)
_HOURS = ("sensor_id", "hour", *NAMES, "interval_s")
_MARK = """
UPDATE rollup SET rolled_to = m.rolled_to
FROM unnest($1::int[], $2::timestamptz[]) AS m (id, rolled_to) WHERE sensor_id = m.id
"""
_CLEAR_DAYS = """
DELETE FROM reading_day d USING unnest($1::int[], $2::date[]) AS gone (id, day)
WHERE d.sensor_id = gone.id AND d.day = gone.day
"""
_SUMMED = ("n", "uncounted", "total", "integral", "known_s", "covered_s", "above_s", "below_s")


def _one(column: str, order: str) -> str:
    """The value of the first row by an order, of those that have one."""
    return f"(array_agg({column} ORDER BY {order}) FILTER (WHERE {column} IS NOT NULL))[1]"


_OF_DAY = {name: f"sum({name})" for name in _SUMMED} | {
    "least": "min(least)",
    "least_at": _one("least_at", "least, least_at"),
    "most": "max(most)",
    "most_at": _one("most_at", "most DESC, most_at"),
    "first_at": "min(first_at)",
    "last_at": "max(last_at)",
    "last_value": "(array_agg(last_value ORDER BY last_at DESC NULLS LAST))[1]",
    "last_quality": "(array_agg(last_quality ORDER BY last_at DESC NULLS LAST))[1]",
}
for _side in ("above", "below"):
    # an excursion that goes on from an hour into the next was counted in both
    _OF_DAY |= {
        f"{_side}_times": f"sum({_side}_times)"
        f" - count(*) FILTER (WHERE first_{_side} AND before_{_side})",
        f"first_{_side}": _one(f"first_{_side}", "hour"),
        f"last_{_side}": _one(f"last_{_side}", "hour DESC"),
    }
_DAYS = f"""
INSERT INTO reading_day (sensor_id, day, {", ".join(_OF_DAY)})
SELECT id, day, {", ".join(_OF_DAY.values())}
FROM (
    SELECT whole.id, whole.day, h.*, lag(last_above) OVER judged AS before_above,
        lag(last_below) OVER judged AS before_below
    FROM unnest($1::int[], $2::date[], $3::timestamptz[], $4::timestamptz[])
        AS whole (id, day, since, until)
    JOIN reading_hour h ON h.sensor_id = whole.id
        AND h.hour >= whole.since AND h.hour < whole.until
    WINDOW judged AS (PARTITION BY whole.id, whole.day, first_above IS NULL ORDER BY h.hour)
) AS each_hour GROUP BY id, day
"""


async def write(connection: Connection, pieces: Sequence[Piece]) -> None:
    """Puts pieces of different hours in their places; the marks move with them."""
    if not pieces:
        return
    gone = (
        [each.stretch.subject.sensor for each in pieces],
        [moment(each.stretch.start) for each in pieces],
        [moment(each.stretch.replaced_to) for each in pieces],
    )
    for statement in _CLEAR:
        await connection.execute(statement, *gone)
    await connection.copy_records_to_table(
        "reading_hour", records=chain.from_iterable(map(_hours, pieces)), columns=_HOURS
    )
    for kind in ("gap", "fault"):
        await connection.copy_records_to_table(kind, records=_spans(pieces, kind))
    rolled = {each.stretch.subject.sensor: moment(each.stretch.rolled_to) for each in pieces}
    await connection.execute(_MARK, list(rolled), list(rolled.values()))
    await _write_days(connection, pieces)


async def _write_days(connection: Connection, pieces: Sequence[Piece]) -> None:
    """Makes anew the days that pieces touch and that are over."""
    touched = {
        (each.stretch.subject.sensor, day): (begin, end, each.stretch.rolled_to)
        for each in pieces
        for day, begin, end in each.days
    }
    await connection.execute(
        _CLEAR_DAYS, [sensor for sensor, _ in touched], [day for _, day in touched]
    )
    whole = [
        (sensor, day, moment(begin), moment(end))
        for (sensor, day), (begin, end, rolled_to) in touched.items()
        if end <= rolled_to
    ]
    if whole:
        await connection.execute(_DAYS, *map(list, zip(*whole, strict=True)))


def _spans(pieces: Sequence[Piece], kind: str) -> list[tuple[Any, ...]]:
    """Each once: the gap from one piece into another is in both."""
    found = {
        (each.stretch.subject.sensor, since): until
        for each in pieces
        for since, until in (each.gaps if kind == "gap" else each.faults)
    }
    return [
        (sensor, moment(since), None if until is None else moment(until))
        for (sensor, since), until in found.items()
    ]


def _hours(piece: Piece) -> Iterator[tuple[Any, ...]]:
    columns = [_column(name, getattr(piece.sums, name)) for name in NAMES]
    return zip(
        repeat(piece.stretch.subject.sensor),
        map(moment, piece.hours.tolist()),
        *columns,
        _column("interval_s", piece.interval_s),
        strict=False,
    )


def _column(name: str, values: np.ndarray[Any, Any]) -> list[Any]:
    """For the database: none where nothing is, times and verdicts as what they are."""
    found: list[Any] = values.tolist()
    if name.endswith("_at"):
        return [None if each == ALWAYS else moment(each) for each in found]
    if name.startswith(("first_", "last_")) and values.dtype == np.int8:
        return [None if each < 0 else bool(each) for each in found]
    if name == "last_quality":
        return [None if each < 0 else each for each in found]
    if name in ("least", "most", "last_value", "interval_s"):
        return [None if each != each else each for each in found]
    return found
