"""Rolls sensors up from where they are to the last full hour that is closed."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field

from isotherm.history import readings
from isotherm_worker import metrics
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups import neighbours
from isotherm_worker.rollups.behind import Behind
from isotherm_worker.rollups.hours import HOUR, hour_of
from isotherm_worker.rollups.pieces import Piece, Stretch, compute
from isotherm_worker.rollups.subjects import Subject, about, moment, read_marks
from isotherm_worker.rollups.writing import write

SENSORS_AT_ONCE = 100
ROWS_AT_ONCE = 400_000
"""Readings that a transaction takes up, about: it is over in about a second."""

_CLAIM = """
SELECT r.sensor_id FROM rollup r
WHERE r.sensor_id > $1 AND NOT r.sensor_id = ANY($2::int[]) AND (r.rolled_to <= $3
    OR r.rolled_to IS NULL AND EXISTS (
        SELECT FROM installation i JOIN latest l ON l.channel_id = i.channel_id
        WHERE i.sensor_id = r.sensor_id))
ORDER BY r.sensor_id LIMIT $4 FOR UPDATE SKIP LOCKED
"""


@dataclass(slots=True)
class Rolled:
    """What a step did."""

    hours: int = 0
    last: int | None = None
    """The last sensor that was claimed; none where there was none left."""
    waiting: set[int] = field(default_factory=set)
    """Sensors of which nothing more can be said yet."""


async def roll(
    connection: Connection,
    after: int = 0,
    but: Collection[int] = (),
    rows_at_once: int = ROWS_AT_ONCE,
    behind: Behind | None = None,
) -> Rolled:
    """Rolls up some sensors that nobody else is at, in the transaction that is open.

    A sensor with much to do is taken some days further. `after` is the last sensor of the step
    before; `but`, and those that are left `behind`, are not looked at.
    """
    behind = behind or Behind()
    marks = await read_marks(connection)
    if marks is None:
        return Rolled()
    claimed = await connection.fetch(
        _CLAIM, after, [*but, *behind.sensors()], moment(marks.closed_to - HOUR), SENSORS_AT_ONCE
    )
    subjects = await about(connection, [row["sensor_id"] for row in claimed], marks, behind)
    done = Rolled(last=claimed[-1]["sensor_id"] if claimed else None)
    pieces: list[Piece] = []
    for subject in subjects:
        with behind.leaving(subject.sensor):
            piece = await _advance(connection, subject, rows_at_once / len(subjects))
            if piece is None:
                done.waiting.add(subject.sensor)
            else:
                pieces.append(piece)
                done.hours += (piece.stretch.end - piece.stretch.start) // HOUR
    await write(connection, pieces)
    metrics.ROLLED_HOURS.inc(done.hours)
    return done


async def _advance(connection: Connection, subject: Subject, rows: float) -> Piece | None:
    """The next hours of a sensor; none where there is none that can be said anything of."""
    start = subject.rolled_to
    if start is None:
        first = await neighbours.first_ever(connection, subject)
        if first is None:
            return None
        start = max(hour_of(first, subject.zone), subject.frozen_to)
    end = hour_of(min(subject.marks.closed_to, start + subject.hours_of(rows) * HOUR), subject.zone)
    if end <= start:
        return None
    inside = await readings.load(connection, subject.fed, moment(start), moment(end))
    lead = await neighbours.rolled_before(connection, subject, start)
    last = inside if len(inside) else lead
    following, decided = await neighbours.next_of(connection, subject, last, end)
    if not decided:
        end = hour_of(int(last.at[-1]), subject.zone)
        if end <= start:
            return None
        left_out = inside.between(end, int(last.at[-1]) + 1)
        following, inside = int(left_out.at[0]), inside.between(start, end)
    stretch = Stretch(subject, start, end, end, end, inside, lead, following)
    return await asyncio.to_thread(compute, stretch)
