"""Replay jobs as rows; ingest runs them."""

import json
from collections.abc import Sequence

import asyncpg

from isotherm.database import Connection
from isotherm.replays import CHOSEN, MATCHING, REJECTS, WHY_NOT, Filter

_COLUMNS = (
    "id, asked_at, asked_by, filter, state, matched, replayed, duplicate, refused_again, done_at,"
    " error"
)
_SEEN = "($1::int[] IS NULL OR site_ids <@ $1::int[])"
"""A job is visible to callers who may replay at every one of its sites."""


async def insert_job(
    connection: Connection, wanted: Filter, site_ids: Sequence[int] | None, by: str
) -> asyncpg.Record:
    """Insert a job and return it; it is done at once if no reject matches."""
    row = await connection.fetchrow(
        "INSERT INTO replay_job (asked_by, filter, site_ids, last_id, matched, state, done_at)"
        " SELECT $7, $8::jsonb, $6::int[], coalesce(max(r.id), 0), count(*),"
        " CASE WHEN count(*) = 0 THEN 'done' ELSE 'waiting' END,"
        f" CASE WHEN count(*) = 0 THEN now() END {MATCHING} RETURNING {_COLUMNS}",
        *wanted.values(site_ids),
        by,
        json.dumps(wanted.document()),
    )
    if row is None:
        raise RuntimeError("the insert of a replay job returned no row")
    return row


async def count_rejects(
    connection: Connection, wanted: Filter, site_ids: Sequence[int] | None
) -> dict[str | None, int]:
    """Return how many rejects of the filter cannot be replayed, by why; None: those that can."""
    rows = await connection.fetch(
        f"SELECT {WHY_NOT} AS why, count(*) AS count {REJECTS} WHERE {CHOSEN}"
        " GROUP BY 1 ORDER BY 2 DESC, 1",
        *wanted.values(site_ids),
    )
    return {row["why"]: row["count"] for row in rows}


async def lock_asking(connection: Connection, by: str) -> None:
    """Let a person's requests for replays count and insert one after another."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtext('isotherm.replays'), hashtext($1))", by
    )


async def count_open(connection: Connection, by: str) -> int:
    """Return how many of a person's jobs are waiting or running."""
    count: int = await connection.fetchval(
        "SELECT count(*) FROM replay_job WHERE asked_by = $1 AND state IN ('waiting', 'running')",
        by,
    )
    return count


async def load_page(
    connection: Connection, site_ids: Sequence[int] | None, before: int | None, limit: int
) -> list[asyncpg.Record]:
    """Return up to `limit` jobs with an id below `before`, newest first."""
    return await connection.fetch(
        f"SELECT {_COLUMNS} FROM replay_job WHERE {_SEEN}"
        " AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        site_ids,
        before,
        limit,
    )


async def read_job(
    connection: Connection, site_ids: Sequence[int] | None, job_id: int
) -> asyncpg.Record | None:
    """Return a job, or None if there is none that may be seen."""
    return await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM replay_job WHERE {_SEEN} AND id = $2",
        site_ids,
        job_id,
    )
