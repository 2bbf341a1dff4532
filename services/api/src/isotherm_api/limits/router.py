"""`/sensors/{site}/{sensor}/limits`."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from isotherm_api.access import Role, sensor_of_path
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.limits import changes, documents, queries
from isotherm_api.limits.schemas import LimitsHistory, NewLimits
from isotherm_api.ranges import EARLIEST, LATEST, begin

router = APIRouter(prefix="/sensors/{site}/{sensor}", tags=["limits"])

Since = Annotated[int, Path(ge=EARLIEST, le=LATEST, description="Milliseconds since 1970 UTC")]


@router.get("/limits")
async def list_limits(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> LimitsHistory:
    """What the sensor was judged by since when, newest first."""
    async with parts.database.reading() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.load_limits(connection, access.caller.issuer, found.id)
        listed = documents.limits_history(rows)
    return tagged(response, listed)


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
    """Sets limits from an instant on, until the next ones that are dated later.

    In the past too: statistics and excursions since then are computed again. If-Match has to name
    the etag of the list that is changed.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        since = begin(wanted.since, now)
        listed = await changes.set_limits(connection, access, found, wanted, since, now, if_match)
    return tagged(response, listed)


@router.delete("/limits/{since}")
async def remove_limits(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    since: Since,
    response: Response,
    if_match: IfMatch = None,
) -> LimitsHistory:
    """Takes limits away, as if they had never been: those before them hold until the next."""
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        listed = await changes.remove_limits(connection, access, found, since, if_match)
    return tagged(response, listed)
