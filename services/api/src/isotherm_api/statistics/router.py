"""`GET /statistics`."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response

from isotherm_api.access import Reference, resolve
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.ranges import From, To, time_range
from isotherm_api.statistics.build import build
from isotherm_api.statistics.schemas import Statistics

router = APIRouter(prefix="/statistics", tags=["statistics"])


@router.get("", response_model=Statistics)
async def read_statistics(
    parts: ServicesDep,
    access: AccessDep,
    sensor: Annotated[str, Query(description="site-slug/sensor-slug")],
    start: From,
    to: To,
) -> Response:
    """What a range says in a few numbers, from one snapshot, exact at both edges."""
    span = time_range(start, to, parts.limits.span)
    reference = Reference.parse(sensor)
    async with parts.database.long_reading() as connection:
        [visible] = await resolve(connection, access, [reference])
        document = await build(connection, visible, span, parts.clock.now())
    return Response(msgspec.json.encode(document), media_type="application/json")
