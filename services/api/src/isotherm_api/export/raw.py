"""Readings as lines of text, formatted by PostgreSQL, one page per short transaction.

10,000 lines take PostgreSQL about 18 ms. Fetching the rows and formatting them here would take
three times as long, and would block all other requests meanwhile. Pages continue by key, not by a
cursor: a transaction of minutes would block the creation and dropping of days, and vacuum.
"""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm.history.load import load_segments
from isotherm.history.segments import Segment
from isotherm_api.cells import cell
from isotherm_api.csv_form import DIALECTS
from isotherm_api.database import Database
from isotherm_api.export.corrected import corrected_pages
from isotherm_api.export.form import CORRECTED_WORDS, Form
from isotherm_api.export.lines import LineArguments, line_arguments, sql_lines
from isotherm_api.export.stretches import Stretch, cut_stretches
from isotherm_api.ranges import Range
from isotherm_api.visible import Visible

PAGE = 10_000
"""Readings in a page: about a megabyte."""
_DAY, _INSTANT = timedelta(days=1), timedelta(microseconds=1)
_WIDEST = 64 * _DAY
"""A page reads at most this many days: each partition has to be planned and locked."""

_PAGE = """
SELECT measured_at, received_at, value, quality FROM reading
WHERE channel_id = $11 AND measured_at >= $12 AND measured_at < $13
ORDER BY measured_at LIMIT $14"""
_LINES = {form: sql_lines(form, _PAGE, "$10::text") for form in DIALECTS}


async def pages(
    database: Database, sensor: Visible, span: Range, form: Form, now: datetime
) -> AsyncGenerator[bytes, None]:
    """Yield a sensor's readings over a range in time order, from all channels that fed it.

    Each page reads what is stored at that moment: readings that arrive late, with times before the
    last page, are left out. Empty pages are yielded too, so that the caller can stop.
    """
    async with database.reading() as connection:
        segments = (await load_segments(connection, [sensor.id], span.start, span.end))[sensor.id]
        sources = await _sources(connection, segments, form)
    begin = line_arguments(sensor, form, span.start, now)
    for stretch in cut_stretches(segments, span):
        pages_of = corrected_pages if stretch.corrected else _stored
        async with aclosing(pages_of(database, begin, stretch, sources, form, PAGE)) as lines:
            async for page in lines:
                yield page


async def _stored(
    database: Database,
    begin: LineArguments,
    stretch: Stretch,
    sources: Mapping[int, str],
    form: Form,
    most: int,
) -> AsyncGenerator[bytes, None]:
    """Yield the lines of a stretch in which readings are shown as they were stored."""
    for segment in stretch.segments:
        ending = form.dialect.line("", sources[segment.channel], CORRECTED_WORDS[0])
        async with aclosing(_segment(database, begin, segment, ending, form, most)) as lines:
            async for page in lines:
                yield page


async def _segment(
    database: Database, begin: LineArguments, segment: Segment, ending: str, form: Form, most: int
) -> AsyncGenerator[bytes, None]:
    at, width = segment.start, _DAY
    while at < segment.end:
        until = min(at + width, segment.end)
        async with database.reading() as connection:
            row = await connection.fetchrow(
                _LINES[form.csv], *begin, ending, segment.channel, at, until, most
            )
        if row is None:
            raise RuntimeError("an aggregate without GROUP BY returns a row")
        yield row["lines"] or b""
        if row["n"] == most:
            at = row["last"] + _INSTANT
            continue
        at = until
        width = min(width * 2, _WIDEST) if row["n"] < most // 2 else width


async def _sources(connection: Connection, segments: list[Segment], form: Form) -> dict[int, str]:
    """Return the cells of device and channel, by channel id."""
    rows = await connection.fetch(
        "SELECT c.id, d.name AS device, c.name AS channel FROM channel c"
        " JOIN device d ON d.id = c.device_id WHERE c.id = ANY($1::int[])",
        [segment.channel for segment in segments],
    )
    separator = form.dialect.separator
    return {row["id"]: separator.join([cell(row["device"]), cell(row["channel"])]) for row in rows}
