"""Devices and channels as rows, and the statements that change them."""

from collections.abc import Mapping, Sequence

import asyncpg

from isotherm_api.database import Connection

DEVICE_COLUMNS = frozenset(
    {"label", "notes", "site_id", "state", "time_zone", "model", "serial", "firmware"}
)
CHANNEL_COLUMNS = frozenset({"unit", "fault_list"})

_ROWS = """
SELECT d.id, d.name, d.label, d.site_id, site.slug AS site, d.state, d.model, d.serial, d.firmware,
       d.notes, d.time_zone, d.clock_skew_ms, d.connection, d.connection_at, d.created_at,
       n.channel_count, n.proposed_count
FROM device d LEFT JOIN site ON site.id = d.site_id
CROSS JOIN LATERAL (
    SELECT count(*) AS channel_count,
           count(*) FILTER (WHERE c.state = 'proposed') AS proposed_count
    FROM channel c WHERE c.device_id = d.id) n
"""

_CHANNELS = """
SELECT c.id, c.name, c.state, c.unit, c.fault_list, c.created_at, d.site_id,
       a.measured_at, a.received_at, a.value, a.quality
FROM channel c JOIN device d ON d.id = c.device_id LEFT JOIN latest a ON a.channel_id = c.id
"""


async def page(
    connection: Connection, sites: Sequence[int] | None, after: str, limit: int
) -> list[asyncpg.Record]:
    """Up to `limit` devices of some home sites (None: all devices), after a name, by name."""
    return await connection.fetch(
        f"{_ROWS} WHERE d.name > $1 AND ($2::int[] IS NULL OR d.site_id = ANY($2::int[]))"
        " ORDER BY d.name LIMIT $3",
        after,
        None if sites is None else list(sites),
        limit,
    )


async def one(connection: Connection, device: int) -> asyncpg.Record:
    """A device that is there."""
    row = await connection.fetchrow(f"{_ROWS} WHERE d.id = $1", device)
    if row is None:
        raise RuntimeError("the transaction has lost its device")
    return row


async def channels(connection: Connection, device: int) -> list[asyncpg.Record]:
    """Its channels with their newest readings, by name."""
    return await connection.fetch(f"{_CHANNELS} WHERE c.device_id = $1 ORDER BY c.name", device)


async def channel(connection: Connection, channel: int) -> asyncpg.Record:
    """A channel that is there."""
    row = await connection.fetchrow(f"{_CHANNELS} WHERE c.id = $1", channel)
    if row is None:
        raise RuntimeError("the transaction has lost its channel")
    return row


async def change_device(
    connection: Connection, device: int, changes: Mapping[str, str | int | None]
) -> None:
    """Sets columns of a device, these alone: some tell ingest to read it again."""
    await _set(connection, "device", DEVICE_COLUMNS, device, changes)


async def change_channel(
    connection: Connection, channel: int, changes: Mapping[str, str | bool | None]
) -> None:
    """Sets columns of a channel."""
    await _set(connection, "channel", CHANNEL_COLUMNS, channel, changes)


async def _set(
    connection: Connection,
    table: str,
    allowed: frozenset[str],
    key: int,
    changes: Mapping[str, object],
) -> None:
    if unknown := changes.keys() - allowed:
        raise ValueError(f"not to be changed in {table}: {sorted(unknown)}")
    if changes:
        columns = ", ".join(f"{name} = ${n}" for n, name in enumerate(changes, 2))
        await connection.execute(
            f"UPDATE {table} SET {columns} WHERE id = $1",
            key,
            *changes.values(),
        )
