"""Rolls up again what was noted as dirty: late readings, and what they are judged by."""

import asyncio
from dataclasses import dataclass, field, replace

from isotherm.history import readings
from isotherm.history.readings import micros
from isotherm_worker import metrics
from isotherm_worker.jobs import Connection
from isotherm_worker.rollups import dirty, neighbours
from isotherm_worker.rollups.behind import Behind
from isotherm_worker.rollups.dirty import Range
from isotherm_worker.rollups.hours import HOUR, hour_of, next_hour
from isotherm_worker.rollups.pieces import Gap, Piece, Stretch, beyond_horizon, compute
from isotherm_worker.rollups.subjects import Subject, about, moment, read_marks
from isotherm_worker.rollups.writing import write

NOTES_AT_ONCE = 200
ROWS_AT_ONCE = 400_000

_LOCK = "SELECT FROM rollup WHERE sensor_id = ANY($1::int[]) ORDER BY sensor_id FOR UPDATE"
_REVISED = "UPDATE rollup SET revision = revision + 1 WHERE sensor_id = ANY($1::int[])"
_REACHING = """
SELECT since, until FROM gap WHERE sensor_id = $1 AND since < $2 AND (until IS NULL OR until > $2)
"""


@dataclass(frozen=True, slots=True)
class _Settled:
    """How far a sensor can be rolled up with what is there now."""

    rolled_to: int
    was: int
    following: int | None
    """The first reading from `was` on, where it is known that no gap is before it."""


@dataclass(frozen=True, slots=True)
class _Window:
    """Hours to compute, from one to another, and what was noted of them."""

    start: int
    end: int
    noted: Range


@dataclass(slots=True)
class _Work:
    """What became of a sensor's notes."""

    pieces: list[Piece] = field(default_factory=list)
    rest: list[Range] = field(default_factory=list)


async def roll_again(
    connection: Connection,
    notes_at_once: int = NOTES_AT_ONCE,
    rows_at_once: int = ROWS_AT_ONCE,
    behind: Behind | None = None,
) -> int:
    """Takes up some notes in the transaction that is open, and says of how many sensors it did.

    What is too much for one transaction is noted again, as what is of a sensor left `behind`.
    """
    behind = behind or Behind()
    marks = await read_marks(connection)
    if marks is None:
        return 0
    noted = await dirty.take(connection, notes_at_once, behind.sensors())
    if not noted:
        return 0
    await connection.execute(_LOCK, list(noted))
    subjects = await about(connection, list(noted), marks, behind)
    pieces: list[Piece] = []
    rest, left = dict(noted), len(noted)
    for subject in subjects:
        spans = noted[subject.sensor]
        with behind.leaving(subject.sensor):
            done = await _redo(connection, subject, spans, rows_at_once / len(subjects))
            pieces += done.pieces
            rest[subject.sensor] = done.rest
            left -= 1
    await write(connection, pieces)
    await dirty.leave(connection, rest)
    await connection.execute(_REVISED, list(noted))
    metrics.REDONE_HOURS.inc(sum(each.stretch.end - each.stretch.start for each in pieces) // HOUR)
    return len(noted) - left


async def _redo(connection: Connection, subject: Subject, noted: list[Range], rows: float) -> _Work:
    """Computes the hours that notes of a sensor are about, as many as fit."""
    done = _Work()
    if subject.rolled_to is None:
        return done
    settled = await _settle(connection, subject, subject.rolled_to)
    if settled.rolled_to < settled.was:
        at = settled.rolled_to
        done.pieces.append(await _piece(connection, subject, settled, at, at))
    left = subject.hours_of(rows) * HOUR
    for each in await _windows(connection, subject, settled, noted):
        if left <= 0:
            done.rest.append(each.noted)
            continue
        stop = await _stop(connection, subject, each, left)
        left -= stop - each.start
        if stop < each.end:
            done.rest.append((stop, each.noted[1]))
        done.pieces.append(await _piece(connection, subject, settled, each.start, stop))
    return done


async def _settle(connection: Connection, subject: Subject, was: int) -> _Settled:
    """Takes the mark back to the last reading's hour, where a late one made its end undecided."""
    last = await neighbours.before(connection, subject, was)
    following, decided = await neighbours.next_of(connection, subject, last, was)
    if decided:
        return _Settled(was, was, following)
    hour = max(hour_of(int(last.at[-1]), subject.zone), subject.frozen_to)
    return _Settled(min(was, hour), was, following)


async def _windows(
    connection: Connection, subject: Subject, settled: _Settled, noted: list[Range]
) -> list[_Window]:
    """From the hour of the reading before what was noted until that of the next one.

    How long either holds may be otherwise now.
    """
    found: list[_Window] = []
    for since, until in dirty.merged(noted):
        start = await _start(connection, subject, min(since, settled.was))
        start = max(start, subject.frozen_to)
        end = settled.rolled_to
        if until < end:
            after = await neighbours.following(connection, subject, until + 1, settled.was)
            if after is not None:
                end = min(end, next_hour(hour_of(after, subject.zone), subject.zone))
        if found and start <= found[-1].end:
            last = found.pop()
            span = last.noted[0], max(last.noted[1], until)
            found.append(_Window(last.start, max(last.end, end), span))
        elif start < end:
            found.append(_Window(start, end, (since, until)))
    return found


async def _start(connection: Connection, subject: Subject, since: int) -> int:
    """The hour of the last reading before an instant, else the first hour that has one."""
    before = await neighbours.before(connection, subject, since)
    if len(before):
        return hour_of(int(before.at[-1]), subject.zone)
    firsts = [
        await neighbours.first_ever(connection, subject),
        await neighbours.first_hour(connection, subject),
    ]
    known = [hour_of(each, subject.zone) for each in firsts if each is not None]
    return max(hour_of(since, subject.zone), min(known, default=subject.rolled_to or since))


async def _stop(connection: Connection, subject: Subject, window: _Window, most: int) -> int:
    """Where to stop for now: past a reading, so that the rest does not begin here again."""
    stop = hour_of(window.start + most, subject.zone)
    if stop >= window.end:
        return window.end
    after = await neighbours.following(connection, subject, stop, window.end)
    if after is None:
        return window.end
    return min(window.end, next_hour(hour_of(after, subject.zone), subject.zone))


async def _piece(
    connection: Connection, subject: Subject, settled: _Settled, start: int, end: int
) -> Piece:
    """From an hour to another; at the mark that was taken back, what comes after it goes."""
    following = await neighbours.following(connection, subject, end, settled.was)
    stretch = Stretch(
        subject, start, end, settled.rolled_to,
        settled.was if start == end else end,
        await readings.load(connection, subject.fed, moment(start), moment(end)),
        await neighbours.before(connection, subject, start),
        settled.following if following is None else following,
    )  # fmt: skip
    piece = await asyncio.to_thread(compute, stretch)
    if start == subject.frozen_to and subject.marks.horizon:
        piece = replace(
            piece,
            gaps=beyond_horizon(piece.gaps, await _reaching(connection, subject, start), start),
        )
    return piece


async def _reaching(connection: Connection, subject: Subject, start: int) -> Gap | None:
    row = await connection.fetchrow(_REACHING, subject.sensor, moment(start))
    if row is None:
        return None
    return micros(row["since"]), None if row["until"] is None else micros(row["until"])
