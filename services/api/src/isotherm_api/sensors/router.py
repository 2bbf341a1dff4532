"""`GET /sensors`, and of one sensor its details and what was refused of its channels."""

from typing import Annotated

from fastapi import APIRouter, Query

from isotherm.sensors import current
from isotherm_api.access import Reference, resolve, site_of
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.current.queries import load_judged
from isotherm_api.ranges import (
    DIGITS,
    Cursor,
    From,
    To,
    Word,
    decode_cursor,
    encode_cursor,
    ms,
    time_range,
)
from isotherm_api.schemas import Slug
from isotherm_api.sensors import queries, refusals
from isotherm_api.sensors.schemas import Refusals, SensorDetails, Sensors

router = APIRouter(prefix="/sensors", tags=["sensors"])


@router.get("")
async def list_sensors(
    parts: ServicesDep,
    access: AccessDep,
    site: Annotated[Slug | None, Query(description="Only sensors of this site")] = None,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00-\x1f]*$")] = None,
    cursor: Cursor = None,
    limit: Annotated[int, Query(ge=1, le=500), DIGITS] = 200,
) -> Sensors:
    """The sensors I may see with newest reading and state, ordered by site and slug."""
    after = decode_cursor(cursor, tuple[Word, Word]) if cursor else ("", "")
    async with parts.database.reading() as connection:
        sites = access.sites()
        if site is not None:
            sites = [(await site_of(connection, access, site)).id]
        now = parts.clock.now()
        rows = await current.load_page(
            connection, now, site_ids=sites, matching=q, after=after, limit=limit + 1
        )
        judged = await load_judged(connection, rows[:limit], now)
    items = [entry.sensor for entry in judged]
    following = encode_cursor(items[-1].site, items[-1].slug) if len(rows) > limit else None
    return Sensors(items=items, next=following)


@router.get("/{site}/{sensor}")
async def read_sensor(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str
) -> SensorDetails:
    """One sensor, with the channels that have supplied it."""
    async with parts.database.reading() as connection:
        [visible] = await resolve(connection, access, [Reference.of_path(site, sensor)])
        now = parts.clock.now()
        rows = await current.load_by_id(connection, now, [visible.id])
        [judged] = await load_judged(connection, rows, now)
        installations = await queries.load_installations(connection, visible.id)
    return SensorDetails.model_validate(
        {
            **judged.sensor.model_dump(),
            "installations": [
                {
                    "device": row["device"],
                    "channel": row["channel"],
                    "from": ms(row["since"]),
                    "to": ms(row["until"]),
                }
                for row in installations
            ],
            "role": visible.role.word,
        }
    )


@router.get("/{site}/{sensor}/rejects")
async def list_refusals(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, start: From, to: To
) -> Refusals:
    """How much of what the sensor's channels sent was rejected, by reason.

    The rejects themselves are shown to operators: `GET /rejects`.
    """
    span = time_range(start, to, parts.bounds.span)
    async with parts.database.reading() as connection:
        [visible] = await resolve(connection, access, [Reference.of_path(site, sensor)])
        rows = await refusals.load(connection, visible.id, span, parts.clock.now())
    return Refusals(items=[refusals.document(row) for row in rows])
