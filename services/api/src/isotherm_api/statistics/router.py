"""`GET /statistics`."""

from fastapi import APIRouter, Request, Response

from isotherm_api.access import Reference
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.history.answers import SensorIds, answer, range_etag, unchanged
from isotherm_api.history.frame import frames
from isotherm_api.ranges import From, To, time_range
from isotherm_api.statistics.build import build
from isotherm_api.statistics.schemas import Statistics

router = APIRouter(prefix="/statistics", tags=["statistics"])


@router.get("", response_model=Statistics)
async def read_statistics(
    request: Request,
    parts: ServicesDep,
    access: AccessDep,
    sensor: SensorIds,
    start: From,
    to: To,
) -> Response:
    """What a range says in a few numbers, from one snapshot.

    Exact at both edges where there still are readings, else from the full hour that it begins in.
    A closed range has an ETag.
    """
    span = time_range(start, to, parts.bounds.span)
    references = [Reference.parse(each) for each in sensor]
    async with parts.database.long_reading() as connection:
        now = parts.clock.now()
        framed = await frames(connection, access, references, span, now, parts.days)
        tag = range_etag(framed, span)
        found = unchanged(request, tag)
        if found is None:
            document = {
                "from": start,
                "to": to,
                "sensors": await build(connection, framed),
            }
            found = answer(request, document, tag)
    return found
