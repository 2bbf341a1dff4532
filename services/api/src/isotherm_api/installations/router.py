"""`/sensors/{site}/{sensor}/installations`: what feeds a sensor, and since when."""

from typing import Annotated

import asyncpg
from fastapi import APIRouter, Path, Response

from isotherm_api import hardware
from isotherm_api.access import Access, Role, sensor_of_path
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.etag import IfMatch, require_match, tagged
from isotherm_api.installations import feeding, queries
from isotherm_api.installations.schemas import (
    ChangedInstallation,
    Installation,
    Installations,
    NewInstallation,
)
from isotherm_api.installations.span import Span, checked, instant
from isotherm_api.problem import NotFound

router = APIRouter(prefix="/sensors/{site}/{sensor}/installations", tags=["installations"])

InstallationId = Annotated[int, Path(ge=1, lt=2**31)]


@router.get("")
async def list_installations(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str
) -> Installations:
    """What fed the sensor, newest first."""
    async with parts.database.reading() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        rows = await queries.of_sensor(connection, found.id)
    return Installations(items=[queries.document(row) for row in rows])


@router.post("", status_code=201)
async def add_installation(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewInstallation,
    response: Response,
) -> Installation:
    """A channel feeds the sensor, also when it is entered later: no reading is rewritten.

    Needs operator at the sensor's site and at the device's home site (an administrator, where it
    has none). What is in the way is a conflict, unless it is to be replaced.
    """
    span = Span(instant(wanted.from_), instant(wanted.to))
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        checked(span, parts.clock.now())
        channel = await hardware.channel(connection, access, wanted.device, wanted.channel)
        made = await feeding.install(
            connection, access, channel, found, span, replace=wanted.replace
        )
    return tagged(response, made)


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
    """Moves its ends; If-Match has to name the state that is changed.

    Needs operator at the sensor's site; to make it longer, at the device's home site as well.
    """
    async with parts.database.writing() as connection:
        row = await _mine(connection, access, site, sensor, installation_id)
        _same(row, if_match)
        given, before = wanted.model_fields_set, queries.span_of(row)
        span = Span(
            instant(wanted.from_) if "from_" in given else before.start,
            instant(wanted.to) if "to" in given else before.end,
        )
        checked(span, parts.clock.now())
        changed = await feeding.change(connection, access, row, span)
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
    """Takes it away, with its readings from the sensor's history; they stay the channel's."""
    async with parts.database.writing() as connection:
        row = await _mine(connection, access, site, sensor, installation_id)
        _same(row, if_match)
        await feeding.remove(connection, access, row)


async def _mine(
    connection: Connection, access: Access, site: str, sensor: str, installation: int
) -> asyncpg.Record:
    """The installation of a sensor whose operator the caller is, held against other changes."""
    found = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
    await queries.lock(connection)
    row = await queries.one(connection, installation)
    if row is None or row["sensor_id"] != found.id:
        raise NotFound(f"There is no such installation of {found.reference}.")
    return row


def _same(row: asyncpg.Record, if_match: str | None) -> None:
    current = queries.document(row).etag
    require_match(if_match, current, f"Somebody changed it to {queries.span_of(row)} meanwhile.")
