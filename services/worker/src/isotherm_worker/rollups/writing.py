"""Write computed hours in place of the stored ones, and make days of hours."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from isotherm.database import Connection
from isotherm.history.sums import NAMES, to_nullable
from isotherm.instants import to_datetime_clamped
from isotherm_worker.rollups.compute import Rollup

_GONE = "FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[]) AS gone (id, since, until)"
_DELETE = (
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
_DELETE_DAYS = """
DELETE FROM reading_day d USING unnest($1::int[], $2::date[]) AS gone (id, day)
WHERE d.sensor_id = gone.id AND d.day = gone.day
"""
_SUMMED = ("n", "uncounted", "total", "integral", "known_s", "covered_s", "above_s", "below_s")


def _first(column: str, order: str) -> str:
    """Return SQL of the first value that is not NULL, by an order."""
    return f"(array_agg({column} ORDER BY {order}) FILTER (WHERE {column} IS NOT NULL))[1]"


_OF_DAY = {name: f"sum({name})" for name in _SUMMED} | {
    "least": "min(least)",
    "least_at": _first("least_at", "least, least_at"),
    "most": "max(most)",
    "most_at": _first("most_at", "most DESC, most_at"),
    "first_at": "min(first_at)",
    "last_at": "max(last_at)",
    "last_value": "(array_agg(last_value ORDER BY last_at DESC NULLS LAST))[1]",
    "last_quality": "(array_agg(last_quality ORDER BY last_at DESC NULLS LAST))[1]",
}
for _side in ("above", "below"):
    # an excursion that goes on from one hour into the next was counted in both
    _OF_DAY |= {
        f"{_side}_times": f"sum({_side}_times)"
        f" - count(*) FILTER (WHERE first_{_side} AND before_{_side})",
        f"first_{_side}": _first(f"first_{_side}", "hour"),
        f"last_{_side}": _first(f"last_{_side}", "hour DESC"),
    }
_INSERT_DAYS = f"""
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


async def write_rollups(connection: Connection, rollups: Sequence[Rollup]) -> None:
    """Replace what is stored by rollups of different hours, and move the sensors' marks."""
    if not rollups:
        return
    replaced = (
        [rollup.sensor_id for rollup in rollups],
        [to_datetime_clamped(rollup.start) for rollup in rollups],
        [to_datetime_clamped(rollup.replaced_to) for rollup in rollups],
    )
    for statement in _DELETE:
        await connection.execute(statement, *replaced)
    await connection.copy_records_to_table(
        "reading_hour", records=chain.from_iterable(map(_hours, rollups)), columns=_HOURS
    )
    for table in ("gap", "fault"):
        await connection.copy_records_to_table(table, records=_spans(rollups, table))
    rolled_to = {rollup.sensor_id: to_datetime_clamped(rollup.rolled_to) for rollup in rollups}
    await connection.execute(_MARK, list(rolled_to), list(rolled_to.values()))
    await _write_days(connection, rollups)


async def _write_days(connection: Connection, rollups: Sequence[Rollup]) -> None:
    """Replace the days that rollups touch; a day is stored once it is rolled up to its end."""
    touched = {
        (rollup.sensor_id, day): (begin, end, rollup.rolled_to)
        for rollup in rollups
        for day, begin, end in rollup.days
    }
    await connection.execute(
        _DELETE_DAYS, [sensor_id for sensor_id, _ in touched], [day for _, day in touched]
    )
    whole = [
        (sensor_id, day, to_datetime_clamped(begin), to_datetime_clamped(end))
        for (sensor_id, day), (begin, end, rolled_to) in touched.items()
        if end <= rolled_to
    ]
    if whole:
        await connection.execute(_INSERT_DAYS, *map(list, zip(*whole, strict=True)))


def _spans(rollups: Sequence[Rollup], table: str) -> list[tuple[Any, ...]]:
    """Return rows of a table, each once: a gap from one rollup into another is in both."""
    spans = {
        (rollup.sensor_id, since): until
        for rollup in rollups
        for since, until in (rollup.gaps if table == "gap" else rollup.faults)
    }
    return [
        (
            sensor_id,
            to_datetime_clamped(since),
            None if until is None else to_datetime_clamped(until),
        )
        for (sensor_id, since), until in spans.items()
    ]


def _hours(rollup: Rollup) -> Iterator[tuple[Any, ...]]:
    """Yield a rollup's rows of `reading_hour`."""
    rows = zip(
        rollup.hours.tolist(),
        rollup.sums.to_rows(),
        to_nullable(rollup.interval_s.tolist()),
        strict=True,
    )
    for hour, sums, interval_s in rows:
        yield (rollup.sensor_id, to_datetime_clamped(hour), *sums, interval_s)
