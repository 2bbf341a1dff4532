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
    """All sensors I may see with newest reading and state, as columns, without archived ones.

    They are ordered by site, and there by position and name.
    """
    # the rows include every event up to this mark; later events may be missing, so streams resend
    now, mark = parts.clock.now(), parts.hub.mark()
    async with parts.database.reading() as connection:
        sites = access.sites()
        if site is not None:
            sites = [(await site_of(connection, access, site)).id]
        rows = await current.load_of_sites(connection, now, sites)
        judgements = [judge(row, now) for row in rows]
        states = [(row, judgement.state) for row, judgement in zip(rows, judgements, strict=True)]
        since = await load_since(connection, states, now)
        silences = await queries.load_silences(connection, [row["id"] for row in rows], now, DAY)
    # encoding thousands of rows takes tens of milliseconds: do not block the event loop
    body = await asyncio.to_thread(_encoded, mark, rows, judgements, since, silences, now)
    return Response(body, media_type="application/json")


def _encoded(mark: int, *of_columns: Any) -> bytes:
    """Encode the document; `of_columns` are the arguments of `columns`."""
    return msgspec.json.encode({"mark": mark} | columns(*of_columns))
