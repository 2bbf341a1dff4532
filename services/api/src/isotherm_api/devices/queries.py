"""Devices and channels as rows, and the statements that change them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg

from isotherm.broker.file import Credential
from isotherm.cadence import DEFAULT_INTERVAL_S, SILENCE_INTERVALS
from isotherm.database import Connection
from isotherm_api.evidence.names import sql_is_temperature

DEVICE_COLUMNS = frozenset(
    {"label", "notes", "site_id", "state", "time_zone", "model", "serial", "firmware"}
    | {"disabled_at"}
)
CHANNEL_COLUMNS = frozenset(
    {"unit", "fault_list", "fault_values", "plausible_low", "plausible_high"}
)

_DEVICES = f"""
SELECT d.id, d.name, d.label, d.site_id, site.slug AS site, site.name AS site_name, d.state,
       d.model, d.serial, d.firmware, d.notes, d.time_zone, d.clock_skew_ms,
       d.connection, d.connection_at, d.created_at,
       d.disabled_at, d.removed_at, d.credential_version, d.credential_at,
       w.requested_at AS wished_at, a.version AS account_version, a.applied_at,
       a.error AS account_error, a.error_at AS account_error_at,
       (SELECT checked_at IS NOT NULL FROM account_state) AS accounts_checked,
       r.rejected_at, k.connected_at AS linked_at,
       coalesce(n.channel_count, 0) AS channel_count,
       coalesce(n.proposed_count, 0) AS proposed_count, n.channels, n.heard_at, n.alive_until
FROM device d LEFT JOIN site ON site.id = d.site_id
LEFT JOIN credential_wish w ON w.device_id = d.id AND w.version = d.credential_version
LEFT JOIN broker_account a ON a.name = d.name
LEFT JOIN device_link k ON k.name = d.name AND k.connected_at >= d.created_at
LEFT JOIN (
    SELECT c.device_id,
           count(*) FILTER (WHERE c.expired_at IS NULL) AS channel_count,
           count(*) FILTER (WHERE c.state = 'proposed' AND c.expired_at IS NULL
                            AND c.dismissed_at IS NULL AND {sql_is_temperature("c.name")}
                           ) AS proposed_count,
           string_agg(c.name, ' ' ORDER BY c.name) FILTER (WHERE c.expired_at IS NULL) AS channels,
           max(l.received_at) AS heard_at,
           max(l.received_at + {SILENCE_INTERVALS} * make_interval(secs => coalesce(
               s.expected_interval_s, s.learned_interval_s, {DEFAULT_INTERVAL_S}))) AS alive_until
    FROM channel c LEFT JOIN latest l ON l.channel_id = c.id
    LEFT JOIN installation i ON i.channel_id = c.id AND i.during @> l.measured_at
    LEFT JOIN sensor s ON s.id = i.sensor_id
    GROUP BY c.device_id) n ON n.device_id = d.id
LEFT JOIN {{rejects}} ON {{on}}
"""
"""`linked_at`: when the broker last said that it connected. `alive_until`: when it will have missed
three intervals of each of its sensors. A condition on `d.id` reaches into the sums of channels."""
_REJECTS = """
LATERAL (SELECT greatest(
    (SELECT max(hour) FROM reject_hour h WHERE h.device_name = d.name),
    (SELECT max(hour) FROM reject_count h WHERE h.device_name = d.name)) AS rejected_at) r"""

_CHANNELS = """
SELECT c.id, c.name, c.state, c.unit, c.fault_list, c.fault_values, c.plausible_low,
       c.plausible_high, c.created_at, c.dismissed_at, d.site_id,
       a.measured_at, a.received_at, a.value, a.quality
FROM channel c JOIN device d ON d.id = c.device_id LEFT JOIN latest a ON a.channel_id = c.id
"""


def sql_devices(rejects: str, on: str) -> str:
    """Return SQL of all devices; `rejects` is a table `r` with the newest hour with a reject."""
    return _DEVICES.format(rejects=rejects, on=on)


async def read_device(connection: Connection, device_id: int) -> asyncpg.Record:
    """Return a device that this transaction has already found."""
    row = await connection.fetchrow(f"{sql_devices(_REJECTS, 'true')} WHERE d.id = $1", device_id)
    if row is None:
        raise RuntimeError("the transaction has lost its device")
    return row


async def load_channels(connection: Connection, device_id: int) -> list[asyncpg.Record]:
    """Return the channels of a device with their newest readings, by name; no expired ones."""
    return await connection.fetch(
        f"{_CHANNELS} WHERE c.device_id = $1 AND c.expired_at IS NULL ORDER BY c.name", device_id
    )


async def count_expired(connection: Connection, device_id: int) -> int:
    """Return how many channels of a device have expired."""
    return int(
        await connection.fetchval(
            "SELECT count(*) FROM channel WHERE device_id = $1 AND expired_at IS NOT NULL",
            device_id,
        )
    )


async def read_channel(connection: Connection, channel_id: int) -> asyncpg.Record:
    """Return a channel that this transaction has already found, with its newest reading."""
    row = await connection.fetchrow(f"{_CHANNELS} WHERE c.id = $1", channel_id)
    if row is None:
        raise RuntimeError("the transaction has lost its channel")
    return row


async def update_device(
    connection: Connection, device_id: int, values: Mapping[str, str | int | datetime | None]
) -> None:
    """Set columns of a device; only columns that differ, since some make ingest reload it."""
    await _update(connection, "device", DEVICE_COLUMNS, device_id, values)


async def insert_device(
    connection: Connection, name: str, site_id: int, values: Mapping[str, str | None]
) -> int | None:
    """Insert a device that is known at a site and return its id; None if its name is taken.

    `values` has every column of text that people set.
    """
    columns = ", ".join(values)
    places = ", ".join(f"${n}" for n in range(3, 3 + len(values)))
    device_id: int | None = await connection.fetchval(
        f"INSERT INTO device (name, site_id, state, {columns}) VALUES ($1, $2, 'known', {places})"
        " ON CONFLICT (name) DO NOTHING RETURNING id",
        name,
        site_id,
        *values.values(),
    )
    return device_id


async def lock_named(connection: Connection, name: str) -> asyncpg.Record:
    """Lock the device of that name, which exists, and return what `taken` asks about it."""
    row = await connection.fetchrow(
        "SELECT d.id, d.site_id, d.removed_at, site.slug AS site"
        " FROM device d LEFT JOIN site ON site.id = d.site_id"
        " WHERE d.name = $1 FOR NO KEY UPDATE OF d",
        name,
    )
    if row is None:
        raise RuntimeError("the transaction has lost its device")
    return row


async def lock_site(connection: Connection, site_id: int) -> bool | None:
    """Lock a site, and return whether it is archived; None if it was deleted."""
    archived: bool | None = await connection.fetchval(
        "SELECT archived_at IS NOT NULL FROM site WHERE id = $1 FOR SHARE", site_id
    )
    return archived


async def update_credential(
    connection: Connection, device_id: int, credential: Credential, sealed: bytes
) -> None:
    """Set a new password's hash, and hand the password to worker; it replaces one that waits.

    Its number is also beyond that of an account of a deleted device, which worker has not deleted.
    """
    version = await connection.fetchval(
        "UPDATE device d SET credential_salt = $2, credential_hash = $3, credential_at = now(),"
        " credential_version = 1 + greatest(credential_version,"
        "  (SELECT version FROM broker_account a WHERE a.name = d.name))"
        " WHERE id = $1 RETURNING credential_version",
        device_id,
        credential.salt,
        credential.hash,
    )
    await connection.execute(
        "INSERT INTO credential_wish (device_id, version, sealed) VALUES ($1, $2, $3)"
        " ON CONFLICT (device_id) DO UPDATE SET version = excluded.version,"
        " sealed = excluded.sealed, requested_at = excluded.requested_at",
        device_id,
        version,
        sealed,
    )


async def update_removed(connection: Connection, device_id: int, at: datetime | None) -> None:
    """Remove a device and forget its password, or restore it."""
    await connection.execute("DELETE FROM credential_wish WHERE device_id = $1", device_id)
    await connection.execute(
        "UPDATE device SET removed_at = $2, credential_salt = NULL, credential_hash = NULL,"
        " credential_at = NULL WHERE id = $1",
        device_id,
        at,
    )


async def delete_device(connection: Connection, device_id: int) -> bool:
    """Delete a device that has never had a reading, with its channels; return whether it did."""
    return bool(await connection.fetchval("SELECT delete_device($1)", device_id))


async def update_channel(
    connection: Connection, channel_id: int, values: Mapping[str, Any]
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
