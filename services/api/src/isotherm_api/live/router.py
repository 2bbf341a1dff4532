"""`GET /live`: server-sent events."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from isotherm_api.access import site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.live.stream import EventStream
from isotherm_api.ranges import EARLIEST, LATEST
from isotherm_api.schemas import Slug

router = APIRouter(prefix="/live", tags=["live"])


@router.get(
    "",
    response_class=Response,
    responses={
        200: {
            "description": "`hello` {}, `latest` (LatestEvent), `grants` {}: read /me again,"
            " `places` {}: sensors or sites are shown no more, read /overview and /sites again",
            "content": {
                "text/event-stream": {"schema": {"$ref": "#/components/schemas/LatestEvent"}}
            },
        }
    },
)
async def follow(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only this site's sensors")] = None,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=40)] = None,
) -> Response:
    """Changes of the sensors I may see, at most four events a second, until my token expires."""
    site_id = None
    if site is not None:
        async with parts.database.reading() as connection:
            site_id = (await site_of(connection, access, site)).id
    return EventStream(
        partial(parts.hub.client, access, site_id, _since(last_event_id)),
        parts.hub.mark,
        expires_at=access.caller.expires_at,
        clock=parts.clock,
        metrics=parts.metrics,
        pace=parts.pace,
    )


def _since(last_event_id: str | None) -> int | None:
    """Return the mark in a Last-Event-ID; None, as for a new client, if it is not a mark."""
    if not last_event_id or not last_event_id.isdecimal() or not last_event_id.isascii():
        return None
    mark = int(last_event_id)
    return mark if EARLIEST <= mark <= LATEST else None
