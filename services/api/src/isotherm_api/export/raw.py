"""Readings as lines of text, written by PostgreSQL: a page of them is a short transaction.

Ten thousand lines take it some 18 ms; to fetch the rows and write the lines here takes three times
as long, and holds up everybody else's answers meanwhile. Pages go by key and not through a cursor:
a transaction of minutes would keep days from being made and dropped, and dead rows from going.
"""

from collections.abc import AsyncIterator
from datetime import timedelta

from isotherm.history.load import load_segments
from isotherm.history.readings import Segment
from isotherm_api.access import Visible
from isotherm_api.database import Connection, Database
from isotherm_api.export.form import QUALITY_WORDS, UNITS, Form
from isotherm_api.ranges import Range

PAGE = 10_000
"""Readings a page: about a megabyte."""
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_WIDEST = 64 * _DAY
"""A page looks into so many days at most, for each of them has to be planned and locked."""

TIMES = """to_char({0}, CASE WHEN extract(microseconds FROM {0})::int % 1000 = 0
    THEN 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM' END)"""
"""SQL of an instant as ISO 8601 in the session's zone, with microseconds only where it has some."""
DEGREES = """CASE WHEN abs({0}) < 1e6
    THEN round(({0} * {1}::float8 + {2}::float8) * 1e9::float8) / 1e9::float8 + 0
    ELSE {0} * {1}::float8 + {2}::float8 END"""
"""SQL of a value in another unit, without what floating point adds in the fifteenth digit."""

_LINES = f"""
SELECT convert_to(string_agg(
           $5::text || {TIMES.format("measured_at")} || $6::text
           || coalesce(({DEGREES.format("value", "$7", "$8")})::text, '')
           || ',' || ($9::text[])[quality + 1] || ',' || {TIMES.format("received_at")} || $10::text,
           ''), 'UTF8') AS lines,
       max(measured_at) AS last, count(*) AS n
FROM (SELECT measured_at, received_at, value, quality FROM reading
      WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
      ORDER BY measured_at LIMIT $4) page"""


async def pages(
    database: Database, sensor: Visible, span: Range, form: Form
) -> AsyncIterator[bytes]:
    """A sensor's readings over a range, by time, over all channels that fed it.

    Sees what is there when a page is read: of readings that come late meanwhile, those behind the
    page last read are left out. An empty page is given too, so that who asks may stop.
    """
    async with database.reading() as connection:
        segments = (await load_segments(connection, [sensor.id], span.start, span.end))[sensor.id]
        sources = await _sources(connection, segments)
    for segment in segments:
        async for page in _segment(database, sensor, segment, sources[segment.channel], form):
            yield page


async def _segment(
    database: Database, sensor: Visible, segment: Segment, source: str, form: Form
) -> AsyncIterator[bytes]:
    zone, (_, scale, offset) = form.zone_of(sensor), UNITS[form.unit]
    at, width = segment.start, _DAY
    while at < segment.end:
        until = min(at + width, segment.end)
        async with database.reading() as connection:
            await in_zone(connection, zone)
            row = await connection.fetchrow(
                _LINES, segment.channel, at, until, PAGE, f"{sensor.reference},", f",{zone},",
                scale, offset, QUALITY_WORDS, f",{source}\n",
            )  # fmt: skip
        if row is None:
            raise RuntimeError("a sum without GROUP BY has a row")
        yield row["lines"] or b""
        if row["n"] == PAGE:
            at = row["last"] + _INSTANT
            continue
        at = until
        width = min(width * 2, _WIDEST) if row["n"] < PAGE // 2 else width


async def in_zone(connection: Connection, zone: str) -> None:
    """PostgreSQL writes times in that zone until the transaction ends.

    asyncpg.InvalidParameterValueError for one it does not know.
    """
    await connection.execute("SELECT set_config('TimeZone', $1, true)", zone)


async def _sources(connection: Connection, segments: list[Segment]) -> dict[int, str]:
    """Device and channel of each segment's channel, as the last columns say them."""
    rows = await connection.fetch(
        "SELECT c.id, d.name AS device, c.name AS channel FROM channel c"
        " JOIN device d ON d.id = c.device_id WHERE c.id = ANY($1::int[])",
        [each.channel for each in segments],
    )
    return {row["id"]: f"{row['device']},{row['channel']}" for row in rows}
