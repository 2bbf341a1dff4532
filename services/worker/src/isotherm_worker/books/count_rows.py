"""Compare the ledger with the stored readings, one UTC day at a time.

One statement counts a day's partition and sums what the ledger says was stored for that day, in
one snapshot, so that both sides grow together while ingest writes. A day that changed is due each
minute, any other once a day, the longest overdue first. Counting takes at most a twentieth of the
time.
"""

import time
from dataclasses import dataclass
from datetime import date

import asyncpg

from isotherm.database import Connection
from isotherm.instants import sql_timestamptz
from isotherm.marks import RAW_HORIZON, sql_mark
from isotherm.partitions import SQL_DAYS
from isotherm.process.connections import LONG_STATEMENT_S
from isotherm_worker import metrics
from isotherm_worker.books.differences import Difference, update_differences
from isotherm_worker.jobs import LONG_RUN_S, Job

_LEDGER = """
SELECT day, hour, stored FROM ledger_day UNION ALL
SELECT coalesce(day, (hour AT TIME ZONE 'UTC')::date), hour, stored + replayed FROM ledger_entry
"""
"""The ledger, folded or not; an entry without a day belongs to the day it was received on."""
_HORIZON = f"({sql_timestamptz(sql_mark(RAW_HORIZON))} AT TIME ZONE 'UTC')::date"
_DUE = f"""
WITH ledger AS (
    SELECT day, sum(stored)::bigint AS stored FROM ({_LEDGER}) AS entries GROUP BY day
), due AS (
    SELECT day, coalesce(c.checked_at + make_interval(secs =>
        CASE WHEN c.expected = c.found AND c.expected = coalesce(ledger.stored, 0)
             THEN $2::float8 ELSE $1::float8 END), '-infinity') AS due_at
    FROM ledger FULL JOIN ({SQL_DAYS}) AS part USING (day) LEFT JOIN day_check c USING (day)
)
SELECT day FROM due WHERE due_at < now() ORDER BY due_at, day DESC LIMIT 1
"""
_COMPARE = f"""
SELECT coalesce((SELECT sum(stored) FROM ({_LEDGER}) AS entries WHERE day = $1), 0)::bigint
    AS expected, count_day($1) AS found, coalesce($1 < {_HORIZON}, false) AS dropped
"""
_HOURS = f"""
SELECT hour, coalesce(ledger.stored, 0)::bigint AS expected, coalesce(stored.found, 0) AS found
FROM (SELECT hour, sum(stored) AS stored FROM ({_LEDGER}) AS entries WHERE day = $1 GROUP BY hour)
    AS ledger
FULL JOIN count_day_by_hour($1) AS stored USING (hour)
WHERE coalesce(ledger.stored, 0) <> coalesce(stored.found, 0) ORDER BY hour
"""
_UPSERT_CHECK = """
INSERT INTO day_check (day, checked_at, expected, found) VALUES ($1, now(), $2, $3)
ON CONFLICT (day) DO UPDATE SET checked_at = excluded.checked_at, expected = excluded.expected,
    found = excluded.found
"""
_DELETE = ("DELETE FROM ledger_day WHERE day = $1", "DELETE FROM day_check WHERE day = $1")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often days are counted, in seconds, and how much time counting may take."""

    changed_s: float = 60.0
    unchanged_s: float = 86_400.0
    run_s: float = 0.5
    """A run starts no further day after this time."""
    rest: float = 19.0
    """After a run, counting pauses for this multiple of the run's duration."""


def check_rows(pace: Pace | None = None) -> Job:
    """Return the job that counts the days that are due."""
    pace = pace or Pace()
    rested_at = 0.0

    async def run(connection: Connection) -> int:
        nonlocal rested_at
        begun, checked = time.monotonic(), 0
        while begun >= rested_at and time.monotonic() - begun <= pace.run_s:
            day = await connection.fetchval(_DUE, pace.changed_s, pace.unchanged_s)
            if day is None:
                break
            await _check(connection, day)
            checked += 1
        if checked:
            rested_at = time.monotonic() + pace.rest * (time.monotonic() - begun)
        return checked

    return Job("rows", 10.0, run, within_s=LONG_RUN_S)


async def _check(connection: Connection, day: date) -> None:
    """Count a day and record the hours that differ; forget a dropped day."""
    row = await _compare(connection, day)
    if row["found"] is None and row["dropped"]:
        for statement in _DELETE:
            await connection.execute(statement, day)
        await update_differences(connection, ["rows"], [], day)
        return
    found = row["found"] or 0
    hours = []
    if found != row["expected"]:
        hours = await connection.fetch(_HOURS, day, timeout=LONG_STATEMENT_S)
    differences = [
        Difference("rows", hour["hour"], day, hour["expected"], hour["found"]) for hour in hours
    ]
    await update_differences(connection, ["rows"], differences, day)
    metrics.ROWS_CHECKED.inc(found)
    await connection.execute(_UPSERT_CHECK, day, row["expected"], found)


async def _compare(connection: Connection, day: date) -> asyncpg.Record:
    """Return both counts; if they differ, count once more: the day may just have been dropped."""
    [row] = await connection.fetch(_COMPARE, day, timeout=LONG_STATEMENT_S)
    if row["found"] != row["expected"]:
        [row] = await connection.fetch(_COMPARE, day, timeout=LONG_STATEMENT_S)
    return row
