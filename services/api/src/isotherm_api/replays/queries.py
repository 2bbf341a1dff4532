"""Replay jobs: left in the database for ingest, and looked at."""

import json
from collections.abc import Sequence

import asyncpg

from isotherm.replays import MATCHING, Filter
from isotherm_api.database import Connection

_COLUMNS = (
    "id, asked_at, asked_by, filter, state, matched, replayed, duplicate, refused_again, done_at,"
    " error"
)
_SEEN = "($1::int[] IS NULL OR site_ids <@ $1::int[])"
"""A job about sites of which one is not mine is not mine to see."""


async def add(
    connection: Connection, wanted: Filter, site_ids: Sequence[int] | None, by: str
) -> asyncpg.Record:
    """The new job; done at once where there is nothing to replay."""
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
        raise RuntimeError("an aggregate gave no row")
    return row


async def page(
    connection: Connection, site_ids: Sequence[int] | None, before: int | None, limit: int
) -> list[asyncpg.Record]:
    """Up to `limit` jobs with an id below one, newest first."""
    return await connection.fetch(
        f"SELECT {_COLUMNS} FROM replay_job WHERE {_SEEN}"
        " AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        site_ids,
        before,
        limit,
    )


async def one(
    connection: Connection, site_ids: Sequence[int] | None, job_id: int
) -> asyncpg.Record | None:
    """A job, where it may be seen."""
    return await connection.fetchrow(
        f"SELECT {_COLUMNS} FROM replay_job WHERE {_SEEN} AND id = $2",
        site_ids,
        job_id,
    )
