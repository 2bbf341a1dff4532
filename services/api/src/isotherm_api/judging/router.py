"""`/sensors/{site}/{sensor}/limits` and `/interval`: managers and operators say what is right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Path, Response

from isotherm.clock import from_ms, to_ms
from isotherm_api import audit
from isotherm_api.access import Access, Role, Visible, sensor_of_path
from isotherm_api.context import AccessDep, ServicesDep
from isotherm_api.database import Connection
from isotherm_api.etag import IfMatch, demand, tagged
from isotherm_api.installations.span import AHEAD
from isotherm_api.judging import documents, queries
from isotherm_api.judging.schemas import (
    IntervalHistory,
    LimitsHistory,
    NewInterval,
    NewLimits,
)
from isotherm_api.problem import Invalid, NotFound
from isotherm_api.ranges import EARLIEST, LATEST, ms

router = APIRouter(prefix="/sensors/{site}/{sensor}", tags=["limits"])

Since = Annotated[int, Path(ge=EARLIEST, le=LATEST, description="Milliseconds since 1970 UTC")]


@router.get("/limits")
async def list_limits(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> LimitsHistory:
    """What the sensor was judged by since when, newest first."""
    async with parts.database.reading() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        listed = await _limits(connection, access, found)
    return tagged(response, listed)


@router.put("/limits")
async def set_limits(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewLimits,
    response: Response,
    if_match: IfMatch = None,
) -> LimitsHistory:
    """Sets limits from an instant on, until the next ones that are dated later.

    In the past too: statistics and excursions since then are computed again. If-Match has to name
    the etag of the list that is changed.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        since = _since(wanted.since, now)
        rows = await _demanded(connection, access, found, if_match)
        bounds, by = (wanted.low, wanted.high), access.caller.username
        await queries.set_limits(connection, found.id, since, bounds, by, now)
        await audit.note(
            connection, access, "limits.set", str(found.reference), found.site_id,
            before=documents.audited(next((row for row in rows if row["since"] <= since), None)),
            after={"since": ms(since), "low": wanted.low, "high": wanted.high},
        )  # fmt: skip
        listed = await _limits(connection, access, found)
    return tagged(response, listed)


@router.delete("/limits/{since}")
async def remove_limits(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    since: Since,
    response: Response,
    if_match: IfMatch = None,
) -> LimitsHistory:
    """Takes limits away, as if they had never been: those before them hold until the next."""
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.MANAGER)
        rows = await _demanded(connection, access, found, if_match)
        gone = next((row for row in rows if to_ms(row["since"]) == since), None)
        if gone is None:
            raise NotFound(f"No limits of {found.reference} begin then.")
        await queries.remove_limits(connection, gone["id"])
        await audit.note(
            connection, access, "limits.remove", str(found.reference), found.site_id,
            before=documents.audited(gone), after=None,
        )  # fmt: skip
        listed = await _limits(connection, access, found)
    return tagged(response, listed)


@router.get("/interval")
async def read_interval(
    parts: ServicesDep, access: AccessDep, site: str, sensor: str, response: Response
) -> IntervalHistory:
    """How often a reading is due: as set, as learned, and as it was."""
    async with parts.database.reading() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.VIEWER)
        document = await _interval(connection, found)
    return tagged(response, document)


@router.put("/interval")
async def set_interval(
    parts: ServicesDep,
    access: AccessDep,
    site: str,
    sensor: str,
    wanted: NewInterval,
    response: Response,
    if_match: IfMatch = None,
) -> IntervalHistory:
    """Sets how often a reading is due, or lets it be learned; for operators.

    A silence longer than 3 of them is a gap. If-Match has to name the etag of what is changed.
    """
    now = parts.clock.now()
    async with parts.database.writing() as connection:
        found = await sensor_of_path(connection, access, site, sensor, Role.OPERATOR)
        since = None if wanted.since is None else _since(wanted.since, now)
        await queries.lock(connection, found.id)
        before = await _interval(connection, found)
        demand(if_match, before.etag, "Somebody set another interval meanwhile.")
        await queries.set_interval(connection, found.id, wanted.interval_s, since)
        await audit.note(
            connection, access, "interval.set", str(found.reference), found.site_id,
            before={"interval_s": before.set_s},
            after={"interval_s": wanted.interval_s, "since": ms(since or now)},
        )  # fmt: skip
        after = await _interval(connection, found)
    return tagged(response, after)


async def _limits(connection: Connection, access: Access, sensor: Visible) -> LimitsHistory:
    return documents.limits(await queries.limits(connection, access.caller.issuer, sensor.id))


async def _demanded(
    connection: Connection, access: Access, sensor: Visible, if_match: str | None
) -> Sequence[asyncpg.Record]:
    """The limits, held against other changes, where If-Match names them."""
    await queries.lock(connection, sensor.id)
    rows = await queries.limits(connection, access.caller.issuer, sensor.id)
    demand(if_match, documents.limits(rows).etag, documents.raced(rows))
    return rows


async def _interval(connection: Connection, sensor: Visible) -> IntervalHistory:
    return documents.interval(
        await queries.interval(connection, sensor.id),
        await queries.intervals(connection, sensor.id),
    )


def _since(sent: int | None, now: datetime) -> datetime:
    """When it begins, to the millisecond; a clock a little ahead means now."""
    if sent is not None and from_ms(sent) > now + AHEAD:
        raise Invalid.field("since", "is in the future; set them when they shall hold")
    return from_ms(min(to_ms(now), to_ms(now) if sent is None else sent))
