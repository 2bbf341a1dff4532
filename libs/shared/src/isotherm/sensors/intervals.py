"""The interval of sensors for which none is set or learned yet, as their messages show it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from isotherm.database import Connection
from isotherm.pattern import pattern_of
from isotherm.sensors.messages import load_messages

_SAMPLE = 101
_LOOK_BACK = timedelta(days=2)


async def load_spacing(
    connection: Connection,
    sensor_ids: Sequence[int],
    end: datetime,
    *,
    start: datetime | None = None,
) -> dict[int, float]:
    """Load the interval, in seconds, that each sensor's last messages until `end` show.

    Use at most 101 messages of each sensor, from `start` on, or two days back. A sensor whose
    messages show none, or one that is too short to believe, is missing from the result.
    """
    since = end - _LOOK_BACK if start is None else start
    messages = await load_messages(connection, sensor_ids, since, end, _SAMPLE)
    patterns = {sensor_id: pattern_of(times) for sensor_id, times in messages.items()}
    return {
        sensor_id: pattern.interval_s
        for sensor_id, pattern in patterns.items()
        if pattern is not None and pattern.interval_s is not None
    }
