"""Whether values were beyond a limit when last judged before a range."""

from dataclasses import replace
from datetime import timedelta

import numpy as np

from isotherm import zones
from isotherm.database import Connection
from isotherm.history.excursions import SIDES, Side
from isotherm.history.known import read_known
from isotherm.history.load import load_segments
from isotherm.history.summing import sum_up
from isotherm.instants import Micros, to_datetime
from isotherm_api.history.frame import Frame
from isotherm_api.history.known import load_known

_LONGEST = timedelta(days=1) // timedelta(microseconds=1)
"""Readings are searched no further back; a sensor is rolled up within minutes."""


async def was_beyond(connection: Connection, frame: Frame) -> dict[Side, bool]:
    """Return the last judgement before a range, of either side; false if there is none."""
    hour, _ = zones.hour_around(frame.start, zones.zone(frame.sensor.time_zone))
    longest = _LONGEST + frame.rules.longest
    since = max(frame.head.horizon, min(hour, max(frame.head.rolled_to, hour - longest)))
    verdict = await _judge(connection, frame, since)
    if verdict is None:
        [known] = await read_known(connection, frame.sensor.id, [min(hour, since)])
        verdict = {"above": known.above, "below": known.below}
    return verdict


async def _judge(connection: Connection, frame: Frame, since: Micros) -> dict[Side, bool] | None:
    """Return the last judgement of the readings from `since` on; None if nothing was judged."""
    if since >= frame.start:
        return None
    edges = np.array([since, frame.start], np.int64)
    # without grace, the frame has only the segments as far before the range as a reading can hold
    if not frame.rules.has_grace:
        reached = to_datetime(since - frame.rules.reach), to_datetime(frame.start)
        segments = (await load_segments(connection, [frame.sensor.id], *reached))[frame.sensor.id]
        frame = replace(frame, segments=tuple(segments))
    [known] = await load_known(connection, frame, [since])
    window = await frame.load_window(connection, edges, known=known, judge_lead=True)
    sums = sum_up(window)
    if sums.last_above[0] < 0:
        return None
    return {side: bool(getattr(sums, f"last_{side}")[0] == 1) for side in SIDES}
