"""`GET /sparks`."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Response

from isotherm_api.bounds import MAX_SPARKS
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.history.frames import load_frames
from isotherm_api.ranges import Range
from isotherm_api.sparks.build import DAY, build
from isotherm_api.sparks.schemas import Sparks
from isotherm_api.visible import Reference

router = APIRouter(tags=["overview"])


@router.get("/sparks", response_model=Sparks)
async def read_sparks(
    parts: ServicesDep,
    access: AccessDep,
    sensor: Annotated[
        list[str],
        Query(min_length=1, max_length=MAX_SPARKS, description="site-slug/sensor-slug, repeated"),
    ],
) -> Response:
    """The last 24 hours of sensors for small graphs: every spike and every gap is in them."""
    references = [Reference.parse(text) for text in sensor]
    now = parts.clock.now()
    async with parts.database.reading() as connection:
        span = Range(now - DAY, now)
        frames = await load_frames(connection, access, references, span, now, parts.days)
        document = await build(connection, frames)
    return Response(msgspec.json.encode(document), media_type="application/json")
