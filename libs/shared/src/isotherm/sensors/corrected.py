"""Replace what corrections change about the newest reading of sensors."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from isotherm.database import Connection
from isotherm.history.load import load_readings, load_segments, read_last
from isotherm.history.readings import Readings
from isotherm.history.segments import SPREAD, Segment
from isotherm.instants import EPOCH, Micros, just_after, to_datetime, to_micros
from isotherm.sensors.waiting import is_corrected

Row = dict[str, Any]
_DAY, _OLDEST = timedelta(days=1), timedelta(days=31)
"""How far back the newest value that counts is searched, as for other sensors."""
_FIRST_STEP, _PUSHED = timedelta(hours=1), timedelta(microseconds=SPREAD)
_NONE = dict.fromkeys(
    ("measured_at", "received_at", "value", "quality", "good_at", "good_value", "clock_skew_ms")
)
_STORED = """
SELECT r.measured_at, r.received_at, d.clock_skew_ms
FROM reading r JOIN channel c ON c.id = r.channel_id JOIN device d ON d.id = c.device_id
WHERE r.channel_id = $1 AND r.measured_at >= $2 AND r.measured_at <= $3
ORDER BY r.measured_at DESC LIMIT 1"""


async def complete_corrected(
    connection: Connection, sensors: Mapping[int, Row], now: datetime
) -> None:
    """Give rows of `isotherm.sensors.current` their newest reading as it is shown.

    Only the rows are changed for which `is_corrected`.
    """
    changed = [key for key, row in sensors.items() if is_corrected(row)]
    if not changed:
        return
    end = just_after(now)
    for key, segments in (await load_segments(connection, changed, EPOCH, end)).items():
        row = sensors[key]
        newest = await _read_newest(connection, segments, row["measured_at"] or now, end)
        row.update(_NONE)
        if not len(newest):
            continue
        row["measured_at"] = to_datetime(newest.at[0])
        row["value"], row["quality"] = _value(newest), int(newest.quality[0])
        row.update(await _read_receipt(connection, segments, row["measured_at"]))
        good = await _read_newest_counted(connection, segments, row["measured_at"], end)
        if len(good):
            row["good_at"], row["good_value"] = to_datetime(good.at[0]), _value(good)


def _value(readings: Readings) -> float | None:
    value = float(readings.value[0])
    return None if value != value else value


async def _read_newest(
    connection: Connection, segments: Sequence[Segment], near: datetime, end: datetime
) -> Readings:
    """Return the newest reading; that of the channel was measured at `near`."""
    newest = await read_last(connection, segments, min(near, end) - _DAY, end)
    return newest if len(newest) else await read_last(connection, segments, EPOCH, end)


async def _read_receipt(
    connection: Connection, segments: Sequence[Segment], at: datetime
) -> dict[str, Any]:
    """Return when the reading that is shown at an instant was received, and its device's skew."""
    receipts = []
    for segment in segments:
        if segment.start <= at < segment.end:
            # readings that came to the same instant were pushed on by a little
            stored = at - segment.shift
            row = await connection.fetchrow(_STORED, segment.channel, stored - _PUSHED, stored)
            if row is not None:
                receipts.append((row["measured_at"] + segment.shift, row))
    if not receipts:
        return {}
    _, newest = max(receipts, key=lambda receipt: receipt[0])
    return {"received_at": newest["received_at"], "clock_skew_ms": newest["clock_skew_ms"]}


async def _read_newest_counted(
    connection: Connection, segments: Sequence[Segment], newest: datetime, end: datetime
) -> Readings:
    """Return the newest reading that counts, if it is not too old; what is set aside is skipped."""
    bounds = to_micros(end - _OLDEST), to_micros(just_after(newest))
    for first, last in _not_set_aside(segments, *bounds):
        since, stop, step = to_datetime(first), to_datetime(last), _FIRST_STEP
        newest_here = await read_last(connection, segments, since, stop)
        if len(newest_here):
            stop = just_after(to_datetime(newest_here.at[0]))
        while len(newest_here) and since < stop:
            start = max(since, stop - step)
            readings = await load_readings(connection, segments, start, stop)
            counted = readings.pick(readings.counts)
            if len(counted):
                return counted.newest(1)
            stop, step = start, 4 * step
    return Readings.of([])


def _not_set_aside(
    segments: Sequence[Segment], start: Micros, end: Micros
) -> Iterator[tuple[Micros, Micros]]:
    """Yield the parts of a range that are not set aside, newest first."""
    aside = [
        (correction.start, correction.end)
        for correction in (segments[0].corrections if segments else ())
        if correction.kind == "set_aside"
    ]
    for since, until in sorted(aside, reverse=True):
        if until <= start or since >= end:
            continue
        if until < end:
            yield until, end
        end = since
    if start < end:
        yield start, end
