"""Set or clear the suspect bit of stored readings, wherever it is kept.

Each leaves a dirty range in any case, because a job does not know how far a sensor is rolled up.
"""

from collections.abc import Sequence
from datetime import datetime

from isotherm.database import Connection
from isotherm.quality import UNCOUNTED, Quality

_SUSPECT, _UNCOUNTED = int(Quality.SUSPECT), int(UNCOUNTED)
_CHANGE = """
WITH changed AS (
    UPDATE reading SET quality = {quality}
    WHERE (channel_id, measured_at) = ($1, $2) RETURNING channel_id, measured_at
)
INSERT INTO dirty (channel_id, since, until)
SELECT channel_id, measured_at, measured_at FROM changed
"""
_CLEAR = _CHANGE.format(quality=f"quality & ~{_SUSPECT}")
_MARK = _CHANGE.format(quality=f"quality | {_SUSPECT}")
# the newest reading that counts may be older than the newest of all
_CLEAR_LATEST = f"""
UPDATE latest l SET written_at = clock_timestamp(),
    quality = CASE WHEN l.measured_at = r.measured_at THEN r.quality ELSE l.quality END,
    good_at = CASE WHEN r.counts THEN r.measured_at ELSE l.good_at END,
    good_value = CASE WHEN r.counts THEN r.value ELSE l.good_value END
FROM (
    SELECT r.channel_id, r.measured_at, r.value, r.quality,
           r.quality & {_UNCOUNTED} = 0 AND r.measured_at > coalesce(k.good_at, '-infinity')
               AND r.measured_at <= k.measured_at AS counts
    FROM reading r JOIN latest k ON k.channel_id = r.channel_id
    WHERE (r.channel_id, r.measured_at) = ($1, $2)) r
WHERE l.channel_id = r.channel_id AND (r.counts OR l.measured_at = r.measured_at)
"""
_MARK_LATEST = f"""
UPDATE latest l SET written_at = clock_timestamp(),
    quality = CASE WHEN l.measured_at = $2 THEN l.quality | {_SUSPECT} ELSE l.quality END,
    good_at = CASE WHEN l.good_at = $2 THEN g.measured_at ELSE l.good_at END,
    good_value = CASE WHEN l.good_at = $2 THEN g.value ELSE l.good_value END
FROM (VALUES (true)) one LEFT JOIN LATERAL (
    SELECT measured_at, value FROM reading
    WHERE channel_id = $1 AND measured_at < $2 AND measured_at > $2 - interval '31 days'
      AND quality & {_UNCOUNTED} = 0
    ORDER BY measured_at DESC LIMIT 1) g ON true
WHERE l.channel_id = $1 AND (l.measured_at = $2 OR l.good_at = $2)
"""

Keys = Sequence[tuple[int, datetime]]
"""Channel ids and when the readings were measured."""


async def clear(connection: Connection, keys: Keys) -> None:
    """Clear the suspect bit of these readings, so that they count."""
    for statement in (_CLEAR, _CLEAR_LATEST):
        await connection.executemany(statement, keys)


async def mark(connection: Connection, keys: Keys) -> None:
    """Make these readings suspect, so that they do not count."""
    for statement in (_MARK, _MARK_LATEST):
        await connection.executemany(statement, keys)
