"""`/sensors/{site}/{sensor}/interval`."""

from fastapi import APIRouter, Response

from isotherm_api.access import Role, sensor_of_path
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.interval import changes
from isotherm_api.interval.schemas import IntervalHistory, NewInterval
from isotherm_api.ranges import begin

router = APIRouter(prefix="/sensors/{site}/{sensor}", tags=["limits"])


@router.get("/interval")
async def read_interval(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> IntervalHistory:
    """How often a reading is due: as set, as learned, and as it was."""
    async with parts.database.reading() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        document = await changes.read(connection, found.id)
    return tagged(response, document)


@router.put("/interval")
async def set_interval(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewInterval,
    response: Response,
    if_match: IfMatch = None,
) -> IntervalHistory:
    """Sets how often a reading is due, or lets it be learned; for operators.

    A silence longer than 3 of them is a gap. If-Match has to name the etag of what is changed.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        since = None if wanted.since is None else begin(wanted.since, now)
        document = await changes.set_interval(
            connection, access, found, wanted.interval_s, since, now, if_match
        )
    return tagged(response, document)
