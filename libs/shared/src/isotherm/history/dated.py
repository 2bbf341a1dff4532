"""Load the rules that sensors are judged by: limits and expected intervals, both dated."""

from collections.abc import Sequence
from struct import Struct

from isotherm.database import Connection
from isotherm.history.rules import Rules
from isotherm.instants import from_postgres_one

_LIMITS, _INTERVALS = Struct(">qdddd"), Struct(">qd")

COLUMNS = """
(SELECT string_agg(timestamptz_send(since) || float8send(coalesce(low, 'NaN'))
        || float8send(coalesce(high, 'NaN')) || float8send(min_duration_s)
        || float8send(hysteresis), ''::bytea ORDER BY since)
 FROM limits WHERE sensor_id = a.sensor_id) AS limits,
(SELECT string_agg(timestamptz_send(since) || float8send(interval_s), ''::bytea ORDER BY since)
 FROM sensor_interval WHERE sensor_id = a.sensor_id) AS intervals"""
"""SQL of the two columns that `decode_rules` takes, where `a.sensor_id` is a sensor."""
_ALL = f"SELECT a.sensor_id, {COLUMNS} FROM unnest($1::int[]) AS a (sensor_id)"


def decode_rules(limits: bytes | None, intervals: bytes | None) -> Rules:
    """Return the rules that both COLUMNS hold."""
    return Rules.of(
        [
            (from_postgres_one(since), low, high, min_duration_s, hysteresis)
            for since, low, high, min_duration_s, hysteresis in _LIMITS.iter_unpack(limits or b"")
        ],
        [
            (from_postgres_one(since), interval_s)
            for since, interval_s in _INTERVALS.iter_unpack(intervals or b"")
        ],
    )


async def load_rules(connection: Connection, sensor_ids: Sequence[int]) -> dict[int, Rules]:
    """Load all limits and intervals of each sensor, by its id."""
    return {
        sensor_id: decode_rules(limits, intervals)
        for sensor_id, limits, intervals in await connection.fetch(_ALL, list(sensor_ids))
    }
