"""Devices and channels as rows, and the statements that change them."""

from collections.abc import Mapping, Sequence

import asyncpg

from isotherm.cadence import DEFAULT_INTERVAL_S, SILENCE_INTERVALS
from isotherm.database import Connection

DEVICE_COLUMNS = frozenset(
    {"label", "notes", "site_id", "state", "time_zone", "model", "serial", "firmware"}
)
CHANNEL_COLUMNS = frozenset({"unit", "fault_list"})

_DEVICES = f"""
SELECT d.id, d.name, d.label, d.site_id, site.slug AS site, d.state, d.model, d.serial, d.firmware,
       d.notes, d.time_zone, d.clock_skew_ms, d.connection, d.connection_at, d.created_at,
       n.channel_count, n.proposed_count, n.heard_at, n.alive_until
FROM device d LEFT JOIN site ON site.id = d.site_id
CROSS JOIN LATERAL (
    SELECT count(*) AS channel_count,
           count(*) FILTER (WHERE c.state = 'proposed') AS proposed_count,
           max(l.received_at) AS heard_at,
           max(l.received_at + {SILENCE_INTERVALS} * make_interval(secs => coalesce(
               s.expected_interval_s, s.learned_interval_s, {DEFAULT_INTERVAL_S}))) AS alive_until
    FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
    LEFT JOIN installation i ON i.channel_id = c.id AND i.during @> l.measured_at
    LEFT JOIN sensor s ON s.id = i.sensor_id
    WHERE c.device_id = d.id) n
"""
"""`alive_until`: when the device will have missed three intervals of each of its sensors."""

_CHANNELS = """
SELECT c.id, c.name, c.state, c.unit, c.fault_list, c.created_at, d.site_id,
       a.measured_at, a.received_at, a.value, a.quality
FROM channel c JOIN device d ON d.id = c.device_id LEFT JOIN latest a ON a.channel_id = c.id
"""


async def load_page(
    connection: Connection, site_ids: Sequence[int] | None, after: str, limit: int
) -> list[asyncpg.Record]:
    """Return up to `limit` devices with a name after `after`, by name.

    Only devices whose home site is one of `site_ids`; None means all devices.
    """
    return await connection.fetch(
        f"{_DEVICES} WHERE d.name > $1 AND ($2::int[] IS NULL OR d.site_id = ANY($2::int[]))"
        " ORDER BY d.name LIMIT $3",
        after,
        None if site_ids is None else list(site_ids),
        limit,
    )


async def read_device(connection: Connection, device_id: int) -> asyncpg.Record:
    """Return a device that this transaction has already found."""
    row = await connection.fetchrow(f"{_DEVICES} WHERE d.id = $1", device_id)
    if row is None:
        raise RuntimeError("the transaction has lost its device")
    return row


async def load_channels(connection: Connection, device_id: int) -> list[asyncpg.Record]:
    """Return the channels of a device with their newest readings, by name."""
    return await connection.fetch(f"{_CHANNELS} WHERE c.device_id = $1 ORDER BY c.name", device_id)


async def read_channel(connection: Connection, channel_id: int) -> asyncpg.Record:
    """Return a channel that this transaction has already found, with its newest reading."""
    row = await connection.fetchrow(f"{_CHANNELS} WHERE c.id = $1", channel_id)
    if row is None:
        raise RuntimeError("the transaction has lost its channel")
    return row


async def update_device(
    connection: Connection, device_id: int, values: Mapping[str, str | int | None]
) -> None:
    """Set columns of a device; only columns that differ, since some make ingest reload it."""
    await _update(connection, "device", DEVICE_COLUMNS, device_id, values)


async def update_channel(
    connection: Connection, channel_id: int, values: Mapping[str, str | bool | None]
) -> None:
    """Set columns of a channel; only columns that differ, since they make ingest reload it."""
    await _update(connection, "channel", CHANNEL_COLUMNS, channel_id, values)


async def _update(
    connection: Connection,
    table: str,
    allowed: frozenset[str],
    row_id: int,
    values: Mapping[str, object],
) -> None:
    if unknown := values.keys() - allowed:
        raise ValueError(f"not to be changed in {table}: {sorted(unknown)}")
    if values:
        columns = ", ".join(f"{name} = ${n}" for n, name in enumerate(values, 2))
        await connection.execute(
            f"UPDATE {table} SET {columns} WHERE id = $1",
            row_id,
            *values.values(),
        )
