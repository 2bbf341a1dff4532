"""Load what sparks are drawn from, for all sensors at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

import asyncpg

from isotherm.database import Connection
from isotherm.history import load
from isotherm.history.load import PACKED, Source
from isotherm.history.readings import Readings
from isotherm.history.segments import Segment, clip_segments
from isotherm.instants import Micros, to_datetime
from isotherm.spans import Span
from isotherm_api.history.frame import Frame

_HOURS = """
SELECT h.sensor_id, h.least, h.least_at, h.most, h.most_at
FROM rollup u JOIN reading_hour h ON h.sensor_id = u.sensor_id AND h.hour < u.rolled_to
WHERE u.sensor_id = ANY($1::int[]) AND u.rolled_to > $2
  AND h.hour > $2::timestamptz - interval '1 hour' AND h.n > 0"""

_GAPS = """
SELECT sensor_id, since, until FROM gap
WHERE sensor_id = ANY($1::int[]) AND (until IS NULL OR until > $2)"""

_FAULTS = """
SELECT sensor_id, since, until FROM fault
WHERE sensor_id = ANY($1::int[]) AND since > $2::timestamptz - interval '1 hour' AND until >= $2"""

# $5 and $6 bound all of them by plain values, so that only the days between are planned
_RAW = f"""
SELECT a.n, {PACKED} FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[])
    WITH ORDINALITY AS a (channel, lo, hi, n)
CROSS JOIN LATERAL (
    SELECT measured_at, value, quality FROM {{source}}
    WHERE channel_id = a.channel AND measured_at >= a.lo AND measured_at < a.hi
      AND measured_at >= $5 AND measured_at < $6
    ORDER BY measured_at DESC LIMIT $4) x
GROUP BY a.n"""


@dataclass(frozen=True, slots=True)
class Stored:
    """A sensor's rollups of the day."""

    hours: list[asyncpg.Record] = field(default_factory=list)
    gaps: list[asyncpg.Record] = field(default_factory=list)
    faults: list[asyncpg.Record] = field(default_factory=list)


async def load_stored(
    connection: Connection, sensor_ids: Sequence[int], start: Micros
) -> list[Stored]:
    """Load hours, gaps and faults from `start` on, in the order of the sensors."""
    stored = {sensor_id: Stored() for sensor_id in sensor_ids}
    since = to_datetime(start)
    for row in await connection.fetch(_HOURS, sensor_ids, since):
        stored[row["sensor_id"]].hours.append(row)
    for row in await connection.fetch(_GAPS, sensor_ids, since):
        stored[row["sensor_id"]].gaps.append(row)
    for row in await connection.fetch(_FAULTS, sensor_ids, since):
        stored[row["sensor_id"]].faults.append(row)
    return [stored[sensor_id] for sensor_id in sensor_ids]


async def load_readings(
    connection: Connection, frames: Sequence[Frame], spans: Sequence[Span], limit: int | None
) -> list[Readings]:
    """Return each frame's readings in its span, corrected, or only the newest `limit` of them.

    One statement reads those of all frames, without the few into whose span readings were shifted.
    """
    bounds = [(to_datetime(start), to_datetime(end)) for start, end in spans]
    shifted = [load.shifts(frame.segments, *at) for frame, at in zip(frames, bounds, strict=True)]
    stored = await _load_stored_readings(
        connection,
        [
            [] if moved else clip_segments(frame.segments, *at)
            for frame, at, moved in zip(frames, bounds, shifted, strict=True)
        ],
        frames[0].source,
        limit,
    )
    readings = []
    for frame, at, moved, as_stored in zip(frames, bounds, shifted, stored, strict=True):
        if moved:
            shown = await load.load_readings(connection, frame.segments, *at)
        else:
            shown = load.corrected(frame.segments, as_stored)
        readings.append(shown if limit is None else shown.newest(limit))
    return readings


async def _load_stored_readings(
    connection: Connection,
    segments: Sequence[Sequence[Segment]],
    source: Source,
    limit: int | None,
) -> list[Readings]:
    """Return the readings of some segments that are not shifted, those of a list together."""
    owners = [number for number, listed in enumerate(segments) for _ in listed]
    if not owners:
        return [Readings.of([])] * len(segments)
    listed = list(chain.from_iterable(segments))
    channels = [segment.channel for segment in listed]
    starts = [segment.start for segment in listed]
    ends = [segment.end for segment in listed]
    least, last = min(starts), max(ends)
    rows = await connection.fetch(
        _RAW.format(source=source(least, last)),
        channels, starts, ends, limit, least, last,
    )  # fmt: skip
    parts: defaultdict[int, list[Readings]] = defaultdict(list)
    for n, packed in sorted(tuple(row) for row in rows):
        parts[owners[n - 1]].append(Readings.from_packed(packed))
    return [Readings.joined(parts[number]) for number in range(len(segments))]
