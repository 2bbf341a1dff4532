"""Installations as rows, and the lock under which people change them."""

from collections.abc import Sequence

import asyncpg

from isotherm_api.database import Connection
from isotherm_api.etag import etag
from isotherm_api.installations.schemas import Installation
from isotherm_api.installations.span import Span

_ROWS = """
SELECT i.id, i.channel_id, i.sensor_id, s.site_id, site.slug AS site, s.slug AS sensor,
       d.name AS device, d.site_id AS home_id, c.name AS channel,
       lower(i.during) AS start, upper(i.during) AS until
FROM installation i
JOIN sensor s ON s.id = i.sensor_id JOIN site ON site.id = s.site_id
JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
"""
_MOST = 500


async def lock(connection: Connection) -> None:
    """Lets one transaction at a time change installations.

    People do that seldom, and what is in the way of whom can only be told while nobody else moves
    it. The exclusion constraints hold without it.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtext('isotherm.installation'))")


async def of_sensor(connection: Connection, sensor: int) -> list[asyncpg.Record]:
    """A sensor's installations, newest first."""
    return await connection.fetch(
        f"{_ROWS} WHERE i.sensor_id = $1 ORDER BY i.during DESC LIMIT {_MOST}", sensor
    )


async def of_device(
    connection: Connection, device: int, sites: Sequence[int] | None
) -> list[asyncpg.Record]:
    """Where a device's channels feed and fed sensors of some sites (None: of all), newest first."""
    return await connection.fetch(
        f"{_ROWS} WHERE c.device_id = $1 AND ($2::int[] IS NULL OR s.site_id = ANY($2::int[]))"
        f" ORDER BY i.during DESC LIMIT {_MOST}",
        device,
        None if sites is None else list(sites),
    )


async def one(connection: Connection, installation: int) -> asyncpg.Record | None:
    """An installation."""
    return await connection.fetchrow(f"{_ROWS} WHERE i.id = $1", installation)


async def overlapping(
    connection: Connection, channel: int, sensor: int, span: Span, but: int | None = None
) -> list[asyncpg.Record]:
    """What the channel or the sensor is in within a span, by time; one may be left out."""
    return await connection.fetch(
        f"{_ROWS} WHERE (i.channel_id = $1 OR i.sensor_id = $2)"
        " AND i.during && tstzrange($3, $4) AND i.id IS DISTINCT FROM $5 ORDER BY i.during, i.id",
        channel,
        sensor,
        span.start,
        span.end,
        but,
    )


async def add(connection: Connection, channel: int, sensor: int, span: Span) -> int:
    """The new installation's id; asyncpg.ExclusionViolationError where one overlaps it."""
    found = await connection.fetchval(
        "INSERT INTO installation (channel_id, sensor_id, during)"
        " VALUES ($1, $2, tstzrange($3, $4)) RETURNING id",
        channel,
        sensor,
        span.start,
        span.end,
    )
    return int(found)


async def change(connection: Connection, installation: int, span: Span) -> None:
    """Sets when it was; asyncpg.ExclusionViolationError where another one overlaps that."""
    await connection.execute(
        "UPDATE installation SET during = tstzrange($2, $3) WHERE id = $1",
        installation,
        span.start,
        span.end,
    )


async def remove(connection: Connection, installation: int) -> None:
    """Takes it away: its readings stay the channel's, and are no sensor's any more."""
    await connection.execute("DELETE FROM installation WHERE id = $1", installation)


def span_of(row: asyncpg.Record) -> Span:
    """When a row's installation was."""
    return Span(row["start"], row["until"])


def document(row: asyncpg.Record) -> Installation:
    """A row as the API says it."""
    return Installation.model_validate(
        {
            "id": row["id"],
            "sensor": f"{row['site']}/{row['sensor']}",
            "device": row["device"],
            "channel": row["channel"],
            **span_of(row).document(),
            "etag": etag(row["id"], row["start"], row["until"]),
        }
    )
