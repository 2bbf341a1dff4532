"""The notification of sensors whose history a worker has recalculated after a change."""

from collections.abc import Iterable

from isotherm.database import Connection

RECALCULATED = "isotherm_recalculated"
"""The channel of NOTIFY. Its payload is ids of sensors, separated by commas."""
_AT_ONCE = 500
"""Ids in a payload, which PostgreSQL limits to 8,000 bytes."""


async def send_recalculated(connection: Connection, sensor_ids: Iterable[int]) -> None:
    """Tell whoever listens, once the transaction is committed."""
    ids = sorted(set(sensor_ids))
    payloads = [ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE)]
    if payloads:
        await connection.execute(
            "SELECT pg_notify($1, payload) FROM unnest($2::text[]) payload",
            RECALCULATED,
            [",".join(map(str, part)) for part in payloads],
        )


def sensors_of(payload: str) -> set[int]:
    """Return the sensors of a payload, without what is no id."""
    return {int(part) for part in payload.split(",") if part.isascii() and part.isdecimal()}
