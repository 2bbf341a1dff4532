"""The rules that sensors are judged by, out of the database."""

from collections.abc import Sequence

import numpy as np

from isotherm.history.asking import Connection
from isotherm.history.readings import sent_bounds
from isotherm.history.rules import Rules

_LIMITS = np.dtype([("since", ">i8"), ("low", ">f8"), ("high", ">f8")])
_INTERVALS = np.dtype([("since", ">i8"), ("seconds", ">f8")])

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
    dated = np.frombuffer(limits or b"", _LIMITS)
    paced = np.frombuffer(intervals or b"", _INTERVALS)
    return Rules.of(
        list(
            zip(
                sent_bounds(dated["since"]).tolist(), dated["low"].tolist(), dated["high"].tolist(),
                strict=True,
            )
        ),
        list(zip(sent_bounds(paced["since"]).tolist(), paced["seconds"].tolist(), strict=True)),
    )  # fmt: skip


async def rules(connection: Connection, sensors: Sequence[int]) -> dict[int, Rules]:
    """All limits and intervals of each sensor, by its number."""
    return {
        sensor: unpacked(limits, intervals)
        for sensor, limits, intervals in await connection.fetch(_ALL, list(sensors))
    }
