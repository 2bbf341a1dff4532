"""`GET /live`: server-sent events."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from isotherm_api.access import site_of
from isotherm_api.bounds import MAX_SENSORS
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.hub.events import Only
from isotherm_api.live.stream import EventStream
from isotherm_api.ranges import EARLIEST, LATEST
from isotherm_api.schemas import Slug
from isotherm_api.visible import Reference, resolve

router = APIRouter(prefix="/live", tags=["live"])


@router.get(
    "",
    response_class=Response,
    responses={
        200: {
            "description": "`hello` {}, `latest` (LatestEvent), `grants` {}: read /me again,"
            " `places` {}: sensors or sites are shown no more, read /overview and /sites again,"
            " `recalculated` {sensors: [id]}: figures of their past have changed after a change of"
            " readings, limits or intervals",
            "content": {
                "text/event-stream": {"schema": {"$ref": "#/components/schemas/LatestEvent"}}
            },
        }
    },
)
async def follow(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[
        list[Slug] | None, Query(max_length=MAX_SENSORS, description="Only sensors of these sites")
    ] = None,
    sensor: Annotated[
        list[str] | None,
        Query(
            max_length=MAX_SENSORS,
            description="Only these sensors, as site-slug/sensor-slug; besides those of `site`",
        ),
    ] = None,
    states: Annotated[
        bool,
        Query(
            description="With `site` or `sensor`: also any other sensor that I may see, when more"
            " than its newest reading changes, such as its state"
        ),
    ] = False,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=40)] = None,
) -> Response:
    """Changes of the sensors I may see, at most four events a second, until my token expires."""
    only = None
    if site or sensor:
        references = [Reference.parse(text) for text in sensor or ()]
        async with parts.database.reading() as connection:
            sites = [(await site_of(connection, access, slug)).id for slug in site or ()]
            sensors = await resolve(connection, access, references) if references else []
        only = Only(
            frozenset(sites),
            frozenset(visible.id for visible in sensors),
            frozenset(visible.site_id for visible in sensors),
            states,
        )
    return EventStream(
        partial(parts.hub.client, access, only, _since(last_event_id)),
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
