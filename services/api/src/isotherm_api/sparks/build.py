"""The last day of some sensors: hours before `rolled_to`, readings after it, in one snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import numpy as np

from isotherm import zones
from isotherm.history.load import PACKED
from isotherm.history.readings import Readings
from isotherm.history.spans import faults
from isotherm.history.summing import sum_up
from isotherm.history.window import Window, hold
from isotherm.instants import ALWAYS, to_datetime, to_micros
from isotherm.spans import merge
from isotherm_api.database import Connection
from isotherm_api.history.frame import Frame
from isotherm_api.history.spans import clipped, silences
from isotherm_api.history.split import Stretch

DAY = timedelta(hours=24)

_HOURS = """
SELECT h.sensor_id, h.least, h.least_at, h.most, h.most_at
FROM rollup u JOIN reading_hour h ON h.sensor_id = u.sensor_id AND h.hour < u.rolled_to
WHERE u.sensor_id = ANY($1::int[]) AND u.rolled_to > $2
  AND h.hour > $2::timestamptz - interval '1 hour' AND h.n > 0"""

_GAPS = """
SELECT sensor_id, since, until FROM gap
WHERE sensor_id = ANY($1::int[]) AND (until IS NULL OR until > $2)"""

_FAULTS = """
SELECT sensor_id, since, until FROM fault
WHERE sensor_id = ANY($1::int[]) AND since > $2::timestamptz - interval '1 hour' AND until >= $2"""

# $5 and $6 bound all of them in plain words, so that only the days between are planned
_RAW = f"""
SELECT a.n, {PACKED} FROM unnest($1::int[], $2::timestamptz[], $3::timestamptz[])
    WITH ORDINALITY AS a (channel, lo, hi, n)
CROSS JOIN LATERAL (
    SELECT measured_at, value, quality FROM {{source}}
    WHERE channel_id = a.channel AND measured_at >= a.lo AND measured_at < a.hi
      AND measured_at >= $5 AND measured_at < $6
    ORDER BY measured_at DESC LIMIT $4) x
GROUP BY a.n"""


@dataclass(frozen=True, slots=True)
class _Rolled:
    """What is known of a sensor before its readings are read; its hours, gaps and faults."""

    hours: Sequence[asyncpg.Record]
    gaps: Sequence[asyncpg.Record]
    faults: Sequence[asyncpg.Record]


async def build(connection: Connection, frames: Sequence[Frame]) -> dict[str, Any]:
    """The document of `schemas.Sparks`, ready to be encoded; frames are of one day until now."""
    ids, start = [each.sensor.id for each in frames], frames[0].start
    begins = [min(max(each.head.rolled_to, start), each.end) for each in frames]
    leads = await _readings(
        connection, frames, [(begin - each.rules.reach, begin)
                             for each, begin in zip(frames, begins, strict=True)], 1
    )  # fmt: skip
    inside = await _readings(connection, frames, [(begin, frames[0].end) for begin in begins], None)
    known = [
        _by_sensor(await connection.fetch(text, ids, to_datetime(start)))
        for text in (_HOURS, _GAPS, _FAULTS)
    ]
    return {
        "from": start // 1000,
        "to": frames[0].end // 1000,
        "sensors": [
            _document(frame, begin, lead, readings, _Rolled(*(k[frame.sensor.id] for k in known)))
            for frame, begin, lead, readings in zip(frames, begins, leads, inside, strict=True)
        ],
    }


async def _readings(
    connection: Connection, frames: Sequence[Frame], stretches: Sequence[Stretch], most: int | None
) -> list[Readings]:
    """Of each frame the readings of its stretch, or the newest of them."""
    parts = [
        (number, each.channel, max(each.start, to_datetime(start)), min(each.end, to_datetime(end)))
        for number, (frame, (start, end)) in enumerate(zip(frames, stretches, strict=True))
        for each in frame.fed
    ]
    parts = [each for each in parts if each[2] < each[3]]
    if not parts:
        return [Readings.of([])] * len(frames)
    numbers, channels, starts, ends = zip(*parts, strict=True)
    least, last = min(starts), max(ends)
    rows = await connection.fetch(
        _RAW.format(source=frames[0].source(least, last)),
        channels, starts, ends, most, least, last,
    )  # fmt: skip
    found: defaultdict[int, list[Readings]] = defaultdict(list)
    for n, packed in sorted(tuple(row) for row in rows):
        found[numbers[n - 1]].append(Readings.from_packed(packed))
    return [
        Readings.joined(found[n]) if most is None else Readings.joined(found[n]).newest(most)
        for n in range(len(frames))
    ]


def _by_sensor(rows: Iterable[asyncpg.Record]) -> defaultdict[int, list[asyncpg.Record]]:
    found = defaultdict(list)
    for row in rows:
        found[row["sensor_id"]].append(row)
    return found


def _document(
    frame: Frame, begin: int, lead: Readings, inside: Readings, rolled: _Rolled
) -> dict[str, Any]:
    start, now = frame.start, frame.end
    points = {(to_micros(row["least_at"]), row["least"]) for row in rolled.hours}
    points |= {(to_micros(row["most_at"]), row["most"]) for row in rolled.hours}
    silent: list[Stretch] = []
    runs: list[Stretch] = []
    if begin > start:
        first = frame.head.first
        silent = [(start, begin if first is None else first)]
        silent += [
            (to_micros(row["since"]), begin if row["until"] is None else to_micros(row["until"]))
            for row in rolled.gaps
        ]
        silent = clipped(silent, start, begin)
        runs = [(to_micros(row["since"]), to_micros(row["until"])) for row in rolled.faults]
        runs = clipped(runs, start, begin, instants=True)
    if begin < now:
        edges = np.clip(zones.hours(begin, now, zones.zone(frame.sensor.time_zone)), begin, now)
        window = Window(edges, inside, frame.rules, now, lead)
        held = hold(window)
        silent += silences(held, begin, now)
        runs += faults(held, begin, now)
        sums = sum_up(window, held)
        which = sums.least_at != ALWAYS
        points.update(zip(sums.least_at[which].tolist(), sums.least[which].tolist(), strict=True))
        points.update(zip(sums.most_at[which].tolist(), sums.most[which].tolist(), strict=True))
    silent = merge(silent)
    shown = sorted(each for each in points if each[0] >= start)
    lost = sum(until - since for since, until in silent)
    return {
        "id": str(frame.sensor.reference),
        "time": [at // 1000 for at, _ in shown],
        "value": [value for _, value in shown],
        "gaps": [(since // 1000, until // 1000) for since, until in silent],
        "faults": [(since // 1000, until // 1000) for since, until in merge(runs)],
        "coverage": max(0.0, 1.0 - lost / (now - start)),
    }
