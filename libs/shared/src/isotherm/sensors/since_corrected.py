"""Load since when sensors are out of range or in fault whose readings of these days were corrected.

The rules are those of `isotherm.sensors.since` and `isotherm.sensors.since_limits`, which read what
was stored; a test compares them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from isotherm.database import Connection
from isotherm.history.dated import load_rules
from isotherm.history.load import load_readings, load_segments
from isotherm.history.readings import Readings
from isotherm.history.rules import Rules
from isotherm.instants import HOUR, Micros, Times, to_datetime, to_micros
from isotherm.quality import Quality
from isotherm.sensors.judging import within
from isotherm.sensors.state import State, gap_limit

Same = np.ndarray[Any, np.dtype[np.bool_]]
_DOUBTFUL = int(Quality.SUSPECT | Quality.SET_ASIDE)
_MICROSECOND = timedelta(microseconds=1)
_EARLIER = "SELECT true FROM reading_hour WHERE sensor_id = $1 AND hour <= $2 LIMIT 1"


@dataclass(frozen=True, slots=True)
class Corrected:
    """A sensor of `isotherm.sensors.current`, its state, and the quality bits that do not count."""

    row: Mapping[str, Any]
    state: State
    ignored: int


async def load_since_corrected(
    connection: Connection,
    sensors: Sequence[Corrected],
    earliest: datetime,
    end: datetime,
    before: datetime,
) -> dict[int, datetime]:
    """Load when each sensor became so, by sensor id; it is missing if that was before `earliest`.

    Readings from `before` until before `end` are read.
    """
    if not sensors:
        return {}
    since: dict[int, datetime] = {}
    sensor_ids = [sensor.row["id"] for sensor in sensors]
    segments = await load_segments(connection, sensor_ids, before, end)
    rules = await load_rules(connection, sensor_ids)
    for sensor in sensors:
        key = sensor.row["id"]
        readings = _judged(await load_readings(connection, segments[key], before, end), sensor)
        if sensor.state in ("above", "below") and sensor.row["limits_since"] > earliest:
            at, same = _by_dated_limits(readings, sensor, rules[key], to_micros(end))
            begun = _begin(at, same)
            if begun is not None and begun >= to_micros(earliest):
                since[key] = to_datetime(begun)
            continue
        at, same = readings.at, _same(readings, sensor)
        recent = at >= to_micros(earliest)
        begun = _begin(at[recent], same[recent])
        if begun is None or (same[recent].all() and not recent.all()):
            continue
        hour = to_datetime(to_micros(earliest) - HOUR)
        if same[recent].all() and await connection.fetchval(_EARLIER, key, hour):
            continue
        since[key] = to_datetime(begun)
    return since


def _judged(readings: Readings, sensor: Corrected) -> Readings:
    """Return the readings that say whether the state is that of the sensor."""
    counting = (readings.quality & sensor.ignored) == 0
    if sensor.state == "fault":
        return readings.pick(counting | readings.faulty)
    if sensor.state == "suspect":
        return readings.pick(counting | _doubtful(readings))
    return readings.pick(counting)


def _same(readings: Readings, sensor: Corrected) -> Same:
    """Return whether each reading makes the sensor's state by the limits in force now."""
    if sensor.state == "fault":
        return readings.faulty
    if sensor.state == "suspect":
        return _doubtful(readings)
    low, high = (
        np.nan if bound is None else bound
        for bound in within((sensor.row["low"], sensor.row["high"]))
    )
    return readings.value > high if sensor.state == "above" else readings.value < low


def _doubtful(readings: Readings) -> Same:
    return np.asarray(((readings.quality & _DOUBTFUL) != 0) & ~readings.faulty, np.bool_)


def _by_dated_limits(
    readings: Readings, sensor: Corrected, rules: Rules, end: Micros
) -> tuple[Times, Same]:
    """Return when readings were judged, also because limits changed while they held, and how."""
    at, value = readings.at, readings.value
    following = np.append(at[1:], end)
    reach = gap_limit(sensor.row["interval_s"]) // _MICROSECOND
    changes = rules.limits_since
    holder = np.searchsorted(at, changes, "left") - 1
    again = holder >= 0
    if len(at):
        again &= (following[holder] > changes) & (following[holder] - at[holder] <= reach)
    at = np.concatenate([at, changes[again]])
    value = np.concatenate([value, value[holder[again]]])
    order = np.argsort(at, kind="stable")
    above, below = rules.beyond(at[order], value[order])
    return at[order], above if sensor.state == "above" else below


def _begin(at: Times, same: Same) -> Micros | None:
    """Return the first instant after the last one that was otherwise; None if there is none."""
    otherwise = np.nonzero(~same)[0]
    first = int(otherwise[-1]) + 1 if len(otherwise) else 0
    return int(at[first]) if first < len(at) else None
