"""`GET /statistics`."""

from fastapi import APIRouter, Request, Response

from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.history.answers import SensorIds, answer, range_etag, unchanged
from isotherm_api.history.frames import load_frames
from isotherm_api.ranges import FromOrDay, ToOrNow, given_or_last_day, ms
from isotherm_api.statistics.build import build
from isotherm_api.statistics.schemas import Statistics
from isotherm_api.visible import Reference

router = APIRouter(prefix="/statistics", tags=["statistics"])


@router.get("", response_model=Statistics)
async def read_statistics(
    request: Request,
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: FromOrDay = None,
    to: ToOrNow = None,
) -> Response:
    """A few figures for a range, from one snapshot.

    They are exact at both ends. If the first readings have been dropped, they begin with the full
    hour in which the range begins. A range that has ended has an ETag.
    """
    span = given_or_last_day(start, to, parts.clock.now(), parts.bounds.span)
    references = [Reference.parse(text) for text in sensor]
    async with parts.database.long_reading(access.caller.subject) as connection:
        now = parts.clock.now()
        frames = await load_frames(connection, access, references, span, now, parts.days)
        tag = range_etag(frames, span)
        response = unchanged(request, tag)
        if response is None:
            sensors = await build(connection, frames)
            document = {
                "from": ms(span.start),
                "to": ms(span.end),
                "recalculating": any(frame.recalculating for frame in frames),
                "sensors": sensors,
            }
            response = answer(request, document, tag)
    return response
