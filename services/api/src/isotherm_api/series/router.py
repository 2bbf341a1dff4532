"""`GET /series`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from isotherm_api.access import Reference
from isotherm_api.bounds import DEFAULT_POINTS, MAX_POINTS
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.history.answers import SensorIds, answer, range_etag, unchanged
from isotherm_api.history.frame import frames
from isotherm_api.ranges import From, To, time_range
from isotherm_api.series.build import build
from isotherm_api.series.schemas import Series

router = APIRouter(prefix="/series", tags=["series"])


@router.get("", response_model=Series)
async def read_series(
    request: Request,
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: From,
    to: To,
    points: Annotated[int, Query(ge=2, le=MAX_POINTS)] = DEFAULT_POINTS,
) -> Response:
    """Readings over a range as columns, with gaps, faults and limits, all from one snapshot.

    Every reading where there are at most `points`, else the narrowest buckets of which there are
    at most that many; long ranges from hours or days, united with the readings since. A bucket's
    min and max keep a spike of one reading at any width. A closed range has an ETag.
    """
    span = time_range(start, to, parts.bounds.span)
    references = [Reference.parse(each) for each in sensor]
    async with parts.database.long_reading() as connection:
        now = parts.clock.now()
        framed = await frames(connection, access, references, span, now, parts.days)
        tag = range_etag(framed, span, points)
        found = unchanged(request, tag)
        if found is None:
            document = await build(connection, framed, points, parts.bounds)
            found = answer(request, document, tag)
    return found
