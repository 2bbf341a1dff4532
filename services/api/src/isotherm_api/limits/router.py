"""`/sensors/{site}/{sensor}/limits`."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from isotherm_api.access import Role
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.limits import changes, documents, queries
from isotherm_api.limits.schemas import LimitsHistory, LimitsRecords, NewLimits
from isotherm_api.ranges import (
    DIGITS,
    EARLIEST,
    LATEST,
    Cursor,
    Number,
    begin,
    decode_cursor,
    encode_cursor,
)
from isotherm_api.schemas import Why
from isotherm_api.visible import sensor_of_path

router = APIRouter(prefix="/sensors/{site}/{sensor}", tags=["limits"])

Since = Annotated[
    int, Path(ge=EARLIEST, le=LATEST, description="Milliseconds since 1970 UTC"), DIGITS
]


@router.get("/limits")
async def list_limits(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> LimitsHistory:
    """The dated limits of a sensor, newest first."""
    async with parts.database.reading() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.load_limits(connection, access.caller.issuer, visible.id)
        history = documents.limits_history(rows)
    return tagged(response, history)


@router.get("/limits/changes")
async def list_changes(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=200), DIGITS] = 50,
) -> LimitsRecords:
    """Who set or deleted the limits of a sensor, when and why, newest first; it keeps them all."""
    before = decode_cursor(cursor, tuple[Number])[0] if cursor else None
    async with parts.database.reading() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.load_records(
            connection, access.caller.issuer, visible.id, before, limit + 1
        )
    return LimitsRecords(
        items=[documents.limits_record(row) for row in rows[:limit]],
        next=encode_cursor(rows[limit - 1]["id"]) if len(rows) > limit else None,
    )


@router.put("/limits")
async def set_limits(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewLimits,
    response: Response,
    if_match: IfMatch = None,
) -> LimitsHistory:
    """Set the limits that apply from an instant until the next dated limits; for managers.

    The instant may be in the past: statistics and excursions since then are recalculated. If-Match
    must be the etag of the list.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        since = begin(wanted.since, now)
        history = await changes.set_limits(
            connection, access, visible, wanted, since, now, if_match
        )
    return tagged(response, history)


@router.delete("/limits/{since}")
async def remove_limits(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    since: Since,
    response: Response,
    reason: Annotated[Why | None, Query(description="Why; kept with the change")] = None,
    if_match: IfMatch = None,
) -> LimitsHistory:
    """Remove limits, so that the ones before them apply until the next; for managers.

    Statistics and excursions of the time in which they applied are recalculated. Who removed them
    is kept, with what they were.
    """
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        history = await changes.remove_limits(
            connection, access, visible, since, reason, parts.clock.now(), if_match
        )
    return tagged(response, history)
