"""Readings of a stretch that corrections touch, as lines of text.

They are corrected here, and formatted by PostgreSQL as all others. Each page takes as many readings
of each segment as a page has, and ends where the first of these ends, as more of it may follow.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from isotherm.database import Connection
from isotherm.history.corrections import Correction, correct_values, spread
from isotherm.history.readings import Readings
from isotherm.history.rules import Numbers
from isotherm.history.segments import SPREAD, Segment, clip_segments
from isotherm.instants import DAY, Micros, Times, from_postgres, sql_timestamptz, to_datetime
from isotherm_api.csv_form import DIALECTS
from isotherm_api.database import Database
from isotherm_api.export.form import CORRECTED_WORDS, KINDS, Form
from isotherm_api.export.lines import LineArguments, sql_lines
from isotherm_api.export.stretches import Stretch

_MICROSECOND = timedelta(microseconds=1)
_WIDEST = 64 * DAY
_ROW = np.dtype([("at", ">i8"), ("received", ">i8"), ("value", ">f8"), ("quality", ">i2")])
_STORED = """
SELECT string_agg(timestamptz_send(measured_at) || timestamptz_send(received_at)
    || float8send(coalesce(value, 'NaN')) || int2send(quality), ''::bytea ORDER BY measured_at)
FROM (SELECT measured_at, received_at, value, quality FROM reading
      WHERE channel_id = $1 AND measured_at >= $2 AND measured_at < $3
      ORDER BY measured_at LIMIT $4) page"""
_SHOWN = f"""
SELECT {sql_timestamptz("x.at")} AS measured_at, {sql_timestamptz("x.received")} AS received_at,
       nullif(x.value, 'NaN') AS value, x.quality, x.ending
FROM unnest($11::int8[], $12::int8[], $13::float8[], $14::int2[], $15::int4[])
    WITH ORDINALITY AS x (at, received, value, quality, ending, n) ORDER BY x.n"""
_LINES = {form: sql_lines(form, _SHOWN, "($10::text[])[ending + 1]") for form in DIALECTS}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Readings of some segments, by when they are shown."""

    shown: Times
    """Where they were shifted to; some are pushed on by those before them."""
    received: Times
    value: Numbers
    quality: NDArray[np.int16]
    channel: NDArray[np.int64]
    moved: NDArray[np.bool_]

    def pick(self, which: NDArray[np.bool_] | NDArray[np.intp]) -> "_Rows":
        """Return the readings that a mask or indices choose."""
        return _Rows(*(getattr(self, column.name)[which] for column in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence["_Rows"]) -> "_Rows":
        """Return the readings of all parts; of two at one instant the one that moved is second."""
        names = [column.name for column in fields(cls)]
        rows = cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))
        return rows.pick(np.lexsort((rows.moved, rows.shown)))

    @classmethod
    def decoded(cls, packed: bytes | None, channel: int, shift: Micros) -> "_Rows":
        """Return the readings of a channel, shifted, from the answer to _STORED."""
        columns = np.frombuffer(packed or b"", _ROW)
        return cls(
            from_postgres(columns["at"]) + shift,
            from_postgres(columns["received"]),
            columns["value"].astype(np.float64),
            columns["quality"].astype(np.int16),
            np.full(len(columns), channel, np.int64),
            np.full(len(columns), shift != 0, np.bool_),
        )


async def corrected_pages(
    database: Database,
    begin: LineArguments,
    stretch: Stretch,
    sources: Mapping[int, str],
    form: Form,
    most: int,
) -> AsyncGenerator[bytes, None]:
    """Yield the lines of a stretch, page by page, each of at most `most` readings of a segment.

    `sources` are the cells of device and channel, by channel id.
    """
    corrections = stretch.segments[0].corrections if stretch.segments else ()
    # what comes to one instant before the stretch is pushed into it
    at, width, last = stretch.start - SPREAD, DAY, stretch.start - SPREAD - 1
    while at < stretch.end:
        async with database.reading() as connection:
            end = min(at + width, stretch.end)
            rows, until = await _load(connection, stretch.segments, at, end, most)
            placed = spread(np.concatenate([[last], rows.shown]))[1:]
            inside = (placed >= stretch.start) & (placed < stretch.end)
            shown = rows.pick(inside)
            readings, kinds = _corrected(placed[inside], shown, corrections)
            lines = await _format(connection, begin, readings, shown, kinds, sources, form)
        yield lines
        at, last = until, int(placed[-1]) if len(placed) else last
        width = min(width * 2, _WIDEST) if len(placed) < most // 2 else width


async def _load(
    connection: Connection, segments: Sequence[Segment], start: Micros, end: Micros, most: int
) -> tuple[_Rows, Micros]:
    """Return the readings shown from `start` on, and until when these are all."""
    parts, until = [_Rows.decoded(None, 0, 0)], end
    for segment in clip_segments(segments, to_datetime(start), to_datetime(end)):
        packed = await connection.fetchval(_STORED, segment.channel, *segment.stored, most)
        part = _Rows.decoded(packed, segment.channel, segment.shift // _MICROSECOND)
        if len(part.shown) == most:
            until = min(until, int(part.shown[-1]) + 1)
        parts.append(part)
    rows = _Rows.joined(parts)
    return rows.pick(rows.shown < until), until


def _corrected(
    at: Times, rows: _Rows, corrections: Sequence[Correction]
) -> tuple[Readings, NDArray[np.int64]]:
    """Return readings as they are shown, and by which kinds of correction, as CORRECTED_WORDS."""
    kinds = np.where(rows.moved, KINDS["time"], 0)
    for correction in corrections:
        if correction.kind != "time":
            kinds = kinds | np.where(correction.holds(at), KINDS[correction.kind], 0)
    return correct_values(Readings(at, rows.value, rows.quality), corrections), kinds


async def _format(
    connection: Connection,
    begin: LineArguments,
    readings: Readings,
    rows: _Rows,
    kinds: NDArray[np.int64],
    sources: Mapping[int, str],
    form: Form,
) -> bytes:
    """Return the lines of readings; `sources` are the cells of device and channel, by channel."""
    endings, numbers = np.unique(rows.channel * len(CORRECTED_WORDS) + kinds, return_inverse=True)
    texts = []
    for ending in endings.tolist():
        channel, kind = divmod(ending, len(CORRECTED_WORDS))
        texts.append(form.dialect.line("", sources[channel], CORRECTED_WORDS[kind]))
    columns = readings.at, rows.received, readings.value, readings.quality, numbers
    row = await connection.fetchrow(
        _LINES[form.csv], *begin, texts, *(column.tolist() for column in columns)
    )
    return (row and row["lines"]) or b""
