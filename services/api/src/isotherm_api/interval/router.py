"""`/sensors/{site}/{sensor}/interval`."""

from fastapi import APIRouter, Response

from isotherm_api.access import Role
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.interval import changes
from isotherm_api.interval.schemas import IntervalHistory, NewInterval
from isotherm_api.ranges import begin
from isotherm_api.visible import sensor_of_path

router = APIRouter(prefix="/sensors/{site}/{sensor}", tags=["limits"])


@router.get("/interval")
async def read_interval(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> IntervalHistory:
    """The expected interval between readings: as set, as learned, and its history."""
    async with parts.database.reading() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        document = await changes.read(connection, visible.id)
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
    """Set the expected interval between readings, or let it be learned; for operators.

    A silence longer than 3 intervals is a gap. If-Match must be the etag that was read.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        since = None if wanted.since is None else begin(wanted.since, now)
        document = await changes.set_interval(
            connection, access, visible, wanted.interval_s, since, now, if_match
        )
    return tagged(response, document)
