"""`/rejects/replays`: operators turn rejects into readings once the cause is fixed."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from isotherm.reasons import Reason
from isotherm.replays import Filter
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.problem import NotFound
from isotherm_api.ranges import (
    DIGITS,
    Cursor,
    FromOrDay,
    Number,
    ToOrNow,
    decode_cursor,
    encode_cursor,
    given_or_last_day,
    ms,
    time_range,
)
from isotherm_api.replays import changes, documents, queries
from isotherm_api.replays.schemas import (
    NewReplay,
    Replayable,
    ReplayJob,
    ReplayJobs,
    RequestedReplay,
)
from isotherm_api.schemas import DeviceName

router = APIRouter(prefix="/rejects/replays", tags=["rejects"])

JobId = Annotated[int, Path(ge=1, lt=2**63), DIGITS]


@router.post("", status_code=202)
async def ask_for_replay(
    parts: ServicesDep, access: AccessDep, wanted: NewReplay
) -> RequestedReplay:
    """Replays the fixable rejects of my sites' devices that were stored whole; all as admin.

    A change of settings may fix a reject, or rules that understand more than those it was read by.

    Rejects that no replay can cure now, or that were already replayed, are left out and counted in
    `skipped`, so asking twice is harmless.
    """
    changes.require_replay(access)
    if wanted.start is not None and wanted.to is not None:
        time_range(wanted.start, wanted.to, parts.bounds.span)
    async with parts.database.writing() as connection:
        return await changes.ask_for_replay(connection, access, wanted.filter())


@router.get("")
async def list_replays(
    parts: ServicesDep,
    access: AccessDep,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=100), DIGITS] = 20,
) -> ReplayJobs:
    """Replays at sites where I am operator, newest first; all as admin."""
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    site_ids = changes.replayable_sites(access)
    async with parts.database.reading() as connection:
        rows = await queries.load_page(connection, site_ids, before, limit + 1)
    following = encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None
    return ReplayJobs(items=[documents.replay_job(row) for row in rows[:limit]], next=following)


@router.get("/preview")
async def preview_replay(
    parts: ServicesDep,
    access: AccessDep,
    start: FromOrDay = None,
    to: ToOrNow = None,
    reason: Annotated[Reason | None, Query()] = None,
    device: Annotated[DeviceName | None, Query()] = None,
) -> Replayable:
    """How many rejects a replay of this range would concern, and why not the others.

    Of my sites' devices as operator; all as admin. By default of the last 24 hours.
    """
    changes.require_replay(access)
    span = given_or_last_day(start, to, parts.clock.now(), parts.bounds.span)
    start_ms, end_ms = ms(span.start), ms(span.end)
    wanted = Filter(start=start_ms, end=end_ms, reason=reason and reason.value, device=device)
    async with parts.database.reading() as connection:
        counts = await queries.count_rejects(connection, wanted, changes.replayable_sites(access))
    return Replayable.model_validate(
        {
            "from": start_ms,
            "to": end_ms,
            "matched": counts.get(None, 0),
            "of": sum(counts.values()),
            "skipped": documents.skipped(counts),
        }
    )


@router.get("/{job_id}")
async def read_replay(parts: ServicesDep, access: AccessDep, job_id: JobId) -> ReplayJob:
    """One replay and its progress."""
    site_ids = changes.replayable_sites(access)
    async with parts.database.reading() as connection:
        row = await queries.read_job(connection, site_ids, job_id)
    if row is None:
        raise NotFound("There is no such replay that you may see.")
    return documents.replay_job(row)
