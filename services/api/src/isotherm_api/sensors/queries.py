"""SQL of sensors: their installations."""

import asyncpg

from isotherm.database import Connection


async def load_installations(connection: Connection, sensor_id: int) -> list[asyncpg.Record]:
    """Return device, channel, start and end of a sensor's installations, the newest 500."""
    return await connection.fetch(
        "SELECT d.name AS device, c.name AS channel, lower(i.during) AS since,"
        " upper(i.during) AS until FROM installation i JOIN channel c ON c.id = i.channel_id"
        " JOIN device d ON d.id = c.device_id WHERE i.sensor_id = $1"
        " ORDER BY i.during DESC LIMIT 500",
        sensor_id,
    )
