"""Dirty ranges: where worker has still to compute a sensor's rollups again, after a change."""

from struct import Struct

from isotherm.instants import ALWAYS, FOREVER, from_postgres_one
from isotherm.spans import Span

_MOST = 1000
"""Ranges that are read of a sensor, and of its channels; more of them are told as one."""
_SPAN = Struct(">qq")
_EVERYTHING: Span = (ALWAYS, FOREVER)

SQL_STALE = """
       (SELECT string_agg(timestamptz_send(since) || timestamptz_send(until), ''::bytea) FROM (
            (SELECT d.since, d.until FROM dirty d
             WHERE d.sensor_id = a.sensor_id AND d.since <= $4 AND d.until >= $3 LIMIT {most})
            UNION ALL
            (SELECT greatest(lower(i.during), d.since), least(upper(i.during), d.until)
             FROM installation i JOIN dirty d ON d.channel_id = i.channel_id
                 AND i.during && tstzrange(d.since, d.until, '[]')
             WHERE i.sensor_id = a.sensor_id AND d.since <= $4 AND d.until >= $3 LIMIT {most})
            UNION ALL
            (SELECT greatest(lower(c.during), d.since) + c.shift_us * interval '1 microsecond',
                 least(upper(c.during), d.until) + c.shift_us * interval '1 microsecond'
             FROM correction c JOIN installation i ON i.sensor_id = c.sensor_id
                 AND i.during && c.during
             JOIN dirty d ON d.channel_id = i.channel_id
                 AND c.during && tstzrange(d.since, d.until, '[]')
             WHERE c.sensor_id = a.sensor_id AND c.kind = 'time' AND c.undone_at IS NULL
                 AND c.touched && tstzrange($3, $4) LIMIT {most})
        ) changed) AS stale""".replace("{most}", str(_MOST))
"""SQL of the dirty ranges of a sensor, and of the channels that fed it then, from $3 to $4.

Late readings that a correction shifts make dirty where they are shifted to, too.
"""


def decode_stale(packed: bytes | None) -> tuple[Span, ...]:
    """Return the ranges in time order, with both ends included."""
    spans = [
        (from_postgres_one(since), from_postgres_one(until))
        for since, until in _SPAN.iter_unpack(packed or b"")
    ]
    return (_EVERYTHING,) if len(spans) >= _MOST else tuple(sorted(spans))
