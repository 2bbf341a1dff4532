"""`/sensors`: lists and details, what was refused of their channels, and changes."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from isotherm.sensors import current
from isotherm_api.access import Role, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.current.queries import load_judged
from isotherm_api.etag import IfMatch, tagged
from isotherm_api.ranges import (
    DIGITS,
    Cursor,
    FromOrDay,
    ToOrNow,
    Word,
    decode_cursor,
    encode_cursor,
    given_or_last_day,
)
from isotherm_api.schemas import Slug
from isotherm_api.sensors import changes, refusals
from isotherm_api.sensors.details import read_details
from isotherm_api.sensors.schemas import (
    BareSensor,
    ChangedSensor,
    Refusals,
    SensorDetails,
    Sensors,
)
from isotherm_api.visible import Reference, resolve, sensor_of_path

router = APIRouter(prefix="/sensors", tags=["sensors"])


@router.get("")
async def list_sensors(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only sensors of this site")] = None,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]*$")] = None,
    archived: Annotated[
        bool, Query(description="Also archived ones, and those of archived sites")
    ] = False,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 200,
) -> Sensors:
    """The sensors I may see with newest reading and state, ordered by site and slug."""
    after = decode_cursor(cursor, tuple[Word, Word]) if cursor else ("", "")
    async with parts.database.reading() as connection:
        sites = access.sites()
        if site is not None:
            sites = [(await site_of(connection, access, site)).id]
        now = parts.clock.now()
        rows = await current.load_page(
            connection,
            now,
            site_ids=sites,
            matching=q,
            after=after,
            limit=limit + 1,
            archived=archived,
        )
        judged = await load_judged(connection, rows[:limit], now)
    items = [entry.sensor for entry in judged]
    following = encode_cursor(items[-1].site, items[-1].slug) if len(rows) > limit else None
    return Sensors(items=items, next=following)


@router.post("", status_code=201)
async def add_sensor(
    parts: ServicesDep, access: AccessDep, wanted: BareSensor, response: Response
) -> SensorDetails:
    """Adds a sensor without a device; for operators. It comes last in the site's list."""
    async with parts.database.writing() as connection:
        added = await changes.add_sensor(connection, access, wanted)
        details = await read_details(connection, added, parts.clock.now())
    return tagged(response, details)


@router.get("/{site}/{sensor}")
async def read_sensor(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> SensorDetails:
    """One sensor, also an archived one, with the channels that have supplied it."""
    async with parts.database.reading() as connection:
        [visible] = await resolve(connection, access, [Reference.of_path(site, sensor)])
        details = await read_details(connection, visible, parts.clock.now())
    return tagged(response, details)


@router.patch("/{site}/{sensor}")
async def change_sensor(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: ChangedSensor,
    response: Response,
    if_match: IfMatch = None,
) -> SensorDetails:
    """Sets the fields given; for operators. If-Match has to carry the etag that was read.

    An archived sensor is hidden from every list. Its readings are still stored, and its history
    stays readable at its address.
    """
    given = wanted.model_dump(exclude_unset=True)
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        await changes.change_sensor(connection, access, visible, given, if_match, now)
        details = await read_details(connection, visible, now)
    return tagged(response, details)


@router.delete("/{site}/{sensor}", status_code=204)
async def delete_sensor(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, if_match: IfMatch = None
) -> None:
    """Deletes a sensor that has never had a reading; for operators. If-Match as for a change.

    A channel that feeds it becomes a proposal again.
    """
    async with parts.database.writing() as connection:
        visible = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        await changes.delete_sensor(connection, access, visible, if_match)


@router.get("/{site}/{sensor}/rejects")
async def list_refusals(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    start: FromOrDay = None,
    to: ToOrNow = None,
) -> Refusals:
    """How much of what the sensor's channels sent was rejected, by reason.

    The rejects themselves are shown to operators: `GET /rejects`.
    """
    now = parts.clock.now()
    span = given_or_last_day(start, to, now, parts.bounds.span)
    async with parts.database.reading() as connection:
        [visible] = await resolve(connection, access, [Reference.of_path(site, sensor)])
        rows = await refusals.load(connection, visible.id, span, now)
    return Refusals(items=[refusals.document(row) for row in rows])
