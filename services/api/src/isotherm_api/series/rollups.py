"""A sensor's series from rollups, and from readings on both sides of them."""

from dataclasses import replace
from datetime import timedelta

from isotherm.database import Connection
from isotherm.history.readings import Readings
from isotherm.instants import Micros
from isotherm_api.history.brief import Brief, brief
from isotherm_api.history.buckets import DAY
from isotherm_api.history.frame import Frame
from isotherm_api.history.pieces import Rolled, read_pieces
from isotherm_api.history.split import split
from isotherm_api.history.uncounted import load_uncounted
from isotherm_api.series.part import Part


async def read_rollups(
    connection: Connection, frame: Frame, width: timedelta, first: Micros | None, limit: int
) -> Part:
    """Return a sensor's part of a series, in buckets of `width`.

    `first` is the instant of the sensor's first reading. At most `limit` readings that do not
    count are listed, the newest ones.
    """
    cuts = split(frame)
    gaps_span = cuts.before[0], cuts.rolled[1]
    summary = brief(frame, cuts, days=width >= DAY)
    pieces = await read_pieces(connection, frame, cuts, summary, judged=False)
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, Rolled):
            uncounted = await _load_uncounted(connection, frame, piece, width, limit)
            parts.append(Part.of_rollups(piece.sums, gaps_span, first, uncounted))
        elif piece is pieces[0] and len(pieces) > 1:
            # its gaps are among the stored ones
            parts.append(replace(Part.of_readings(piece), gaps=[], gaps_total=0))
        else:
            parts.append(Part.of_readings(piece))
    return Part.joined(frame, parts, width, limit)


async def _load_uncounted(
    connection: Connection, frame: Frame, piece: Rolled[Brief], width: timedelta, limit: int
) -> Readings:
    """Load the newest readings of a rolled-up piece that do not count."""
    sums = piece.sums
    if not sums.uncounted.any():
        return Readings.of([])
    hours = sums.at[sums.uncounted > 0] if width < DAY else None
    return await load_uncounted(connection, frame, piece.span, limit, hours)
