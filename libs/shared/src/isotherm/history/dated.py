"""The rules that sensors are judged by, out of the database."""

from collections.abc import Sequence
from struct import Struct

from isotherm.database import Connection
from isotherm.history.rules import Rules
from isotherm.instants import from_postgres_one

_LIMITS, _INTERVALS = Struct(">qdd"), Struct(">qd")

COLUMNS = """
(SELECT string_agg(timestamptz_send(since) || float8send(coalesce(low, 'NaN'))
        || float8send(coalesce(high, 'NaN')), ''::bytea ORDER BY since)
 FROM limits WHERE sensor_id = a.sensor_id) AS limits,
(SELECT string_agg(timestamptz_send(since) || float8send(interval_s), ''::bytea ORDER BY since)
 FROM sensor_interval WHERE sensor_id = a.sensor_id) AS intervals"""
"""Of a statement in which `a.sensor_id` is a sensor; what `unpacked` takes."""
_ALL = f"SELECT a.sensor_id, {COLUMNS} FROM unnest($1::int[]) AS a (sensor_id)"  # noqa: S608  ours


def unpacked(limits: bytes | None, intervals: bytes | None) -> Rules:
    """The rules that both columns tell."""
    return Rules.of(
        [
            (from_postgres_one(since), low, high)
            for since, low, high in _LIMITS.iter_unpack(limits or b"")
        ],
        [
            (from_postgres_one(since), each)
            for since, each in _INTERVALS.iter_unpack(intervals or b"")
        ],
    )


async def rules(connection: Connection, sensors: Sequence[int]) -> dict[int, Rules]:
    """All limits and intervals of each sensor, by its number."""
    return {
        sensor: unpacked(limits, intervals)
        for sensor, limits, intervals in await connection.fetch(_ALL, list(sensors))
    }
