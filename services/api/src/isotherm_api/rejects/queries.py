"""Rejects that a caller may see: those of their sites' devices as operator, all as admin."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from isotherm.database import Connection
from isotherm.names import LONGEST_TOPIC
from isotherm.replays import REJECTS, SINCE_REGISTERED, WHY_NOT
from isotherm_api.access import Access, Role
from isotherm_api.ranges import Range
from isotherm_api.rejects.schemas import SHOWN_BYTES

_SENTENCE = 1024
"""Characters of a text about a reject; none that this ingest writes is longer."""
_COLUMNS = (
    f"r.id, r.received_at, left(r.topic, {LONGEST_TOPIC}) AS topic,"
    " coalesce(r.topic_bytes, octet_length(r.topic)) AS topic_bytes, r.device_name,"
    f" r.channel_name, r.reason, left(r.detail, {_SENTENCE}) AS detail,"
    f" substring(r.payload FOR {SHOWN_BYTES}) AS payload, r.payload_bytes, r.element, r.whole,"
    f" r.rules, r.replayed_at, left(r.refused_again, {_SENTENCE}) AS refused_again,"
    f" {WHY_NOT} AS why_not"
)
_WHERE = (
    f" {REJECTS} WHERE r.received_at >= $1 AND r.received_at < $2"
    " AND ($3::int[] IS NULL OR d.site_id = ANY($3::int[])"
    f" AND {SINCE_REGISTERED.format(at='r.received_at')})"
    " AND ($4::text IS NULL OR r.device_name = $4)"
)

_FIRST = "date_trunc('hour', $1::timestamptz + interval '3599999999 microseconds', 'UTC')"
_LAST = f"greatest(date_trunc('hour', $2::timestamptz, 'UTC'), {_FIRST})"
_MINE = (
    "($3::int[] IS NULL OR d.site_id = ANY($3::int[])"
    " AND (d.credential_version = 0 OR c.hour + interval '1 hour' > d.created_at))"
)
# Hours are counted as a whole. Of those that only partly belong to the caller's range, because they
# are at its ends or the device was registered in them, rows are counted instead.
_COUNTS = f"""
WITH hours AS (
    SELECT c.reason, c.count, c.kept, c.hour >= {_FIRST} AND c.hour < {_LAST}
        AND ($3::int[] IS NULL OR d.credential_version = 0 OR c.hour >= d.created_at) AS whole
    FROM reject_counted c LEFT JOIN device d ON d.name = c.device_name
    WHERE c.hour >= date_trunc('hour', $1::timestamptz, 'UTC') AND c.hour < $2 AND {_MINE}
        AND ($4::text IS NULL OR c.device_name = $4)
), counted AS (
    SELECT reason, CASE WHEN whole THEN count ELSE count - kept END AS count,
        CASE WHEN whole THEN kept ELSE 0 END AS kept FROM hours
    UNION ALL
    SELECT r.reason, 1, 1 {_WHERE} AND r.received_at < {_FIRST}
    UNION ALL
    SELECT r.reason, 1, 1 {_WHERE} AND r.received_at >= {_LAST}
    UNION ALL
    SELECT r.reason, 1, 1 {_WHERE} AND r.received_at >= {_FIRST} AND r.received_at < {_LAST}
        AND $3::int[] IS NOT NULL AND d.credential_version > 0
        AND date_trunc('hour', r.received_at, 'UTC') < d.created_at
)
SELECT reason, sum(count)::bigint AS count, sum(kept)::bigint AS kept
FROM counted GROUP BY 1 HAVING sum(count) > 0 ORDER BY 2 DESC, 1"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The rejects to find; `sites` None means all, including those of unknown devices."""

    span: Range
    sites: Sequence[int] | None
    device: str | None
    reason: str | None

    @classmethod
    def of(cls, access: Access, span: Range, device: str | None, reason: str | None) -> "Wanted":
        """Return the filter, limited to what the caller may see."""
        return cls(span, access.sites(Role.OPERATOR), device, reason)


async def load_page(
    connection: Connection, wanted: Wanted, before: int | None, limit: int
) -> list[asyncpg.Record]:
    """Return up to `limit` rejects with an id below `before`, newest first.

    Texts and payloads are cut, so that a page is bounded in bytes, whatever was stored.
    """
    return await connection.fetch(
        f"SELECT {_COLUMNS}{_WHERE}"
        " AND ($5::text IS NULL OR r.reason = $5) AND ($6::bigint IS NULL OR r.id < $6)"
        " ORDER BY r.id DESC LIMIT $7",
        *_common(wanted),
        wanted.reason,
        before,
        limit,
    )


async def load_counts(connection: Connection, wanted: Wanted) -> list[asyncpg.Record]:
    """Return the number of rejects of each reason, highest first, stored or only counted.

    They cover all reasons, also if the page has one. Those that were only counted have no time but
    their UTC hour: they are counted if the range touches it.
    """
    return await connection.fetch(_COUNTS, *_common(wanted))


def _common(
    wanted: Wanted,
) -> tuple[object, object, list[int] | None, str | None]:
    sites = None if wanted.sites is None else list(wanted.sites)
    return wanted.span.start, wanted.span.end, sites, wanted.device
