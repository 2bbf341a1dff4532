"""Roll a sensor up as worker does, by the same computation, but all of it at once."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import numpy as np

from isotherm.history import spans
from isotherm.history.dated import load_rules
from isotherm.history.grace import Context, Known, judge
from isotherm.history.load import load_readings, load_segments
from isotherm.history.summing import sum_up
from isotherm.history.sums import NAMES, Sums
from isotherm.history.window import Window, hold
from isotherm.instants import ALWAYS, to_datetime, to_micros
from isotherm.spans import cut
from isotherm.zones import hours, midnight

_EVER = datetime(1990, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC)


async def roll_up(
    connection: asyncpg.Connection, sensor: int, zone: str, to: datetime, now: datetime
) -> None:
    """Insert hours, days, gaps and faults before the full hour of `to`, from all readings.

    No range of the sensor is dirty then.
    """
    [rules] = (await load_rules(connection, [sensor])).values()
    segments = (await load_segments(connection, [sensor], *_EVER))[sensor]
    stored = await load_readings(connection, segments, *_EVER)
    end = int(hours(to_micros(to), to_micros(to), ZoneInfo(zone))[0])
    before = stored.between(ALWAYS, end)
    later = stored.at[stored.at >= end]
    following = int(later[0]) if len(later) else None
    if len(before) and following is None and to_micros(now) - before.at[-1] <= rules.reach:
        end = int(hours(int(before.at[-1]), int(before.at[-1]), ZoneInfo(zone))[0])
        later, before = before.at[before.at >= end], before.between(ALWAYS, end)
        following = int(later[0])
    known = Known(ALWAYS, above=False, below=False)
    judged = None
    if rules.has_grace:
        judged = judge(Context(stored, known, to_micros(now), None), rules, to_micros(now))
        if judged.undecided is not None and judged.undecided < end:
            end = int(hours(judged.undecided, judged.undecided, ZoneInfo(zone))[0])
            later, before = stored.at[stored.at >= end], stored.between(ALWAYS, end)
            following = int(later[0])
    if len(before) and before.at[0] < end:
        day = to_datetime(before.at[0]).astimezone(ZoneInfo(zone)).date()
        edges = hours(midnight(day, ZoneInfo(zone)), end, ZoneInfo(zone))
        window = Window(edges, before, rules, to_micros(now), following=following, judged=judged)
        await _write(connection, sensor, zone, window)
    await connection.execute(
        "UPDATE rollup SET rolled_to = $2, revision = revision + 1 WHERE sensor_id = $1",
        sensor, to_datetime(end),
    )  # fmt: skip
    await connection.execute(
        "DELETE FROM dirty WHERE sensor_id = $1 OR channel_id IN"
        " (SELECT channel_id FROM installation WHERE sensor_id = $1)",
        sensor,
    )


async def _write(connection: asyncpg.Connection, sensor: int, zone: str, window: Window) -> None:
    edges, held = window.edges, hold(window)
    await _put(connection, "reading_hour", "hour", sensor, sum_up(window), edges[:-1].tolist())
    here = ZoneInfo(zone)
    first = to_datetime(edges[0]).astimezone(here).date()
    last = to_datetime(edges[-1]).astimezone(here).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    begins = [midnight(day, here) for day in days]
    whole = [(a, b) for a, b in pairwise(begins) if a >= edges[0] and b <= edges[-1]]
    if whole:
        bounds = np.array([whole[0][0], *(b for _, b in whole)], np.int64)
        lead = window.inside.between(ALWAYS, int(bounds[0]))
        after = window.inside.at[window.inside.at >= bounds[-1]]
        daily = Window(
            bounds, window.inside.between(int(bounds[0]), int(bounds[-1])), window.rules,
            window.now, lead.between(int(lead.at[-1]), int(bounds[0])) if len(lead) else lead,
            int(after[0]) if len(after) else window.following, judged=window.judged,
        )  # fmt: skip
        listed = [to_datetime(a).astimezone(here).date() for a, _ in whole]
        await _put(connection, "reading_day", "day", sensor, sum_up(daily), listed)
    since, until = (instants.tolist() for instants in spans.gaps(held))
    await connection.copy_records_to_table(
        "gap",
        records=[
            (sensor, to_datetime(a), None if b == spans.OPEN or b >= edges[-1] else to_datetime(b))
            for a, b in zip(since, until, strict=True)
        ],
    )
    runs = cut(spans.faults(held, int(edges[0]), int(edges[-1])), edges.tolist())
    await connection.copy_records_to_table(
        "fault", records=[(sensor, to_datetime(a), to_datetime(b)) for a, b in runs]
    )


async def _put(
    connection: asyncpg.Connection, table: str, key: str, sensor: int, sums: Sums, keys: list[Any]
) -> None:
    rows = zip(keys, sums.to_rows(), strict=True)
    await connection.copy_records_to_table(
        table,
        columns=["sensor_id", key, *NAMES],
        records=[
            (sensor, to_datetime(at) if key == "hour" else at, *row)
            for (at, row), touched in zip(rows, sums.touched.tolist(), strict=True)
            if touched
        ],
    )
