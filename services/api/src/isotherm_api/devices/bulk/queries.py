"""Statements about many devices at once."""

from collections.abc import Sequence

import asyncpg

from isotherm.database import Connection
from isotherm_api.devices.credentials import NewCredential
from isotherm_api.devices.schemas import NewDevice

_NAMED = """
SELECT d.id, d.name, d.site_id, d.removed_at, site.slug AS site
FROM device d LEFT JOIN site ON site.id = d.site_id WHERE d.name = ANY($1::text[])"""
_COLUMNS = ("name", "label", "model", "serial", "firmware", "notes", "time_zone")
# by name: two imports that share names wait for each other, and do not deadlock
_INSERT = """
INSERT INTO device (site_id, name, label, model, serial, firmware, notes, time_zone, state,
    credential_salt, credential_hash, credential_version, credential_at)
SELECT site_id, name, label, model, serial, firmware, notes, time_zone, 'known',
    salt, hash, CASE WHEN hash IS NULL THEN 0 ELSE 1 + coalesce(version, 0) END,
    CASE WHEN hash IS NOT NULL THEN now() END
FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[])
  AS t (site_id, name, label, model, serial, firmware, notes, time_zone, salt, hash)
LEFT JOIN broker_account USING (name)
ORDER BY name ON CONFLICT (name) DO NOTHING"""
_WISH = """
INSERT INTO credential_wish (device_id, version, sealed)
SELECT d.id, d.credential_version, t.sealed FROM unnest($1::text[], $2::bytea[]) AS t (name, sealed)
JOIN device d ON d.name = t.name"""


async def load_named(connection: Connection, names: Sequence[str]) -> list[asyncpg.Record]:
    """Return the devices that have one of some names, as `registration.judge_taken` reads them."""
    return await connection.fetch(_NAMED, list(names))


async def insert_devices(
    connection: Connection,
    devices: Sequence[NewDevice],
    site_ids: Sequence[int],
    credentials: Sequence[NewCredential | None],
) -> bool:
    """Insert devices, with the wishes for their passwords; return False if a name was taken.

    Then others are inserted, so the transaction has to be given up.
    """
    columns = [[getattr(device, column) for device in devices] for column in _COLUMNS]
    hashed = [None if credential is None else credential.hashed for credential in credentials]
    done = await connection.execute(
        _INSERT,
        list(site_ids),
        *columns,
        [None if stored is None else stored.salt for stored in hashed],
        [None if stored is None else stored.hash for stored in hashed],
    )
    if done != f"INSERT 0 {len(devices)}":
        return False
    sealed = [
        (device.name, credential.sealed)
        for device, credential in zip(devices, credentials, strict=True)
        if credential is not None
    ]
    if sealed:
        await connection.execute(_WISH, *map(list, zip(*sealed, strict=True)))
    return True
