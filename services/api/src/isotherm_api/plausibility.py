"""The plausible range of a channel never reaches into the limits of the sensors that it feeds.

A reading outside the range is suspect and counts only once others follow it, so a limit beyond the
range would hide an excursion at first. Whoever changes one of the two sides, or installs the
channel, checks both before the transaction ends. They lock the sensors, so that of two who change
the two sides at once the second sees what the first has set.
"""

from datetime import datetime

import asyncpg

from isotherm.database import Connection
from isotherm_api.access import Access
from isotherm_api.problem import Conflict, Invalid

_FED = """
SELECT i.sensor_id FROM installation i
WHERE i.channel_id = $1 AND (upper_inf(i.during) OR upper(i.during) > $2)"""
_LOCK = f"SELECT FROM sensor WHERE id IN ({_FED}) ORDER BY id FOR NO KEY UPDATE"
_BEYOND = """
SELECT d.name || '/' || c.name AS channel, c.plausible_low, c.plausible_high,
       s.name AS sensor, s.site_id, l.low, l.high, l.high >= c.plausible_high AS above
FROM installation i
JOIN channel c ON c.id = i.channel_id JOIN device d ON d.id = c.device_id
JOIN sensor s ON s.id = i.sensor_id
JOIN limits l ON l.sensor_id = s.id AND l.since >= coalesce(
    (SELECT max(since) FROM limits WHERE sensor_id = s.id AND since <= $3), '-infinity')
WHERE (i.channel_id = $1 OR i.sensor_id = $2)
  AND (upper_inf(i.during) OR upper(i.during) > $3)
  AND (l.low <= c.plausible_low OR l.high >= c.plausible_high)
ORDER BY l.since LIMIT 1"""
"""Limits in force now or later that are not inside the range of a channel, now or later."""


async def lock_sensors(connection: Connection, channel_id: int, now: datetime) -> None:
    """Lock the sensors that a channel, which is locked, feeds now or later."""
    await connection.fetch(_LOCK, channel_id, now)


async def require_holding(
    connection: Connection, access: Access, channel_id: int, now: datetime
) -> None:
    """Raise Invalid if the new range of a channel does not hold the limits of its sensors."""
    row = await _read_beyond(connection, channel_id, None, now)
    if row is None:
        return
    seen = access.sees(row["site_id"])
    sensor = row["sensor"] if seen else "a sensor that you may not see"
    side, word = ("high", "above") if row["above"] else ("low", "below")
    which = f"the {side} limit of {sensor}" + (f", {_degrees(row[side])}" if seen else "")
    raise Invalid.field(
        f"plausible_{side}",
        f"has to be {word} {which}, or readings beyond that limit would be suspect at first",
    )


async def require_held(connection: Connection, sensor_id: int, now: datetime) -> None:
    """Raise Invalid if new limits of a sensor are not inside the ranges of its channels."""
    row = await _read_beyond(connection, None, sensor_id, now)
    if row is None:
        return
    side, word = ("high", "below") if row["above"] else ("low", "above")
    raise Invalid.field(side, f"{_beyond(row, side, word)}. Widen that range first")


async def require_installable(
    connection: Connection, channel_id: int, sensor_id: int, now: datetime
) -> None:
    """Raise Conflict if a channel that was just installed has a range inside a sensor's limits."""
    await connection.execute("SELECT FROM sensor WHERE id = $1 FOR NO KEY UPDATE", sensor_id)
    row = await _read_beyond(connection, channel_id, sensor_id, now)
    if row is None:
        return
    side, word = ("high", "below") if row["above"] else ("low", "above")
    raise Conflict(
        f"The {side} limit of {row['sensor']}, {_degrees(row[side])}, {_beyond(row, side, word)}."
        " Widen that range first."
    )


def _beyond(row: asyncpg.Record, side: str, word: str) -> str:
    end = _degrees(row[f"plausible_{side}"])
    return f"has to be {word} {end}, where the plausible range of {row['channel']} ends"


def _degrees(celsius: float) -> str:
    return f"{celsius:g} °C".replace("-", "\u2212")


async def _read_beyond(
    connection: Connection, channel_id: int | None, sensor_id: int | None, now: datetime
) -> asyncpg.Record | None:
    return await connection.fetchrow(_BEYOND, channel_id, sensor_id, now)
