"""`/rejects/replays`: operators have rejects made readings, once their cause is cured."""

import json
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Path, Query

from isotherm_api import audit
from isotherm_api.access import Access, Role
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.problem import Forbidden, NotFound
from isotherm_api.ranges import Cursor, Number, decode_cursor, encode_cursor, ms, time_range
from isotherm_api.replays import queries
from isotherm_api.replays.schemas import NewReplay, ReplayJob, ReplayJobs

router = APIRouter(prefix="/rejects/replays", tags=["rejects"])

JobId = Annotated[int, Path(ge=1, lt=2**63)]


@router.post("", status_code=202)
async def ask_for_replay(parts: ServicesDep, access: AccessDep, wanted: NewReplay) -> ReplayJob:
    """Replays the curable rejects of my sites' devices that were kept whole; all as admin.

    What is replayed already is left out, so that asking twice is harmless.
    """
    sites = _sites(access)
    if sites == []:
        raise Forbidden("A replay needs operator at the device's site.")
    if wanted.start is not None and wanted.to is not None:
        time_range(wanted.start, wanted.to, parts.bounds.span)
    async with parts.database.writing() as connection:
        row = await queries.add(connection, wanted.filter(), sites, access.caller.username)
        made = _job(row)
        after = {"filter": wanted.filter().document(), "matched": made.matched}
        site = sites[0] if sites is not None and len(sites) == 1 else None
        await audit.insert(
            connection, access, "reject.replay", f"replay {made.id}", site, after=after
        )
    return made


@router.get("")
async def list_replays(
    parts: ServicesDep,
    access: AccessDep,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> ReplayJobs:
    """Replays at sites where I am operator, newest first; all as admin."""
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        rows = await queries.page(connection, _sites(access), before, limit + 1)
    following = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    return ReplayJobs(items=[_job(row) for row in rows[:limit]], next=following)


@router.get("/{job_id}")
async def read_replay(parts: ServicesDep, access: AccessDep, job_id: JobId) -> ReplayJob:
    """One replay, and how far it is."""
    async with parts.database.reading() as connection:
        row = await queries.one(connection, _sites(access), job_id)
    if row is None:
        raise NotFound("There is no such replay that you may see.")
    return _job(row)


def _sites(access: Access) -> list[int] | None:
    """Where the caller may replay, in order; none for everywhere."""
    found = access.sites(Role.OPERATOR)
    return None if found is None else sorted(found)


def _job(row: asyncpg.Record) -> ReplayJob:
    return ReplayJob.model_validate(
        {
            **{
                name: row[name]
                for name in (
                    "id", "state", "asked_by", "matched", "replayed", "duplicate",
                    "refused_again", "error",
                )
            },
            "asked": ms(row["asked_at"]),
            "done": ms(row["done_at"]),
            "filter": json.loads(row["filter"]),
        }
    )  # fmt: skip
