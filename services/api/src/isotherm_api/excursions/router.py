"""`GET /excursions`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from isotherm_api.bounds import DEFAULT_EXCURSIONS, MAX_EXCURSIONS
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.excursions.build import build
from isotherm_api.excursions.schemas import ListedExcursions
from isotherm_api.history.answers import SensorIds, answer, range_etag, unchanged
from isotherm_api.history.frames import load_frames
from isotherm_api.ranges import DIGITS, From, To, time_range
from isotherm_api.visible import Reference

router = APIRouter(prefix="/excursions", tags=["excursions"])


@router.get("", response_model=ListedExcursions)
async def read_excursions(
    request: Request,
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: From,
    to: To,
    limit: Annotated[int, Query(ge=1, le=MAX_EXCURSIONS), DIGITS] = DEFAULT_EXCURSIONS,
) -> Response:
    """When values were beyond their limits, newest first, from one snapshot.

    They are those that `statistics` counts: their seconds add up to its seconds. Begins and ends
    are those of readings. Where readings are gone they are those of hours, and `exact` is false. An
    excursion goes on over gaps and faults. `limit` is for each sensor, and fewer are listed if they
    lie in hours of more than 500,000 readings, of all sensors. A range that has ended has an ETag.
    """
    span = time_range(start, to, parts.bounds.span)
    references = [Reference.parse(text) for text in sensor]
    async with parts.database.long_reading(access.caller.subject) as connection:
        now = parts.clock.now()
        frames = await load_frames(connection, access, references, span, now, parts.days)
        tag = range_etag(frames, span, "excursions", limit)
        response = unchanged(request, tag)
        if response is None:
            sensors = await build(connection, frames, limit)
            recalculating = any(frame.recalculating for frame in frames)
            document = {
                "from": start, "to": to, "recalculating": recalculating, "sensors": sensors
            }  # fmt: skip
            response = answer(request, document, tag)
    return response
