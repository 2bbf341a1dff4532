"""Puts a series together: columns, gaps, faults and what does not count, of each sensor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

import numpy as np

from isotherm.history.asking import ask
from isotherm.history.readings import Readings, micros
from isotherm.history.rules import SECOND, Times
from isotherm.history.spans import OPEN, covered_s, faults, gaps, touching
from isotherm.history.window import Held, Window, hold
from isotherm_api.database import Connection
from isotherm_api.history import limits, rolled
from isotherm_api.history.buckets import choose, starts
from isotherm_api.history.frame import Frame, first_reading
from isotherm_api.history.rolled import Brief
from isotherm_api.history.split import Split, Stretch, split
from isotherm_api.limits import Limits
from isotherm_api.series.points import Points, fold

Source = Literal["raw", "hour", "day"]

MOST_READINGS = 100_000
"""A sensor's readings that are read for one series; where more are due, rollups are."""
FINE = timedelta(minutes=40)
"""Buckets so wide or wider become hours: what they would show more is not worth reading."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Part:
    """What a sensor's series is made of, whichever way it was found."""

    points: Points
    covered_s: float
    gaps: list[Stretch]
    gaps_total: int
    faults: list[Stretch]
    uncounted: Readings
    uncounted_total: int


async def build(
    connection: Connection, frames: Sequence[Frame], points: int, bounds: Limits
) -> dict[str, Any]:
    """The document of `schemas.Series`, ready to be encoded.

    Every reading where each sensor has at most `points` that count, else buckets: of readings where
    these are few enough, of hours or days before a sensor's `rolled_to`.
    """
    span = frames[0].span
    firsts = {each.sensor.id: await first_reading(connection, each) for each in frames}
    zones = sorted({each.sensor.time_zone for each in frames})
    width: timedelta | None = choose(span, points, zones)
    source: Source = "raw"
    parts: list[Part]
    if _few(frames) and width is not None and width < FINE:
        windows = [
            await each.window(connection, np.array([each.start, each.end], np.int64))
            for each in frames
        ]
        if all(int(each.inside.counts.sum()) <= points for each in windows):
            width = None
        parts = [
            _of_readings(frame, window, width, bounds.uncounted)
            for frame, window in zip(frames, windows, strict=True)
        ]
    else:
        if width is not None and width < HOUR:
            width = HOUR
        source = "hour" if width is not None and width < DAY else "day"
        parts = [
            await _of_rollups(connection, each, width or HOUR, firsts[each.sensor.id], bounds)
            for each in frames
        ]
    return {
        "from": micros(span.start) // 1000,
        "to": micros(span.end) // 1000,
        "bucket_ms": None if width is None else width // timedelta(milliseconds=1),
        "source": source,
        "sensors": [
            _document(frame, part, firsts[frame.sensor.id])
            for frame, part in zip(frames, parts, strict=True)
        ],
    }


def _few(frames: Sequence[Frame]) -> bool:
    """Whether readings can be read for every sensor: they are there, and not too many are due."""
    for each in frames:
        due = each.rules.expected(each.start, each.past)
        if due is not None and due > MOST_READINGS:
            return False
        if each.start < each.head.horizon:
            return False
    return True


def _document(frame: Frame, part: Part, first: int | None) -> dict[str, Any]:
    past = frame.past - frame.start
    return {
        "id": str(frame.sensor.reference),
        "time_zone": frame.sensor.time_zone,
        "interval_s": frame.interval_s,
        **part.points.document(),
        "gaps": _ms(part.gaps),
        "gaps_total": part.gaps_total,
        "coverage": None if past <= 0 else min(1.0, part.covered_s * SECOND / past),
        "faults": _ms(part.faults),
        "uncounted": [
            {"time": at // 1000, "value": None if value != value else value, "quality": quality}
            for at, value, quality in zip(
                part.uncounted.at.tolist(), part.uncounted.value.tolist(),
                part.uncounted.quality.tolist(), strict=True,
            )
        ],
        "uncounted_total": part.uncounted_total,
        "limits": limits.documents(frame),
        "first": None if first is None else first // 1000,
    }  # fmt: skip


def _ms(spans: Sequence[Stretch]) -> list[tuple[int, int]]:
    return [(begin // 1000, until // 1000) for begin, until in spans]


def _edges(frame: Frame, width: timedelta) -> Times:
    """Where the buckets begin, and where the range ends."""
    return np.append(starts(frame.span, width, frame.sensor.time_zone), frame.end)


def _of_readings(frame: Frame, window: Window, width: timedelta | None, most: int) -> Part:
    held = hold(window)
    inside = window.inside
    points = Points.raw(inside.pick(inside.counts))
    if width is not None:
        points = fold(_edges(frame, width), [points])
    silent = _silences(frame, held)
    return Part(
        points,
        covered_s(held, frame.start, frame.past),
        sorted(sorted(silent, key=_longest)[: rolled.MAX_SPANS]),
        len(silent),
        faults(held, frame.start, frame.past),
        inside.pick(~inside.counts).newest(most),
        len(inside) - int(inside.counts.sum()),
    )


def _longest(span: Stretch) -> int:
    return span[0] - span[1]


def _silences(frame: Frame, held: Held, stretch: Stretch | None = None) -> list[Stretch]:
    """The gaps of a range, or a stretch of it, as far as they are past.

    Also the one before the first reading.
    """
    start, end = stretch or (frame.start, frame.end)
    end = min(end, frame.now)
    since, until = gaps(held)
    found = [
        (begin, end if finish == OPEN else finish)
        for begin, finish in zip(since.tolist(), until.tolist(), strict=True)
    ]
    found.insert(0, (start, int(held.at[0]) if len(held.at) else end))
    return _clipped(found, start, end)


async def _of_rollups(
    connection: Connection, frame: Frame, width: timedelta, first: int | None, bounds: Limits
) -> Part:
    """From rollups, and from readings on both sides of them."""
    cuts = split(frame)
    edges = _edges(frame, width)
    brief, windows = await _asked(connection, frame, cuts, days=width >= DAY)
    points = [Points.of_brief(brief)]
    missed = [await _missed(connection, frame, cuts, brief, bounds.uncounted, width)]
    silent: list[Stretch] = []
    many = 0
    if cuts.rolled[0] < cuts.rolled[1]:
        begin, end = cuts.before[0], cuts.rolled[1]
        silent, many = list(brief.gaps), brief.gaps_total
        if first is None or first > begin:
            silent.insert(0, (begin, end if first is None else first))
            many += 1
    runs = list(brief.faults)
    covered, total = float(brief.covered_s.sum()), int(brief.uncounted.sum())
    for (begin, end), window in windows:
        held, inside = hold(window), window.inside
        uncounted = inside.pick(~inside.counts)
        points.append(Points.raw(inside.pick(inside.counts)))
        covered += covered_s(held, begin, min(end, frame.now))
        total += len(uncounted)
        missed.append(uncounted)
        runs += faults(held, begin, min(end, frame.now))
        if begin >= cuts.rolled[1] or cuts.rolled[0] >= cuts.rolled[1]:
            more = _silences(frame, held, (begin, end))
            silent, many = silent + more, many + len(more)
    missed.sort(key=lambda each: int(each.at[0]) if len(each) else 0)
    merged = _clipped(_merged(silent), frame.start, frame.past)
    return Part(
        fold(edges, points),
        covered,
        merged,
        max(len(merged), many - (len(silent) - len(merged))),
        _clipped(touching(sorted(runs)), frame.start, frame.past, instants=True),
        Readings.joined(missed).newest(bounds.uncounted),
        total,
    )


async def _asked(
    connection: Connection, frame: Frame, cuts: Split, *, days: bool
) -> tuple[Brief, list[tuple[Stretch, Window]]]:
    """What is rolled up, and the readings on both sides; in one question where it can be."""
    sensor, since = frame.sensor, cuts.before[0]
    questions = [rolled.brief(sensor.id, cuts.rolled, sensor.time_zone, since, days=days)]
    sides = [each for each in (cuts.before, cuts.after) if each[0] < each[1]]
    asked = [(each, frame.question(np.array(each, np.int64))) for each in sides]
    questions += [question for _, question in asked if question is not None]
    answer, *answers = await ask(connection, questions)
    windows = []
    for stretch, question in asked:
        edges = np.array(stretch, np.int64)
        windows.append(
            (
                stretch,
                await frame.window(connection, edges)
                if question is None
                else frame.answered(edges, answers.pop(0)),
            )
        )
    return rolled.unpacked(answer, cuts.rolled, since), windows


async def _missed(
    connection: Connection, frame: Frame, cuts: Split, brief: Brief, most: int, width: timedelta
) -> Readings:
    """The newest of the rolled up readings that do not count."""
    if not brief.uncounted.any():
        return Readings.of([])
    known = brief.at[brief.uncounted > 0] if width < DAY else None
    return await rolled.uncounted(connection, frame, cuts.rolled, most, known)


def _merged(spans: list[Stretch]) -> list[Stretch]:
    """By time, those that touch or overlap made one."""
    found: list[Stretch] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def _clipped(
    spans: Sequence[Stretch], start: int, end: int, *, instants: bool = False
) -> list[Stretch]:
    clipped = [(max(a, start), min(b, end)) for a, b in spans]
    return [(a, b) for a, b in clipped if a < b or (instants and a == b < end)]
