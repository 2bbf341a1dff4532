"""`GET /series`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from isotherm_api.bounds import DEFAULT_POINTS, MAX_POINTS
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.history.answers import SensorIds, answer, range_etag, unchanged
from isotherm_api.history.frames import load_frames
from isotherm_api.ranges import DIGITS, FromOrDay, ToOrNow, given_or_last_day
from isotherm_api.series.build import build
from isotherm_api.series.schemas import Series
from isotherm_api.visible import Reference

router = APIRouter(prefix="/series", tags=["series"])


@router.get("", response_model=Series)
async def read_series(
    request: Request,
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: FromOrDay = None,
    to: ToOrNow = None,
    points: Annotated[int, Query(ge=2, le=MAX_POINTS), DIGITS] = DEFAULT_POINTS,
) -> Response:
    """Readings over a range as columns, with gaps, faults and limits, all from one snapshot.

    Single readings if there are at most `points`, else the narrowest buckets that fit. Long ranges
    come from hours or days, and from readings since. A bucket's min and max show a spike of a
    single reading at any width. A range that has ended has an ETag.
    """
    span = given_or_last_day(start, to, parts.clock.now(), parts.bounds.span)
    references = [Reference.parse(text) for text in sensor]
    async with parts.database.long_reading(access.caller.subject) as connection:
        now = parts.clock.now()
        frames = await load_frames(connection, access, references, span, now, parts.days)
        tag = range_etag(frames, span, points)
        response = unchanged(request, tag)
        if response is None:
            document = await build(connection, frames, points, parts.bounds)
            response = answer(request, document, tag)
    return response
