"""Latest: the newest reading of each channel, written after commit and at most once a second.

In the batch's transaction it would double its cost. What a crash leaves unwritten is found again
among the readings at the next start.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import asyncpg

from isotherm.quality import counts
from isotherm_ingest.place import DEFAULT_RETENTION, Row
from isotherm_ingest.times import microseconds, moment

NOTIFY = "SELECT pg_notify('isotherm_readings', '')"

_UPSERT = """
INSERT INTO latest AS l
    (channel_id, measured_at, received_at, value, quality, good_at, good_value, written_at)
{rows}
ON CONFLICT (channel_id) DO UPDATE SET
    measured_at = greatest(l.measured_at, excluded.measured_at),
    received_at = CASE WHEN excluded.measured_at >= l.measured_at
        THEN excluded.received_at ELSE l.received_at END,
    value = CASE WHEN excluded.measured_at >= l.measured_at
        THEN excluded.value ELSE l.value END,
    quality = CASE WHEN excluded.measured_at >= l.measured_at
        THEN excluded.quality ELSE l.quality END,
    good_at = greatest(l.good_at, excluded.good_at),
    good_value = CASE WHEN excluded.good_at >= coalesce(l.good_at, '-infinity')
        THEN excluded.good_value ELSE l.good_value END,
    written_at = clock_timestamp()
WHERE excluded.measured_at > l.measured_at
    OR excluded.good_at > coalesce(l.good_at, '-infinity')
"""

_FLUSH = _UPSERT.format(
    rows="""
SELECT t.*, clock_timestamp() FROM unnest($1::int4[], $2::timestamptz[], $3::timestamptz[],
    $4::float8[], $5::int2[], $6::timestamptz[], $7::float8[]) AS t(channel_id)
JOIN channel c ON c.id = t.channel_id ORDER BY t.channel_id
"""
)

_REBUILD = _UPSERT.format(
    rows="""
SELECT c.id, n.measured_at, n.received_at, n.value, n.quality, g.measured_at, g.value,
    clock_timestamp()
FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
CROSS JOIN LATERAL (
    SELECT * FROM reading r WHERE r.channel_id = c.id
        AND r.measured_at > coalesce(l.measured_at, $1) ORDER BY r.measured_at DESC LIMIT 1) n
LEFT JOIN LATERAL (
    SELECT * FROM reading r WHERE r.channel_id = c.id AND r.quality & 7 = 0
        AND r.measured_at > coalesce(l.good_at, $1) ORDER BY r.measured_at DESC LIMIT 1) g ON true
ORDER BY c.id
"""
)


@dataclass(slots=True)
class Latest:
    """What is newest and not yet written, by channel id."""

    newest: dict[int, int] = field(default_factory=dict)
    """measured_at (µs) of every channel's newest reading, for place."""
    _last: dict[int, Row] = field(default_factory=dict)
    _good: dict[int, Row] = field(default_factory=dict)

    @property
    def waiting(self) -> bool:
        """Whether there is something to write."""
        return bool(self._last)

    def note(self, stored: Iterable[Row]) -> None:
        """Takes up rows that are committed."""
        last, good, newest = self._last, self._good, self.newest
        for row in stored:
            channel, at = row.channel_id, row.measured_at
            if channel not in last or last[channel].measured_at < at:
                last[channel] = row
            if counts(row.quality) and (channel not in good or good[channel].measured_at < at):
                good[channel] = row
            if newest.get(channel, at) <= at:
                newest[channel] = at

    async def flush(self, connection: asyncpg.Connection) -> None:
        """Writes what waits and wakes readers up; where it fails everything waits on."""
        last, good = self._last, self._good
        self._last, self._good = {}, {}
        rows = list(last.values())
        goods = [good.get(row.channel_id) for row in rows]
        try:
            async with connection.transaction():
                await connection.execute(
                    _FLUSH,
                    [row.channel_id for row in rows],
                    [moment(row.measured_at) for row in rows],
                    [moment(row.received_at) for row in rows],
                    [row.value for row in rows],
                    [row.quality for row in rows],
                    [None if each is None else moment(each.measured_at) for each in goods],
                    [None if each is None else each.value for each in goods],
                )
                await connection.execute(NOTIFY)
        except BaseException:
            self.note([*last.values(), *good.values()])
            raise

    async def rebuild(self, connection: asyncpg.Connection, now: int) -> None:
        """Finds what a crash left unwritten; and learns every channel's newest reading."""
        await connection.execute(_REBUILD, moment(now - DEFAULT_RETENTION))
        for channel, at in await connection.fetch("SELECT channel_id, measured_at FROM latest"):
            self.newest.setdefault(channel, microseconds(at))
