"""SQL of what was learned of sensors: their intervals, and the messages that showed them."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm.pattern import Pattern, rounded

_TURN = """
SELECT s.id, site.slug || '/' || s.slug AS name,
       s.expected_interval_s AS set_s, s.learned_interval_s AS learned_s,
       s.learned_usual_s, s.learned_heartbeat_s, s.learned_messages, coalesce(
    (SELECT interval_s FROM sensor_interval WHERE sensor_id = s.id AND since <= $3
        ORDER BY since DESC LIMIT 1),
    (SELECT interval_s FROM sensor_interval WHERE sensor_id = s.id ORDER BY since LIMIT 1)
    ) AS in_force_s
FROM sensor s JOIN site ON site.id = s.site_id WHERE s.id > $1 ORDER BY s.id LIMIT $2
"""
_BUNDLED = """
SELECT s.id FROM unnest($1::int[]) AS s (id)
WHERE EXISTS (SELECT FROM installation i JOIN bundle b USING (channel_id) WHERE i.sensor_id = s.id)
"""
_BUNDLED_UNTIL = """
SELECT max(least(b.until, upper(i.during))) FROM installation i JOIN bundle b
    ON b.channel_id = i.channel_id AND tstzrange(b.since, b.until, '[]') && i.during
WHERE i.sensor_id = $1
"""
_LOCK = """
SELECT expected_interval_s AS set_s,
       greatest($2, (SELECT max(since) FROM sensor_interval WHERE sensor_id = $1)) AS begin
FROM sensor WHERE id = $1 FOR NO KEY UPDATE
"""
_UPSERT_INTERVAL = """
INSERT INTO sensor_interval (sensor_id, since, interval_s) VALUES ($1, $2, $3)
ON CONFLICT (sensor_id, since) DO UPDATE SET interval_s = excluded.interval_s
"""
_UPDATE_INTERVAL = "UPDATE sensor SET learned_interval_s = $2 WHERE id = $1"
_UPDATE_FACTS = """
UPDATE sensor SET learned_usual_s = $2, learned_heartbeat_s = $3, learned_messages = $4,
                  learned_span_s = $5, learned_at = $6
WHERE id = $1
"""


async def load_turn(
    connection: Connection, after: int, limit: int, now: datetime
) -> list[asyncpg.Record]:
    """Load the next sensors by id, with what was learned, set, and is in force, in seconds."""
    return list(await connection.fetch(_TURN, after, limit, now))


async def load_bundled(connection: Connection, sensor_ids: Sequence[int]) -> set[int]:
    """Load which sensors have messages of several readings."""
    return {row["id"] for row in await connection.fetch(_BUNDLED, list(sensor_ids))}


async def load_bundled_until(connection: Connection, sensor_id: int) -> datetime | None:
    """Load when a sensor's last message of several readings ended; None if there is none."""
    until: datetime | None = await connection.fetchval(_BUNDLED_UNTIL, sensor_id)
    return until


async def update_interval(
    connection: Connection,
    sensor_id: int,
    pattern: Pattern,
    begin: datetime | None,
    now: datetime,
) -> None:
    """Store a learned interval, in force from `begin` on unless a person has set one.

    Without `begin`, a trigger dates it: for all time if it is the first.
    """
    if pattern.interval_s is None:
        raise ValueError("no interval is learned from a cadence that is not believed")
    interval_s = rounded(pattern.interval_s)
    await _date(connection, sensor_id, begin, interval_s)
    await connection.execute(_UPDATE_INTERVAL, sensor_id, interval_s)
    await update_facts(connection, sensor_id, pattern, now)


async def update_facts(
    connection: Connection, sensor_id: int, pattern: Pattern, now: datetime
) -> None:
    """Store what messages showed beside the interval."""
    heartbeat_s = None if pattern.heartbeat_s is None else rounded(pattern.heartbeat_s)
    await connection.execute(
        _UPDATE_FACTS, sensor_id, rounded(pattern.usual_s), heartbeat_s, pattern.messages,
        pattern.span_s, now,
    )  # fmt: skip


async def forget_interval(
    connection: Connection, sensor_id: int, begin: datetime, default_s: float
) -> None:
    """Delete a learned interval; from `begin` on, the default is in force unless one was set."""
    await _date(connection, sensor_id, begin, default_s)
    await connection.execute(_UPDATE_INTERVAL, sensor_id, None)


async def _date(
    connection: Connection, sensor_id: int, begin: datetime | None, interval_s: float
) -> None:
    row: asyncpg.Record | None = await connection.fetchrow(_LOCK, sensor_id, begin)
    if row is not None and row["set_s"] is None and begin is not None:
        await connection.execute(_UPSERT_INTERVAL, sensor_id, row["begin"], interval_s)
