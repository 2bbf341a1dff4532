"""`GET /export`."""

from collections.abc import AsyncGenerator, Sequence
from functools import partial
from typing import Annotated, Literal

import asyncpg
from fastapi import APIRouter, Query, Response

from isotherm.units import Unit
from isotherm_api.access import Access, Reference, Visible, resolve
from isotherm_api.bounds import MAX_SENSORS
from isotherm_api.context import AccessDep, Services, ServicesDep
from isotherm_api.export import raw, stretches
from isotherm_api.export.file import FileStream
from isotherm_api.export.form import Form, Resolution
from isotherm_api.problem import Invalid, NotFound
from isotherm_api.ranges import From, Range, To, time_range
from isotherm_api.zones import require_zone

router = APIRouter(prefix="/export", tags=["export"])

_TEXT = {"schema": {"type": "string"}}
_FILE = {"schema": {"type": "string", "format": "binary"}}


@router.get(
    "",
    response_class=Response,
    responses={
        200: {
            "description": "A header line, then a line a reading, hour or day",
            "content": {"text/csv": _TEXT, "application/gzip": _FILE},
        }
    },
)
async def export(
    parts: ServicesDep,
    access: AccessDep,
    sensor: Annotated[
        list[str],
        Query(min_length=1, max_length=MAX_SENSORS, description="site-slug/sensor-slug, repeated"),
    ],
    start: From,
    to: To,
    resolution: Annotated[
        Resolution, Query(description="Each reading, or hours or days of the sensor's site")
    ] = "raw",
    zone: Annotated[
        str | None,
        Query(max_length=100, description="IANA zone of the times; each sensor's site's where not"),
    ] = None,
    unit: Unit = "C",
    compress: Annotated[
        Literal["gzip"] | None, Query(description="A .csv.gz file instead of a .csv")
    ] = None,
) -> Response:
    """Readings of some sensors over a range as a CSV file, one sensor after another.

    Readings that do not count are in it with their quality, faulty ones without a value. A file
    that breaks off ends the connection without an end, so that it cannot be taken for a whole one.
    """
    require_zone(zone, "zone")
    span = time_range(start, to, parts.bounds.span)
    references = [Reference.parse(each) for each in sensor]
    form = Form(resolution, unit, zone, gzip=compress is not None)
    async with parts.database.reading() as connection:
        visible = await resolve(connection, access, references)
        for name in sorted({form.zone_of(each) for each in visible}):
            try:
                await raw.in_zone(connection, name)
            except asyncpg.InvalidParameterValueError:
                raise Invalid.field("zone", f"{name} is not known to the database") from None
    return FileStream(
        _chunks(parts, access, visible, span, form),
        partial(parts.exports.one, access.caller.subject),
        filename=form.filename(visible, span),
        media_type=form.media_type,
        gzip=form.gzip,
    )


async def _chunks(
    parts: Services, access: Access, sensors: Sequence[Visible], span: Range, form: Form
) -> AsyncGenerator[bytes, None]:
    head = form.header  # goes with the first page, so that a failure of that is still a problem
    for each in sensors:
        pages = (
            raw.pages(parts.database, each, span, form)
            if form.resolution == "raw"
            else stretches.pages(parts.database, each, span, form, parts.clock.now(), parts.days)
        )
        async for page in pages:
            await _still_seen(parts, access, each)
            yield head + page
            head = b""
    yield head


async def _still_seen(parts: Services, access: Access, sensor: Visible) -> None:
    """NotFound where a grant has ended since the export began."""
    if not (await parts.grants.access(access.caller)).sees(sensor.site_id):
        raise NotFound(f"There is no sensor {sensor.reference} that you may see.")
