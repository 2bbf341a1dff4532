"""Replay jobs: read, locked and updated in the transaction of each batch.

The lock keeps other instances away from the job until the batch is committed.
"""

import json
from collections import Counter
from collections.abc import Sequence

import asyncpg

from isotherm.instants import DAY, to_datetime, to_micros
from isotherm.replays import MATCHING, Filter
from isotherm_ingest.batch.elements import MAX_ELEMENTS
from isotherm_ingest.batch.rows import Row
from isotherm_ingest.replay.replayed import KeptReject, Verdict, whole_messages
from isotherm_ingest.store.days import date_of

AT_ONCE = 500
"""Rejects per batch; more only if a single message has more elements."""

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
UPDATE reject r SET replay_job_id = $1, refused_again = t.why,
    replayed_at = CASE WHEN t.why IS NULL THEN now() END
FROM unnest($2::int8[], $3::text[]) AS t(id, why) WHERE r.id = t.id
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


async def lock_oldest(connection: asyncpg.Connection) -> asyncpg.Record | None:
    """Return the oldest job that is not locked, and lock it until the transaction ends."""
    return await connection.fetchrow(_TAKE)


async def lock_rejects(connection: asyncpg.Connection, job: asyncpg.Record) -> Sequence[KeptReject]:
    """Lock and return the next rejects of a job; whole messages only."""
    parameters = Filter.of(json.loads(job["filter"])).values(job["site_ids"])
    rejects: Sequence[KeptReject] = ()
    for limit in (AT_ONCE, MAX_ELEMENTS + 1):
        rows = await connection.fetch(_PAGE, *parameters, job["done_to"], job["last_id"], limit)
        rejects = [_kept(row) for row in rows]
        if (whole := whole_messages(rejects, limit)) or not rejects:
            return whole
    return rejects


async def save_progress(
    connection: asyncpg.Connection,
    job_id: int,
    instance: str,
    rejects: Sequence[KeptReject],
    verdicts: Sequence[Verdict],
) -> None:
    """Mark the rejects of a batch and save the progress of the job."""
    ids = [reject.reject_id for reject in rejects]
    await connection.execute(_MARK, job_id, ids, [verdict.why for verdict in verdicts])
    kinds = Counter(map(kind_of, verdicts))
    counts = (kinds[kind] for kind in ("replayed", "duplicate", "refused"))
    await connection.execute(_PROGRESS, job_id, instance, ids[-1], *counts)


async def insert_ledger(
    connection: asyncpg.Connection, rejects: Sequence[KeptReject], stored: Sequence[Row]
) -> None:
    """Count the readings as replayed, in the hours in which they were counted as rejected."""
    counts = Counter(
        (row.message.hour, rejects[row.index or 0].instance, row.measured_at // DAY)
        for row in stored
    )
    if counts:
        hours, instances, days = zip(*counts, strict=True)
        await connection.execute(
            _LEDGER, [to_datetime(hour) for hour in hours], instances,
            [date_of(day) for day in days], list(counts.values()),
        )  # fmt: skip


async def finish(connection: asyncpg.Connection, job_id: int, instance: str) -> dict[str, int]:
    """Mark the job as done and return its counts."""
    return dict(await connection.fetchrow(_DONE, job_id, instance) or {})


async def fail(connection: asyncpg.Connection, job_id: int, instance: str, error: str) -> None:
    """Mark the job as failed."""
    await connection.execute(_FAILED, job_id, instance, error[:500])


async def read_done_to(connection: asyncpg.Connection, job_id: int) -> int:
    """Return the id up to which a job's rejects are handled; 0 if the job is deleted."""
    return await connection.fetchval(_DONE_TO, job_id) or 0


def kind_of(verdict: Verdict) -> str:
    """Return what came of a reject: replayed, duplicate or refused."""
    if verdict.why is not None:
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
        to_micros(row["received_at"]),
        None if published is None else to_micros(published),
        row["time_unsure"],
        row["instance"],
    )
