"""Replay jobs: their rows in the database, and what a batch of one leaves there.

All of it within the batch's transaction, which holds the job against other instances.
"""

import json
from collections import Counter
from collections.abc import Sequence

import asyncpg

from isotherm.replays import MATCHING, Filter
from isotherm_ingest.days import DAY, date_of
from isotherm_ingest.decode import MAX_ELEMENTS
from isotherm_ingest.place import Row
from isotherm_ingest.replayed import KeptReject, Verdict, whole_messages
from isotherm_ingest.times import microseconds, moment

AT_ONCE = 500
"""Rejects of a batch; more only where one message alone has more elements."""

_TAKE = """
SELECT id, filter, site_ids, done_to, last_id FROM replay_job
WHERE state IN ('waiting', 'running') ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_PAGE = f"""
SELECT r.id, r.topic, r.payload, r.message, r.retained, r.received_at, r.published_at,
    r.time_unsure, r.instance {MATCHING} AND r.id > $7 AND r.id <= $8
ORDER BY r.id LIMIT $9 FOR UPDATE OF r
"""
_MARK = """
UPDATE reject r SET replay_job_id = $1, refused_again = t.said,
    replayed_at = CASE WHEN t.said IS NULL THEN now() END
FROM unnest($2::int8[], $3::text[]) AS t(id, said) WHERE r.id = t.id
"""
_LEDGER = """
INSERT INTO ledger_entry (hour, instance, day, replayed)
SELECT * FROM unnest($1::timestamptz[], $2::text[], $3::date[], $4::int8[])
"""
_PROGRESS = """
UPDATE replay_job SET state = 'running', instance = $2, done_to = $3, replayed = replayed + $4,
    duplicate = duplicate + $5, refused_again = refused_again + $6
WHERE id = $1
"""
_DONE = """
UPDATE replay_job SET state = 'done', instance = $2, done_at = now(),
    matched = replayed + duplicate + refused_again
WHERE id = $1 RETURNING replayed, duplicate, refused_again
"""
_FAILED = """
UPDATE replay_job SET state = 'failed', instance = $2, done_at = now(), error = $3
WHERE id = $1 AND state IN ('waiting', 'running')
"""
_DONE_TO = "SELECT done_to FROM replay_job WHERE id = $1"


async def take(connection: asyncpg.Connection) -> asyncpg.Record | None:
    """The oldest job that nobody else holds, held until the transaction ends."""
    return await connection.fetchrow(_TAKE)


async def page(connection: asyncpg.Connection, job: asyncpg.Record) -> Sequence[KeptReject]:
    """The next rejects of a job, messages whole, held until the transaction ends."""
    wanted = Filter.of(json.loads(job["filter"])).values(job["site_ids"])
    rejects: Sequence[KeptReject] = ()
    for limit in (AT_ONCE, MAX_ELEMENTS + 1):
        rows = await connection.fetch(_PAGE, *wanted, job["done_to"], job["last_id"], limit)
        rejects = [_kept(row) for row in rows]
        if (whole := whole_messages(rejects, limit)) or not rejects:
            return whole
    return rejects


async def write(
    connection: asyncpg.Connection,
    job_id: int,
    instance: str,
    rejects: Sequence[KeptReject],
    verdicts: Sequence[Verdict],
) -> None:
    """Marks the rejects of a page, and notes how far the job is."""
    ids = [each.reject_id for each in rejects]
    await connection.execute(_MARK, job_id, ids, [each.said for each in verdicts])
    kinds = Counter(map(_kind, verdicts))
    counts = (kinds[each] for each in ("replayed", "duplicate", "refused"))
    await connection.execute(_PROGRESS, job_id, instance, ids[-1], *counts)


async def count(
    connection: asyncpg.Connection, rejects: Sequence[KeptReject], stored: Sequence[Row]
) -> None:
    """Adds to the ledger, where these elements had been counted as rejected."""
    counts = Counter(
        (row.message.hour, rejects[row.index or 0].instance, row.measured_at // DAY)
        for row in stored
    )
    if counts:
        hours, instances, days = zip(*counts, strict=True)
        await connection.execute(
            _LEDGER, [moment(hour) for hour in hours], instances,
            [date_of(day) for day in days], list(counts.values()),
        )  # fmt: skip


async def done(connection: asyncpg.Connection, job_id: int, instance: str) -> dict[str, int]:
    """The job is at its end; gives what it did."""
    return dict(await connection.fetchrow(_DONE, job_id, instance) or {})


async def failed(connection: asyncpg.Connection, job_id: int, instance: str, said: str) -> None:
    """The job ends before its end."""
    await connection.execute(_FAILED, job_id, instance, said[:500])


async def done_to(connection: asyncpg.Connection, job_id: int) -> int:
    """The id up to which a job's rejects are dealt with; 0 of a job that is gone."""
    return await connection.fetchval(_DONE_TO, job_id) or 0


def _kind(verdict: Verdict) -> str:
    if verdict.said is not None:
        return "refused"
    return "replayed" if verdict.stored else "duplicate"


def _kept(row: asyncpg.Record) -> KeptReject:
    published = row["published_at"]
    return KeptReject(
        row["id"],
        row["topic"],
        row["payload"],
        row["message"],
        row["retained"],
        microseconds(row["received_at"]),
        None if published is None else microseconds(published),
        row["time_unsure"],
        row["instance"],
    )
