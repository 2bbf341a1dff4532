"""Readings as lines of text, formatted by PostgreSQL, one page per short transaction.

10,000 lines take PostgreSQL about 18 ms. Fetching the rows and formatting them here would take
three times as long, and would block all other requests meanwhile. Pages continue by key, not by a
cursor: a transaction of minutes would block the creation and dropping of days, and vacuum.
"""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import timedelta

from isotherm.database import Connection
from isotherm.history.load import load_segments
from isotherm.history.segments import Segment
from isotherm_api.access import Visible
from isotherm_api.cells import cell
from isotherm_api.csv_form import CsvForm
from isotherm_api.database import Database
from isotherm_api.export.form import QUALITY_WORDS, UNITS, Form
from isotherm_api.ranges import Range

PAGE = 10_000
"""Readings in a page: about a megabyte."""
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_WIDEST = 64 * _DAY
"""A page reads at most this many days: each partition has to be planned and locked."""

TIMES = """to_char({0}, CASE WHEN extract(microseconds FROM {0})::int % 1000 = 0
    THEN 'YYYY-MM-DD"T"HH24:MI:SS.MSTZH:TZM' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.USTZH:TZM' END)"""
"""SQL of an instant as ISO 8601 in the session's zone; microseconds only if they are not zero."""
DEGREES = """CASE WHEN abs({0}) < 1e6
    THEN round(({0} * {1}::float8 + {2}::float8) * 1e9::float8) / 1e9::float8 + 0
    ELSE {0} * {1}::float8 + {2}::float8 END"""
"""SQL of a value in another unit, without floating-point noise in the fifteenth digit."""

_LINES = f"""
SELECT convert_to(string_agg(
           $5::text || {TIMES.format("measured_at")} || $6::text
           || coalesce({{number}}, '')
           || $11 || ($9::text[])[quality + 1] || $11 || {TIMES.format("received_at")}
           || $10::text, ''), 'UTF8') AS lines,
       max(measured_at) AS last, count(*) AS n
FROM (SELECT measured_at, received_at, value, quality FROM reading
      WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
      ORDER BY measured_at LIMIT $4) page"""
_NUMBER = f"({DEGREES.format('value', '$7', '$8')})::text"
_LINES_OF: dict[CsvForm, str] = {
    "point": _LINES.format(number=_NUMBER),
    "comma": _LINES.format(number=f"replace({_NUMBER}, '.', ',')"),
}


async def pages(
    database: Database, sensor: Visible, span: Range, form: Form
) -> AsyncGenerator[bytes, None]:
    """Yield a sensor's readings over a range in time order, from all channels that fed it.

    Each page reads what is stored at that moment: readings that arrive late, with times before the
    last page, are left out. Empty pages are yielded too, so that the caller can stop.
    """
    async with database.reading() as connection:
        segments = (await load_segments(connection, [sensor.id], span.start, span.end))[sensor.id]
        sources = await _sources(connection, segments, form)
    for segment in segments:
        async with aclosing(
            _segment(database, sensor, segment, sources[segment.channel], form)
        ) as lines:
            async for page in lines:
                yield page


async def _segment(
    database: Database, sensor: Visible, segment: Segment, source: str, form: Form
) -> AsyncGenerator[bytes, None]:
    zone, (_, scale, offset) = form.zone_of(sensor), UNITS[form.unit]
    lines, gap = _LINES_OF[form.csv], form.dialect.separator
    at, width = segment.start, _DAY
    while at < segment.end:
        until = min(at + width, segment.end)
        async with database.reading() as connection:
            await in_zone(connection, zone)
            row = await connection.fetchrow(
                lines, segment.channel, at, until, PAGE,
                f"{cell(str(sensor.reference))}{gap}", f"{gap}{cell(zone)}{gap}",
                scale, offset, QUALITY_WORDS, f"{gap}{source}", gap,
            )  # fmt: skip
        if row is None:
            raise RuntimeError("an aggregate without GROUP BY returns a row")
        yield row["lines"] or b""
        if row["n"] == PAGE:
            at = row["last"] + _INSTANT
            continue
        at = until
        width = min(width * 2, _WIDEST) if row["n"] < PAGE // 2 else width


async def in_zone(connection: Connection, zone: str) -> None:
    """Make PostgreSQL format times in a zone until the transaction ends.

    Raise asyncpg.InvalidParameterValueError if it does not know the zone.
    """
    await connection.execute("SELECT set_config('TimeZone', $1, true)", zone)


async def _sources(connection: Connection, segments: list[Segment], form: Form) -> dict[int, str]:
    """Return the end of a line, device and channel name, by channel id."""
    rows = await connection.fetch(
        "SELECT c.id, d.name AS device, c.name AS channel FROM channel c"
        " JOIN device d ON d.id = c.device_id WHERE c.id = ANY($1::int[])",
        [segment.channel for segment in segments],
    )
    line = form.dialect.line
    return {row["id"]: line(cell(row["device"]), cell(row["channel"])) for row in rows}
