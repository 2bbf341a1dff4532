"""`GET /series`."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response

from isotherm_api.access import Reference, resolve
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.limits import DEFAULT_POINTS, MAX_POINTS, MAX_SENSORS
from isotherm_api.ranges import From, To, time_range
from isotherm_api.series.build import build
from isotherm_api.series.schemas import Series

router = APIRouter(prefix="/series", tags=["series"])

SensorIds = Annotated[
    list[str],
    Query(min_length=1, max_length=MAX_SENSORS, description="site-slug/sensor-slug, repeated"),
]


@router.get("", response_model=Series)
async def read_series(
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: From,
    to: To,
    points: Annotated[int, Query(ge=2, le=MAX_POINTS)] = DEFAULT_POINTS,
) -> Response:
    """Readings over a range as columns, with gaps, faults and limits, all from one snapshot.

    Every reading where there are at most `points`, else the narrowest buckets of which there are
    at most that many. A bucket's min and max keep a spike of one reading at any width.
    """
    span = time_range(start, to, parts.limits.span)
    references = [Reference.parse(each) for each in sensor]
    async with parts.database.long_reading() as connection:
        visible = await resolve(connection, access, references)
        document = await build(connection, visible, span, points, parts.clock.now(), parts.limits)
    return Response(msgspec.json.encode(document), media_type="application/json")
