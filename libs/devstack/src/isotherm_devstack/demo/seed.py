"""Seed the database with the demo: sites, sensors, devices, limits and grants. Idempotent."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import asyncpg

from isotherm.broker.file import ROUNDS, credential_for
from isotherm.sealing import seal
from isotherm_devstack.demo.fleet import FLEET, REPLAYED, SILENT, SITES, Silent, Simulated
from isotherm_devstack.demo.people import PEOPLE, Person

# before all readings of the demo, including the replayed year
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
WITH made AS (
    INSERT INTO limits (sensor_id, since, low, high, set_by) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (sensor_id, since) DO NOTHING RETURNING *)
INSERT INTO audit (actor, action, target, site_id, after, sensor_id)
SELECT m.set_by, 'limits.set', p.slug || '/' || s.slug, p.id, jsonb_build_object(
    'since', (extract(epoch FROM m.since) * 1000)::bigint, 'low', m.low, 'high', m.high), s.id
FROM made m JOIN sensor s ON s.id = m.sensor_id JOIN site p ON p.id = s.site_id
"""
_DEVICE = """
INSERT INTO device (name, label, site_id, state, model)
SELECT $2, $3, id, 'known', $4 FROM site WHERE slug = $1
ON CONFLICT (name) DO UPDATE SET name = excluded.name
RETURNING id, credential_salt, credential_hash
"""
_CREDENTIAL = """
UPDATE device SET credential_salt = $2, credential_hash = $3, credential_at = now(),
    credential_version = credential_version + 1
WHERE id = $1
"""
_WISH = """
INSERT INTO credential_wish (device_id, version, sealed)
SELECT d.id, d.credential_version, $2 FROM device d WHERE d.id = $1 AND NOT EXISTS (
    SELECT FROM broker_account a WHERE a.name = d.name AND a.version = d.credential_version)
ON CONFLICT (device_id) DO UPDATE SET version = excluded.version, sealed = excluded.sealed,
    requested_at = excluded.requested_at
"""
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


async def seed(
    owner_dsn: str,
    passwords: Mapping[str, str],
    *,
    sensors: Sequence[Simulated | Silent] = (*FLEET, *SILENT, REPLAYED),
    people: Sequence[Person] = PEOPLE,
    sealing_key: str | None = None,
) -> None:
    """Insert the rows of the demo that are missing; `passwords` is by device name.

    With `sealing_key` worker gives a running broker the passwords that it lacks. Without it the
    broker has them after its next start, when the file of its accounts is rendered.
    """
    used = {sensor.site for sensor in sensors}
    sites = [(site.slug, site.name, site.time_zone) for site in SITES if site.slug in used]
    connection = await asyncpg.connect(owner_dsn, timeout=30)
    try:
        async with connection.transaction():
            await connection.executemany(_SITE, sites)
            for sensor in sensors:
                password = passwords[sensor.device]
                device_id = await _insert_sensor(connection, sensor, password)
                if sealing_key is not None:
                    sealed = seal(sealing_key, sensor.device, password)
                    await connection.execute(_WISH, device_id, sealed)
            await connection.executemany(
                _GRANT,
                [
                    (person.site, person.subject, person.role, _ACTOR)
                    for person in people
                    if person.site is not None
                ],
            )
    finally:
        await connection.close()


async def _insert_sensor(
    connection: asyncpg.Connection, sensor: Simulated | Silent, password: str
) -> int:
    """Insert the sensor with its device installed; return the device's id."""
    place = sensor.place if isinstance(sensor, Simulated) else None
    sensor_id = await connection.fetchval(
        _SENSOR, sensor.site, sensor.sensor, sensor.name, place, sensor.interval_s
    )
    if isinstance(sensor, Simulated) and (sensor.low is not None or sensor.high is not None):
        await connection.execute(_LIMITS, sensor_id, _SINCE, sensor.low, sensor.high, _ACTOR)
    device_id = await _insert_device(connection, sensor, password)
    channel_id = await connection.fetchval(_CHANNEL, device_id, sensor.channel)
    await connection.execute(_INSTALLATION, channel_id, sensor_id, _SINCE)
    return device_id


async def _insert_device(
    connection: asyncpg.Connection, sensor: Simulated | Silent, password: str
) -> int:
    """Insert the sensor's device, or update its credential if the password differs; return its id.

    Raise LookupError if its site does not exist.
    """
    model = "simulated" if isinstance(sensor, Simulated) else None
    row = await connection.fetchrow(_DEVICE, sensor.site, sensor.device, sensor.name, model)
    if row is None:
        raise LookupError(f"no site {sensor.site}")
    if not _matches(password, row["credential_salt"], row["credential_hash"]):
        credential = credential_for(password)
        await connection.execute(_CREDENTIAL, row["id"], credential.salt, credential.hash)
    return int(row["id"])


def _matches(password: str, salt: str | None, digest: str | None) -> bool:
    if salt is None or digest is None:
        return False
    derived = hashlib.pbkdf2_hmac("sha512", password.encode(), base64.b64decode(salt), ROUNDS, 64)
    return base64.b64encode(derived).decode() == digest
