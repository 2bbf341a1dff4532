"""Judge a sensor's hours by limits with grace, from what went on before them and after them."""

import asyncio

from isotherm.database import Connection
from isotherm.history import grace
from isotherm.history.grace import Context, Graced
from isotherm.history.known import read_known
from isotherm.history.load import load_around
from isotherm.history.readings import Readings
from isotherm.instants import DAY, Micros, to_datetime
from isotherm_worker.rollups.compute import Rollup
from isotherm_worker.rollups.sensor import Sensor


async def judge(
    connection: Connection,
    sensor: Sensor,
    start: Micros,
    end: Micros,
    lead: Readings,
    inside: Readings,
) -> Graced | None:
    """Return what is judged from `start` to `end`, full hours; None if no limits have grace.

    `lead` is the last reading before, `inside` are those between. What comes after the mark
    `closed_to` decides nothing: a reading before it that comes later will leave no dirty range.
    """
    rules = sensor.rules
    if not rules.has_grace:
        return None
    [known] = await read_known(connection, sensor.id, [start])
    until = max(end, min(end + rules.longest, sensor.marks.closed_to))
    since = min(start, known.since(rules))
    before, earlier, _ = await load_around(
        connection, sensor.segments, to_datetime(since), to_datetime(start), sensor.reach
    )
    _, later, after = await load_around(
        connection, sensor.segments, to_datetime(end), to_datetime(until), sensor.reach
    )
    first = lead if not len(before) and not len(earlier) else before
    readings = Readings.joined([first, earlier, inside, later])
    following = int(after.at[0]) if len(after) else None
    context = Context(readings, known, until, following)
    return await asyncio.to_thread(grace.judge, context, rules, sensor.marks.closed_to)


async def effect_after(
    connection: Connection, sensor: Sensor, rollup: Rollup, rolled_to: Micros
) -> tuple[Micros, Micros] | None:
    """Return hours after a rollup that have to be computed again, too; None if there are none.

    That is so if the excursions going on at its end differ from those in the stored hours, because
    the following hours were judged by the latter. The rollup must not be written yet.
    """
    if not sensor.rules.has_grace or rollup.end >= rolled_to or rollup.end <= rollup.start:
        return None
    before, stored = await read_known(connection, sensor.id, [rollup.start, rollup.end])
    judged = rollup.sums.first_above >= 0
    computed = (before.above, before.below)
    if judged.any():
        last = rollup.sums.pick(judged)
        computed = bool(last.last_above[-1] == 1), bool(last.last_below[-1] == 1)
    # what goes on without counting is alike only under the same least duration
    changing = sensor.rules.is_grace_changing(rollup.end)
    if computed == (stored.above, stored.below) and not changing:
        return None
    return rollup.end, rollup.end + max(DAY, rollup.end - rollup.start)
