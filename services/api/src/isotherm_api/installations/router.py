"""`/sensors/{site}/{sensor}/installations`: which channel feeds a sensor, and since when."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from isotherm_api import hardware, plausibility
from isotherm_api.access import Role
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.installations import changes, documents, queries
from isotherm_api.installations.schemas import (
    ChangedInstallation,
    Installation,
    Installations,
    NewInstallation,
)
from isotherm_api.installations.span import Span, checked, instant
from isotherm_api.ranges import DIGITS
from isotherm_api.visible import sensor_of_path

router = APIRouter(prefix="/sensors/{site}/{sensor}/installations", tags=["installations"])

InstallationId = Annotated[int, Path(ge=1, lt=2**31), DIGITS]


@router.get("")
async def list_installations(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str
) -> Installations:
    """Every installation of the sensor, newest first."""
    async with parts.database.reading() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.load_of_sensor(connection, visible.id)
    return Installations(items=[documents.installation(row) for row in rows])


@router.post("", status_code=201)
async def add_installation(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewInstallation,
    response: Response,
) -> Installation:
    """Lets a channel feed the sensor, now or in the past. Stored readings are not changed.

    Needs operator at the sensor's site and at the device's home site (an administrator if it has
    none). An installation that overlaps is a conflict unless it is to be replaced.
    """
    span = Span(instant(wanted.from_), instant(wanted.to))
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        now = parts.clock.now()
        checked(span, now)
        channel = await hardware.channel(connection, access, wanted.device, wanted.channel)
        added = await changes.add_installation(
            connection, access, channel, visible, span, replace=wanted.replace
        )
        await plausibility.require_installable(connection, channel.id, visible.id, now)
    return tagged(response, added)


@router.patch("/{installation_id}")
async def change_installation(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    installation_id: InstallationId,
    wanted: ChangedInstallation,
    response: Response,
    if_match: IfMatch = None,
) -> Installation:
    """Moves its ends. If-Match has to carry the etag of the installation that was read.

    Needs operator at the sensor's site; to make it longer, at the device's home site as well.
    """
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        changed = await changes.change_installation(
            connection, access, visible, installation_id, wanted, parts.clock.now(), if_match
        )
    return tagged(response, changed)


@router.delete("/{installation_id}", status_code=204)
async def remove_installation(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    installation_id: InstallationId,
    if_match: IfMatch = None,
) -> None:
    """Removes it, and its readings from the sensor's history; the channel keeps them."""
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        await changes.remove_installation(connection, access, visible, installation_id, if_match)
