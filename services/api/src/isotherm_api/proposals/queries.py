"""Proposed channels with their readings; a page takes as many statements as one proposal."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Literal

import asyncpg

from isotherm.database import Connection
from isotherm.sensors.messages import sql_messages
from isotherm_api.evidence.names import sql_is_temperature

COUNTED = 1000
MOST_HIDDEN = 10_000
LOOKED_AT = 50
_BACK = timedelta(days=31)
"""How far before its newest reading a channel's samples may lie."""
_REJECTS_WITHIN = timedelta(hours=24)

# bundles are known for a week
_MESSAGES = sql_messages("c.id", "a.measured_at - interval '7 days'", "a.measured_at", 101)
_PAGE = f"""
SELECT c.id, c.name AS channel, c.created_at, c.unit, c.state, c.dismissed_at, c.expired_at,
       d.name AS device, d.label, d.site_id,
       n.other, site.slug AS site, a.measured_at, a.received_at, a.value, a.quality,
       CASE WHEN a.measured_at IS NOT NULL THEN {_MESSAGES} END AS messages
FROM channel c JOIN device d ON d.id = c.device_id
CROSS JOIN LATERAL (SELECT NOT {sql_is_temperature("c.name")} AS other) n
LEFT JOIN site ON site.id = d.site_id LEFT JOIN latest a ON a.channel_id = c.id
WHERE {{kind}} AND d.removed_at IS NULL AND ($1::int[] IS NULL OR d.site_id = ANY($1::int[]))
  AND ($2::bigint IS NULL OR n.other > $3 OR n.other = $3 AND c.id < $2)
ORDER BY n.other, c.id DESC LIMIT $4"""

# the constant bounds $3 and $4 let the planner prune partitions; those of each channel prune more
# of them during execution
_NEWEST = f"""
SELECT a.channel, r.measured_at, r.received_at, r.value, r.quality
FROM unnest($1::int[], $2::timestamptz[]) AS a (channel, newest)
CROSS JOIN LATERAL (
    SELECT * FROM reading
    WHERE channel_id = a.channel AND measured_at >= $3 AND measured_at <= $4
      AND measured_at >= a.newest - $5::interval AND measured_at <= a.newest
    ORDER BY measured_at DESC LIMIT {LOOKED_AT}) r
ORDER BY a.channel, r.measured_at DESC"""

_COUNTS = f"""
SELECT a.channel, n.first, n.count
FROM unnest($1::int[], $2::timestamptz[]) AS a (channel, newest)
CROSS JOIN LATERAL (
    SELECT min(measured_at) AS first, count(*) AS count FROM (
        SELECT measured_at FROM reading
        WHERE channel_id = a.channel AND measured_at <= $3 AND measured_at <= a.newest
        ORDER BY measured_at LIMIT {COUNTED + 1}) x) n"""

_REJECTS = """
SELECT r.device_name AS device, r.channel_name AS channel, count(*) AS count FROM reject r
JOIN unnest($1::text[], $2::text[]) AS a (device, channel)
  ON r.device_name = a.device AND r.channel_name = a.channel
WHERE r.received_at >= $3 AND r.replayed_at IS NULL GROUP BY 1, 2"""

Kind = Literal["proposed", "dismissed", "expired", "ignored"]
_KINDS: Mapping[Kind, str] = {
    "proposed": "c.state = 'proposed' AND c.expired_at IS NULL AND c.dismissed_at IS NULL",
    "dismissed": "c.state = 'proposed' AND c.expired_at IS NULL AND c.dismissed_at IS NOT NULL",
    "expired": "c.expired_at IS NOT NULL",
    "ignored": "c.state = 'ignored'",
}
_HIDDEN: tuple[Kind, ...] = ("dismissed", "expired", "ignored")
_COUNT_HIDDEN = "SELECT " + ", ".join(
    f"""(
    SELECT count(*) FROM (
        SELECT FROM channel c JOIN device d ON d.id = c.device_id
        WHERE {_KINDS[kind]} AND d.removed_at IS NULL
          AND ($1::int[] IS NULL OR d.site_id = ANY($1::int[]))
        LIMIT {MOST_HIDDEN}) n) AS {kind}"""
    for kind in _HIDDEN
)

Rows = list[asyncpg.Record]
Proposed = Mapping[str, Any]
"""A row of `load_page`, with its newest reading at or before now."""


async def load_page(
    connection: Connection,
    site_ids: Sequence[int] | None,
    after: tuple[bool, int] | None,
    limit: int,
    kind: Kind = "proposed",
) -> Rows:
    """Return up to `limit` channels of a kind, newest first.

    Those that are probably not temperatures (`other`) come last. `after` holds `other` and the id
    of the last channel on the page before.

    Only those of devices whose home site is one of `site_ids` (None: all), each with its newest
    reading from `latest`, and when its newest messages were sent, newest first.
    """
    sites = None if site_ids is None else list(site_ids)
    other, before = after or (False, None)
    return await connection.fetch(_PAGE.format(kind=_KINDS[kind]), sites, before, other, limit)


async def count_hidden(connection: Connection, site_ids: Sequence[int] | None) -> dict[Kind, int]:
    """Return how many channels of each hidden kind there are, up to `MOST_HIDDEN`."""
    row = await connection.fetchrow(_COUNT_HIDDEN, None if site_ids is None else list(site_ids))
    return {} if row is None else {kind: row[kind] for kind in _HIDDEN}


async def load_newest(connection: Connection, proposals: Sequence[Proposed]) -> dict[int, Rows]:
    """Return the newest readings by channel id, newest first; only channels with readings."""
    reported = [row for row in proposals if row["measured_at"] is not None]
    if not reported:
        return {}
    times = [row["measured_at"] for row in reported]
    rows = await connection.fetch(
        _NEWEST, [row["id"] for row in reported], times, min(times) - _BACK, max(times), _BACK
    )
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row["channel"])}


async def load_counts(
    connection: Connection, proposals: Sequence[Proposed]
) -> dict[int, tuple[int, datetime]]:
    """Return the number of readings, at most COUNTED + 1, and the first time, by channel id."""
    reported = [row for row in proposals if row["measured_at"] is not None]
    if not reported:
        return {}
    times = [row["measured_at"] for row in reported]
    rows = await connection.fetch(_COUNTS, [row["id"] for row in reported], times, max(times))
    return {row["channel"]: (row["count"], row["first"]) for row in rows if row["count"]}


async def load_reject_counts(
    connection: Connection, proposals: Sequence[Proposed], now: datetime
) -> dict[tuple[str, str], int]:
    """Return the number of listed rejects of the last 24 h that are not yet replayed.

    The key is device and channel name.
    """
    rows = await connection.fetch(
        _REJECTS,
        [row["device"] for row in proposals],
        [row["channel"] for row in proposals],
        now - _REJECTS_WITHIN,
    )
    return {(row["device"], row["channel"]): row["count"] for row in rows}


async def read_first(connection: Connection, channel_id: int) -> datetime | None:
    """Return when a channel's first reading was measured, or None if it has none."""
    measured_at: datetime | None = await connection.fetchval(
        "SELECT measured_at FROM reading WHERE channel_id = $1 ORDER BY measured_at LIMIT 1",
        channel_id,
    )
    return measured_at


async def read_newest_since(
    connection: Connection, channel_id: int, since: datetime
) -> datetime | None:
    """Return when the newest reading from `since` on was measured, or None if there is none."""
    measured_at: datetime | None = await connection.fetchval(
        "SELECT max(measured_at) FROM reading WHERE channel_id = $1 AND measured_at >= $2",
        channel_id,
        since,
    )
    return measured_at


async def insert_limits(
    connection: Connection,
    sensor_id: int,
    since: datetime,
    bounds: tuple[float | None, float | None],
    by: str,
    now: datetime,
) -> None:
    """Insert the first limits of a sensor, in force from `since` on."""
    await connection.execute(
        "INSERT INTO limits (sensor_id, since, low, high, set_by, set_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        sensor_id, since, *bounds, by, now,
    )  # fmt: skip
