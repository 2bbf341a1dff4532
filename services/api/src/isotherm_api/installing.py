"""Locks of those who install channels, and of those who delete what they are installed on.

All lock in the same order, so that no two wait for each other: devices by name, channels,
the site, `lock_installations`, sensors.
"""

from dataclasses import dataclass

from isotherm.database import Connection
from isotherm_api.problem import Unavailable

_FED = """
SELECT DISTINCT i.channel_id FROM installation i JOIN sensor s ON s.id = i.sensor_id
WHERE s.site_id = $1 AND ($2::int IS NULL OR s.id = $2)"""
_LOCK_DEVICES = """
SELECT id FROM device WHERE id IN (SELECT device_id FROM channel WHERE id = ANY($1::int[]))
    OR $3::int IS NULL AND site_id = $2 ORDER BY name FOR NO KEY UPDATE"""
_LOCK_CHANNELS = """
SELECT id FROM channel WHERE id = ANY($1::int[]) ORDER BY id FOR NO KEY UPDATE"""


async def lock_installations(connection: Connection) -> None:
    """Let one transaction at a time change installations, of any sensor.

    Changes are rare, and a conflict can only be described while nobody moves the installations
    that cause it. The exclusion constraints do not depend on this lock.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('isotherm.installation'))")


@dataclass(frozen=True, slots=True)
class Fed:
    """The sensors of a site, or one of them, and the channels that were installed on them."""

    site_id: int
    sensor_id: int | None
    channel_ids: frozenset[int]


async def lock_fed(connection: Connection, site_id: int, sensor_id: int | None = None) -> Fed:
    """Lock the devices and channels that were installed on a site's sensors, or on one of them.

    For a whole site, also the devices whose home site it is.
    """
    channel_ids = await _read_fed(connection, site_id, sensor_id)
    await connection.fetch(_LOCK_DEVICES, list(channel_ids), site_id, sensor_id)
    await connection.fetch(_LOCK_CHANNELS, list(channel_ids))
    return Fed(site_id, sensor_id, channel_ids)


async def lock_all_installations(connection: Connection, fed: Fed) -> None:
    """Take `lock_installations`, after the site is locked.

    Raises Unavailable if a channel was installed that `lock_fed` has not locked.
    """
    await lock_installations(connection)
    if not await _read_fed(connection, fed.site_id, fed.sensor_id) <= fed.channel_ids:
        raise Unavailable("Somebody is installing a channel there. Try again in a moment.")


async def _read_fed(connection: Connection, site_id: int, sensor_id: int | None) -> frozenset[int]:
    rows = await connection.fetch(_FED, site_id, sensor_id)
    return frozenset(row["channel_id"] for row in rows)
