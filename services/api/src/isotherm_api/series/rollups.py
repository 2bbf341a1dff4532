"""A sensor's series from rollups, and from readings on both sides of them."""

from datetime import timedelta

import numpy as np

from isotherm.history.asking import ask
from isotherm.history.readings import Readings
from isotherm.history.spans import covered_s, faults
from isotherm.history.window import Window, hold
from isotherm.spans import merge
from isotherm_api.database import Connection
from isotherm_api.history import rolled
from isotherm_api.history.buckets import DAY
from isotherm_api.history.frame import Frame
from isotherm_api.history.rolled import Brief
from isotherm_api.history.spans import clipped, silences
from isotherm_api.history.split import Split, Stretch, split
from isotherm_api.series.part import Part, bucket_edges
from isotherm_api.series.points import Points, fold


async def of_rollups(
    connection: Connection, frame: Frame, width: timedelta, first: int | None, most: int
) -> Part:
    """Its buckets; `first` is the sensor's first reading, `most` how many are listed one by one."""
    cuts = split(frame)
    edges = bucket_edges(frame, width)
    brief, windows = await _asked(connection, frame, cuts, days=width >= DAY)
    points = [Points.of_brief(brief)]
    missed = [await _missed(connection, frame, cuts, brief, most, width)]
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
            more = silences(held, begin, min(end, frame.now))
            silent, many = silent + more, many + len(more)
    missed.sort(key=lambda each: int(each.at[0]) if len(each) else 0)
    shown = clipped(merge(silent), frame.start, frame.past)
    return Part(
        fold(edges, points),
        covered,
        shown,
        max(len(shown), many - (len(silent) - len(shown))),
        clipped(merge(runs), frame.start, frame.past, instants=True),
        Readings.joined(missed).newest(most),
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
