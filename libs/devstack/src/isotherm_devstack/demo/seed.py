"""The demo's rows: sites, sensors, their devices, limits, and who may see them. Safe to repeat."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg

from isotherm.broker.file import ROUNDS, Account, Credential, credential_for
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT, SITES, Silent, Simulated
from isotherm_devstack.demo.people import PEOPLE

# before any reading of the demo, the replayed year included
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_ACTOR = "demo"

_SITE = """
INSERT INTO site (slug, name, time_zone) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING
"""
_SENSOR = """
INSERT INTO sensor (site_id, slug, name, place, expected_interval_s)
SELECT id, $2, $3, $4, $5 FROM site WHERE slug = $1
ON CONFLICT (site_id, slug) DO UPDATE SET slug = excluded.slug RETURNING id
"""
_LIMITS = """
INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (sensor_id, since) DO NOTHING
"""
_DEVICE = """
INSERT INTO device (name, label, site_id, state, model)
SELECT $2, $3, id, 'known', $4 FROM site WHERE slug = $1
ON CONFLICT (name) DO UPDATE SET name = excluded.name
RETURNING id, credential_salt, credential_hash
"""
_CREDENTIAL = "UPDATE device SET credential_salt = $2, credential_hash = $3 WHERE id = $1"
_CHANNEL = """
INSERT INTO channel (device_id, name, state) VALUES ($1, $2, 'known')
ON CONFLICT (device_id, name) DO UPDATE SET name = excluded.name RETURNING id
"""
_INSTALLATION = """
INSERT INTO installation (channel_id, sensor_id, during)
VALUES ($1, $2, tstzrange($3, NULL)) ON CONFLICT DO NOTHING
"""
_GRANT = """
INSERT INTO access_grant (site_id, subject, role, granted_by)
SELECT id, $2, $3, $4 FROM site WHERE slug = $1 ON CONFLICT DO NOTHING
"""
_ACCOUNTS = """
SELECT name, credential_salt, credential_hash FROM device
WHERE credential_hash IS NOT NULL AND state = 'known' ORDER BY name
"""


async def seed(owner_dsn: str, passwords: Mapping[str, str]) -> None:
    """Put in what is missing of the demo; `passwords` by device name."""
    connection = await asyncpg.connect(owner_dsn, timeout=30)
    try:
        async with connection.transaction():
            await connection.executemany(
                _SITE, [(site.slug, site.name, site.time_zone) for site in SITES]
            )
            for each in (*FLEET, *SILENT, REPLAYED):
                await _sensor(connection, each, passwords[each.device])
            await connection.executemany(
                _GRANT,
                [
                    (person.site, person.subject, person.role, _ACTOR)
                    for person in PEOPLE
                    if person.site is not None
                ],
            )
    finally:
        await connection.close()


async def _sensor(connection: asyncpg.Connection, each: Simulated | Silent, password: str) -> None:
    place = each.place if isinstance(each, Simulated) else None
    model = "simulated" if isinstance(each, Simulated) else None
    sensor = await connection.fetchval(
        _SENSOR, each.site, each.sensor, each.name, place, each.interval_s
    )
    if isinstance(each, Simulated) and (each.low is not None or each.high is not None):
        await connection.execute(_LIMITS, sensor, _SINCE, each.low, each.high, _ACTOR)
    device = await connection.fetchrow(_DEVICE, each.site, each.device, each.name, model)
    assert device is not None, "its site was put in before"  # noqa: S101
    if not _fits(password, device["credential_salt"], device["credential_hash"]):
        made = credential_for(password)
        await connection.execute(_CREDENTIAL, device["id"], made.salt, made.hash)
    channel = await connection.fetchval(_CHANNEL, device["id"], each.channel)
    await connection.execute(_INSTALLATION, channel, sensor, _SINCE)


def _fits(password: str, salt: str | None, digest: str | None) -> bool:
    if salt is None or digest is None:
        return False
    made = hashlib.pbkdf2_hmac("sha512", password.encode(), base64.b64decode(salt), ROUNDS, 64)
    return base64.b64encode(made).decode() == digest


async def broker_accounts(owner_dsn: str, services: Mapping[str, str]) -> list[Account]:
    """Return who may connect to the broker: devices from the database, services by password."""
    connection = await asyncpg.connect(owner_dsn, timeout=30)
    try:
        rows = await connection.fetch(_ACCOUNTS)
    finally:
        await connection.close()
    devices = [Account(name, Credential(salt, digest)) for name, salt, digest in rows]
    return devices + [Account(name, credential_for(word)) for name, word in services.items()]
