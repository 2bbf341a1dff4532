"""`GET /overview`."""

import asyncio
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Response

from isotherm.sensors import current
from isotherm.sensors.since import load_since
from isotherm.sensors.state import judge
from isotherm_api.access import site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.overview import queries
from isotherm_api.overview.columns import DAY, columns
from isotherm_api.overview.schemas import Overview
from isotherm_api.schemas import Slug

router = APIRouter(tags=["overview"])


@router.get("/overview", response_model=Overview)
async def read_overview(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only the sensors of this site")] = None,
) -> Response:
    """Every sensor I may see with newest reading and state, as columns, by site and slug."""
    # what the streams are told later than this, may not be in the rows; what was told before, is
    now, mark = parts.clock.now(), parts.hub.mark()
    async with parts.database.reading() as connection:
        sites = access.sites()
        if site is not None:
            sites = [(await site_of(connection, access, site)).id]
        rows = await current.load_of_sites(connection, now, sites)
        judgements = [judge(row, now) for row in rows]
        states = [(row, judgement.state) for row, judgement in zip(rows, judgements, strict=True)]
        since = await load_since(connection, states, now)
        silent = await queries.silent(connection, [row["id"] for row in rows], now, DAY)
    # thousands of rows take tens of milliseconds, in which others are answered
    body = await asyncio.to_thread(_encoded, mark, rows, judgements, since, silent, now)
    return Response(body, media_type="application/json")


def _encoded(mark: int, *found: Any) -> bytes:
    return msgspec.json.encode({"mark": mark} | columns(*found))
