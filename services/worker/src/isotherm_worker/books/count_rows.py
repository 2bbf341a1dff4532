"""Compares the ledger with the readings that are there, a UTC day at a time.

One statement counts a day's partition and sums what the ledger says was stored for that day, in
one snapshot: while ingest writes, both sides grow together. A day that changed is due each minute,
any other once a day, the longest overdue first; counting takes at most a twentieth of the time.
"""

import time
from dataclasses import dataclass
from datetime import date

import asyncpg

from isotherm_worker import metrics
from isotherm_worker.books.differences import Difference, keep
from isotherm_worker.jobs import Connection, Job

_TOLD = """
SELECT day, hour, stored FROM ledger_day UNION ALL
SELECT coalesce(day, (hour AT TIME ZONE 'UTC')::date), hour, stored + replayed FROM ledger_entry
"""
"""What the ledger says, folded or not; an entry without a day is of the day it was received."""
_HORIZON = """
SELECT (to_timestamp((value #>> '{}')::float8 / 1000) AT TIME ZONE 'UTC')::date
FROM state WHERE key = 'raw_horizon'
"""
PARTITIONS = """
SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day
FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
WHERE inhparent = 'reading'::regclass
"""
_DUE = f"""
WITH told AS (
    SELECT day, sum(stored)::bigint AS stored FROM ({_TOLD}) AS each_row GROUP BY day
), due AS (
    SELECT day, coalesce(c.checked_at + make_interval(secs =>
        CASE WHEN c.expected = c.found AND c.expected = coalesce(told.stored, 0)
             THEN $2::float8 ELSE $1::float8 END), '-infinity') AS due_at
    FROM told FULL JOIN ({PARTITIONS}) AS part USING (day) LEFT JOIN day_check c USING (day)
)
SELECT day FROM due WHERE due_at < now() ORDER BY due_at, day DESC LIMIT 1
"""  # noqa: S608  made of constants
_COMPARE = f"""
SELECT coalesce((SELECT sum(stored) FROM ({_TOLD}) AS each_row WHERE day = $1), 0)::bigint
    AS expected, count_day($1) AS found, coalesce($1 < ({_HORIZON}), false) AS dropped
"""  # noqa: S608  made of constants
_HOURS = f"""
SELECT hour, coalesce(told.stored, 0)::bigint AS expected, coalesce(there.found, 0) AS found
FROM (SELECT hour, sum(stored) AS stored FROM ({_TOLD}) AS each_row WHERE day = $1 GROUP BY hour)
    AS told
FULL JOIN count_day_by_hour($1) AS there USING (hour)
WHERE coalesce(told.stored, 0) <> coalesce(there.found, 0) ORDER BY hour
"""  # noqa: S608  made of constants
_CHECKED = """
INSERT INTO day_check (day, checked_at, expected, found) VALUES ($1, now(), $2, $3)
ON CONFLICT (day) DO UPDATE SET checked_at = excluded.checked_at, expected = excluded.expected,
    found = excluded.found
"""
_FORGET = ("DELETE FROM ledger_day WHERE day = $1", "DELETE FROM day_check WHERE day = $1")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often days are counted, in seconds, and how much time counting may take."""

    changed_s: float = 60.0
    unchanged_s: float = 86_400.0
    run_s: float = 0.5
    """A run begins no further day after so long."""
    rest: float = 19.0
    """After a run the counting rests for so many times as long as it took."""


def check_rows(pace: Pace | None = None) -> Job:
    """The job that counts the days that are due."""
    paced = pace or Pace()
    rested_at = 0.0

    async def run(connection: Connection) -> int:
        nonlocal rested_at
        begun, checked = time.monotonic(), 0
        while begun >= rested_at and time.monotonic() - begun <= paced.run_s:
            day = await connection.fetchval(_DUE, paced.changed_s, paced.unchanged_s)
            if day is None:
                break
            await _check(connection, day)
            checked += 1
        if checked:
            rested_at = time.monotonic() + paced.rest * (time.monotonic() - begun)
        return checked

    return Job("rows", 10.0, run)


async def _check(connection: Connection, day: date) -> None:
    """Counts a day and notes the hours that differ; a dropped day is forgotten."""
    row = await _compare(connection, day)
    if row["found"] is None and row["dropped"]:
        for statement in _FORGET:
            await connection.execute(statement, day)
        await keep(connection, ["rows"], [], day)
        return
    found = row["found"] or 0
    hours = [] if found == row["expected"] else await connection.fetch(_HOURS, day)
    seen = [
        Difference("rows", each["hour"], day, each["expected"], each["found"]) for each in hours
    ]
    await keep(connection, ["rows"], seen, day)
    metrics.ROWS_CHECKED.inc(found)
    await connection.execute(_CHECKED, day, row["expected"], found)


async def _compare(connection: Connection, day: date) -> asyncpg.Record:
    """Both counts; where they differ once more, as a drop of the day may have come between."""
    [row] = await connection.fetch(_COMPARE, day)
    if row["found"] != row["expected"]:
        [row] = await connection.fetch(_COMPARE, day)
    return row
