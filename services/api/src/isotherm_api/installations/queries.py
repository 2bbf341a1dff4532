"""Installations as rows, and the statements that change them."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm_api.installations.span import Span

_ROWS = """
SELECT i.id, i.channel_id, i.sensor_id, s.site_id, site.slug AS site, s.slug AS sensor,
       d.name AS device, d.site_id AS home_id, d.removed_at, c.name AS channel,
       c.state AS channel_state,
       lower(i.during) AS start, upper(i.during) AS until
FROM installation i
JOIN sensor s ON s.id = i.sensor_id JOIN site ON site.id = s.site_id
JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
"""
_MOST = 500


async def load_of_sensor(connection: Connection, sensor_id: int) -> list[asyncpg.Record]:
    """Return a sensor's installations, newest first."""
    return await connection.fetch(
        f"{_ROWS} WHERE i.sensor_id = $1 ORDER BY i.during DESC LIMIT {_MOST}", sensor_id
    )


async def load_of_device(
    connection: Connection, device_id: int, site_ids: Sequence[int] | None
) -> list[asyncpg.Record]:
    """Return the installations of a device's channels at some sites (None: all), newest first."""
    return await connection.fetch(
        f"{_ROWS} WHERE c.device_id = $1 AND ($2::int[] IS NULL OR s.site_id = ANY($2::int[]))"
        f" ORDER BY i.during DESC LIMIT {_MOST}",
        device_id,
        None if site_ids is None else list(site_ids),
    )


async def load_open_of_device(
    connection: Connection, device_id: int, at: datetime
) -> list[asyncpg.Record]:
    """Return all installations of a device's channels that do not end by an instant."""
    return await connection.fetch(
        f"{_ROWS} WHERE c.device_id = $1 AND i.during && tstzrange($2, NULL) ORDER BY i.id",
        device_id,
        at,
    )


async def read_installation(connection: Connection, installation_id: int) -> asyncpg.Record | None:
    """Return an installation, or None if there is no such installation."""
    return await connection.fetchrow(f"{_ROWS} WHERE i.id = $1", installation_id)


async def load_overlapping(
    connection: Connection,
    channel_id: int,
    sensor_id: int,
    span: Span,
    except_id: int | None = None,
) -> list[asyncpg.Record]:
    """Return the installations of the channel or the sensor that overlap a span, in time order.

    `except_id` is an installation to leave out.
    """
    return await connection.fetch(
        f"{_ROWS} WHERE (i.channel_id = $1 OR i.sensor_id = $2)"
        " AND i.during && tstzrange($3, $4) AND i.id IS DISTINCT FROM $5 ORDER BY i.during, i.id",
        channel_id,
        sensor_id,
        span.start,
        span.end,
        except_id,
    )


async def insert_installation(
    connection: Connection, channel_id: int, sensor_id: int, span: Span
) -> int:
    """Insert an installation and return its id.

    Raises asyncpg.ExclusionViolationError if another one overlaps it.
    """
    installation_id = await connection.fetchval(
        "INSERT INTO installation (channel_id, sensor_id, during)"
        " VALUES ($1, $2, tstzrange($3, $4)) RETURNING id",
        channel_id,
        sensor_id,
        span.start,
        span.end,
    )
    return int(installation_id)


async def update_span(connection: Connection, installation_id: int, span: Span) -> None:
    """Set the span of an installation.

    Raises asyncpg.ExclusionViolationError if another one overlaps it.
    """
    await connection.execute(
        "UPDATE installation SET during = tstzrange($2, $3) WHERE id = $1",
        installation_id,
        span.start,
        span.end,
    )


async def delete_installation(connection: Connection, installation_id: int) -> None:
    """Delete an installation; its readings stay with the channel and leave the sensor."""
    await connection.execute("DELETE FROM installation WHERE id = $1", installation_id)


async def update_to_known(connection: Connection, channel_id: int, device_id: int) -> None:
    """Set the state of a channel and of its device from proposed to known."""
    await connection.execute(
        "UPDATE channel SET state = 'known', dismissed_at = NULL, expired_at = NULL"
        " WHERE id = $1 AND state <> 'known'",
        channel_id,
    )
    await connection.execute(
        "UPDATE device SET state = 'known' WHERE id = $1 AND state <> 'known'", device_id
    )
